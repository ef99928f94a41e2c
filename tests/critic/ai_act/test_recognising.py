"""What the rules read out of a text, down to the labels that follow."""

import datetime as dt
from pathlib import Path
from time import process_time

import pytest
import yaml

from app import canvas
from app.critic.ai_act.deciding import decide
from app.critic.ai_act.facts import Fact, answered
from app.critic.ai_act.noticing import notice
from app.critic.ai_act.recognising import recognise
from app.critic.ai_act.telling import tells
from app.critic.reading import read

TODAY = dt.date(2026, 11, 20)
HERE = Path(__file__).parent
SAMPLE = Path(canvas.__file__).parent / "samples" / "vials.yaml"
BANNED = {"prohibited", "unsure"}


def found(text: str, box: str = "background") -> dict[str, Fact]:
    return {fact.id: fact for fact in recognise({box: text})}


def labels(*texts: str) -> frozenset[str]:
    boxes = dict(zip(("background", "value-proposition", "decision"), texts, strict=False))
    return decide(answered(recognise(boxes)), on=TODAY).labels


def described(file: str) -> list[tuple[str, str]]:
    tree = yaml.safe_load((HERE / file).read_text(encoding="utf-8"))
    return [(label, text) for label, texts in tree.items() for text in texts]


@pytest.mark.no_cover
@pytest.mark.parametrize("file", ["plain.yaml", "published.yaml"])
def test_plain_descriptions_get_the_labels_of_the_act(file: str):
    wrong = [
        (sorted(labels(text)), label, text)
        for label, text in described(file)
        if "+".join(sorted(labels(text))) != label
    ]
    assert wrong == []


def strict() -> dict[str, dict[str, list[str]] | list[str]]:
    return yaml.safe_load((HERE / "strict.yaml").read_text(encoding="utf-8"))


def test_a_forbidden_practice_in_everyday_words_is_called_nothing_milder():
    texts = [text for some in strict()["prohibited"].values() for text in some]
    assert len(texts) >= 80
    assert [(sorted(labels(text)), text) for text in texts if not labels(text) <= {"prohibited", "unsure"}] == []


def test_a_listed_use_in_everyday_words_is_never_minimal():
    texts = strict()["high_risk"]
    assert len(texts) >= 80
    assert [text for text in texts if "minimal" in labels(text)] == []


def test_beside_what_may_be_forbidden_nothing_milder_is_answered():
    facts = found("Our voice bot rings deaf people and sells them the dearest contract.")
    assert [fact.id for fact in facts.values() if fact.value == "yes"] == []
    assert "learned" not in found("A macro in a spreadsheet finds blind customers and sells them the dearest contract.")


def test_art_50_is_not_all_while_faces_are_read_for_no_known_end():
    assert labels("A chatbot answers questions of customers. It also looks at their faces by webcam.") == {"unsure"}


def test_every_answer_quotes_what_stands_there():
    for _, text in described("plain.yaml"):
        for fact in recognise({"background": f"We start in May.  {text}\n"}):
            assert fact.quote
            assert f"We start in May.  {text}\n"[fact.start : fact.end] == fact.quote
            assert (fact.box, fact.by) == ("background", "rules")
            assert fact.reason


def test_what_is_done_elsewhere_silences_its_part_of_a_sentence():
    assert "annex-iii-4a" in found("The model ranks job applicants; the police are not involved.")
    assert "annex-iii-4a" not in found("Somebody else ranks job applicants; that is not part of this project.")
    assert "annex-iii-4a" not in found("That is not part of this project, nor to rank job applicants.")


def test_what_clears_a_doubt_clears_it_wherever_it_is_said():
    text = "Users play the piano for fun. It hears wrong notes. It is ours. We are glad. Users practise for fun."
    assert found(text)["evaluates-people"].value == "no"


def test_the_quote_is_the_clause_that_shows_it():
    text = "We are forty people in Oslo; the model ranks job applicants, and the canteen is closed on Fridays."
    assert found(text)["annex-iii-4a"].quote == "the model ranks job applicants"


@pytest.mark.parametrize(
    "text",
    [
        "It does not rank applicants for a job.",
        "The tool never scores job applicants.",
        "No job applicants are ranked.",
        "Job applicants, their names, their letters: nobody ranks them.",
        "We decided against a ranking of job applicants.",
        "Another system ranks the job applicants.",
    ],
)
def test_what_is_denied_or_done_elsewhere_is_no_yes(text: str):
    assert [fact.id for fact in recognise({"background": text}) if fact.value == "yes"] == []


