import pytest
from hypothesis import given, strategies as st

from app.canvas.model import Coverage, Covered
from app.canvas.template import Box, Column, Question, Template, load
from app.critic.coverage import cover, fits
from app.errors import NotFound

CANVAS = load("mlops-canvas-1.1")


# ---- cover

LAPTOP = "It needs a laptop for inference, and no other infrastructure."


def test_two_words_of_one_question_answer_it(inference: Box):
    text = f"Anna asks. {LAPTOP}"
    assert cover(inference, text) == {2: Coverage(Covered.FULL, LAPTOP)}


def test_one_word_of_one_question_touches_it(inference: Box):
    assert cover(inference, "The latency is low.") == {3: Coverage(Covered.PART, "The latency is low.")}


def test_the_best_sentence_is_the_quote(inference: Box):
    text = "Latency is low. Latency and throughput are met."
    assert cover(inference, text) == {3: Coverage(Covered.FULL, "Latency and throughput are met.")}


def test_words_that_two_questions_share_point_to_none(inference: Box):
    assert cover(inference, "The predictions are ready.") == {}


def test_a_label_leads_to_its_question(inference: Box):
    for line in ("Machines: yes", "- MACHINES: yes", "**Machines:** yes", "* Machines : yes"):
        assert cover(inference, line)[2].state is Covered.FULL
    assert cover(inference, "Speed:") == {}
    assert cover(inference, "It has speed: yes").get(3, Coverage(Covered.NONE)).state is not Covered.FULL


def test_a_question_without_a_label_is_led_by_nothing():
    box = Box("b", "B", "", (Question(1, "Who drives the lorry?", "Who drives?"),))
    assert cover(box, ": yes") == {}


def test_questions_copies_and_open_ends_answer_nothing(inference: Box):
    question = inference.questions[1]
    assert cover(inference, f"{question.text} {question.plain}") == {}
    assert cover(inference, "Which infrastructure would support inference?") == {}
    assert cover(inference, "We don't know which infrastructure supports inference.") == {}


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("Mette", None),
        ("Mette alone", Covered.PART),
        ("Mette and Anna", Covered.PART),
        ("Mette and Anna together", Covered.FULL),
        ("What do you mean by that?", None),
        ("don't know yet", None),
        ("Good one. Who knows?", Covered.PART),
        ("我们用相机", Covered.FULL),
        ("???", None),
        ("", None),
    ],
)
def test_a_reply_to_the_asked_question(inference: Box, text: str, state: Covered | None):
    expected = {} if state is None else {4: Coverage(state, text)}
    assert cover(inference, f" {text}\n", asked=4) == expected


def test_a_reply_also_covers_what_it_shares_words_with(inference: Box):
    found = cover(inference, LAPTOP, asked=5)
    assert {number: each.state for number, each in found.items()} == {2: Covered.FULL, 5: Covered.FULL}


def test_a_better_match_is_not_lost_to_a_short_reply(inference: Box):
    assert cover(inference, "Machines: yes", asked=2)[2].state is Covered.FULL


def test_an_asked_question_must_exist(inference: Box):
    with pytest.raises(NotFound, match="has no question 9"):
        cover(inference, "anything at all", asked=9)


@pytest.mark.parametrize("box", CANVAS.boxes.values(), ids=lambda box: box.id)
def test_the_examples_never_answer_another_question_in_full(box: Box):
    for question in box.questions:
        found = cover(box, question.example)
        assert [n for n, each in found.items() if each.state is Covered.FULL and n != question.number] == []


@given(st.sampled_from(list(CANVAS.boxes.values())), st.text(), st.sampled_from([None, 1, 5]))
def test_covering_words_stand_in_the_text(box: Box, text: str, asked: int | None):
    for each in cover(box, text, asked=asked).values():
        assert each.state in (Covered.PART, Covered.FULL)
        assert each.quote
        assert each.quote in text


def test_a_cue_ticks_in_part_and_together_with_a_shared_word_in_full(template: Template):
    box = template.box("lifetime")
    assert cover(box, "Tom refits it each March.") == {1: Coverage(Covered.PART, "Tom refits it each March.")}
    retrained = "Tom will be retraining it each March."
    assert cover(box, retrained)[1] == Coverage(Covered.FULL, retrained)


def test_most_examples_tick_their_own_question():
    ticked = [q.number in cover(box, q.example) for box in CANVAS.boxes.values() for q in box.questions]
    assert sum(ticked) >= 70


# ---- fits


@pytest.mark.parametrize(
    ("text", "box"),
    [
        ("We collect 5,000 labelled images in a one-time batch.", "data-collection"),
        ("Attackers could leak personal records or fool the model.", "security"),
        ("We check for bias, so that no group is treated unfairly.", "fairness"),
        ("Users can report wrong predictions, and this feedback reaches Mette.", "feedback"),
        ("Versions of the model are tracked before they go from staging to production.", "model-governance"),
        ("Nothing of this belongs anywhere.", None),
        ("The decision about fairness and explainability and security.", None),
        ("", None),
    ],
)
def test_a_passage_fits_a_box_that_is_clearly_ahead(template: Template, text: str, box: str | None):
    assert fits(template, text) == box


def test_a_canvas_of_one_box_has_no_second():
    box = Box("b", "Bias", "Name bias and fairness.", (Question(1, "Which bias?", "Which bias is there?"),))
    canvas = Template("t", "1", "T", "CC0", (Column("C", "", (box,)),), text="")
    assert fits(canvas, "Bias and fairness matter.") == "b"
    assert fits(canvas, "Bias matters.") is None
