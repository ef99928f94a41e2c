"""What a canvas must not be taken for: what says nothing of its purpose, and what only a side box says."""

import pytest

from app.critic.ai_act.recognising import recognise
from tests.critic.ai_act.test_recognising import FILLER, found, labels


@pytest.mark.parametrize(
    "text",
    [
        "We use no personal data.",
        "Nobody is judged.",
        "It follows only rules that people wrote, and the model does not learn.",
        "Trees grow in the park.",
        "We have a maintenance contract.",
        "Scanned invoices of two years.",
        "We sell bread in 48 shops.",
        "Seven percent of the tiles crack.",
        "Our code is in Git.",
        "It never writes text.",
        "The model runs at night.",
    ],
)
def test_a_sentence_that_does_not_say_what_it_is_for_lets_nothing_off(text: str):
    assert "minimal" not in labels(text)
    assert [fact.id for fact in found(text).values() if "nothing in it points" in fact.reason] == []


def test_the_work_on_the_data_does_not_say_what_it_is_for():
    assert recognise({"data-collection": "A script counts the apples."}) != ()
    facts = recognise({"data-collection": "A script counts the apples."})
    assert [fact.id for fact in facts if "nothing in it points" in fact.reason] == []


def test_in_a_short_text_another_sentence_may_say_what_it_does():
    facts = found("Bread, 48 shops, too much waste. A forecast for tomorrow goes to the baker; we forecast loaves.")
    assert facts["uses-biometrics"].value == "no"
    facts = found("Tram depot, 90 drivers. Leave and certificates go in. A planner draws it up automatically.")
    assert facts == {} or {fact.value for fact in facts.values()} <= {"yes", "no"}


def test_the_nearest_words_are_quoted_for_a_no():
    facts = found("We sell bread in 48 shops. The model forecasts how many loaves each shop sells.")
    assert facts["uses-biometrics"].quote == "The model forecasts how many loaves each shop sells."


SORTER = "The model sorts potatoes by size."


@pytest.mark.parametrize(
    ("aside", "open"),
    [
        ("The desk camera records the face of each patient so that pain and fear can be read.", "uses-biometrics"),
        ("The desk camera records the face of each patient so that pain and fear can be read.", "annex-iii-1c"),
        ("A missed case can be fatal.", "endangers"),
        ("The police get a list of people with the highest risk.", "annex-iii-6d"),
        ("Border guards see who has a high risk.", "annex-iii-7b"),
        ("The judge sees the score.", "annex-iii-8a"),
        ("Before the election the parties get the list.", "annex-iii-8b"),
        ("People with a low credit score come last.", "annex-iii-5b"),
        ("The price of the life insurance follows the score.", "annex-iii-5c"),
        ("Applicants with a low score are told on Friday.", "annex-iii-4a"),
        ("Each month the drivers are ranked by their speed.", "annex-iii-4b"),
        ("Pupils with a low score repeat the class.", "annex-iii-3b"),
        ("Claimants with a high risk are visited.", "annex-iii-5a"),
        ("Ambulances are sent by the score.", "annex-iii-5d"),
        ("Gambling customers get more mail.", "art-5-1b"),
    ],
)
@pytest.mark.parametrize("box", ["data-collection", "fairness", "background"])
def test_in_a_long_canvas_a_hint_in_any_box_keeps_its_question_open(aside: str, open: str, box: str):
    texts = {"background": " ".join(FILLER * 6), "value-proposition": SORTER}
    assert {fact.id: fact.value for fact in recognise(texts)}[open] == "no"
    facts = recognise({**texts, box: f"{texts.get(box, '')} {aside}"})
    assert open not in {fact.id for fact in facts if fact.value == "no"}


@pytest.mark.parametrize(
    "aside",
    [
        "No faces and no voices are stored.",
        "Two students label the pictures, and a third one scores how well.",
        "Another system recognises the faces.",
        "The police are not involved.",
        "Das Gesicht und die Stimme des Patienten werden von der Kamera und dem Mikrofon erkannt.",
    ],
)
def test_what_is_denied_or_labelled_or_of_others_is_no_hint(aside: str):
    texts = {"background": " ".join(FILLER * 6), "value-proposition": SORTER}
    assert recognise({**texts, "fairness": aside}) == recognise(texts)


def test_one_rule_does_not_make_a_long_canvas_that_speaks_of_a_model_no_ai():
    texts = {"background": " ".join(FILLER * 6), "inference": "It follows only fixed rules; nothing is learned."}
    assert {fact.id: fact.value for fact in recognise(texts)}.get("learned") == "no"
    assert "learned" not in {fact.id for fact in recognise({**texts, "modelling": "A model is trained."})}


def test_who_is_how_ill_keeps_the_medical_device_open():
    facts = found("Our emergency department triages patients by urgency with a model.")
    assert facts["annex-iii-5d"].value == "yes"
    assert not {"annex-i-11", "regulated-product", "endangers"} & set(facts)
