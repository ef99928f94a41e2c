from typing import Any

import httpx
import pytest

BOX = "value-proposition"
ANSWER = (
    "1: Inspectors look at every vial by eye, which is very slow.\n"
    "2: Mette and the patients gain from it.\n"
    "3: The share of flawed vials that get out falls from 0.3 % to 0.1 % by June 2027."
)


class Talk:
    """An interview, as one person sees it over the API."""

    def __init__(self, api: httpx.Client, canvas: Any, person: str = "Anna") -> None:
        self.api = api
        self.canvas = f"/canvases/{canvas['id']}"
        self.moves = f"/interviews/{canvas['interview']}/moves"
        self.headers = {"Facilitator-Person": person}

    def do(self, move: str, *, status: int = 200, **fields: Any) -> Any:
        answer = self.api.post(self.moves, json={"move": move, **fields}, headers=self.headers)
        assert answer.status_code == status, answer.text
        return answer.json()

    def box(self, id: str = BOX) -> Any:
        boxes = self.api.get(self.canvas).json()["boxes"]
        return next(box for box in boxes if box["id"] == id)

    def answered(self, text: str = ANSWER, box: str = BOX) -> Any:
        """The box after its words were said and accepted."""
        self.do("goto", box=box)
        self.do("say", box=box, text=text)
        self.do("accept", box=box, draft=self.box(box)["draft"]["number"])
        return self.box(box)


@pytest.fixture
def talk(api: httpx.Client, canvas: Any) -> Talk:
    return Talk(api, canvas)


def types(played: Any) -> list[str]:
    return [each["event"]["type"] for each in played["events"]]


def test_a_box_from_its_first_words_to_its_answer(talk: Talk) -> None:
    talk.do("goto", box=BOX)
    said = talk.do("say", box=BOX, text=ANSWER)
    assert types(said)[0] == "words"
    assert {"draft", "covers"} <= set(types(said))
    assert not said["running"]
    draft = said["interview"]["box"]["draft"]
    assert all(sentence["sources"][0]["ref"] == said["turn"] for sentence in draft["sentences"])

    accepted = talk.do("accept", box=BOX, draft=draft["number"])
    assert "decision" in types(accepted)
    box = talk.box()
    assert (box["status"], box["answer"], box["by"]) == ("accepted", 1, "Anna")
    assert box["text"] == draft["text"]
    assert box["answer_id"]
    assert box["at"].endswith("Z")


def test_joining_keeps_everybody_at_their_own_place(api: httpx.Client, canvas: Any) -> None:
    path = f"/canvases/{canvas['id']}/interviews"
    anna = api.post(path, json={"pace": "quick"}, headers={"Facilitator-Person": "Anna"})
    zoe = api.post(path, headers={"Facilitator-Person": "Zo%C3%AB"}).json()
    Talk(api, canvas, "Zo%C3%AB").do("goto", box="security")

    assert (anna.status_code, anna.json()["pace"]) == (200, "quick")
    assert zoe["place"]["person"] == "Zoë"
    seen = [
        api.get(f"/interviews/{zoe['id']}", headers={"Facilitator-Person": name}).json()["place"]["place"]
        for name in ("Anna", "Zo%C3%AB")
    ]
    assert seen == ["background", "security"]


def test_who_speaks_is_the_header_or_the_settings(api: httpx.Client, canvas: Any) -> None:
    plain = api.post(f"/canvases/{canvas['id']}/interviews").json()
    raw = api.post(f"/canvases/{canvas['id']}/interviews", headers={b"Facilitator-Person": "Žofie".encode()})
    odd = [
        api.post(f"/canvases/{canvas['id']}/interviews", headers={b"Facilitator-Person": name.encode("latin-1")})
        for name in ("100%ff", "a%0Ab", "Zoé")
    ]

    assert plain["place"]["person"] == "Anna"
    assert raw.json()["place"]["person"] == "Žofie"
    assert [each.json()["place"]["person"] for each in odd] == ["100%ff", "a%0Ab", "Zoé"]


@pytest.mark.parametrize("name", ["", "%20%20", "x" * 81, "%C5%BD" * 81, "a\x80"])
def test_a_name_that_is_none_is_refused(api: httpx.Client, canvas: Any, name: str) -> None:
    refused = api.post(f"/canvases/{canvas['id']}/interviews", headers={b"Facilitator-Person": name.encode("latin-1")})

    assert refused.status_code == 422
    assert refused.json()["errors"][0]["path"] == "Facilitator-Person"


def test_a_long_name_counts_its_characters_not_its_bytes(api: httpx.Client, canvas: Any) -> None:
    joined = api.post(f"/canvases/{canvas['id']}/interviews", headers={"Facilitator-Person": "%C5%BD" * 80})

    assert joined.json()["place"]["person"] == "Ž" * 80


def test_skipping_leaves_an_open_question(talk: Talk) -> None:
    talk.do("skip", box=BOX, kind="dont_know", question=3, owner="Jonas", due="2026-12-15")
    talk.do("skip", box=BOX, kind="not_applicable", question=4, status=422)
    talk.do("skip", box="security", kind="later")

    found = talk.api.get(f"{talk.canvas}/open-questions", params={"limit": 1}).json()
    assert [(each["owner"], each["due"], each["by"]) for each in found["items"]] == [("Jonas", "2026-12-15", "Anna")]
    rest = talk.api.get(f"{talk.canvas}/open-questions", params={"after": found["next"]}).json()
    assert [(each["box"], each["question"], each["kind"]) for each in rest["items"]] == [("security", None, "later")]


