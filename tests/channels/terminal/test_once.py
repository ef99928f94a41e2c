"""What is told at length the first time, and in short from then on."""

from dataclasses import replace
from typing import Any

import pytest

from app.canvas.model import Covered, Member, Milestone, NonAnswer, Overview, Sentence
from app.channels.terminal import box, closing, draft, looking, show
from app.interview import events as e
from app.interview.state import Ask, Passage, Status
from app.usecases.views import DraftView, EventView
from tests.channels.terminal import views
from tests.channels.terminal.telling import again, of_all, shown, told

B = "background"


def test_the_first_box_of_a_sitting_explains_and_the_next_is_lean() -> None:
    passages = views.drafted().passages
    others = tuple(replace(each, id=f"other {each.id}") for each in passages)
    seen = views.seen(views.canvas(views.box(passages=passages), views.box("value", 2, passages=others)))
    first, second = (shown(show.place(id, seen)) for id in (B, "value"))
    for part in ("* matters most", "Answer any of them", "(/use takes it in, /use 1 2 only some)"):
        assert part in first
        assert part not in second
    for part in ("Value, 2 of 2 · Problem", "1*  Why now?", "2   For whom?", "Said before (/use):", "“Often.”"):
        assert part in second
    assert "* matters most" in shown(show.place("value", views.seen(seen.canvas)))  # another sitting


def test_states_are_shown_once_there_is_one() -> None:
    assert "open" not in shown([box.questions(views.box())])
    begun = views.box(questions=(views.question(1, coverage=Covered.FULL, quote="It breaks."), views.question(2)))
    assert "✔ answered  Why now? “It breaks.”" in shown([box.questions(begun)])
    assert "○ open      For whom?" in shown([box.questions(begun)])
    assert "? put off for later" in shown([box.questions(views.box(open_questions=[_later()]))])


def _later() -> Any:
    return views.open_question(2, kind=NonAnswer.LATER)


def test_the_purpose_is_a_sentence_and_the_whole_of_it_if_asked_for() -> None:
    of = views.box(prompt="Name the need, e.g. waste. Say why.")
    seen = views.seen(views.canvas(of))
    assert "Name the need, e.g. waste.\n\n" in shown(show.place(B, seen))
    assert "Name the need, e.g. waste. Say why." in shown(show.place(B, seen, whole=True))


def test_much_that_was_said_is_counted_until_somebody_asks() -> None:
    of = views.box(passages=tuple(Passage(f"p{n}", B, f"Said {n}. " + "word " * 20, "t1") for n in range(1, 9)))
    seen = views.seen(views.canvas(of))
    said = shown(show.place(B, seen))
    assert "3  “Said 3." in said
    assert "Said 4." not in said
    assert "and 5 more: /box" in said
    assert "8  “Said 8." in shown(show.place(B, seen, whole=True))


def test_a_finding_is_told_at_length_once() -> None:
    first, second = again(e.Proposed(B, 3, ("f1",)), read=views.read(views.drafted()))
    assert "When exactly does this apply?\n" in first
    assert "Name the condition." not in first
    assert "/waive 1 REASON puts a finding" in " ".join(first.split())
    assert "1  Should  “where possible” lets this be left out.\n“ok”, /edit, or /waive 1." in second
    seen = views.seen()
    shown(box.proposal(seen.of(B), seen.of(B).findings, seen))
    said = shown(box.ask(seen.of(B), Ask("When exactly?", finding="f1"), seen))
    assert said.startswith("\nAbout “where possible”: When exactly?")
    assert "lets this be left out" not in said
    assert "Name the condition." in shown(looking.findings(list(seen.findings.values()), seen))  # asked for


@pytest.mark.parametrize("question", ["", "Can you say that?"])
def test_a_message_that_asks_needs_no_question_behind_it(question: str) -> None:
    message = "About “often, as everybody who works there knows”: How often?"
    quote = "often, as everybody who works there knows"
    one = views.finding("f1", message=message, question=question, quote=quote, suggestion="")
    of = views.drafted(findings=(one,))
    seen = views.seen(views.canvas(of))
    asked = shown(box.ask(of, Ask(question, finding="f1"), seen))
    assert asked == f"\n{message}\n  Change the text, say more, or /waive 1 REASON leaves it as it is.\n"
    assert "How often?\n  Say more" in shown(box.ask(of, Ask(question, finding="f1"), seen))
    for parts in (
        box.proposal(of, [one], views.seen(views.canvas(of))),
        looking.findings([one], seen),
        closing.closing(e.Closing(("f1",), (), (), ()), seen, [one]),
        closing.read_back(e.ReadBack("Problem", (B,), ("f1",)), seen, [one]),
    ):
        said = " ".join(shown(parts).split())
        assert "How often?" in said
        assert "Can you say that?" not in said


