"""A model that says what nobody said: it is marked, or it does not count, and the person's words stay."""

import json
from dataclasses import dataclass, replace
from typing import Any

import pytest

from app.canvas.model import Sentence
from app.interview.events import Asked, Judged
from app.interview.moves import Accept, Enough
from app.store.records import TurnStatus
from evals.provider import Answer
from tests.weather.outside import (
    BOX,
    FIRST,
    MODEL,
    SECOND,
    Outside,
    events,
    holds,
    notices,
    outcome,
)
from tests.weather.sky import Asked as Question, Weather, form, told
from tests.weather.table import SENTENCES

pytestmark = pytest.mark.asyncio(loop_scope="module")


def adding(*texts: str, sources: tuple[str, ...] = ("T2",), **other: Any) -> Weather:
    """The good form with these sentences besides."""

    def weather(question: Question) -> Answer:
        good = told(question)
        added = [{"do": "add", "text": text, "sources": [*sources]} for text in texts]
        return form(**{**good, "changes": good["changes"] + added, **other})

    return weather


async def heard(out: Outside, *weather: Weather, text: str = SECOND) -> Any:
    """A reply that is understood so. Nothing is accepted, and the person is told of no trouble."""
    before = await out.answers()
    out.sky.turn("listen", *weather)
    played = await out.say(text)
    turn = await out.turn(played)
    assert (turn.text, turn.status) == (text, TurnStatus.DONE)
    assert outcome(await out.works(played))[0] == (MODEL, "listen", "done")
    assert [each for each in notices(played) if not each.startswith("It stays open: ")] == []
    assert await out.answers() == before
    return played


async def sentences(out: Outside) -> dict[str, Sentence]:
    return {each.text: each for each in (await out.draft()).sentences}


INVENTED = (
    "Inspectors look at 500 vials an hour.",
    "Inspectors look at 400 vials a minute.",
    "Inspectors miss 3 % of the flawed vials.",
    "A camera replaces them on 3 May 2027.",
    "A camera replaces them in March.",
    "A camera by Siemens replaces them.",
    "Mette Hansen leads the inspectors.",
    "It costs €400.",
    "Inspectors look at four thousand vials a day.",
)
NOWHERE = ("T99", "P9", "S42", "made-up-box", "objectives", "answers", "", "0", "T2; T3")


async def test_what_nobody_said_is_marked_as_an_assumption(out: Outside):
    await heard(out, adding(*INVENTED))
    draft = await sentences(out)
    assert [each for each in INVENTED if not draft[each].assumption] == []
    assert not any(draft[each].assumption for each in SENTENCES)
    await out.goes_on(*SENTENCES, *INVENTED, again=False)
    (answer,) = await out.answers()
    assert [each.text for each in answer.sentences if each.assumption] == [*INVENTED]
    exported = await out.product.exports.markdown(out.canvas)
    assert [each for each in INVENTED if f"{each} [assumption]" not in exported] == []


async def test_a_source_that_does_not_exist_is_none(out: Outside):
    texts = {f"The belt stands still now and then, {name}.": [name] for name in NOWHERE}
    added = [{"do": "add", "text": text, "sources": source} for text, source in texts.items()]
    await heard(out, lambda asked: form(changes=[*told(asked)["changes"], *added]))
    draft = await sentences(out)
    assert [text for text in texts if (draft[text].sources, draft[text].assumption) != ((), True)] == []
    await out.goes_on(*SENTENCES, again=False)


async def test_the_words_of_another_language_keep_their_sources_and_the_interview_goes_on(out: Outside):
    text = "Die Prüfer sehen 400 Ampullen je Stunde."
    wrong = "Die Prüfer sehen 500 Ampullen je Stunde."
    await heard(out, lambda asked: form(changes=[{"text": each, "sources": ["T2"]} for each in (text, wrong)]))
    draft = await sentences(out)
    assert [draft[each].assumption for each in (text, wrong)] == [False, True]
    assert [each.ref for each in draft[text].sources] == [(await out.turns())[-1]]
    await out.goes_on(FIRST, text, again=False)


LONG = tuple(f"Inspectors look at the vials on the belt again and again, round {word}." for word in "abcdefghijklmn")
WORDS = " ".join(LONG * 2)


