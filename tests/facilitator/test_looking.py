"""A model that looks at drafts, explains, gives ideas and answers plain questions about the system."""

from dataclasses import replace

import pytest

from app.canvas.model import Fact
from app.critic.ai_act.facts import form
from app.critic.criteria import criteria
from app.critic.dismissing import Dismissal, Judgement
from app.critic.finding import Engine, Finding, Severity, Spot, Status
from app.facilitator.model import Modelled
from app.facilitator.port import Delta, Job
from app.facilitator.screening import OPEN
from tests.facilitator.models import FakeModel, Form, modelled, unseen
from tests.facilitator.room import SHORT, answer, job, sentence, turn

TEXT = "We use no personal data. The answer is fast."
BADGES = answer(sentence("Each record holds the badge number of the driver."), box="camera")


def drafted(text: str = TEXT) -> Job:
    return job("So.", draft=[sentence(text, turn("t1"))], template=SHORT, answers=[BADGES])


async def spots(form: Form, given: Job | None = None) -> tuple[Spot, ...]:
    return (await modelled(form)[0].review(given or drafted(), unseen))[0].spots


def verdict(id: str = "VAG-01", quote: str = "The answer is fast.", **more: object) -> dict[str, object]:
    return {"id": id, "fails": True, "quote": quote, **more}


# ---- reviews


@pytest.mark.parametrize(
    ("quote", "found"),
    [
        ("The answer is fast.", "The answer is fast."),
        ("the answer  is fast", "The answer is fast"),
        ("The answer is slow.", None),
        ("Each record holds the badge number of the driver.", None),  # that stands elsewhere
        ("", None),
    ],
)
async def test_promise_4_a_quote_that_does_not_stand_there_is_no_finding(quote: str, found: str | None) -> None:
    seen = await spots({"verdicts": [verdict(quote=quote, why=" How\nfast? ")]})
    assert seen == ((Spot("VAG-01", found, 25, 25 + len(found), detail="How fast?"),) if found else ())


@pytest.mark.parametrize(
    ("box", "quote", "found"),
    [
        ("camera", "the badge number of the driver", True),
        ("camera", "The BADGE number", True),
        ("camera", "the name of the driver", False),
        ("camera", "", False),
        ("goals", "the badge number of the driver", False),  # it does not stand there
        ("nowhere", "the badge number of the driver", False),
        ("", "the badge number of the driver", False),
        ("feedback", "The answer is fast.", False),  # no box clashes with itself
    ],
)
async def test_promise_4_a_clash_quotes_both_boxes(box: str, quote: str, found: bool) -> None:
    given = replace(drafted(), canvas=drafted().canvas.with_answer(answer(sentence(TEXT))))
    form = {"verdicts": [verdict("CON-04", "We use no personal data.", other_box=box, other_quote=quote)]}
    expected = Spot("CON-04", "We use no personal data.", 0, 24, other_box="camera")
    assert await spots(form, given) == ((expected,) if found else ())


async def test_only_a_clash_has_another_box() -> None:
    form = {"verdicts": [verdict(other_box="camera", other_quote="the badge number of the driver")]}
    assert [each.other_box for each in await spots(form)] == [None]


async def test_what_passes_was_not_asked_or_is_said_twice_is_no_finding() -> None:
    rules = next(each.id for each in criteria().values() if not each.by_model)
    form = {
        "verdicts": [
            verdict() | {"fails": False},
            verdict("VAG-00"),
            verdict(rules),
            verdict(why="x" * 500),
            verdict(why="x" * 500),
        ]
    }
    (found,) = await spots(form)
    assert (found.criterion, len(found.detail)) == ("VAG-01", 200)


@pytest.mark.parametrize("box", ["feedback", "goals"])
@pytest.mark.parametrize("others", [True, False])
async def test_only_criteria_that_a_model_can_judge_in_this_box_are_asked(box: str, others: bool) -> None:
    talker, model = modelled({"verdicts": []})
    answers = [BADGES] if others else [answer(sentence(TEXT), box=box)]
    await talker.review(job("So.", box=box, draft=[sentence(TEXT)], template=SHORT, answers=answers), unseen)
    asked = [each.id for each in criteria().values() if each.by_model and (not each.boxes or box in each.boxes)]
    assert {"VAG-01", "CON-04"} <= {*asked}
    asked = [
        each for each in asked if others or not each.startswith("CON") or each == "CON-91"
    ]  # others take two boxes
    assert f"\nCriteria to judge: {', '.join(asked)}\n" in model.user
    for each in criteria().values():  # what each means stands in front, the same for every box
        assert (f"\n{each.id}: {each.definition}" in model.system) is each.by_model


