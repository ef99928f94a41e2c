"""The states of guiding questions, on answers that people could give."""

from pathlib import Path

import pytest

from app.canvas.model import Coverage, Covered
from app.canvas.template import Box, Question, Template, load
from app.critic.coverage import coverage_of

CANVAS = load("mlops-canvas-1.1")
HERE = Path(__file__).parent
SHORT = (HERE / "short_answers.txt").read_text(encoding="utf-8").splitlines()  # box/question, and one sentence
EXCUSES = (HERE / "excuses.txt").read_text(encoding="utf-8").splitlines()  # why that question does not apply
STATES = {"f": Covered.FULL, "p": Covered.PART, "n": Covered.NONE, "a": Covered.NOT_APPLICABLE}

# A box, what a careful reader says of its five questions, and the answer.
ANSWERS = [
    (
        "background",
        "fpfnn",
        "Our dairy cooperative collects milk from 640 farms in the north of the province. Somatic cell "
        "counts are a problem for quality. Farmers, the two tanker drivers and the cheese makers are "
        "affected.",
    ),
    (
        "background",
        "pppnn",
        "Many companies struggle with customer churn. Our customers leave. It is a big problem for the business.",
    ),
    ("value-proposition", "pnnnn", "The solution brings a lot of value to all stakeholders."),
    (
        "value-proposition",
        "fffff",
        "Planners get a forecast for each bakery before 16:00 and bake 9 % less bread that nobody buys. "
        "Until now they copy last week's order; the model also knows the weather and holidays. It takes "
        "away the nightly guessing of the 31 shop managers. They gain most, the food bank loses some "
        "donations. We count thrown-away loaves per shop and week.",
    ),
    ("objectives", "pnnnn", "We want to improve the accuracy of the forecast and make customers happier."),
    (
        "objectives",
        "ffnnf",
        "Reduce unplanned stops of the paper machine from 14 to 8 a year by the end of 2028. This serves"
        " the mill's goal of 95 % delivery on time. Recall must be at least 0.7.",
    ),
    ("data-collection", "fnpnn", "We use the patient records of the clinic system. Doctors label the images."),
    (
        "data-collection",
        "ffffn",
        "Hourly readings of 3,200 water meters arrive over LoRaWAN since 2022. Leaks confirmed by a "
        "repair crew are the labels, 214 so far. The utility owns the meters and readings; the customer "
        "contract of 2021 permits the use.",
    ),
    (
        "data-collection",
        "fnnan",
        "Tide gauge measurements of 12 harbours, published by the hydrographic office. Licensing issues "
        "do not apply, because the office releases them as public domain.",
    ),
    (
        "data-verification-and-governance",
        "pnnpn",
        "We will clean the data and handle personal data carefully according to GDPR.",
    ),
    (
        "data-verification-and-governance",
        "fnfan",
        "Images darker than 20 lux are rejected, and double images are removed by checksum. They lie on "
        "the mill's own server, only Ana and Jonas have a login. Privacy does not apply: the camera sees"
        " wood chips and nobody walks there.",
    ),
    ("modelling", "fnnpn", "We fine-tune a Whisper model on our calls. We use Python."),
    ("modelling", "pnnnn", "We will use state-of-the-art AI."),
    (
        "metrics-and-evaluation",
        "ffffn",
        "We report MAPE per store and week. It goes live if MAPE stays under 12 % on the last 26 weeks. "
        "The naive forecast, the same day of last week, reaches 19 %. Small stores and city stores are "
        "evaluated apart.",
    ),
    ("metrics-and-evaluation", "pnnnn", "We will evaluate the model with appropriate metrics."),
    (
        "model-governance",
        "nnnff",
        "Every model gets a tag in git with the hash of its training set. Leila trains it, Marco releases it.",
    ),
    (
        "inference",
        "ffnfn",
        "The app sends the photo to an endpoint on our two GPU servers in Lyon. When there is no "
        "network, the app keeps the photo and asks the guide to decide.",
    ),
    ("inference", "pppnn", "The model runs in the cloud in real time and will be fast."),
    (
        "decision",
        "fffnn",
        "The dispatcher opens the ranked list at 06:00 and sends the crews. No crew goes out without her signature.",
    ),
    ("decision", "ppnnn", "The predictions are used by managers to make better decisions."),
    (
        "feedback",
        "fnffn",
        "Drivers press a red button when the suggested stop is wrong. Sofia reads the presses each Friday.",
    ),
    ("feedback", "pnnnn", "We will collect feedback from users regularly."),
    (
        "lifetime",
        "pfnnn",
        "We monitor the median error each week; Tom gets an alarm above 6 minutes. The model will be "
        "retrained regularly.",
    ),
    (
        "lifetime",
        "ffffn",
        "The model is refitted each spring. A control chart of the weekly error shows drift, with limits"
        " at 3 sigma. Two points outside, or a new tariff, start a new training. The old version is "
        "archived for 3 years and switched off after 14 days.",
    ),
    (
        "fairness",
        "aaaaa",
        "Not applicable because the model sorts screws and no person is judged by it or receives less because of it.",
    ),
    ("fairness", "pnnnp", "There might be bias against some groups."),
    ("explainability", "ffnnn", "The caseworker sees the three SHAP values with the largest share next to each score."),
    (
        "security",
        "fnffn",
        "Laptops can be stolen, so disks are encrypted and the keys sit in a vault. Photos are deleted "
        "after 30 days and faces are blurred on the phone. A firm runs a penetration test each March and"
        " we patch within 10 days.",
    ),
]


