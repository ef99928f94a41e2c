"""What nobody knows: which question, or which finding, a reply leaves open."""

import datetime as dt
from dataclasses import replace

import pytest

from app.canvas.model import Coverage, Covered, NonAnswer
from app.critic.finding import Engine, Finding, Severity
from app.facilitator.port import Job
from app.interview.effects import Unanswered
from app.interview.state import Ask
from tests.facilitator.models import hears, modelled, unseen
from tests.facilitator.room import SHORT, job, sentence, turn


@pytest.mark.parametrize(
    ("said", "state", "left"),
    [
        ("3: no idea.", Covered.NONE, True),
        ("- 3) no idea.", Covered.PART, True),
        ("3: no idea.", Covered.FULL, False),
        ("No idea, really, at 3 o'clock.", Covered.NONE, False),
    ],
)
async def test_a_number_names_a_question_that_is_not_answered_yet(said: str, state: Covered, left: bool) -> None:
    """Also one that was not asked, but listed as open."""
    before = job(said, template=SHORT)
    talk = replace(before.talk.box(before.box), coverage={3: Coverage(state, "words")})
    form = {"left_open": [{"question": 3, "kind": "dont_know", "reason": "", "owner": "Bo"}]}
    heard = await hears(replace(before, talk=replace(before.talk, boxes={before.box: talk})), form)
    assert heard.skips == ((Unanswered(3, NonAnswer.DONT_KNOW),) if left else ())


def found(said: str, *, asked: Ask | None = None) -> Job:
    """Two findings are on the table, the first of which may be asked."""
    before = job("We write off much bread.", said, new=1, draft=[sentence("We write off much bread.", turn("t1"))])
    findings = tuple(
        Finding(id, "GAP-94", Severity.SHOULD, before.box, f"About “{quote}”", question, quote=quote, start=start)
        for id, quote, start, question in (
            ("f1", "write off", 3, "Since when does the shop count what it throws away?"),
            ("f2", "bread", 18, "How much bread do you bake a day?"),
        )
    )
    talk = replace(before.talk.box(before.box), looked=7, asked=asked)
    return replace(before, talk=replace(before.talk, boxes={before.box: talk}, findings={before.box: findings}))


@pytest.mark.parametrize("question", [0, 1, 2, 9])
@pytest.mark.parametrize("asked", [None, Ask("Since when?", finding="f1")])
async def test_what_nobody_knows_about_a_finding_lets_it_rest(question: int, asked: Ask | None) -> None:
    """Whatever guiding question the model thinks is the nearest."""
    reason = "since when the shop counts what it throws away"
    form = {"left_open": [{"question": question, "kind": "dont_know", "reason": reason}]}
    heard = await hears(found("I don't know that. Nobody does.", asked=asked), form)
    assert heard.skips == ()
    assert [(each.finding, each.reason) for each in heard.unknown] == [
        ("f1", "Since when does the shop count what it throws away?")
    ]


@pytest.mark.parametrize(
    ("engine", "reason"),
    [
        (Engine.RULES, "“bread” says too little. How much bread do you bake a day?"),
        (Engine.MODEL, "“bread” says too little."),
    ],
)
async def test_of_what_rules_find_the_words_stay_open_with_their_question(engine: Engine, reason: str) -> None:
    given = found("I don't know that. Nobody does.")
    told = replace(given.talk.findings[given.box][1], message="“bread” says too little.", engine=engine)
    form = {"left_open": [{"question": 0, "kind": "dont_know", "reason": ""}]}
    heard = await hears(replace(given, talk=replace(given.talk, findings={given.box: (told,)})), form)
    assert [each.reason for each in heard.unknown] == [reason]


async def test_a_model_is_told_what_was_found_with_the_question_that_it_asks() -> None:
    facilitator, model = modelled({})
    await facilitator.listen(found("I don't know.", asked=Ask("Since when?", finding="f1")), unseen)
    assert "About “write off” Since when does the shop count what it throws away?" in model.user