def test_what_is_not_answered_is_listed_once() -> None:
    first, second = again(e.Proposed(B, 3), read=views.read(views.drafted()))
    assert "only in part:\n  1*  Why now, in other words?\n  2   For whom" in first
    assert "“ok” accepts Background, /edit changes it, or say more." in first
    assert "only in part: 1*, 2, 3\n\n“ok” accepts Background.\n" in second


def test_a_draft_says_for_itself_what_is_open() -> None:
    both = [EventView(n, views.NOW, "Anna", "t1", each) for n, each in enumerate((e.Covers(B, {}), e.Proposed(B, 3)))]
    assert "Still open: 1*, 2, 3" in told(e.Covers(B, {}))
    said = of_all(both, views.seen())
    assert "Still open" not in said
    assert "only in part:\n  1*  Why now" in said


def test_while_questions_are_asked_a_draft_grows_unseen() -> None:
    of = views.drafted(status=Status.TALKING)
    first, second = again(e.DraftChanged(B, 3, of.draft.sentences), view=views.canvas(of))
    assert "It goes into the draft, which you read before anything is kept." in first
    assert second == ""
    assert show.drafts(changed(), views.seen(views.canvas(of))) == {}
    on_the_table = views.seen(views.canvas(views.drafted()))
    assert "It breaks." in of_all(changed(), on_the_table)
    assert show.drafts(changed(), on_the_table) == views.read(views.drafted())


def test_what_another_person_drafted_is_shown_once() -> None:
    both = [
        EventView(n, views.NOW, "Bo", "t2", each)
        for n, each in enumerate((e.DraftChanged(B, 3, (Sentence("It breaks."),)), e.Proposed(B, 3)))
    ]
    assert of_all(both, views.seen()).count("It breaks.") == 1


def changed() -> list[EventView]:
    return [EventView(1, views.NOW, "Anna", "t1", e.DraftChanged(B, 3, (Sentence("It breaks."),)))]


def test_a_box_met_again_is_known() -> None:
    text = "It breaks each day. " * 9
    accepted = views.drafted(draft=None, asked=None, findings=(), text=text, answer=1, by="Bo", status=Status.ACCEPTED)
    for of in (views.box(), accepted):
        seen = views.seen(views.canvas(of))
        first, second = (shown(show.place(B, seen)) for _ in range(2))
        assert ("Why now?" in first) == (of is not accepted)
        assert "Why now?" not in second
        assert "Why now?" in shown(show.place(B, seen, whole=True))
        assert not of.passages or "Said before: 2 passages (/use, /box shows them)" in second
    draft = DraftView(3, text, (), 0)
    known = shown(show.place(B, views.seen(views.canvas(accepted), read={B: draft})))
    assert "It breaks each day. It breaks each day. It breaks each day. It breaks…" in known.replace("\n", " ")
    assert known.count("each day") < 9


def drafts(read: str, now: str, *, assumed: str = "", was: str = "") -> str:
    """A draft of one-letter sentences after another one. Those in `assumed`, or in `was`, were said by nobody."""
    old, new = (
        [Sentence(f"{each}.", lead=" ", assumption=each in marked) for each in text]
        for text, marked in ((read, was), (now, assumed))
    )
    return shown(draft.draft(new, views.seen(), read=old))


def test_of_a_draft_only_what_changed_is_told_again() -> None:
    assert drafts("", "ab") == "\nThe draft:\n  a. b.\n"
    assert drafts("ab", "abc") == "\nNew in the draft:\n  c.\n  /box shows all of it.\n"
    assert drafts("ab", "aba").startswith("\nNew in the draft:\n  a.\n")  # said twice
    assert drafts("ab", "xy") == "\nThe draft:\n  x. y.\n"
    assert drafts("ab", "ba") == "\nThe draft:\n  b. a.\n"
    assert drafts("ab", "ab") == "\nThe draft reads as before.\n"
    assert drafts("abc", "a").startswith("\nNo longer in the draft:\n  “b.”\n  “c.”\n")
    assert drafts("abc", "axd").startswith("\nNew in the draft:\n  x. d.\n  /box")


