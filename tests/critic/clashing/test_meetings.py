import pytest

from app.canvas.template import Template
from app.critic.clashing.claims import claims
from app.critic.clashing.consistency import clashes
from app.critic.clashing.cues import bared, odd
from app.critic.clashing.meetings import FILE, Meetings, meetings, parse
from app.critic.reading import read
from app.errors import Invalid

TEXT = FILE.read_text(encoding="utf-8")
SMALL = """
classes:
  no: no never
  send: send~ pass~_on
  cloud: cloud the_net
  count: "#"
  week: monday's
rows:
  - {kind: place, value: out, meets: [send, cloud], turned: ["no"]}
  - {kind: place, value: far, meets: [send, cloud|week, count], unless: ["no"], wide: "true", boxes: [inference]}
"""


def met(small: Meetings, text: str, box: str = "inference") -> list[tuple[str, str]]:
    reading = read(text)
    (span,) = reading.sentences
    words = reading.vocabulary[span]
    return [(each.value, reading.quote(each.span)) for each in small.met(box, reading, span, bared(words, odd(words)))]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("To the cloud we are sending it.", [("out", "cloud we are sending")]),
        ("It is passed on to the net there.", [("out", "passed on to the net")]),
        ("The net of it is passed on.", [("out", "The net of it is passed on")]),
        ("It is passed to the net.", []),
        ("We send it, and they have a cloud.", []),
        ("We send it but they have a cloud.", []),
        ("We send it—they have a cloud.", []),
        ("We send it - they have a cloud.", []),
        ("We send at 02:00 to a cloud.", [("out", "send at 02:00 to a cloud"), ("far", "send at 02:00 to a cloud")]),
        ("We never send it to the cloud.", []),
        ("No, we send it to the cloud.", [("out", "send it to the cloud")]),
        ("We send, on Monday's order, 3 files.", [("far", "send, on Monday's order, 3")]),
        ("On the cloud.", []),
    ],
)
def test_classes_meet_in_a_clause_in_any_order(text: str, found: list[tuple[str, str]]):
    assert met(parse(SMALL, name="small"), text) == found


def test_a_row_counts_only_in_its_boxes():
    assert met(parse(SMALL, name="small"), "We send, on Monday, 3 files.", "security") == []


def test_each_row_can_fire():
    every = meetings()
    held = 0
    for bit in every.alone.values():
        held |= bit
    for some in every.phrases.values():
        for _, _, bit in some:
            held |= bit
    assert all(held & each for row in every.rows for each in row.meets)
    assert all(0 < len(row.meets) <= 4 for row in every.rows)


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("rows:", "lines:", "must hold classes and rows"),
        ("  no: no never", "  no: []", "must be words"),
        ("kind: place, value: out", "value: out", "lacks kind"),
        ("meets: [send, cloud],", "meets: [],", "must be one to 4 classes"),
        ("meets: [send, cloud],", "meets: [send, moon],", "is no class"),
        ('wide: "true"', 'wide: "yes"', "must be true or false"),
    ],
)
def test_a_broken_file_is_refused(old: str, new: str, problem: str):
    assert old in SMALL
    with pytest.raises(Invalid, match=problem):
        parse(SMALL.replace(old, new, 1), name="small")


def test_classes_and_rows_are_what_they_must_be():
    with pytest.raises(Invalid, match="classes by name"):
        parse("classes: []\nrows: []", name="small")


@pytest.mark.parametrize(
    ("box", "text", "fact"),
    [
        ("inference", "At night the pictures are processed on the spare PC.", ("answers", "in batches")),
        ("objectives", "The horn must sound in 2 seconds.", ("answers", "at once")),
        ("value-proposition", "The hint pops up while she is still talking.", ("answers", "during the event")),
        (
            "data-collection",
            "Which root rots can be told after three years, not earlier.",
            ("label delay", "after a while"),
        ),
        (
            "lifetime",
            "On the parcels of the same day the net trains anew.",
            ("retraining", "on the data of the last period"),
        ),
        ("security", "No individual is described by what we store.", ("personal data", "none")),
        (
            "modelling",
            "Into the table goes, with the badge number, each pulse.",
            ("personal data", "points to a person"),
        ),
        (
            "explainability",
            "The formula is printed in full, and every grower can follow it.",
            ("explanation", "each step can be followed"),
        ),
        ("modelling", "The maker keeps the engine sealed.", ("model", "nobody can follow it")),
        ("modelling", "What comes back has no rationale.", ("model", "gives no reason")),
        ("security", "Beyond the walls of the clinic no scan may go.", ("place", "stays inside")),
        ("inference", "By a web API of a vendor each frame is scored.", ("place", "goes outside")),
        ("decision", "Every swap is looked over by the skipper.", ("decision", "a person decides each time")),
        ("decision", "Hands-free, the sluice is opened.", ("decision", "made without a person")),
        ("lifetime", "For ten years the network is left untouched.", ("lifetime", "stays as it is")),
        ("background", "Every season there are new varieties of the crop.", ("world", "changes")),
        ("modelling", "The autopsy finding is read in as a feature.", ("inputs", "known only afterwards")),
        (
            "data-collection",
            "The tear value is known only after the reel has left.",
            ("availability", "only afterwards"),
        ),
        ("inference", "The quote is shown before a contract is there.", ("moment of answering", "before the outcome")),
        ("modelling", "Against the verdicts of two bakers the net is fitted.", ("supervision", "learns from labels")),
        ("data-collection", "Of outlines there are none.", ("labels", "there are none")),
        ("security", "A wrong answer harms nobody's health.", ("risk", "said to be small")),
        (
            "background",
            "Who gets a place in the home is decided here.",
            ("at stake", "people's rights, safety or living"),
        ),
        ("metrics-and-evaluation", "The yield isn't measured.", ("evaluation", "leaves this out")),
    ],
)
def test_what_words_say_in_any_order(box: str, text: str, fact: tuple[str, str]):
    assert fact in [(each.kind, each.value) for each in claims(box, text)]


