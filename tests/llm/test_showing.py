import json
from contextlib import ExitStack
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from app.llm.meter import Meter
from app.llm.port import Trouble
from app.llm.provider import ProviderFailed
from app.llm.scripted import Scripted
from app.llm.showing import CROWD, SELDOM, Coming, Looks, Peeking, Showing, partial
from app.llm.trying import Patience, once
from tests.llm.asked import question

LEAVES = st.text(max_size=12) | st.booleans() | st.none() | st.integers(-1000, 1000)
VALUES = st.recursive(
    LEAVES, lambda deeper: st.lists(deeper, max_size=3) | st.dictionaries(st.text(max_size=4), deeper, max_size=3)
)
FORMS = st.dictionaries(st.sampled_from(["name", "count", "parts", "näme", "the \\ key"]), VALUES, min_size=1)
KNOWN = frozenset({"name", "count", "parts", "näme", "the \\ key"})
BEFORE = st.sampled_from(["", "\n ", "Here: ", "```json\n", '<think>{"name": 9}</think>', "{so} and {} so "])


def begins(part: Any, whole: Any) -> bool:
    """Whether one is the other, or the beginning of it."""
    if isinstance(part, dict) and isinstance(whole, dict):
        return all(key in whole and begins(value, whole[key]) for key, value in part.items())
    if isinstance(part, list) and isinstance(whole, list):
        return len(part) <= len(whole) and all(begins(*pair) for pair in zip(part, whole, strict=False))
    if isinstance(part, str) and isinstance(whole, str):
        return whole.startswith(part)
    if type(part) is type(whole) is int:
        return str(whole).startswith(str(part))
    return part is whole


def ticking() -> Any:
    """A clock on which every look is late enough."""
    seconds = iter(range(10_000_000))
    return lambda: float(next(seconds))


@given(FORMS, BEFORE, st.booleans(), st.data())
@settings(max_examples=40, deadline=None)
def test_however_a_form_is_split_each_peek_begins_the_next(form: Any, before: str, ascii: bool, data: st.DataObject):
    text = before + json.dumps(form, ensure_ascii=ascii)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=30)))
    peeks: list[Any] = []
    coming = Coming(Peeking(peeks.append, known=KNOWN), clock=ticking(), looks=Looks())
    for start, end in zip([0, *cuts], [*cuts, len(text)], strict=True):
        coming.add(text[start:end])
    coming.end()
    assert peeks[-1] == form
    for one, next_one in zip(peeks, peeks[1:], strict=False):
        assert begins(one, next_one)
        assert one != next_one


@given(st.text(alphabet='{}[]":,ab1\\ nult<think>/', max_size=60))
@settings(max_examples=100, deadline=None)
def test_no_text_makes_a_peek_fail(text: str):
    peeks: list[Any] = []
    coming = Coming(Peeking(peeks.append, known=frozenset({"a", "b"})), clock=ticking(), looks=Looks())
    for sign in text:
        coming.add(sign)
    coming.end()
    assert all(peek and peek.keys() <= {"a", "b"} for peek in peeks)


def test_what_is_no_form_is_not_shown():
    assert partial('{"other": 1, "name": "a', known=frozenset({"name"})) == {"name": "a"}
    assert partial('{"other": 1}', known=frozenset({"name"})) == {}
    assert partial("[1, 2", known=frozenset({"name"})) == {}
    assert partial('{"a":' * 100_000, known=frozenset({"name"})) == {}


class Steps:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_at_once_then_now_and_then_and_in_the_end():
    clock, shown = Steps(), list[str]()
    coming = Coming(Showing(shown.append), clock=clock, looks=Looks(0.03))
    for number in range(10):
        coming.add(str(number))
        clock.now += 0.01
    assert shown == ["0", "123", "456", "789"]
    coming.add("x")
    coming.add("y")
    assert shown[4:] == []
    coming.end()
    assert shown[4:] == ["xy"]


def test_the_first_words_do_not_wait_for_a_look_that_found_nothing():
    clock, shown = Steps(), list[str]()
    coming = Coming(Showing(shown.append), clock=clock, looks=Looks())
    for piece in ("<think>", "Hm", "</think>", "Yes"):
        coming.add(piece)
    assert shown == ["Yes"]


def test_a_second_try_goes_on_where_it_says_the_same():
    shown: list[str] = []
    show = Showing(shown.append)
    for text in ("One, tw", "", "One", "One, two, three"):
        show(text)
    assert shown == ["One, tw", "o, three"]
    assert not show("Another one, and a longer one")


def test_nobody_looks():
    coming = Coming(None, clock=Steps(), looks=Looks())
    coming.add("a")
    coming.add("b")
    coming.end()
    assert (coming.text, coming.length) == ("ab", 2)


def test_in_a_crowd_each_answer_is_looked_at_less_often():
    looks = Looks(0.05)
    with ExitStack() as crowd:
        assert looks.pause == 0.05
        for _ in range(CROWD):
            crowd.enter_context(looks.one_more())
        assert looks.pause == 0.05
        for _ in range(CROWD):
            crowd.enter_context(looks.one_more())
        assert looks.pause == 0.1
        for _ in range(10 * CROWD):
            crowd.enter_context(looks.one_more())
        assert looks.pause == 0.05 * SELDOM
    assert looks.pause == 0.05


async def test_an_answer_counts_while_it_comes():
    """Also one that fails."""
    looks, pauses = Looks(1.0), []

    def answer(question):
        pauses.append(looks.pause)
        raise ProviderFailed(Trouble.BROKEN, "cut")

    with ExitStack() as crowd:
        for _ in range(CROWD):
            crowd.enter_context(looks.one_more())
        for _ in range(2):
            meter = Meter("m", prices=None, clock=Steps())
            with pytest.raises(ProviderFailed):
                await once(Scripted(answer), question("?"), None, meter=meter, patience=Patience(1), looks=looks)
    assert pauses == [1 + 1 / CROWD] * 2