async def test_open_findings_of_a_model_are_judged_first() -> None:
    def finding(quote: str, **more: object) -> Finding:
        found = Finding("f", "VAG-01", Severity.SHOULD, "feedback", "m", "q", quote=quote, engine=Engine.MODEL)
        return replace(found, **more)  # type: ignore[arg-type]

    known = (finding("is fast"), finding("answer", status=Status.WAIVED), finding("data", engine=Engine.RULES))
    given = replace(drafted(), talk=replace(drafted().talk, findings={"feedback": known}))
    talker, model = modelled({"verdicts": []})
    await talker.review(given, unseen)
    assert "Open findings of yours:\nVAG-01: <words>is fast</words>\n\n" in model.user


def of_rules(quote: str, start: int, criterion: str = "VAG-01", **more: object) -> Finding:
    found = Finding("f", criterion, Severity.SHOULD, "feedback", f"“{quote}” is vague.", "q", quote=quote)
    return replace(found, start=start, end=start + len(quote), **more)  # type: ignore[arg-type]


def proposing(*found: Finding) -> Job:
    return replace(drafted(), talk=replace(drafted().talk, findings={"feedback": found}))


async def test_what_the_rules_found_is_proposed_with_a_label() -> None:
    firm = replace(of_rules("data", 20, "VAG-10"), severity=Severity.MUST)
    gone, waived = of_rules("quick", 0), of_rules("fast", 39, status=Status.WAIVED)
    talker, model = modelled({"verdicts": []})
    await talker.review(proposing(firm, gone, waived, of_rules("fast", 39), of_rules("", 0, "GAP-91")), unseen)
    assert (
        "Proposed by rules:\nR1, VAG-01: <words>fast</words> It says: <words>“fast” is vague.</words>\n"
        "R2, GAP-91: <words></words> It says: <words>“” is vague.</words>\n\n"
    ) in model.user


@pytest.mark.parametrize(
    ("said", "taken"),
    [
        ({"proposal": "R1", "quote": "fast", "holds": False, "why": " Under 2 s,\nbelow. "}, "Under 2 s, below."),
        ({"proposal": " r1 ", "quote": "“FAST”", "holds": False, "why": "So."}, "So."),
        ({"proposal": "R1", "quote": "fast", "holds": False, "why": " "}, None),
        ({"proposal": "R1", "quote": "is fast", "holds": False, "why": "So."}, None),
        ({"proposal": "R1", "quote": "", "holds": False, "why": "So."}, None),
        ({"proposal": "R2", "quote": "fast", "holds": False, "why": "So."}, None),
        ({"proposal": "R1", "quote": "fast", "holds": True, "why": "So."}, None),
        ({"proposal": "R1", "quote": "fast", "why": "So."}, None),
        ({"proposal": "R1", "quote": "fast", "holds": None, "why": "So."}, None),
    ],
)
async def test_a_finding_is_dismissed_in_its_own_words_and_with_a_reason(said: Form, taken: str | None) -> None:
    found = of_rules("fast", 39)
    judged, _ = await modelled({"proposed": [said], "verdicts": []})[0].review(proposing(found), unseen)
    assert judged == Judgement((), (Dismissal(found.fingerprint, taken),) if taken else ())


async def test_a_finding_without_words_is_dismissed_without_words() -> None:
    found = of_rules("", 0, "GAP-91")
    said = {"proposal": "R1", "quote": " ", "holds": False, "why": "The team said so."}
    judged, _ = await modelled({"proposed": [said], "verdicts": []})[0].review(proposing(found), unseen)
    assert judged.dismissals == (Dismissal(found.fingerprint, "The team said so."),)


async def test_without_a_draft_the_accepted_text_is_looked_at_beside_all_others() -> None:
    talker, model = modelled({"verdicts": [verdict("VAG-01", "is fast")]})
    seen, _ = await talker.review(job("So.", template=SHORT, answers=[answer(sentence(TEXT)), BADGES]), unseen)
    assert [(each.quote, each.start) for each in seen.spots] == [("is fast", 36)]
    assert f"<text>{TEXT}</text>" in model.user
    assert model.user.count(TEXT) == 1  # among the other boxes it would be told to clash with itself


async def test_the_critic_may_be_another_model_and_is_named() -> None:
    talks, looks = FakeModel("Well.", name="fake/talker"), FakeModel({"verdicts": []}, name="fake/critic")
    talker = Modelled(talks, looks)
    _, made = await talker.review(drafted(), unseen)
    assert (made.facilitator, made.prompt, made.prompt_hash) == ("fake/critic", "review", looks.prompts[0].hash)
    _, made = await talker.explain(drafted(), unseen)
    assert (made.facilitator, talker.name, talker.reviews) == ("fake/talker", "fake/talker", True)
    assert (len(talks.prompts), len(looks.prompts)) == (1, 1)


