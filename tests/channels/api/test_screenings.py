from typing import Any

import httpx


def act(api: httpx.Client, canvas: Any) -> Any:
    answer = api.get(f"/canvases/{canvas['id']}/ai-act")
    assert answer.status_code == 200, answer.text
    return answer.json()


def answered(api: httpx.Client, moves: str, **fields: str) -> None:
    answer = api.post(moves, json=fields, headers={"Facilitator-Person": "Mette"})
    assert answer.status_code == 200, answer.text


def test_of_a_new_canvas_nothing_is_known_and_nothing_is_called_minimal(api: httpx.Client, canvas: Any) -> None:
    view = act(api, canvas)
    assert [each["id"] for each in view["labels"]] == ["unsure"]
    assert view["facts"] == []
    assert view["open"]
    assert "legal advice" in view["disclaimer"]


def test_what_people_answer_decides_and_is_kept_with_their_name(api: httpx.Client, canvas: Any, moves: str) -> None:
    answered(api, moves, move="correct_fact", fact="annex-iii-4a", value="yes", reason="It ranks who applies.")
    view = act(api, canvas)
    label = view["labels"][0]
    assert (label["id"], label["applies_from"], label["effective"]) == ("high_risk_annex_iii", "2027-12-02", False)
    assert label["source"].startswith("https://eur-lex.europa.eu/")
    fact = next(each for each in view["facts"] if each["id"] == "annex-iii-4a")
    assert (fact["value"], fact["by"], fact["confirmed"]) == ("yes", "Mette", True)
    assert fact["at"]
    assert fact["reason"] == "It ranks who applies."
    assert {each["article"].split("(")[0] for each in view["duties"]} >= {"Art. 9", "Art. 14"}


def test_a_fact_that_nobody_proposed_cannot_be_confirmed(api: httpx.Client, canvas: Any, moves: str) -> None:
    refused = api.post(moves, json={"move": "confirm_fact", "fact": "annex-iii-4a"})
    assert refused.status_code == 409
    unknown = api.post(moves, json={"move": "correct_fact", "fact": "nothing", "value": "no"})
    assert unknown.status_code == 404


def test_facts_go_out_and_come_back_in_both_files(api: httpx.Client, canvas: Any, moves: str) -> None:
    box = canvas["boxes"][0]["id"]
    said = api.post(moves, json={"move": "accept", "box": box, "text": "It ranks who applies.", "answer": 0})
    assert said.status_code == 200, said.text
    answered(api, moves, move="correct_fact", fact="annex-iii-4a", value="yes")
    for ending in ("md", "json"):
        file = api.get(f"/canvases/{canvas['id']}/export.{ending}")
        brought = api.post("/imports", content=file.content, headers={"Content-Type": file.headers["content-type"]})
        assert brought.status_code == 201, brought.text
        back = act(api, brought.json()["canvas"])
        assert [(each["id"], each["value"], each["by"]) for each in back["facts"]] == [("annex-iii-4a", "yes", "Mette")]


def test_a_canvas_that_is_not_there(api: httpx.Client) -> None:
    assert api.get("/canvases/nothing/ai-act").status_code == 404