def test_history_and_differences_word_by_word(talk: Talk) -> None:
    first = talk.answered()
    talk.do("edit", box=BOX, text=first["text"].replace("very slow", "slow"), answer=1)
    talk.do("accept", box=BOX, draft=talk.box()["draft"]["number"])
    talk.api.post(f"{talk.canvas}/iterations")

    page = talk.api.get(f"{talk.canvas}/history", params={"box": BOX, "limit": 1}).json()
    assert [each["number"] for each in page["items"]] == [1]
    second = talk.api.get(f"{talk.canvas}/history", params={"box": BOX, "after": page["next"]}).json()["items"]
    assert [each["number"] for each in second] == [2]
    assert {piece["kind"] for piece in second[0]["changes"]} == {"same", "removed"}
    answers = talk.api.get(f"{talk.canvas}/diff", params={"from": 1, "to": 2, "box": BOX}).json()
    assert "very" in "".join(piece["text"] for piece in answers["boxes"][0]["pieces"] if piece["kind"] == "removed")
    rounds = talk.api.get(f"{talk.canvas}/diff", params={"from": 1, "to": 2}).json()
    assert rounds == {"before": 1, "after": 2, "boxes": []}


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("history", 422),
        ("history?box=nowhere", 404),
        ("diff?from=1", 422),
        ("diff?from=1&to=9", 404),
        (f"diff?from=0&to=7&box={BOX}", 404),
        ("diff?from=1&to=99999999999", 422),
        ("findings?status=lost", 422),
    ],
)
def test_a_question_about_nothing_gets_a_problem(api: httpx.Client, canvas: Any, path: str, status: int) -> None:
    answer = api.get(f"/canvases/{canvas['id']}/{path}")

    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")


def test_restoring_appends_and_a_conflict_holds_both_texts(talk: Talk) -> None:
    first = talk.answered()
    talk.do("edit", box=BOX, text="Something else entirely.", answer=1)
    talk.do("accept", box=BOX, draft=talk.box()["draft"]["number"])
    restore = f"/answers/{first['answer_id']}/restore"

    late = talk.api.post(restore, json={"answer": 1})
    assert late.status_code == 409
    problem = late.json()
    assert problem["type"] == "/problems/answer-conflict"
    assert (problem["yours"], problem["theirs"], problem["number"], problem["box"]) == (
        first["text"],
        "Something else entirely.",
        2,
        BOX,
    )
    restored = talk.api.post(restore, json={"answer": problem["number"]})
    assert restored.status_code == 200, restored.text
    assert (talk.box()["text"], talk.box()["answer"]) == (first["text"], 3)
    assert talk.api.post(restore).status_code == 200


def test_accepting_an_old_draft_conflicts(talk: Talk) -> None:
    talk.do("say", box=BOX, text=ANSWER)
    old = talk.box()["draft"]["number"]
    talk.do("edit", box=BOX, text="Shorter.", answer=0, draft=old)

    problem = talk.do("accept", box=BOX, draft=old, text="Mine.", status=409)
    assert (problem["yours"], problem["theirs"]) == ("Mine.", "Shorter.")


def test_findings_are_listed_and_waived_with_a_reason(talk: Talk) -> None:
    box = talk.answered("1: It will significantly improve quality.", "objectives")
    found = talk.api.get(f"{talk.canvas}/findings", params={"status": "open"}).json()["items"]
    assert found
    assert box["findings"] == [each for each in found if each["box"] == "objectives"]

    waive = f"/findings/{found[0]['id']}/waive"
    assert talk.api.post(waive, json={"reason": " "}).status_code == 422
    waived = talk.api.post(waive, json={"reason": "Fixed by the regulator."}, headers={"Facilitator-Person": "Bo"})
    assert waived.status_code == 200, waived.text
    assert [waived.json()[key] for key in ("status", "reason", "by")] == ["waived", "Fixed by the regulator.", "Bo"]
    assert talk.api.post(waive, json={"reason": "Again."}).json()["type"] == "/problems/not-now"
    left = talk.api.get(f"{talk.canvas}/findings", params={"status": "open"}).json()["items"]
    assert len(left) == len(found) - 1


@pytest.mark.parametrize(
    "path",
    [
        "/canvases/none",
        "/interviews/none",
        "/interviews/none/events",
        "/canvases/none/open-questions",
        "/canvases/none/findings",
        "/canvases/none/iterations",
        "/canvases/none/history?box=x",
        "/templates/none",
    ],
)
def test_what_does_not_exist_is_not_found(api: httpx.Client, path: str) -> None:
    answer = api.get(path)

    assert (answer.status_code, answer.json()["type"]) == (404, "/problems/not-found")
    assert answer.json()["advice"]


def test_events_are_numbered_without_a_gap_and_paged(talk: Talk, canvas: Any) -> None:
    talk.answered()
    path = f"/interviews/{canvas['interview']}/events"
    numbers: list[int] = []
    after: str | None = "0"
    while after is not None:
        page = talk.api.get(path, params={"after": after, "limit": 3}).json()
        numbers += [each["number"] for each in page["items"]]
        after = page["next"]

    assert numbers == list(range(1, len(numbers) + 1))
    assert len(numbers) > 6