def test_careful_readers_agree():
    """One of the states may be seen otherwise here and there; nine in ten may not."""
    pairs = [
        (STATES[state], coverage_of(CANVAS.box(box), text)[number].state)
        for box, states, text in ANSWERS
        for number, state in enumerate(states, 1)
    ]
    assert sum(one is other for one, other in pairs) >= 0.9 * len(pairs)


@pytest.mark.parametrize(("box", "states", "text"), ANSWERS)
def test_what_is_clear_is_seen(box: str, states: str, text: str):
    """No answer is taken for nothing, and nothing for an excuse."""
    found = coverage_of(CANVAS.box(box), text)
    assert list(found) == [1, 2, 3, 4, 5]
    for state, each in zip(states, found.values(), strict=True):
        assert each.quote in text
        assert bool(each.quote) is (each.state is not Covered.NONE)
        assert (state == "a") is (each.state is Covered.NOT_APPLICABLE)
        assert state != "f" or each.state is not Covered.NONE


def state_of(line: str) -> Covered:
    place, text = line.split(" ", 1)
    box, number = place.split("/")
    return coverage_of(CANVAS.box(box), text)[int(number)].state


def test_an_answer_of_one_sentence_is_seen():
    states = [state_of(line) for line in SHORT]
    assert states.count(Covered.FULL) >= 0.9 * len(states)
    assert states.count(Covered.NONE) <= 0.02 * len(states)


@pytest.mark.parametrize("line", EXCUSES)
def test_a_question_that_does_not_apply_is_excused(line: str):
    assert state_of(line) is Covered.NOT_APPLICABLE


@pytest.mark.parametrize(
    ("box", "number", "text"),
    [
        ("data-collection", 4, "The rights are being clarified."),
        ("objectives", 5, "Some recall of 0.8 or so has to be reached somehow before we use it."),
        ("inference", 4, "There has to be some fallback."),
        ("lifetime", 2, "We will keep an eye on drift."),
        ("fairness", 4, "We will mitigate bias."),
        ("metrics-and-evaluation", 5, "We also want to test robustness."),
    ],
)
def test_what_is_put_off_touches_a_question_at_most(box: str, number: int, text: str):
    assert coverage_of(CANVAS.box(box), text)[number].state is Covered.PART


@pytest.mark.parametrize("box", CANVAS.boxes.values(), ids=lambda box: box.id)
def test_most_examples_answer_their_own_question(box: Box):
    states = [coverage_of(box, each.example)[each.number].state for each in box.questions]
    assert states.count(Covered.FULL) >= 4


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("No licence issues: all data is our own.", Covered.NOT_APPLICABLE),
        ("Licensing does not apply, as we record everything ourselves.", Covered.NOT_APPLICABLE),
        ("Licensing does not apply", Covered.NONE),
        ("Ownership: n/a", Covered.NONE),
        ("We own all of the recordings. No licence issues: nothing is bought.", Covered.FULL),
        ("Rights: see the contract with the camera maker", Covered.FULL),
        ("Ownership: Company X", Covered.FULL),
        ("The legal side is something we think of.", Covered.PART),
        ("We don't know who owns the data.", Covered.NONE),
        ("Who owns the data, and may you use it for this?", Covered.NONE),
        ("", Covered.NONE),
    ],
)
def test_who_owns_the_data(template: Template, text: str, state: Covered):
    assert coverage_of(template.box("data-collection"), text)[4].state is state


