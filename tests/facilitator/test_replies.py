"""Reading a reply without a model."""

import datetime as dt

import pytest
from hypothesis import given, strategies as st

from app.canvas.model import Member, Milestone, NonAnswer, Overview
from app.facilitator.replies import Part, fragment, overview, parts, passed
from app.interview.effects import Unanswered


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Anna does.", [(None, "Anna does.")]),
        ("1: Anna", [(1, "Anna")]),
        ("q2. weekly", [(2, "weekly")]),
        ("Q3) scratches", [(3, "scratches")]),
        ("[2] weekly", [(None, "[2] weekly")]),
        ("2] weekly", [(2, "weekly")]),
        ("1: Anna\n3: scratches", [(1, "Anna"), (3, "scratches")]),
        ("3: scratches\n1: Anna", [(3, "scratches"), (1, "Anna")]),  # in the order of the reply
        ("1: Anna\nand Bo\n\n2: weekly", [(1, "Anna\nand Bo"), (2, "weekly")]),
        ("We talked.\n2: weekly", [(None, "We talked."), (2, "weekly")]),
        ("1: \n2: weekly", [(2, "weekly")]),
        ("1: Anna\n1: Bo", [(1, "Anna"), (1, "Bo")]),
        ("4: no such question", [(None, "4: no such question")]),
        ("0: none", [(None, "0: none")]),
        ("3.5 seconds", [(None, "3.5 seconds")]),
        ("10:30 we meet", [(None, "10:30 we meet")]),
        ("2 weeks", [(None, "2 weeks")]),
        (" \n ", []),
        ("", []),
        ("1: by eye 2: too late 3: Anna", [(1, "by eye"), (2, "too late"), (3, "Anna")]),
        ("Q2: By eye. Q3: “Too late.”", [(2, "By eye."), (3, "“Too late.”")]),
        ("1: 50 vials, 2: 3 weeks; 3: Anna", [(1, "50 vials"), (2, "3 weeks"), (3, "Anna")]),
        ("1: we don't know 2: Mette 3: later", [(1, "we don't know"), (2, "Mette"), (3, "later")]),
    ],
)
def test_a_reply_by_question(text: str, found: list[tuple[int | None, str]]) -> None:
    assert parts(text, 3) == tuple(Part(*each) for each in found)


@pytest.mark.parametrize(
    "text",
    [
        "Sprint 1: measure, sprint 2: build, sprint 3: roll out.",
        "The vials break, see report 2: it counts them.",
        "On level 2: people look; on level 3: nobody does",
        "In Hall 2: nobody looks",
        "Q1: build, Q2: test, Q3: ship",
        "we score them 1: bad, 2: fair, 3: good",
        "odds are 1 to 2: not good",
        "2: b",
        "by eye 3: nobody asked that yet",
        "by eye 2: too late 4: nobody asks that",
        "The rule of Annex 11 no. 2. The rule is old.",
        "Three reasons. 2) It costs. 3) It takes time.",
        "at a ratio of 2: 1, from 1. 3. on",
    ],
)
def test_a_number_that_counts_something_else_cuts_nothing(text: str) -> None:
    """What is cut off by mistake would take the place of an earlier answer."""
    assert parts(f"1: {text}", 3) == (Part(1, text),)
    assert parts(f"By eye. {text}", 3) == (Part(None, f"By eye. {text}"),)


@given(st.text(alphabet="a1 :.)\nQ") | st.text(), st.integers(1, 9))
def test_no_word_of_a_reply_is_lost(text: str, questions: int) -> None:
    """But for the numbers in front."""
    kept = "".join(each.text for each in parts(text, questions))
    assert [each for each in text if each.isalpha() and each not in "Qq"] == [
        each for each in kept if each.isalpha() and each not in "Qq"
    ]


@given(st.lists(st.sampled_from("1: 2: 3: by eye 20 report Anna late, 0.5".split(" ")), max_size=12))
def test_a_number_is_lost_only_where_a_piece_begins(words: list[str]) -> None:
    text = " ".join(words)
    found = parts(text, 3)
    kept = [number for each in found for number in ([f"{each.question}:"] if each.question else []) + each.text.split()]
    assert [each.strip(",") for each in kept] == [each.strip(",") for each in words] or not found


@pytest.mark.parametrize(
    "text", ["Anna", "Anna and Bo", "42", "every week", "the line, by hand", "0.4 s per vial", "Anna’s team"]
)
def test_fragments(text: str) -> None:
    assert fragment(text)


@pytest.mark.parametrize(
    "text",
    [
        "Anna does it",
        "It’s Anna who isn't there",
        "They aren’t counted",
        "We're late",
        "Anna.",  # somebody who sets a full stop wrote a sentence
        "Why?",
        "counted by hand",
        "by looking at pictures",
        "one two three four five six seven eight nine",
        "Anna\nBo",
    ],
)
def test_sentences(text: str) -> None:
    assert not fragment(text)