# ---- explanations and ideas


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        (2, "the question “<words>How often is the model retrained?</words>”"),
        (None, "the box <words>Feedback</words>"),
    ],
)
async def test_an_explanation_is_shown_as_it_is_written(question: int | None, wanted: str) -> None:
    told = " It asks how often the model learns. "
    talker, model = modelled(told)
    seen: list[Delta] = []
    explained, made = await talker.explain(replace(drafted(), question=question, reader=" data "), seen.append)
    assert (explained.box, explained.text, explained.question) == ("feedback", told.strip(), question)
    assert "".join(each.text for each in seen) == told
    assert {(each.box, each.turn, each.part) for each in seen} == {("feedback", "t1", "explanation")}
    assert len(seen) > 3
    assert model.user.endswith(f"Reader: data\nExplain: {wanted}")
    assert made.prompt == "explain"


async def test_without_a_reader_it_is_explained_to_somebody_new() -> None:
    talker, model = modelled("So.")
    await talker.explain(drafted(), unseen)
    assert "\nReader: somebody new to machine learning\n" in model.user


async def test_ideas_come_with_their_reasons_and_are_shown_as_they_come() -> None:
    ideas = [{"text": " Count … % of it. ", "because": "you read it weekly"}, {"text": "Ask Bo."}, {"text": " "}]
    talker, model = modelled({"ideas": [*ideas, *[{"text": f"Idea {n}."} for n in range(9)]]})
    seen: list[Delta] = []
    suggested, made = await talker.suggest(replace(drafted(), question=2), seen.append)
    assert suggested.ideas == ("Count … % of it. (you read it weekly)", "Ask Bo.", "Idea 0.", "Idea 1.", "Idea 2.")
    assert "Count" not in suggested.text  # nothing is to be read twice
    assert {each.part for each in seen} == {"suggestions"}
    assert "".join(each.text for each in seen).startswith(" Count … % of it. \nAsk Bo.\n")
    assert "Ideas are wanted for: “<words>How often is the model retrained?</words>”." in model.user
    assert made.prompt == "suggest"


# ---- facts


def read(value: str, quote: str, start: int) -> tuple[Fact, ...]:
    return (Fact("uses-biometrics", value, quote, "camera", start, start + len(quote), by="model"),)  # type: ignore[arg-type]


def doubt() -> tuple[Fact, ...]:
    return (Fact("uses-biometrics", by="model", reason=OPEN),)


@pytest.mark.parametrize(
    ("given", "facts"),
    [
        ({"value": "yes", "quote": "the Badge number", "box": "camera"}, read("yes", "the badge number", 18)),
        ({"value": " No ", "quote": "badge", "box": "camera"}, read("no", "badge", 22)),
        ({"value": "yes", "quote": "the name", "box": "camera"}, ()),
        ({"value": "yes", "quote": "the badge number", "box": "goals"}, ()),
        ({"value": "yes", "quote": "", "box": "camera"}, ()),
        ({"value": "no"}, ()),
        ({"value": "unsure", "quote": "badge", "box": "camera"}, doubt()),
        ({"value": "maybe", "quote": "badge", "box": "camera"}, doubt()),
    ],
)
async def test_a_fact_without_words_that_say_so_is_none(given: Form, facts: tuple[Fact, ...]) -> None:
    said = [{"id": "other", "value": "yes", "quote": "badge", "box": "camera"}, {"id": "uses-biometrics", **given}]
    talker, model = modelled({"facts": said})
    found, made = await talker.facts(drafted())
    assert found == facts
    for question in form().values():
        behind = f" (behind {question.behind})" if question.behind else ""
        assert f"\n{question.id}{behind}: {question.question}{f' Note: {question.hint}' if question.hint else ''}" in (
            f"{model.system}\n"
        )
    assert made.prompt == "facts"


# ---- claims


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ({"kind": "Personal data", "value": "points to a  person", "quote": "the badge number"}, "the badge number"),
        ({"kind": "personal data", "value": "some", "quote": "the badge number"}, None),
        ({"kind": "colour", "value": "none", "quote": "the badge number"}, None),
        ({"kind": "personal data", "value": "none", "quote": "the name"}, None),
        ({"kind": "personal data", "value": "none"}, None),
    ],
)
async def test_a_typed_fact_is_of_a_known_kind_and_in_the_words_of_the_box(said: Form, found: str | None) -> None:
    talker, model = modelled({"claims": [said, said]})
    claims, made = await talker.claims(replace(drafted(), box="camera"))
    assert [(each.kind, each.quote, each.start, each.by) for each in claims] == (
        [("personal data", found, 18, "model")] if found else []
    )
    assert (made.prompt, model.name) == ("claims", made.facilitator)
    assert "\npersonal data: none | anonymous | points to a person | traits of people\n" in model.system
    assert "owner: a name, as it is written" in model.system
    assert "<text>Each record holds the badge number of the driver.</text>" in model.user