def test_a_vague_sentence_answers_only_with_something_firm(template: Template):
    box = template.box("lifetime")
    assert coverage_of(box, "The model will be retrained regularly, as soon as possible.")[1].state is Covered.PART
    assert coverage_of(box, "The model will be retrained regularly, each March and June.")[1].state is Covered.FULL


def test_both_sides_of_a_question_answer_it(template: Template):
    box = template.box("data-collection")
    amount, labels = "We hold 9,000 photos of leaves.", "Two growers label them."
    assert coverage_of(box, amount)[3] == Coverage(Covered.PART, amount)
    assert coverage_of(box, labels)[3] == Coverage(Covered.PART, labels)
    assert coverage_of(box, f"{amount} {labels}")[3] == Coverage(Covered.FULL, amount)


def test_a_text_in_another_language_is_not_judged_by_english_cues(template: Template):
    text = "Die Abteilung hat 12 Betten und wir sehen, dass es nicht mit der Liste auf Papier geht."
    assert {each.state for each in coverage_of(template.box("background"), text).values()} == {Covered.NONE}


# ---- beside the other questions


def test_what_says_more_about_another_question_only_touches_one_that_is_not_essential(template: Template):
    box, method = template.box("modelling"), "LightGBM on weekly sales, one model for all 84 shops."
    found = coverage_of(box, f"{method} Price and holidays are known.")
    assert found[1] == Coverage(Covered.FULL, method)
    assert found[4] == Coverage(Covered.PART, method)
    assert coverage_of(box, f"{method} We use Python and git.")[4].state is Covered.FULL


@pytest.mark.parametrize(
    "text",
    ["LightGBM on weekly sales, one model for all 84 shops.", "Price is known. Tools: LightGBM, a model of trees"],
)
def test_one_sentence_alone_and_a_label_answer_in_full(template: Template, text: str):
    assert coverage_of(template.box("modelling"), text)[4].state is Covered.FULL


def test_a_label_answers_where_no_cue_does(template: Template):
    assert coverage_of(template.box("decision"), "From answer to action: yes")[1].state is Covered.FULL


LIVES = "The greenhouse model lives for one season."
NOTES = "The gardener notes the gap between forecast and harvest."
GLASS = "A new glass roof starts it anew."


def test_an_essential_question_is_answered_where_nothing_else_stands(template: Template):
    box = template.box("lifetime")
    assert coverage_of(box, f"{LIVES} {NOTES} {GLASS}")[2] == Coverage(Covered.FULL, NOTES)
    assert coverage_of(box, f"{LIVES} {GLASS}")[2].state is Covered.NONE
    assert coverage_of(box, f"{LIVES} {GLASS} {NOTES}")[2].state is Covered.NONE, "it stands behind what comes later"
    assert coverage_of(box, f"{LIVES} Tomatoes are round. {GLASS}")[2].state is Covered.NONE, "it speaks of nothing"


# ---- another canvas

OWN = Box(
    "background",
    "Background",
    "",
    (
        Question(1, "Who drives the lorry?", "Who drives the lorry?"),
        Question(2, "When does the ferry leave?", "How often does the ferry leave?"),
        Question(3, "How much cargo fits?", "How many tonnes of cargo fit?"),
        Question(4, "Where is the harbour?", "Where is the harbour?"),
        Question(5, "Tell the story of the pirates.", "Which pirates?"),
    ),
)


@pytest.mark.parametrize(
    ("text", "number", "state"),
    [
        ("The lorry belongs to the driver.", 1, Covered.FULL),
        ("The lorry is red.", 1, Covered.PART),
        ("A ferry sails every hour.", 2, Covered.FULL),
        ("A ferry sails.", 2, Covered.PART),
        ("Its cargo: 40 of these.", 3, Covered.FULL),
        ("Its cargo is heavy.", 3, Covered.PART),
        ("The harbour lies in a city.", 4, Covered.FULL),
        ("In 1999 it had pirates.", 5, Covered.PART),
        ("The story of these pirates.", 5, Covered.FULL),
        ("Our bank has 12 branches in 3 countries.", 1, Covered.NONE),
    ],
)
def test_another_canvas_is_judged_by_shared_words_and_the_kind_of_answer(text: str, number: int, state: Covered):
    assert coverage_of(OWN, text)[number].state is state