PASSED = [
    ("don't know", NonAnswer.DONT_KNOW, "", "", None),
    ("We don’t know yet.", NonAnswer.DONT_KNOW, "", "", None),
    (
        "I do not know, Bo asks by 2027-03-01",
        NonAnswer.DONT_KNOW,
        "Bo asks by 2027-03-01",
        "Bo",
        (2027, 3, 1),
    ),
    ("We have no idea", NonAnswer.DONT_KNOW, "", "", None),
    ("unknown", NonAnswer.DONT_KNOW, "", "", None),
    ("Unknown so far: Anna asks", NonAnswer.DONT_KNOW, "so far: Anna asks", "Anna", None),
    ("not known by 2027-13-01", None, "", "", None),
    ("not known, 2027-13-01", NonAnswer.DONT_KNOW, "2027-13-01", "", None),  # no such day
    ("n/a", NonAnswer.NOT_APPLICABLE, "", "", None),
    ("N/A because we have no users", NonAnswer.NOT_APPLICABLE, "we have no users", "", None),
    ("NA: no users", NonAnswer.NOT_APPLICABLE, "no users", "", None),
    ("Not applicable, no users", NonAnswer.NOT_APPLICABLE, "no users", "", None),
    ("doesn’t apply", NonAnswer.NOT_APPLICABLE, "", "", None),
    ("Does not apply: no users", NonAnswer.NOT_APPLICABLE, "no users", "", None),
    ("later", NonAnswer.LATER, "", "", None),
    ("Skip this one, please", NonAnswer.LATER, "one, please", "", None),
    ("not now", NonAnswer.LATER, "", "", None),
    ("later, when Bo is back", NonAnswer.LATER, "when Bo is back", "Bo", None),
    # answers that begin alike
    ("Later models replace it", None, "", "", None),
    ("Skip connections are used", None, "", "", None),
    ("Unknown defects go to Anna", None, "", "", None),
    ("NA values are imputed", None, "", "", None),
    ("Nathan does", None, "", "", None),
    ("Anna does not know", None, "", "", None),
    ("don't know " + "x " * 40, None, "", "", None),
]


@pytest.mark.parametrize(("text", "kind", "reason", "owner", "due"), PASSED, ids=[each[0][:30] for each in PASSED])
def test_ways_of_not_answering(
    text: str, kind: NonAnswer | None, reason: str, owner: str, due: tuple[int, int, int] | None
) -> None:
    expected = Unanswered(2, kind, reason, owner, dt.date(*due) if due else None) if kind else None
    assert passed(2, text, ("Bo", "Anna")) == expected


TEAM = Member("Anna", "owner", "decides")


@pytest.mark.parametrize(
    ("text", "team", "timeline"),
    [
        ("Anna; owner; decides", (TEAM,), ()),
        ("- Anna | owner | decides |", (TEAM,), ()),
        ("Bo; tester; tests; reports", (Member("Bo", "tester", "tests; reports"),), ()),
        ("Bo; tester", (Member("Bo", "tester"),), ()),
        ("2027-03-15: model trained", (), (("2027-03-15", "model trained"),)),
        ("* 2027-03 – model trained", (), (("2027-03", "model trained"),)),
        ("Q3 2027: model trained", (), (("Q3 2027", "model trained"),)),
        ("week 12 - model trained", (), (("week 12", "model trained"),)),
        ("March 2027: model trained", (), (("March 2027", "model trained"),)),
        ("15.3.2027 | model trained", (), (("15.3.2027", "model trained"),)),
        ("2027; model trained", (), (("2027", "model trained"),)),
        ("Anna; owner; decides\nHello.\n2027-03: trained", (TEAM,), (("2027-03", "trained"),)),
    ],
)
def test_a_team_and_a_timeline(text: str, team: tuple[Member, ...], timeline: tuple[tuple[str, str], ...]) -> None:
    expected = Overview(team=team, timeline=tuple(Milestone(*each) for each in timeline))
    assert overview(text, Overview()) == expected


@pytest.mark.parametrize(
    "text",
    ["", "Well done!", "2027-03-15", "; owner", "2025-2026 plan", "---|---", "We should train more; it is cheap."],
)
def test_no_team_and_no_timeline(text: str) -> None:
    assert overview(text, Overview()) is None


def test_what_is_known_is_added_to_and_a_person_stands_once() -> None:
    before = Overview(team=(Member("Anna", "tester"), Member("Bo")), timeline=(Milestone("2027", "start"),))
    after = overview("Anna; owner\n2027: start\n2028: end", before)
    assert after == Overview(
        team=(Member("Anna", "owner"), Member("Bo")), timeline=(Milestone("2027", "start"), Milestone("2028", "end"))
    )
