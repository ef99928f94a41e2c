import pytest

from app.canvas.template import Box
from app.critic.finding import Spot
from app.critic.measurability import measure
from app.critic.words import lexicon


def quiet(box: Box, text: str) -> bool:
    return measure(box, text) == ()


def fires(box: Box, text: str) -> bool:
    return [spot.criterion for spot in measure(box, text)] == ["MEAS-02"]


@pytest.mark.parametrize(
    "text",
    [
        "Reach recall of at least 90% on the 2,000-claim holdout by 30 June 2027.",
        "p95 response time below 200 ms at 50 requests per second.",
        "MAE under €4,000 for flats in Bergen.",
        "Macro-F1 ≥ 0.85 across all twelve defect classes.",
        "Save 1.2 million kWh a year by the end of 2027.",
        "At least as good as today's manual process (92% recall, n=500).",
        "Top-5 accuracy of 95% on ImageNet-V2.",
        "10x faster than the current batch job.",
        "Double the click-through rate by Q4.",
        "Zero critical misses in the acceptance set.",
        "Halve the backlog within six months.",
        "It must approve no flawed vial.",
        "Answer within two seconds.",
        "Answer in two seconds.",
        "Cost below 2000 a month.",
        "We want 2000ms at most.",
        "Reduce waste, currently 15 %, by 3 points.",
        "Today it takes 11 minutes and we want 8.",
        "At least 12,000 images are read.",
        "Goals 1 and 90% of them count.",
        "In phase 5 of it, 5 are kept.",
        "Of these 5 may fail.",
        "Quick.\nFewer than 3 errors.",
    ],
)
def test_a_target_is_enough(objectives: Box, text: str):
    assert quiet(objectives, text)


@pytest.mark.parametrize(
    ("text", "detail"),
    [
        ("Improve customer satisfaction.", ""),
        ("The model should be fast and reliable.", ""),
        ("The goal is met in 2026.", " We read “2026” as a date."),
        ("We launch on 2026-05-01 at 06:00.", " We read “2026-05-01” as a date, “06:00” as a date."),
        ("We launch on 31.12.2026 or 5/2027.", " We read “31.12.2026” as a date, “5/2027” as a date."),
        ("It is due on June 30.", " We read “30” as a date."),
        ("We want the 2nd best.", " We read “2nd” as a rank."),
        ("Use GPT-4 for the texts.", " We read “GPT-4” as part of a name."),
        ("Comply with ISO 27001 and Art. 10.", " We read “27001” as part of a name, “10” as part of a name."),
        ("Use the model v3 (7B).", " We read “v3” as part of a name, “7B” as part of a name."),
        ("We fine-tune ResNet-50.", " We read “ResNet-50” as part of a name."),
        ("Track recall@10 and F1, 24/7.", " We read “recall@10” as part of a name, “F1” as part of a name,"),
        ("Goals 1 and 4 serve people.", " We read “1” as part of a name, “4” as part of a name."),
        ("Make a 12-month plan.", " We read “12” as part of a description."),
        ("1. Be quick.\n2) Be kind.", " We read “1” as the number of an item, “2” as the number of an item."),
        ("It should differ (p < 0.05, n = 500).", " We read “0.05” as a statistic, “500” as a statistic."),
        ("It should be sure, with a 95 % confidence.", ""),
        ("The launch comes within 6 months.", " We read “6” as a length of time."),
        ("Train it for 30 epochs.", " We read “30” as something that goes in."),
        ("It needs a team of 4.", " We read “4” as something that goes in."),
        ("We already reach 0.91 AUC.", " We read “0.91” as what is so today."),
        ("See the goal in `x = 0.9` and www.a.org/90.", ""),
    ],
)
def test_a_number_with_another_role_is_no_target(objectives: Box, text: str, detail: str):
    (spot,) = measure(objectives, text)
    assert spot.criterion == "MEAS-02"
    assert spot.detail.startswith(detail)


def test_the_quote_is_the_first_sentence_that_states_a_goal(objectives: Box):
    text = "The line is old. We want fewer errors. We aim high."
    quote = "We want fewer errors."
    assert measure(objectives, text) == (Spot("MEAS-02", quote, 17, 17 + len(quote)),)


def test_without_a_stated_goal_it_is_the_first_statement(objectives: Box):
    (spot,) = measure(objectives, "Who knows? We don't know yet. The line is old.")
    assert spot.quote == "The line is old."


def test_nothing_stated_is_nothing_to_measure(objectives: Box):
    assert quiet(objectives, "Who should know? We don't know the target yet.")
    assert quiet(objectives, "Ezt senki nem tudja.")
    assert quiet(objectives, "")


def test_only_the_boxes_of_the_row_are_judged(inference: Box):
    assert quiet(inference, "The model should be fast.")


def test_another_language_is_not_judged(objectives: Box):
    assert quiet(objectives, "Das Modell soll schnell sein und nicht ermüden.")


@pytest.mark.parametrize("word", sorted(lexicon().goals))
def test_every_goal_word_states_a_goal(objectives: Box, word: str):
    (spot,) = measure(objectives, f"The line is old.\nThey {word} it.")
    assert spot.quote == f"They {word} it."


def test_every_word_that_makes_a_number_something_else(objectives: Box):
    known = lexicon()
    some = [
        *(f"It follows {word} 5." for word in known.names),
        *(f"It is read with 30 {word}." for word in known.resources),
        *(f"It has a {term.text} 4." for each in known.means.values() for term in each),
        *(f"It comes {word} 6 {period}." for word in known.deadlines for period in known.periods),
        *(f"It comes on 5 {word.title()}." for word in known.months),
        *(f"It comes on {word.title()} 5." for word in known.months),
        *(f"It is 5 {term.text}." for each in known.today.values() for term in each),
    ]
    assert [text for text in some if not fires(objectives, text)] == []


def test_every_word_that_makes_a_number_a_target(objectives: Box):
    known = lexicon()
    some = [
        *(f"It is {word} 2000 there." for word in known.comparators),
        *(f"It takes 200{word} there." for word in known.units),
        *(f"It takes {word} seconds." for word in known.spelled),
        *(f"It takes two {word}." for word in known.counted),
        *(f"It is {word} two." for word in known.comparators),
        *(f"It can {word} the waste." for word in known.amounts),
        *(f"It is 5 today, {word} more." for word in known.intents),
    ]
    assert [text for text in some if not quiet(objectives, text)] == []
    assert fires(objectives, "It is 2000 there.")
    assert fires(objectives, "It takes some seconds.")
    assert fires(objectives, "It is 5 today, no more.")


@pytest.mark.parametrize("sign", ["<", ">", "=", "≤", "≥", "≈", "~", "±"])
def test_every_sign_compares(objectives: Box, sign: str):
    assert quiet(objectives, f"Cost {sign} 2000.")
