import pytest

from app.critic.marks import marks
from app.critic.reading import read


def found(text: str) -> list[tuple[str, str]]:
    return [(spot.criterion, spot.quote) for spot in marks(read(text))]


@pytest.mark.parametrize(
    "mark", ["???", "????????", "??", "xxx", "XXXX", "xx %", "XX%", "...", "…", ".....", "__", "____"]
)
def test_a_mark_that_stands_alone_holds_a_place(mark: str):
    quote = mark.rstrip(" %")
    for text in (f"Owner: {mark}", f"- {mark}", mark, f"One.\n  {mark}  \nTwo."):
        assert found(text) == [("VAG-10", quote)]


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("Owner: to do.", "to do"),
        ("Recall of x % on the night set.", "x"),
        ("At least X days a week.", "X"),
        ("Done by June 202x.", "202x"),
        ("Done by 20XX.", "20XX"),
        ("Approver: N.N.", "N.N."),
        ("Approver: n. n.", "n. n."),
        ("Threshold: <number>.", "<number>"),
        ("Owner: <your name here>", "<your name here>"),
        ("Owner: [name of the person]", "[name of the person]"),
        ("[add penetration test here]", "[add penetration test here]"),
        ("[...]", "[...]"),
        ("Score over 0.??: out.", "??"),
        ("A gap above __ kWh.", "__"),
    ],
)
def test_a_hole_in_a_sentence(text: str, quote: str):
    assert found(text) == [("VAG-10", quote)]


@pytest.mark.parametrize("text", ["Age, region, ...", "Age, region, …", "Age, region, ... Then we go."])
def test_a_list_that_trails_off_is_an_open_end(text: str):
    assert [id for id, _ in found(text)] == ["VAG-05"]


@pytest.mark.parametrize(
    "text",
    [
        "Plain words.",
        "Wait... Then we go.",
        "Why???",
        "What!???",
        "Really (why)??",
        "Size xxx-large.",
        "Twenty is XX in Rome.",
        'Label `???` and "xxx" in the form.',
        "See https://example.com/xxx for it.",
        "The x axis shows 10 % steps.",
        "10x faster, 2x cheaper.",
        "A snake_case_name and __init__ stay.",
        "An [owner](https://example.com) link, a [7] and a <b>tag</b>.",
        "In 2020 we began.",
    ],
)
def test_what_only_looks_like_a_mark(text: str):
    assert found(text) == []