@pytest.mark.parametrize(
    ("reasons", "findings"),
    [
        (["how much bread we bake a day"], ["f2"]),
        (["how much bread we bake a day", "since when the shop counts"], ["f2", "f1"]),
        (["something else"], ["f1"]),
    ],
)
async def test_of_several_findings_the_one_rests_that_is_not_known(reasons: list[str], findings: list[str]) -> None:
    form = {"left_open": [{"question": 2, "kind": "dont_know", "reason": each} for each in reasons]}
    heard = await hears(found("I don't know that. Nobody does."), form)
    assert [each.finding for each in heard.unknown] == findings


async def test_not_to_know_something_settles_no_clash() -> None:
    """Unless nothing else is on the table."""
    given = found("The first holds. The other thing I don't know.")
    clash, other = given.talk.findings[given.box]
    clash = replace(clash, criterion="CON-04", severity=Severity.MUST)
    form = {"left_open": [{"question": 0, "kind": "dont_know", "reason": ""}]}
    talk = replace(given.talk, findings={given.box: (clash, other)})
    assert [each.finding for each in (await hears(replace(given, talk=talk), form)).unknown] == ["f2"]


async def test_while_a_question_is_asked_a_finding_is_not_what_they_do_not_know() -> None:
    form = {"left_open": [{"question": 0, "kind": "dont_know", "reason": "since when"}]}
    assert not (await hears(found("I don't know that.", asked=Ask("So?", question=2)), form)).took


async def test_who_could_find_out_may_be_unknown_too() -> None:
    before = job("Nobody knows what it costs.", "No idea who.", new=1, template=SHORT)
    talk = replace(before.talk.box(before.box), asked=Ask("Who could find out? the costs", owner_of=2))
    form = {"left_open": [{"question": 2, "kind": "dont_know", "reason": "what it costs"}]}
    heard = await hears(replace(before, talk=replace(before.talk, boxes={before.box: talk})), form)
    assert heard.skips == (Unanswered(2, NonAnswer.DONT_KNOW, reason="what it costs"),)


@pytest.mark.parametrize(
    ("reason", "kept"), [("how often the model is retrained", True), ("the licence of the scanner", False)]
)
async def test_what_is_unknown_may_be_said_by_the_question(reason: str, kept: bool) -> None:
    form = {"left_open": [{"question": 2, "kind": "dont_know", "reason": reason}]}
    heard = await hears(job("No idea.", template=SHORT, asked=2), form)
    assert heard.skips == (Unanswered(2, NonAnswer.DONT_KNOW, reason=reason if kept else ""),)


ONE, TWO, THREE = "how many leave", "since when", "what it costs"


@pytest.mark.parametrize(
    ("left", "kept"),
    [
        ([(2, ONE, "", ""), (3, TWO, "", "")], [(2, ONE, "", None), (3, TWO, "", None)]),
        ([(2, ONE, "", ""), (2, TWO, "", "")], [(2, f"{ONE}; {TWO}", "", None)]),
        ([(2, ONE, "Jon", ""), (2, TWO, "Jon", "")], [(2, f"{ONE}; {TWO}", "Jon", None)]),
        (
            [(2, ONE, "Jon", "2027-05-03"), (2, TWO, "Carla", ""), (2, THREE, "", "")],
            [(2, f"{ONE} (Jon, 2027-05-03); {TWO} (Carla); {THREE}", "", None)],
        ),
        ([(2, ONE, "", ""), (2, ONE, "", "")], [(2, ONE, "", None)]),
    ],
)
async def test_each_unknown_thing_of_a_reply_is_kept(
    left: list[tuple[int, str, str, str]], kept: list[tuple[int, str, str, dt.date | None]]
) -> None:
    """A canvas keeps one entry a question; who finds out the one thing is not made to find out the other."""
    words = f"Nobody knows {ONE}, {TWO} and {THREE}. Jon or Carla might, by 3 May 2027."
    keys = ("question", "reason", "owner", "due")
    form = {"left_open": [dict(zip(keys, each, strict=True)) for each in left]}
    heard = await hears(job(words, template=SHORT), form)
    assert [(each.question, each.reason, each.owner, each.due) for each in heard.skips] == kept
