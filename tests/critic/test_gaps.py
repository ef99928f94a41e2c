import pytest

from app.canvas.template import Box, Question, Template, load
from app.critic.finding import Engine, Severity, Spot
from app.critic.gaps import gaps, unanswered
from app.critic.rules import describe

CANVAS = load("mlops-canvas-1.1")


def copies(box: Box, text: str) -> list[str]:
    spots = gaps(box, text)
    assert all(spot.criterion == "GAP-91" and text[spot.start : spot.end] == spot.quote for spot in spots)
    return [spot.quote for spot in spots]


@pytest.mark.parametrize("text", ["", "  \n\t", "-", "- \n- ", "\u200b", "—", "* •", "?", "- ??"])
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


def test_a_question_in_the_midst_of_own_words_is_copied(inference: Box):
    one, two = (each.text for each in inference.questions[:2])
    assert copies(inference, f"One laptop. {two} It is wired.") == [two]
    assert copies(inference, f"{one} One laptop. {two} Two. It is wired.") == []
    assert copies(inference, f"One laptop.\n{two} It is wired.") == []


def test_a_sentence_that_only_shares_words_is_no_copy(inference: Box):
    assert copies(inference, "The infrastructure that is needed to support inference is a laptop.") == []
    assert copies(inference, "Half of it: what infrastructure is needed, we ask, to support inference at scale?") == []


def test_a_question_of_another_box_is_no_copy(inference: Box, objectives: Box):
    assert copies(inference, objectives.questions[0].text) == []


def test_a_box_without_long_texts_has_nothing_to_copy():
    box = Box("b", "B", "Say it", (Question(1, "Who?", "Who?"),))
    assert copies(box, "Who?") == []
    assert copies(box, "Who is it then?") == []


def test_a_long_sentence_that_holds_all_words_of_a_question_is_no_copy():
    question = Question(1, "Who drives the lorry?", "Who drives the lorry?")
    assert copies(Box("b", "B", "", (question,)), "Ask those who know: who drives the lorry is on the list") == []


# ---- “n/a”


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        ("N/A", ["N/A"]),
        ("n/a.", ["n/a"]),
        ("- Not applicable", ["Not applicable"]),
        ("Does not apply.", ["Does not apply"]),
        ("None.", ["None"]),
        ("Ownership, licences: n/a", ["n/a"]),
        ("- **Ownership:** not applicable", ["not applicable"]),
        ("Ownership: -", ["-"]),
        ("Two cameras.\nn/a\nOne a day.", ["n/a"]),
        ("Two cameras. N/A.", ["N/A"]),
        ("Are there any groups who are worse off? None.", ["None"]),
        ("Ownership: n/a\nRights: –", ["n/a", "–"]),
        ("Not applicable. We hold no personal data.", []),
        ("N/A, because the camera sees vials.", []),
        ("Ownership: n/a (all pictures are ours)", []),
        ("Personal data: none", []),
        ("The form says n/a for each empty field.", []),
        ("None of the patients waits longer.", []),
        ("- \n- one laptop", []),
    ],
)
def test_naught_without_a_reason(inference: Box, text: str, quotes: list[str]):
    spots = [spot for spot in gaps(inference, text) if spot.criterion == "GAP-92"]
    assert [spot.quote for spot in spots] == quotes
    assert all(text[spot.start : spot.end] == spot.quote for spot in spots)


# ---- unanswered


def test_essential_questions_that_a_filled_box_leaves_out(template: Template):
    box = template.box("feedback")
    (spot,) = unanswered(box, "Drivers press a red button when a stop is wrong.")
    assert spot == Spot("GAP-FEEDBACK-03", detail=box.question(3).plain, question=box.question(3).plain)
    finding = describe(spot, box=box.id, id="f1", engine=Engine.RULES)
    assert (finding.severity, finding.question, finding.quote) == (Severity.SHOULD, box.question(3).plain, "")
    assert finding.message == f"Nothing here answers this yet: {box.question(3).plain}"
    assert finding.unanswered == finding.message


def test_what_is_answered_touched_or_does_not_apply_is_not_missed(template: Template):
    box = template.box("feedback")
    assert unanswered(box, "Drivers press a red button. Sofia reads the presses each Friday.") == ()
    assert unanswered(box, "Not applicable, because nobody sees the answers of this batch.") == ()


@pytest.mark.parametrize("text", ["", " - ", "Der Fahrer drückt den Knopf und wir sehen es nicht mit der Liste."])
def test_an_empty_or_foreign_box_is_not_asked_question_by_question(template: Template, text: str):
    assert unanswered(template.box("feedback"), text) == ()


def test_the_words_of_a_question_in_another_order_are_no_copy(inference: Box):
    words = sorted(inference.questions[1].text.rstrip("?").split())
    assert gaps(inference, f"{' '.join(words)}.") == ()
