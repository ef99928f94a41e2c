import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.canvas.model import Coverage, Covered
from app.canvas.template import Box, Column, Question, Template, load
from app.critic.coverage import cover, fits, gaps
from app.critic.finding import Spot
from app.errors import NotFound

CANVAS = load("mlops-canvas-1.1")


def copies(box: Box, text: str) -> list[str]:
    spots = gaps(box, text)
    assert all(spot.criterion == "GAP-91" and text[spot.start : spot.end] == spot.quote for spot in spots)
    return [spot.quote for spot in spots]


@pytest.mark.parametrize("text", ["", "  \n\t", "-", "- \n- ", "\u200b", "—", "* •"])
def test_an_empty_box(inference: Box, text: str):
    assert gaps(inference, text) == (Spot("GAP-00"),)


@pytest.mark.parametrize("text", ["x", "...", "👍", "0", "???"])
def test_a_box_with_anything_in_it_is_not_empty(inference: Box, text: str):
    assert gaps(inference, text) == ()


@pytest.mark.parametrize("box", CANVAS.boxes.values(), ids=lambda box: box.id)
def test_every_prompt_and_question_is_known_when_it_is_copied(box: Box):
    assert copies(box, box.prompt) == [box.prompt]
    for question in box.questions:
        assert copies(box, f"- {question.text.upper()}") == [f"- {question.text.upper()}"]
        assert copies(box, question.plain) == [question.plain]


def test_a_copy_with_a_little_around_it_is_a_copy(inference: Box):
    question = inference.questions[1].text
    assert copies(inference, f"2) So: {question}") == [f"2) So: {question}"]


def test_a_question_with_an_answer_after_it_is_a_heading(inference: Box):
    question = inference.questions[1].text
    assert copies(inference, f"{question} One laptop.") == []
    assert copies(inference, f"{question}\nOne laptop.") == []
    assert (
        copies(inference, f"{question} One laptop and a spare one, wired to the line, with the same container.") == []
    )


def test_only_what_has_no_answer_after_it_is_copied(inference: Box):
    one, two, three = (each.text for each in inference.questions[:3])
    text = f"{one}\nA laptop.\n{two}\n{three}"
    assert copies(inference, text) == [f"{two}\n{three}"]


def test_a_sentence_that_only_shares_words_is_no_copy(inference: Box):
    assert copies(inference, "The infrastructure that is needed to support inference is a laptop.") == []
    assert copies(inference, "Half of it: what infrastructure is needed, we ask, to support inference at scale?") == []


def test_a_question_of_another_box_is_no_copy(inference: Box, objectives: Box):
    assert copies(inference, objectives.questions[0].text) == []


def test_a_box_without_long_texts_has_nothing_to_copy():
    box = Box("b", "B", "Say it", (Question(1, "Who?", "Who?"),))
    assert copies(box, "Who?") == []
    assert copies(box, "Who is it then?") == []


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