def test_marks_of_assumptions_are_told_when_they_change() -> None:
    assert drafts("ab", "ab", was="b") == "\n✔ No assumption any more: sentence 2.\n"
    assert "newly marked:\n  b. [assumption 2: nobody said this]" in drafts("ab", "ab", assumed="b")
    assert "c. [assumption 3: nobody said this]" in drafts("ab", "abc", assumed="c")


def test_a_column_is_read_back_in_lines() -> None:
    left = (views.open_question(2, reason="nobody counted"), views.open_question(3, id="q2", owner="Bo"))
    canvas = views.canvas(
        views.drafted(text="It breaks. " * 9, open_questions=left),
        views.box("value", 2, open_questions=(views.open_question(None, id="q3", box="value"),)),
    )
    first, second = again(e.ReadBack("Problem", (B, "value")), view=canvas)
    assert "Background: It breaks. It breaks. It breaks… (2 open questions)\nValue: not known yet\n" in first
    assert "nobody counted" not in first  # said when it was left, and again at the close
    assert "/canvas shows the whole text." in first
    assert "/canvas" not in second


def test_what_was_left_open_is_cut_in_its_quotes_first() -> None:
    reason = f"About “{'at least one section ' * 5}”: Which one is it?"
    of = views.box(text="It breaks.", open_questions=(views.open_question(2, reason=reason),))
    seen = views.seen(views.canvas(of))
    short = "About “at least one section at least o…”: Which one is it?"
    assert short in " ".join(shown(closing.closing(e.Closing((), (), (), ("q1",)), seen, [])).split())
    assert reason in " ".join(shown(looking.left_open(seen)).split())  # asked for


def test_a_close_that_was_read_is_lean() -> None:
    left = (views.open_question(2, reason="nobody counted"), views.open_question(3, id="q2", reason="nobody asked"))
    seen = views.seen(views.canvas(views.box(text="It breaks.", open_questions=left)))

    def close(*open: str) -> str:
        return of_all([EventView(1, views.NOW, "Anna", "t1", e.Closing((), (), (), open))], seen)

    first = close("q1")
    assert "nobody counted" in first
    assert "/export writes Markdown" in first
    second = close("q1", "q2")
    assert "nobody asked" in second
    assert "1 open question, as before (/open)." in second
    assert "nobody counted" not in second
    assert "/export" not in second


def test_the_team_is_named_at_the_close_and_shown_whole_on_the_board() -> None:
    overview = Overview((Member("Anna", "owner", "decides all"),), (Milestone("2027-03", "first model"),))
    seen = views.seen(replace(views.canvas(views.box()), overview=overview))
    said = shown(closing.closing(e.Closing((), (), (), ()), seen, []))
    assert "Team: Anna. Dates in the timeline: 1." in said
    assert "decides all" not in said


def test_many_empty_boxes_are_counted() -> None:
    seen = views.seen()
    names = [each.id for each in seen.canvas.boxes]
    few = shown(closing.closing(e.Closing((), (), tuple(names[1:]), ()), seen, []))
    assert "Still empty: Value, Data collection and Data quality\n" in few
    assert "Still empty: 4 boxes (/canvas shows which)" in shown(
        closing.closing(e.Closing((), (), tuple(names), ()), seen, [])
    )


def test_a_clash_whose_other_side_has_words_to_mend_it_asks_nothing_more() -> None:
    found = views.finding(other_box="value", message="It clashes.", question="Which holds?", suggestion="")
    here = replace(views.drafted(), findings=(found,))
    kept = (Passage("p", "value", "The other holds.", "t2"),)
    for other, waits in (
        (views.box("value", 2, status=Status.ACCEPTED, passages=kept), True),
        (views.box("value", 2), False),
    ):
        said = shown(box.proposal(here, [found], views.seen(views.canvas(here, other))))
        assert ("What you said is kept for Value, to be mended there." in said) is waits
        assert ("Which holds?" in said) is not waits
