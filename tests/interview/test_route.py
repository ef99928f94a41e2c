"""Where people go: columns, what comes back, the close, the next round; who is where; what is stale."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from app.canvas.model import Answer, Canvas, Coverage, Covered, NonAnswer, OpenQuestion, SourceKind
from app.critic.finding import Finding, Severity
from app.errors import NotNow
from app.interview import route
from app.interview.effects import Ruled
from app.interview.events import Closing, Position, ReadBack
from app.interview.moves import Accept, Clear, Edit, GoTo, Say, Skip, StillTrue, Use
from app.interview.state import BoxTalk, Draft, Pace, Passage, Status, Talk
from tests.interview.scenes import ANNA, BO, NOW, SHORT, Scene, accepted, full, said, scene, settled


def finding(id: str, box: str, *, other: str | None = None, severity: Severity = Severity.SHOULD) -> Finding:
    return Finding(id, "CON-01", severity, box, "", "", other_box=other)


def finish(at: Scene, box: str, *questions: int) -> list[str]:
    """The box is talked through, so that these questions are answered, or all; gives where accepting led."""
    at.drafted(f"About {box}.", *(questions or (1, 2, 3)), box=box)
    return at.accept(box)


# ---- columns and the close


def test_boxes_are_filled_in_order_and_each_column_is_read_back_once_it_is_through() -> None:
    at = scene()
    assert finish(at, "why")[2:-1] == ["at who 2/3"]
    assert finish(at, "who")[2:] == ["read back Column 1: why,who", "find facts who t4", "at how 3/3"]
    assert finish(at, "how")[2:-1] == ["read back Column 2: how", "at close 4/3", "closing"]


def test_a_box_that_was_left_out_comes_next_when_the_last_is_through() -> None:
    at = scene(at="how")
    assert finish(at, "how")[2:-1] == ["read back Column 2: how", "at why 1/3"]


def test_a_read_back_names_what_sets_its_boxes_against_others() -> None:
    at = scene()
    at.feed(Ruled("how", (finding("with-why", "how", other="why"), finding("alone", "how"))))
    at.feed(Ruled("who", (finding("with-how", "who", other="how"),)))
    finish(at, "why")
    finish(at, "who")
    (read,) = [each for each in at.events if isinstance(each, ReadBack)]
    # a look at “who” settled its own finding; the one of “how” still sets it against “why”
    assert read.contradictions == ("with-why",)


def test_the_close_names_the_worst_findings_what_is_stale_empty_and_open() -> None:
    at = scene(at="how")
    at.drafted("By camera.", 1, box="how")
    at.accept("how")
    finish(at, "why")
    at.move(GoTo("close"))
    assert [each.empty for each in at.events if isinstance(each, Closing)] == [("who",)]
    at.move(Skip("who", NonAnswer.DONT_KNOW))
    found = [
        finding(f"f{n}", "how", severity=severity) for n, severity in enumerate([Severity.NOTE] * 5 + [Severity.MUST])
    ]
    at.feed(Ruled("how", tuple(found)))
    at.move(GoTo("close"))
    closing = [each for each in at.events if isinstance(each, Closing)][-1]
    assert closing.findings == ("f5", "f0", "f1", "f2", "f3")
    assert closing.stale == ("how",)
    assert closing.empty == ()  # nobody knows: that is an open question, not an oversight
    assert len(closing.open_questions) == 1


def test_a_place_shows_what_was_already_said_and_what_is_open_there() -> None:
    at = scene()
    at.talk = replace(at.talk, passages=(Passage("p1", "how", "By camera.", "t0"), Passage("p2", "why", "So.", "t0")))
    at.move(Skip("how", NonAnswer.LATER, 2))
    at.move(GoTo("how"))
    (position,) = [each for each in at.events if isinstance(each, Position)]
    assert position == Position("how", 3, 3, passages=(at.talk.passages[0],), open_questions=(2,))


# ---- what was put off


@pytest.mark.parametrize(("question", "status"), [(None, Status.SKIPPED), (3, Status.ACCEPTED)])
def test_what_was_put_off_comes_back_once_before_the_close(question: int | None, status: Status) -> None:
    at = scene()
    at.move(Skip("why", NonAnswer.LATER, question))
    if question is not None:
        finish(at, "why", 1, 2)
    finish(at, "who")
    assert finish(at, "how")[-2] == "at why 1/3"
    assert at.box().status is status
    assert at.move(Skip("why", NonAnswer.LATER))[-3:-1] == ["at close 4/3", "closing"]


@pytest.mark.parametrize("leave", [Skip("start", NonAnswer.LATER), Say("That is all.", box="start")])
def test_it_comes_back_once_from_the_start_too(leave: Skip | Say) -> None:
    at = scene()
    for box in SHORT.order:
        at.move(Skip(box, NonAnswer.DONT_KNOW))
    at.move(Skip("who", NonAnswer.LATER))
    at.move(GoTo("start"))
    at.move(leave)
    if at.works:
        at.hears("")
    assert at.talk.place(ANNA) == "who"
    assert at.box("who").returned


def test_don_t_know_does_not_come_back_in_the_same_round() -> None:
    at = scene()
    at.move(Skip("why", NonAnswer.DONT_KNOW))
    finish(at, "who")
    assert finish(at, "how")[-3:-1] == ["at close 4/3", "closing"]


# ---- rounds


def next_round(at: Scene) -> Talk:
    iteration = replace(at.canvas.iteration, number=2)
    return route.fresh(replace(at.canvas, iteration=iteration), id="v2", pace=Pace.GUIDED, before=at.talk)


def test_a_new_round_carries_accepted_boxes_and_asks_open_questions_again() -> None:
    at = settled()
    at.move(Skip("who", NonAnswer.DONT_KNOW, 1))
    finish(at, "how")
    at.move(Skip("how", NonAnswer.NOT_APPLICABLE, 2, reason="No model yet."))
    talk = next_round(at)
    assert {box: talk.box(box).status for box in SHORT.order} == {
        "why": Status.ACCEPTED,
        "who": Status.UNTOUCHED,
        "how": Status.UNTOUCHED,  # its text carries, its open question is asked again
    }
    assert set(talk.box("how").coverage) == {1}
    assert talk.places == {}


def test_a_new_round_counts_drafts_on_and_keeps_findings() -> None:
    at = scene().drafted("It is fast.", 1, 2)
    talk = next_round(at)
    assert talk.box("why").drafts == 1
    assert talk.box("why").draft is None
    assert [each.id for each in talk.findings["why"]] == ["why-fast"]


def test_what_was_put_off_in_the_last_round_is_asked_in_this_one() -> None:
    at = scene(at="how")
    at.move(Skip("how", NonAnswer.LATER, 1))
    canvas = replace(at.canvas, iteration=replace(at.canvas.iteration, number=2))
    later = Scene(canvas, route.fresh(canvas, id="v2", pace=Pace.GUIDED, before=at.talk))
    later.say("Words.", "how")
    assert later.hears("Words.")[-2:] == ["ask how 1", "end t1 done"]


def test_a_carried_text_with_an_old_open_question_settles_when_that_is_put_off_again() -> None:
    question = OpenQuestion("q", "why", 3, NonAnswer.DONT_KNOW, ANNA, NOW, iteration=1)
    base = scene(answers={"why": accepted("why", "Vials break.")})
    canvas = replace(base.canvas, iteration=replace(base.canvas.iteration, number=2, open_questions=(question,)))
    before = Talk("v", boxes={"why": BoxTalk(coverage=full(1, 2))})
    talk = route.fresh(canvas, id="v2", pace=Pace.THOROUGH, before=before)
    at = Scene(canvas, talk.with_place(ANNA, "why"))
    assert at.box().status is Status.UNTOUCHED
    at.move(Skip("why", NonAnswer.DONT_KNOW, 3))
    assert at.box().status is Status.ACCEPTED
    assert at.talk.place(ANNA) == "who"


@pytest.mark.parametrize(
    ("state", "carries"),
    [(Covered.FULL, True), (Covered.PART, True), (Covered.NONE, False), (Covered.NOT_APPLICABLE, False)],
)
def test_ticks_that_carry_over(state: Covered, carries: bool) -> None:
    before = Talk("v", boxes={"why": BoxTalk(coverage={1: Coverage(state, "words")})})
    canvas = scene().canvas
    assert (1 in route.fresh(canvas, id="v2", pace=Pace.QUICK, before=before).box("why").coverage) is carries


# ---- who is where


def test_somebody_new_starts_where_somebody_last_went() -> None:
    at = scene(at=None)
    assert at.joins(ANNA) == ["at start 0/3"]
    at.move(GoTo("how"))
    assert at.joins(BO) == ["at how 3/3"]
    at.move(GoTo("who"), BO)
    assert at.joins("carl") == ["at who 2/3"]


def test_somebody_who_comes_back_is_where_they_were() -> None:
    at = scene()
    at.move(GoTo("how"), BO)
    assert at.joins(ANNA) == ["at why 1/3"]
    assert not at.talk.paused


def test_a_team_can_split_the_boxes() -> None:
    at = scene()
    at.move(GoTo("how"), BO)
    at.drafted("Vials break.", 1, 2)
    at.drafted("By camera.", 1, box="how", by=BO)
    at.accept("why", ANNA)
    assert at.talk.places == {BO: "how", ANNA: "who"}
    at.accept("how", BO)
    assert at.talk.places == {ANNA: "who", BO: "who"}


def test_a_box_accepted_by_somebody_elsewhere_moves_nobody() -> None:
    at = scene()
    at.move(GoTo("how"), BO)
    at.drafted("Vials break.", 1, 2)
    assert at.accept("why", BO)[-1] == "end t3 done"
    assert at.talk.places == {ANNA: "why", BO: "how"}


def test_a_move_of_somebody_new_notes_where_they_are() -> None:
    at = scene(at="how")
    at.say("Vials break.", by=BO)
    assert at.talk.places == {ANNA: "how", BO: "how"}


def test_a_turn_may_name_its_speaker() -> None:
    at = scene()
    at.move(Say("Vials break.", speaker="carl"))
    (words,) = at.events
    assert words.type == "words"
    assert words.speaker == "carl"
    assert at.talk.places == {ANNA: "why"}  # one laptop: only the sender has a place


# ---- passages


def offered() -> Scene:
    at = scene()
    by_box = [("how", "By camera."), ("how", "By hand."), ("why", "So.")]
    found = tuple(Passage(f"p{number}", box, text, "t0") for number, (box, text) in enumerate(by_box, 1))
    at.talk = replace(at.talk, passages=found)
    return at


def test_a_passage_is_used_as_words_of_whoever_takes_it() -> None:
    at = offered()
    assert at.move(Use("how", ("p1",)), BO) == ["words how: By camera.", "listen how t1 to t1 literal"]
    assert [each.id for each in at.talk.offered("how")] == ["p2"]


def test_a_passage_is_used_once() -> None:
    at = offered()
    at.move(Use("how", ("p1",)))
    with pytest.raises(NotNow, match="taken or put aside"):
        at.move(Use("how", ("p1",)), BO)


def test_none_of_these_puts_what_was_offered_for_the_box_aside() -> None:
    at = offered()
    at.move(Skip("how", NonAnswer.NONE_OF_THESE))
    assert at.talk.offered("how") == ()
    assert len(at.talk.offered("why")) == 1
    assert at.box("how") == BoxTalk()


# ---- stale


def built(answers: Mapping[str, Answer] | None = None) -> Scene:
    """“How” was accepted on the words of “why”."""
    at = scene(answers=answers)
    finish(at, "why")
    at.drafted("By camera.", 1, box="how")
    at.accept("how")
    return at


@pytest.mark.parametrize(
    "change",
    [
        [Edit("why", "Vials leak.", answer=1), Accept("why", 2)],
        [Clear("why", answer=1)],
    ],
    ids=["edited", "cleared"],
)
def test_a_box_is_stale_when_one_that_informs_it_changed(change: list[Edit | Accept | Clear]) -> None:
    at = built()
    for move in change:
        at.move(move)
    assert at.canvas.stale("how") == ("why",)
    assert at.canvas.stale("why") == ()
    at.move(StillTrue("how"))
    assert at.canvas.stale("how") == ()


def test_the_same_text_again_makes_nothing_stale() -> None:
    at = built()
    at.move(Edit("why", "About why.", answer=1))
    at.accept("why")
    assert at.canvas.stale("how") == ()


def test_a_box_is_stale_when_an_answer_that_it_cites_changed() -> None:
    at = scene()
    finish(at, "who")
    cited = said("For the patients.", "t0")
    source = replace(cited.sources[0], kind=SourceKind.ANSWER, ref="who#1")
    at.talk = at.talk.with_box(
        "why", replace(at.box(), draft=Draft(1, (replace(cited, sources=(source,)),), based_on=0), drafts=1)
    )
    at.accept("why")
    assert set(at.canvas.answers["why"].built_on) == {"who"}
    at.move(Clear("who", answer=1))
    assert at.canvas.stale("why") == ("who",)


def test_a_cited_answer_of_a_box_that_the_canvas_does_not_have_makes_nothing_stale() -> None:
    at = scene()
    cited = said("For the patients.", "t0")
    source = replace(cited.sources[0], kind=SourceKind.ANSWER, ref="nowhere#1")
    at.talk = at.talk.with_box(
        "why", replace(at.box(), draft=Draft(1, (replace(cited, sources=(source,)),), based_on=0), drafts=1)
    )
    at.accept("why")
    assert at.canvas.answers["why"].built_on == {}


def test_an_answer_keeps_the_findings_that_were_open_when_it_was_accepted() -> None:
    at = scene().drafted("It is fast.", 1, 2)
    at.accept()
    assert at.canvas.answers["why"].open_findings == ("why-fast",)


def test_a_canvas_is_not_changed_in_place() -> None:
    at = scene()
    before: Canvas = at.canvas
    finish(at, "why")
    assert before.answers == {}
