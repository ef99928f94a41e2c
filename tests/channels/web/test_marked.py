"""A text in pieces: nothing of it is lost, and every finding stands at the words that it quotes."""

import datetime as dt
import time

import pytest
from hypothesis import given, strategies as st

from app.canvas.model import Sentence, Source, SourceKind
from app.channels.web.marked import MarkedSentence, Piece, marked, pieces, turns_of
from app.critic.finding import Status
from app.usecases.views import FindingView, SaidView

SEVERITIES = ("must", "should", "note")
AT = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)


def finding(start: int, end: int, severity: str = "note", id: str = "") -> FindingView:
    return FindingView(
        id=id or f"{severity} {start}-{end}",
        fingerprint=id or f"{severity} {start}-{end}",
        criterion="VAG-1",
        severity=severity,
        box="background",
        other_box=None,
        quote="",
        start=start,
        end=end,
        message="",
        question="",
        suggestion="",
        sources=(),
        engine="rules",
        status=Status.OPEN,
        reason="",
        by=None,
        at=None,
    )


def sentence(text: str, lead: str = "", *sources: Source) -> Sentence:
    return Sentence(text, sources=sources, lead=lead)


def joined(found: tuple[MarkedSentence, ...]) -> str:
    return "".join(each.lead + "".join(piece.text for piece in each.pieces) for each in found)


def under(found: tuple[MarkedSentence, ...], id: str) -> str:
    """The words that a finding marks, over all sentences."""
    return "".join(piece.text for each in found for piece in each.pieces if id in piece.findings)


TEXTS = st.lists(st.text("ab 😀\u0301é𝄞.", min_size=1, max_size=12), max_size=5)
SPANS = st.lists(st.tuples(st.integers(-3, 60), st.integers(-3, 60), st.sampled_from(SEVERITIES)), max_size=6)


@given(TEXTS, SPANS)
def test_pieces_join_to_the_text_and_findings_mark_what_they_quote(
    texts: list[str], spans: list[tuple[int, int, str]]
) -> None:
    sentences = [sentence(text, " " if number else "") for number, text in enumerate(texts)]
    whole = "".join(each.lead + each.text for each in sentences)
    leads = set(range(len(whole)))
    at = 0
    for each in sentences:
        at += len(each.lead)
        leads -= set(range(at, at + len(each.text)))
        at += len(each.text)
    findings = [finding(start, end, how, id=f"f{n}") for n, (start, end, how) in enumerate(spans)]
    found = marked(sentences, findings)

    assert joined(found) == whole
    for each in findings:
        quoted = range(max(each.start, 0), min(each.end, len(whole)))
        assert under(found, each.id) == "".join(whole[place] for place in quoted if place not in leads)
    for one in found:
        assert all(piece.text for piece in one.pieces)
        for piece in one.pieces:
            by_id = {each.id: each.severity for each in findings}
            worst = min((by_id[id] for id in piece.findings), key=SEVERITIES.index, default="")
            assert piece.severity == worst


def test_findings_that_overlap_cut_the_text_and_the_worst_gives_the_colour() -> None:
    found = pieces(
        "fast and good", [finding(0, 8, "note", "a"), finding(5, 13, "must", "b"), finding(9, 13, "should", "c")]
    )

    assert found == (
        Piece("fast ", ("a",), "note"),
        Piece("and", ("a", "b"), "must"),
        Piece(" ", ("b",), "must"),
        Piece("good", ("b", "c"), "must"),
    )


def test_places_count_code_points() -> None:
    text = "😀😀 fast 𝄞"

    assert [each.text for each in pieces(text, [finding(3, 7)])] == ["😀😀 ", "fast", " 𝄞"]


def test_a_finding_across_sentences_marks_both_ends_and_not_the_space_between() -> None:
    found = marked([sentence("It is fast."), sentence("It is good.", " ")], [finding(6, 17, "must", "f")])

    assert [[(p.text, p.severity) for p in each.pieces] for each in found] == [
        [("It is ", ""), ("fast.", "must")],
        [("It is", "must"), (" good.", "")],
    ]
    assert [each.number for each in found] == [1, 2]


def test_a_finding_that_quotes_nothing_marks_nothing() -> None:
    assert pieces("fast", [finding(2, 2), finding(9, 12), finding(-4, 0)]) == (Piece("fast"),)
    assert marked(()) == ()


def test_origins_say_who_said_it_and_when() -> None:
    said = {"t1": SaidView("Mette", AT, "Every vial is looked at by eye.", "slack")}
    sources = (
        Source(SourceKind.TURN, "t1", "by eye"),
        Source(SourceKind.EDIT, "t1"),
        Source(SourceKind.TURN, "gone"),
        Source(SourceKind.ANSWER, "background#2"),
        Source(SourceKind.IMPORT, "plan.md"),
    )
    one = sentence("Vials are looked at.", "", *sources)
    (found,) = marked([one], (), said)

    assert found.origins == (
        "Said by Mette, 22 Nov 2026: “by eye”",
        "Written by Mette, 22 Nov 2026: “Every vial is looked at by eye.”",
        "Said by somebody in an earlier round",
        "From an accepted answer (background, number 2)",
        "From the file plan.md",
    )
    assert turns_of([one]) == {"t1", "gone"}


def test_words_without_a_text_are_named_without_a_quote() -> None:
    said = {"t1": SaidView("Mette", AT, "", "web")}
    (found,) = marked([sentence("It is so.", "", Source(SourceKind.TURN, "t1"))], (), said)

    assert found.origins == ("Said by Mette, 22 Nov 2026",)


@pytest.mark.no_cover
def test_thousands_of_findings_are_marked_at_once() -> None:
    many = 20_000
    found = [finding(n * 10, n * 10 + 4, "note", f"f{n}") for n in range(many)]
    begun = time.process_time()
    whole = pieces("some vials " * many, found)
    cut = marked([sentence("some vial.")] * many, found)
    assert time.process_time() - begun < 4  # minutes, if each were looked for among all
    assert sum(1 for each in whole if each.findings) == many
    assert all(each.pieces[0].findings == (f"f{n}",) for n, each in enumerate(cut))