@pytest.mark.parametrize(
    ("text", "id"),
    [
        ("The model not only reads, it ranks job applicants.", "annex-iii-4a"),
        ("There is no pause, we rank job applicants by night.", "annex-iii-4a"),
        ("It keeps no faces, voices or names, but it ranks job applicants.", "annex-iii-4a"),
        ("The site gives back pictures of colleagues without clothes.", "art-5-1ba"),
    ],
)
def test_a_not_takes_back_only_what_it_is_about(text: str, id: str):
    assert found(text)[id].value == "yes"


def test_a_list_is_denied_up_to_its_or():
    assert "annex-iii-1a" not in found("It reads no names, no faces, plates or voices of banned visitors in the crowd.")


def test_a_list_is_denied_though_its_items_have_articles():
    assert "annex-iii-5b" not in found("The output of the model never enters a limit, a rating or a loan request.")


def test_a_list_is_denied_as_far_as_a_reader_remembers_the_not():
    crowd = "faces of banned visitors in the crowd."
    assert "annex-iii-1a" not in found(f"It never reads names, or {crowd}")
    assert "annex-iii-1a" in found(f"It never reads names, or dates, or plates, or sums, or sizes, or {crowd}")


def test_a_sentence_of_marks_alone_means_nothing():
    assert [each.held for each in notice("background", read("It ranks. —. …"))][1:] == [0]


def test_a_clause_of_its_own_is_not_denied():
    assert (
        found("It never sleeps, a model ranks job applicants or their letters by night.")["annex-iii-4a"].value == "yes"
    )


def test_a_word_inside_a_longer_term_means_something_else():
    assert "evaluates-people" not in found("The school ranks.")
    assert labels("The model forecasts how many loaves we sell in the school holidays.") == {"minimal"}


def test_in_a_short_description_what_belongs_together_may_stand_in_two_boxes():
    assert labels("A camera films the receptionist's face during the shift.", "It counts the gloomy minutes.") == {
        "prohibited"
    }


def test_a_thing_in_another_box_clears_no_doubt_in_a_long_canvas():
    long = f"{' '.join(FILLER * 6)} The model sorts potatoes by size."
    assert labels(long, "The model judges tenants.") == {"unsure"}


def test_a_human_in_the_loop_is_no_way_out():
    assert labels("The model ranks job applicants.", "A person decides in each case.") == {"high_risk_annex_iii"}


def test_what_it_is_for_is_read_over_several_boxes():
    assert labels("We hire nurses.", "Each application is read by a model, which puts the best on top.") == {
        "high_risk_annex_iii"
    }


@pytest.mark.parametrize(
    "text",
    [
        "A platform for better decisions.",
        "Smart software.",
        "",
        "Das Modell ordnet die Bewerbungen nach Eignung, und der Chef lädt die besten ein.",
    ],
)
def test_where_nothing_is_recognised_nothing_is_answered(text: str):
    assert recognise({"background": text}) == ()
    assert labels(text) == {"unsure"}


@pytest.mark.parametrize(
    "text",
    [
        "It sorts potatoes by size. Then the camera looks how happy the workers are.",
        "A model plans the tours of the vans. It also says which people get a flat.",
        "We sort parcels. What happens with the model in other places is still open.",
    ],
)
def test_things_do_not_hide_people(text: str):
    assert "minimal" not in labels(text)


def test_who_assesses_a_product_is_not_taken_for_nobody():
    facts = found("The certified device is for doctors and sold as medical software.")
    assert facts["regulated-product"].value == "yes"
    assert "third-party-assessment" not in facts


def test_a_prohibited_practice_is_not_let_off_by_words_for_fixed_rules():
    text = "With fixed rules only, the town gives residents points for good conduct; few points, and they wait longer."
    assert labels(text) == {"prohibited"}


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("2x10^25 FLOP", "yes"),
        ("10^26 operations of compute", "yes"),
        ("4e25 FLOPs", "yes"),
        ("3 × 10²⁵ operations", "yes"),
        ("6x10^23 operations", "no"),
        ("10^25 FLOP", "no"),
        ("more than 10^25 FLOP", "yes"),
        ("9.9e24 FLOP", "no"),
    ],
)
def test_compute_is_read_as_a_number(said: str, value: str):
    assert found(f"Training took {said}.")["systemic-compute"].value == value


def test_a_number_that_is_no_power_is_no_compute():
    assert "systemic-compute" not in found("Training took 10 operations of compute.")


@pytest.mark.parametrize(
    ("text", "id"),
    [
        ("This falls under Annex III point 4(a).", "annex-iii-4a"),
        ("We stand in Annex III, 5 (b).", "annex-iii-5b"),
        ("Annex III 8(b) is meant.", "annex-iii-8b"),
    ],
)
def test_a_point_that_is_named_is_taken(text: str, id: str):
    assert found(text)[id].value == "yes"


