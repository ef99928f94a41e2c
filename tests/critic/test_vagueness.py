import pytest

from app.canvas.template import Box, Template
from app.critic.vagueness import cleared, vague
from app.critic.wording import Cue, wording
from tests.critic.vague_plain import PLAIN
from tests.critic.vague_reasons import REASONS
from tests.critic.vague_senses import SENSES
from tests.critic.vague_traps import TRAPS


def found(box: Box, text: str) -> list[tuple[str, str]]:
    spots = vague(box, text)
    assert all(text[spot.start : spot.end] == spot.quote for spot in spots)
    assert [spot.start for spot in spots] == sorted(spot.start for spot in spots)
    return [(spot.criterion, spot.quote) for spot in spots]


def cues(criterion: str) -> list[Cue]:
    every = {id(each.cue): each.cue for some in wording().cues.values() for each in some.cues}
    return [cue for cue in every.values() if cue.criterion == criterion]


def phrases(cue: Cue) -> list[str]:
    """The phrase with each word of each of its places."""
    slots = [sorted(word.replace("*", "novel") for word in slot) for slot in cue.pattern.slots]
    first = [words[0] for words in slots]
    some = {(*first[:place], word, *first[place + 1 :]) for place, words in enumerate(slots) for word in words}
    return [" ".join(words) for words in sorted(some)]


@pytest.mark.no_cover
@pytest.mark.parametrize(
    "criterion", sorted({each.cue.criterion for some in wording().cues.values() for each in some.cues})
)
def test_every_cue_can_fire(template: Template, criterion: str):
    box = template.box("decision")  # tolerates nothing
    for cue in cues(criterion):
        said = {"quality": "it is", "size": "it must be"}.get(cue.judged, "thus")
        before = f"So {min(filter(None, cue.after)) if cue.after else said} "
        after = f" {min(cue.before)}" if cue.before else ""
        for phrase in phrases(cue):
            text = before + (phrase.upper() if cue.cased else phrase) + after + "."
            end = len(before) + len(phrase)
            assert any(spot.start < end and len(before) < spot.end for spot in vague(box, text)), text


@pytest.mark.parametrize("plain", PLAIN)
def test_what_leaves_things_open_in_many_trades_is_found(template: Template, plain: str):
    box, text, criterion = plain.split("|")
    assert found(template.box(box), text)[0][0] == criterion


@pytest.mark.parametrize("trap", [*TRAPS, *SENSES, *REASONS])
def test_precise_sentences_of_many_trades_are_clean(template: Template, trap: str):
    box, text = trap.split("|", 1)
    assert found(template.box(box), text) == []