@pytest.mark.parametrize("always", [False, True])
async def test_a_draft_that_is_far_too_long_is_asked_for_again(out: Outside, always: bool):
    long = adding(*(f"{each[:-1]}, {n}." for n in ("too", "also") for each in LONG))
    good: Weather = adding()
    played = await heard(out, *([long] if always else [long, good]))
    assert len(out.sky.asked) == (3 if always else 2)
    assert "The draft would have" in out.sky.asked[1].complaint
    assert "at most 300 fit the box" in out.sky.asked[1].complaint
    assert (await out.works(played))[0].calls == len(out.sky.asked)
    assert (len((await out.draft()).sentences) > 20) is always
    await out.goes_on(*SENTENCES, again=False)


async def test_approved_sentences_are_not_reworded(out: Outside):
    reworded = {"do": "replace", "sentence": "S1", "text": "Particles might harm somebody.", "sources": ["S1"]}
    await out.move(Accept(BOX, (await out.draft()).number))
    await heard(out, lambda asked: form(**{**told(asked), "changes": [reworded, *told(asked)["changes"]]}))
    holds(await out.text(), *SENTENCES)
    assert "might" not in await out.text()
    assert [each.text for each in await out.answers()] == [FIRST]


async def test_approved_sentences_are_not_dropped_by_words_that_say_nothing_of_them(out: Outside):
    drop = {"do": "drop", "sentence": "S1"}
    await out.move(Accept(BOX, (await out.draft()).number))
    await heard(out, lambda asked: form(**{**told(asked), "changes": [drop, *told(asked)["changes"]]}))
    holds(await out.text(), *SENTENCES)


@dataclass(frozen=True)
class Claim:
    """A verdict of a review, and whether it may become a finding."""

    name: str
    verdict: dict[str, Any]
    found: bool = False


VERDICT = {"id": "VAG-01", "fails": True, "quote": "can hurt", "why": "Hurt in which way?"}
CLAIMS = (
    Claim("a true quote", VERDICT, found=True),
    Claim("a quote in another case, with other white space", VERDICT | {"quote": "CAN  hurt "}, found=True),
    Claim("a false quote", VERDICT | {"quote": "will kill"}),
    Claim("a quote joined from two places", VERDICT | {"quote": "A particle can hurt"}),
    Claim("no quote", VERDICT | {"quote": ""}),
    Claim("dots", VERDICT | {"quote": "…"}),
    Claim("a criterion that nobody knows", VERDICT | {"id": "VAG-99"}),
    Claim("a criterion that only rules judge", VERDICT | {"id": "VAG-03"}),
    Claim("it does not fail", VERDICT | {"fails": False}),
    Claim("an unknown other box", VERDICT | {"id": "CON-08", "other_box": "nowhere", "other_quote": "can hurt"}),
    Claim("an empty other box", VERDICT | {"id": "CON-08", "other_box": "objectives", "other_quote": "no"}),
    Claim("this box as the other one", VERDICT | {"id": "CON-90", "other_box": BOX, "other_quote": "can hurt"}),
    Claim("no other box", VERDICT | {"id": "CON-04"}),
)


async def test_only_findings_with_true_quotes_are_seen(out: Outside):
    for claim in CLAIMS[::-1]:
        await out.begin()  # a draft is looked at once
        out.sky.turn("review", form(verdicts=[claim.verdict]))
        played = await out.move(Enough(BOX))
        shown = [each.criterion for each in (await out.box()).findings if each.engine == "model"]
        assert (claim.name, shown) == (claim.name, ["VAG-01"] if claim.found else [])
        assert (claim.name, notices(played)) == (claim.name, [])
        assert outcome(await out.works(played)) == [(MODEL, "review", "done")]
        assert claim.found or events(played, Judged) == []
    (finding,) = (each for each in (await out.box()).findings if each.engine == "model")
    assert FIRST[finding.start : finding.end] == finding.quote == "can hurt"
    await out.goes_on(FIRST, again=False)