CLASH = {
    "CON-02 left out": (
        {"objectives": "Raise the honey yield by 8 % by 2028."},
        {"metrics-and-evaluation": "The yield isn't measured."},
    ),
    "CON-03 not earlier": (
        {"data-collection": "Which root rots can be told after three years, not earlier."},
        {"lifetime": "On the parcels of the same day the net trains anew."},
    ),
    "CON-05 why": (
        {"modelling": "Nobody can say what the score rests on, and no reason comes with it."},
        {"explainability": "Each tenant can see why she got the flat."},
    ),
    "CON-06 beyond the walls": (
        {"inference": "By a web API of a vendor each scan is read."},
        {"security": "Not one scan may go beyond the walls of the clinic."},
    ),
    "CON-07 two forms of a word": (
        {"model-governance": "Suspending an account requires a person."},
        {"decision": "The suspension is triggered without staff, straight from the score."},
    ),
    "CON-08 go-live": (
        {"model-governance": "Go-live is 1 July 2027."},
        {"lifetime": "The go-live is on 1 April 2028."},
    ),
    "CON-10 nobody but": (
        {"model-governance": "Nobody but Zora may close the herd book."},
        {"security": "Closing the herd book is up to Igor alone."},
    ),
    "CON-10 one owner": (
        {"data-verification-and-governance": "The soil archive has one keeper, Zora."},
        {"model-governance": "Keeper of the soil archive is Igor alone."},
    ),
    "CON-12 no outlines": (
        {"data-collection": "Of outlines there are none, and nobody will draw any."},
        {"modelling": "Supervised segmentation of the leaves."},
    ),
    "CON-13 who gets": (
        {"background": "Who gets a place in the home is decided here."},
        {"fairness": "A wrong answer harms nobody's health."},
    ),
}


@pytest.mark.parametrize("name", CLASH)
def test_two_boxes_cannot_both_be_true(template: Template, name: str):
    one, other = CLASH[name]
    boxes = {**one, **other}
    texts = tuple((id, boxes[id]) for id in template.order if id in boxes)
    assert [each.criterion for each in clashes(texts)] == [name.split()[0]]


FIT = {
    "a part of the goal is left out": (
        {"objectives": "Raise the honey yield by 8 % by 2028."},
        {"metrics-and-evaluation": "The yield isn't measured on the roofs of the town."},
    ),
    "a long clause leaves much out": (
        {"objectives": "Raise the honey yield by 8 % by 2028."},
        {"metrics-and-evaluation": "Wax, pollen, propolis, swarms of drones and yield isn't measured."},
    ),
    "labels of those that are old enough": (
        {"data-collection": "Which root rots can be told after three years, not earlier."},
        {"lifetime": "On the parcels that were inspected in the same week the net trains anew."},
    ),
    "no reason to": (
        {"modelling": "We have no reason to give up the score card."},
        {"explainability": "Each tenant can see why she got the flat."},
    ),
    "it was left": (
        {"modelling": "A big net gave no reason, so we left it."},
        {"explainability": "Each tenant can see why she got the flat."},
    ),
    "above a limit": (
        {"decision": "The refund is paid without staff."},
        {"model-governance": "Every refund above 900 euros is approved by a clerk."},
    ),
    "two places go live": (
        {"model-governance": "The drift tool for the old pumps of the northern towns goes live on 1 July 2027."},
        {"lifetime": "The drift tool for the ferries of the southern harbours goes live on 1 April 2028."},
    ),
    "no reply within": (
        {"objectives": "The reply to a guest comes within 10 minutes."},
        {"decision": "No reply to a guest within 20 hours: the desk calls."},
    ),
    "limits of nothing": (
        {"objectives": "Recall of pike at least 0.7 on the lake."},
        {"metrics-and-evaluation": "Recall of pike at least 0.9 on the lake."},
    ),
    "counts of people": (
        {"security": "No individual is described by what we store."},
        {"modelling": "Into the table goes the number of guests by age and sex."},
    ),
    "books are lent": (
        {"background": "The tool ranks loans of books."},
        {"fairness": "A wrong answer harms nobody's health."},
    ),
    "a service on the own rack": (
        {"inference": "By a web API on our own rack each scan is read; nothing is installed elsewhere."},
        {"security": "Not one scan may go beyond the walls of the clinic."},
    ),
}


@pytest.mark.parametrize("name", FIT)
def test_what_only_sounds_alike_fits(template: Template, name: str):
    one, other = FIT[name]
    boxes = {**one, **other}
    assert clashes(tuple((id, boxes[id]) for id in template.order if id in boxes)) == ()


def test_what_a_phrase_says_is_told_before_what_words_say(template: Template):
    texts = {
        "objectives": "Who gets a place in the home is decided here.",
        "decision": "The score decides who gets a flat.",
        "fairness": "The system is a low-risk tool.",
    }
    (clash,) = clashes(tuple((id, texts[id]) for id in template.order if id in texts))
    assert (clash.one.box, clash.one.by) == ("decision", "rules")