@pytest.mark.parametrize(
    "text", ["It is not under Annex III point 4(a).", "Annex III has 8 areas.", "Annex III point 2(e)."]
)
def test_a_point_that_is_denied_or_unknown_is_not(text: str):
    assert [id for id in found(text) if id.startswith("annex-iii")] == []


FILLER = ("The belt runs at two metres a second.", "Potatoes come from forty farms.", "Stones are thrown out by hand.")


def test_in_a_long_canvas_the_boxes_that_say_what_it_does_are_heard():
    long = " ".join(FILLER * 6)
    checks = "Job applicants for data engineering are ranked by the head of the team."
    assert "annex-iii-4a" not in {
        fact.id for fact in recognise({"background": long, "model-governance": checks}) if fact.value == "yes"
    }
    assert found(f"{long} {checks}")["annex-iii-4a"].value == "yes"


def test_in_a_long_canvas_what_belongs_together_stands_together():
    apart = f"Last year we had to hire a nurse. {' '.join(FILLER * 6)} The sorter ranks applications."
    assert "annex-iii-4a" not in {fact.id for fact in recognise({"decision": apart}) if fact.value == "yes"}


CHANCE = [
    "Who benefits: patients first, then everybody who gets an allowance.",
    "A false rejection costs one vial of medicine, and a doctor sees the patient.",
    "City library, 900 000 loans a year; readers who behave badly lose the right to borrow in all branches.",
    "Today two clerks rank job applicants by hand.",
]


@pytest.mark.parametrize("chance", CHANCE)
def test_in_a_long_canvas_words_that_meet_by_chance_answer_nothing(chance: str):
    facts = recognise({"background": " ".join(FILLER * 6), "decision": f"{chance} The model sorts potatoes by size."})
    said = [fact for fact in facts if fact.value == "yes" or fact.quote != "The model sorts potatoes by size."]
    assert [(fact.id, fact.value, fact.quote) for fact in said] == []


def test_in_a_long_canvas_a_no_quotes_what_the_system_does():
    facts = found(f"{' '.join(FILLER * 6)} The model sorts potatoes by size.")
    assert {fact.quote for fact in facts.values() if fact.value == "no"} == {"The model sorts potatoes by size."}


def test_in_a_long_canvas_without_a_sentence_on_the_system_nothing_is_answered():
    assert recognise({"decision": " ".join(FILLER * 6)}) == ()


def test_what_is_strict_stays_strict_or_open_in_a_long_canvas():
    texts = strict()
    filler = f"{' '.join(FILLER * 6)} The model sorts potatoes by size."
    wrong = [text for some in texts["prohibited"].values() for text in some if not labels(filler, text) <= BANNED]
    wrong += [text for text in texts["high_risk"] if "minimal" in labels(filler, text)]
    assert wrong == []


@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_camera_that_sorts_medicine_is_no_high_risk(number: int):
    boxes: dict[str, str] = {}
    for iteration in yaml.safe_load(SAMPLE.read_text(encoding="utf-8"))["iterations"][:number]:
        boxes.update(iteration["answers"])
    facts = recognise(boxes)
    assert decide(answered(facts), on=TODAY).labels <= {"minimal", "unsure"}
    quotes = [read(fact.quote) for fact in facts]
    assert quotes
    assert [each.text for each in quotes if not tells(each, each.sentences[0])] == []


def test_a_long_text_in_boxes_of_another_template_is_heard_everywhere():
    text = f"{' '.join(FILLER * 6)} The model ranks job applicants."
    assert found(text, box="anything")["annex-iii-4a"].value == "yes"


STRANGE = {
    "no space": "a" * 100_000,
    "not": "not " * 25_000,
    "no, or": "no, or " * 14_000,
    "who": "who " * 25_000,
    "commas": "a, " * 33_000,
    "quotes": "“" * 100_000,
    "powers": "compute " + "10^" * 33_000,
    "points": "annex iii " * 10_000,
    "control characters": "\x01" * 100_000,
}


@pytest.mark.no_cover
@pytest.mark.parametrize("name", STRANGE)
def test_strange_texts_are_read_in_a_moment(name: str):
    recognise({"background": "warm"})
    assert read(STRANGE[name]).sentences is not None
    times = []
    for _ in range(3):
        notice.cache_clear()
        start = process_time()
        recognise({"background": STRANGE[name]})
        times.append(process_time() - start)
    assert min(times) < 0.25