@pytest.mark.parametrize(
    "text",
    [
        "We go live in May 2026.",
        "The might of the network is its depth.",
        "It has the might to sort 10 vials a second.",
        "The inspector said “maybe it is a bubble”.",
        "The record holds `maybe` or `no`.",
        "See https://example.com/maybe.",
        "The output is yes/maybe/no.",
        "Not maybe: the line stops.",
        "Maybe means a score between 0.4 and 0.6.",
        "Vials marked maybe go to Mette.",
        "We don't know yet.",
        "We don't know yet, perhaps Mette does.",
        "Could the light perhaps be too dim?",
        "Patients who might be affected are called.",
        "An attacker might change a label.",
        "Older images might be one reason for bias.",
        "It is the only kind of vial that we fill.",
        "A new kind of flaw, and another sort of glass.",
        "That is kind of you.",
        "We use a probably approximately correct bound.",
        "Records are kept as required by law.",
        "The result is as required.",
        "We check if possible flaws are visible.",
        "Where necessary data is missing, Jonas adds it.",
        "The camera hangs as far as possible from the lamp.",
        "We add noise as needed for privacy.",
        "It is mighty and almighty.",
        "The model may answer in 1 s, and it can run on a laptop.",
        "We keep a TODO list and read TODO comments.",
        "En todo momento.",
        "The todo is short.",
        "The limit is to be determined by Anna in May.",
        "TBDs tbd_flag",
        "The class is called “TBD”.",
    ],
)
def test_false_alarm_traps(inference: Box, text: str):
    assert found(inference, text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # 01 quality
        ("The screen is snappy.", [("VAG-01", "snappy")]),
        ("It is both fast and very reliable.", [("VAG-01", "fast and very reliable")]),
        ("Answers are fast, robust and easy to use.", [("VAG-01", "fast, robust and easy to use")]),
        ("We want high accuracy.", [("VAG-01", "high")]),
        ("Latency is low.", [("VAG-01", "low")]),
        ("The disk must be small.", [("VAG-01", "small")]),
        ("The pass is high.", []),
        ("Fast trains stop here.", []),
        ("It answers really fast.", [("VAG-01", "really fast")]),
        ("Counsel are told in a dignified manner.", [("VAG-01", "in a dignified manner")]),
        # 02 quantity
        ("Data come from several clinics.", [("VAG-02", "several")]),
        ("An enormous quantity of images is lost.", [("VAG-02", "An enormous quantity of")]),
        ("How many images are there in the first run.", []),
        # 03 hedges
        ("Perhaps the line stops.", [("VAG-03", "Perhaps")]),
        ("It might work and maybe it will.", [("VAG-03", "might"), ("VAG-03", "maybe")]),
        ("The arm is kind of blue.", [("VAG-03", "kind of")]),
        ("We'll kinda try to keep it.", [("VAG-03", "kinda try to")]),
        ("We don't know who.\nMaybe Anna.", [("VAG-03", "Maybe")]),
        ("No. Maybe tomorrow.", [("VAG-03", "Maybe")]),
        # 04 ways out
        ("If possible, a person looks.", [("VAG-04", "If possible")]),
        ("If possible we look (if necessary).", [("VAG-04", "If possible"), ("VAG-04", "if necessary")]),
        ("A person looks if possible\nAnd then acts.", [("VAG-04", "if possible")]),
        ("We clean it as far as  possible.", [("VAG-04", "as far as  possible")]),
        ("Mette looks, roster permitting.", [("VAG-04", "roster permitting")]),
        # 05 open ends
        ("Age, region, etc.", [("VAG-05", "etc")]),
        ("Age, region, ...", [("VAG-05", "...")]),
        ("It helps buyers, drivers and more.", [("VAG-05", "and more")]),
        ("Groups of ten and more than that.", []),
        # 06 comparisons
        ("We look for a more powerful encoder.", [("VAG-06", "more powerful")]),
        ("It is quicker than the one of 2025.", []),
        ("It makes fewer mistakes.", [("VAG-06", "fewer mistakes")]),
        # 07 absolutes
        ("It never fails.", [("VAG-07", "never fails")]),
        ("The records are 100 % error-free.", [("VAG-07", "100 % error-free")]),
        ("We take the best algorithm there is.", [("VAG-07", "the best algorithm there is")]),
        # 08 time
        ("Jakob looks every now and then.", [("VAG-08", "every now and then")]),
        ("The nurse reacts swiftly.", [("VAG-08", "swiftly")]),
        ("The answer comes instantly on 8 cores.", [("VAG-08", "instantly")]),
        # 10 placeholders
        ("Owner: TBD (Anna)", [("VAG-10", "TBD")]),
        ("owner: tbd, date: ｔｂａ", [("VAG-10", "tbd"), ("VAG-10", "ｔｂａ")]),
        ("Lorem Ipsum dolor sit amet", [("VAG-10", "Lorem Ipsum dolor sit amet")]),
        ("TODO ask Bodil", [("VAG-10", "TODO")]),
    ],
)
def test_what_fires(inference: Box, text: str, expected: list[tuple[str, str]]):
    assert found(inference, text) == expected


def test_a_mark_is_said_once_whatever_words_stand_in_it(inference: Box):
    assert found(inference, "Limit: [name to follow] per day.") == [("VAG-10", "[name to follow]")]


def test_who_acts_is_asked_where_somebody_has_to_act(template: Template):
    text = "Somebody from the department signs off."
    assert found(template.box("model-governance"), text) == [("VAG-09", "Somebody from the department")]
    assert found(template.box("data-collection"), text) == []


def test_another_language_is_judged_by_its_placeholders_only(inference: Box):
    text = "Das Modell soll nicht zu langsam sein, maybe, if possible. Eigentümer: TBD"
    assert found(inference, text) == [("VAG-10", "TBD")]
    assert cleared(inference, text) == ()
