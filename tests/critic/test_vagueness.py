import pytest

from app.canvas.template import Box
from app.critic.vagueness import vague
from app.critic.words import Term, lexicon


def found(box: Box, text: str) -> list[tuple[str, str]]:
    spots = vague(box, text)
    assert all(text[spot.start : spot.end] == spot.quote for spot in spots)
    return [(spot.criterion, spot.quote) for spot in spots]


def terms(key: str) -> list[Term]:
    return [term for some in getattr(lexicon(), key).values() for term in some]


CASES = [
    *[("VAG-10", term) for term in terms("placeholders")],
    *[("VAG-03", term) for term in terms("hedges")],
    *[("VAG-04", term) for term in terms("escapes")],
]


def named(case: object) -> str:
    return case.text if isinstance(case, Term) else str(case)


@pytest.mark.parametrize(("id", "term"), CASES, ids=named)
def test_every_term_can_fire(inference: Box, id: str, term: Term):
    for before in sorted(term.after) or ["we"]:
        assert (id, term.text) in found(inference, f"So {before} {term.text}, Anna waits.")


@pytest.mark.parametrize(("id", "term"), [case for case in CASES if case[1].unless], ids=named)
def test_every_collocation_clears_its_term(inference: Box, id: str, term: Term):
    for phrase in term.unless:
        text = f"So {' '.join(phrase)} it, Anna waits."
        assert (id, term.text) not in found(inference, text)


@pytest.mark.parametrize(("id", "term"), [case for case in CASES if case[1].near], ids=named)
def test_every_word_of_risk_clears_its_term(inference: Box, id: str, term: Term):
    for word in term.near:
        assert found(inference, f"We name each {word} that we {term.text} see.") == []


@pytest.mark.parametrize(("id", "term"), [case for case in CASES if case[1].not_after], ids=named)
def test_every_company_that_a_term_must_not_keep_clears_it(inference: Box, id: str, term: Term):
    for word in term.not_after:
        assert (id, term.text) not in found(inference, f"So {word} {term.text}, Anna waits.")


@pytest.mark.parametrize("key", ["negations", "mentions"])
def test_every_word_before_that_turns_or_names_a_hedge_clears_it(inference: Box, key: str):
    for word in getattr(lexicon(), key):
        assert found(inference, f"It is {word} maybe.") == []
        assert found(inference, f"It is {word} as far as possible.") == []


def test_every_word_that_defines_a_hedge_clears_it(inference: Box):
    for word in lexicon().definitions:
        assert found(inference, f"Maybe {word} a score above 0.4.") == []


@pytest.mark.parametrize("mark", ["???", "????????", "xxx", "XXXX", "xx %", "XX%", "...", "…", "....."])
def test_a_mark_that_stands_alone_holds_a_place(inference: Box, mark: str):
    quote = mark.rstrip(" %")
    for text in (f"Owner: {mark}", f"- {mark}", mark, f"One.\n  {mark}  \nTwo."):
        assert found(inference, text) == [("VAG-10", quote)]


@pytest.mark.parametrize(
    "text",
    [
        "Good, particle, ...",
        "Wait... Then we go.",
        "Classes: good, bad, ... and so on",
        "Why???",
        "What!???",
        "Size xxx-large.",
        "Twenty is XX in Rome.",
        'Label `???` and "xxx" in the form.',
        "See https://example.com/xxx for it.",
        "The class is called “TBD”.",
        "We keep a TODO list and read TODO comments.",
        "En todo momento.",
        "The todo is short.",
        "The limit is to be determined by Anna in May.",
        "TBDs tbd_flag",
    ],
)
def test_what_only_looks_like_a_placeholder(inference: Box, text: str):
    assert found(inference, text) == []


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
    ],
)
def test_false_alarm_traps(inference: Box, text: str):
    assert found(inference, text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Perhaps the line stops.", [("VAG-03", "Perhaps")]),
        ("It might work and maybe it will.", [("VAG-03", "might"), ("VAG-03", "maybe")]),
        ("The model is kind of slow.", [("VAG-03", "kind of")]),
        ("If possible, a person looks.", [("VAG-04", "If possible")]),
        ("If possible we look (if necessary).", [("VAG-04", "If possible"), ("VAG-04", "if necessary")]),
        ("A person looks if possible\nAnd then acts.", [("VAG-04", "if possible")]),
        ("We clean it as\nfar as  possible.", [("VAG-04", "as\nfar as  possible")]),
        ("We don't know who.\nMaybe Anna.", [("VAG-03", "Maybe")]),
        ("Owner: TBD (Anna)", [("VAG-10", "TBD")]),
        ("owner: tbd, date: ｔｂａ", [("VAG-10", "tbd"), ("VAG-10", "ｔｂａ")]),
        ("Lorem Ipsum dolor sit amet", [("VAG-10", "Lorem Ipsum"), ("VAG-10", "dolor sit amet")]),
        ("No. Maybe later.", [("VAG-03", "Maybe")]),
    ],
)
def test_what_fires(inference: Box, text: str, expected: list[tuple[str, str]]):
    assert found(inference, text) == expected


def test_another_language_is_judged_by_its_placeholders_only(inference: Box):
    text = "Das Modell soll nicht zu langsam sein, maybe, if possible. Eigentümer: TBD"
    assert found(inference, text) == [("VAG-10", "TBD")]