async def test_words_that_nobody_said_tick_nothing(out: Outside):
    made_up = [
        {"question": 3, "state": "full", "words": "Patients and the regulator are affected."},
        {"question": 5, "state": "full", "words": "Inspectors look at 401 vials an hour."},
        {"question": 5, "state": "full", "words": ""},
        {"question": 9, "state": "full", "words": "Inspectors look at 400 vials an hour."},
        {"question": 2, "state": "part", "words": "they MISS some"},
    ]
    await heard(out, adding(coverage=made_up))
    ticks = {each.number: (each.coverage.value, each.quote) for each in (await out.box()).questions}
    assert ticks == {
        1: ("full", FIRST),
        2: ("part", "They miss some of the flawed ones!"),
        3: ("none", ""),
        4: ("none", ""),
        5: ("none", ""),
    }
    await out.goes_on(*SENTENCES, again=False)


@pytest.mark.parametrize("kind", ["not_applicable", "later", "dont_know"])
async def test_what_was_not_asked_is_not_left_open_for_a_reason_that_nobody_gave(out: Outside, kind: str):
    left = [{"question": n, "kind": kind, "reason": "The regulator forbids it."} for n in (3, 4, 5)]
    await heard(out, adding(left_open=left, coverage=[]))
    box = await out.box()
    assert [each.coverage.value for each in box.questions[1:]] == ["none"] * 4
    assert box.open_questions == ()


@pytest.mark.parametrize("kind", ["not_applicable", "later"])
async def test_what_was_asked_is_put_off_only_for_a_reason_that_somebody_gave(out: Outside, kind: str):
    left = {"question": 2, "kind": kind, "reason": "The regulator forbids it."}
    await heard(out, adding(left_open=[left], coverage=[]))
    assert (await out.box()).open_questions == ()


async def test_nobody_is_made_responsible_who_was_not_named(out: Outside):
    reason = "They miss some of the flawed ones."
    left = {"question": 5, "kind": "dont_know", "reason": reason, "owner": "Jon", "due": "2027-05-03"}
    await heard(out, adding(left_open=[left, left | {"question": 3, "owner": "anna"}, left | {"question": 77}]))
    open = {each.question: (each.owner, each.due) for each in (await out.box()).open_questions}
    assert open == {5: ("", None), 3: ("", None)}
    text = "Jon knows the limits by 3 May 2027."
    await heard(out, adding(left_open=[left | {"reason": "the limits"}]), text=text)
    open = {each.question: each for each in (await out.box()).open_questions}
    assert open[5].reason == f"{reason}; the limits (Jon, 2027-05-03)"  # the limits are his to find out, no more
    assert (open[5].owner, open[5].due) == ("", None)


async def test_passages_that_nobody_said_are_offered_nowhere(out: Outside):
    true = "some of the flawed ones"
    passed = [
        {"box": "objectives", "words": "We want zero misses."},
        {"box": "nowhere", "words": true},
        {"box": "objectives", "words": true},
    ]
    await heard(out, adding(elsewhere=passed))
    view = await out.product.canvases.get(out.canvas)
    assert {each.id: [p.text for p in each.passages] for each in view.boxes if each.passages and each.id != BOX} == {
        "objectives": [true]
    }
    await out.goes_on(*SENTENCES, again=False)


@pytest.mark.parametrize(
    ("lead", "shown"),
    [
        ("With 400 vials an hour:", "With 400 vials an hour:"),
        ("With 9 % of the vials thrown away:", ""),
        ("Since 2019:", ""),
        ("Will you accept?", ""),
    ],
)
async def test_a_question_is_led_by_nothing_new(out: Outside, lead: str, shown: str):
    weather = adding(next={"question": 4, "lead": lead, "translation": ""}, coverage=[])
    (asked,) = events(await heard(out, weather), Asked)
    assert (asked.ask.question, asked.lead) == (4, shown)


async def test_two_hundred_thousand_characters_of_a_form_block_nobody(out: Outside):
    """An answer just below the limit: it is a draft that is far too long, and the last one stands."""
    text = "Inspectors look at the vials. "
    huge = json.dumps({"changes": [{"do": "add", "text": text * 6_000, "sources": ["T2"]}]})
    assert len(huge) < 200_000
    played = await heard(out, replace(Answer(huge, chunk=4_000)), adding())
    assert len(out.sky.asked) == 2
    assert (await out.works(played))[0].outcome == "done"
    await out.goes_on(*SENTENCES, again=False)
