"""What goes into a body comes out of it again, whatever it is."""

import dataclasses
import datetime as dt
import types
from collections.abc import Mapping
from enum import Enum
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import pytest
from hypothesis import given, settings, strategies as st

from app.canvas.model import Header, OpenQuestion, Overview, Sentence
from app.critic.finding import Finding
from app.errors import Invalid
from app.interview.events import Event, Words
from app.interview.moves import Move
from app.interview.state import BoxTalk, Passage, Talk
from app.store import codec

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
PLAIN = {
    str: TEXTS,
    int: st.integers(-(2**31), 2**31 - 1),
    bool: st.booleans(),
    types.NoneType: st.none(),
    dt.date: st.dates(),
    dt.datetime: st.datetimes(timezones=st.just(dt.UTC)),
}


def anything(shape: Any) -> st.SearchStrategy[Any]:
    """Values of a shape with every field filled, which hypothesis leaves out where there is a default."""
    if shape in PLAIN:
        return PLAIN[shape]
    if dataclasses.is_dataclass(shape):
        hints = get_type_hints(shape)
        return st.builds(shape, **{name: anything(hint) for name, hint in hints.items()})
    if isinstance(shape, type) and issubclass(shape, Enum):
        return st.sampled_from(shape)
    origin, parts = get_origin(shape), get_args(shape)
    if origin is Literal:
        return st.sampled_from(parts)
    if origin in (Union, types.UnionType):
        return st.one_of(*map(anything, parts))
    if origin is tuple and parts[1:] == (...,):
        return st.lists(anything(parts[0]), max_size=2).map(tuple)
    if origin is tuple:
        return st.tuples(*map(anything, parts))
    assert origin in (dict, Mapping), shape
    return st.dictionaries(anything(parts[0]), anything(parts[1]), max_size=2)


BODIES = [
    (codec.BOX_TALK, BoxTalk),
    (codec.STATE, Talk),
    (codec.FINDING, Finding),
    (codec.HEADER, Header),
    (codec.OVERVIEW, Overview),
    (codec.OPEN_QUESTIONS, tuple[OpenQuestion, ...]),
    (codec.SENTENCES, tuple[Sentence, ...]),
    (codec.MARKS, Mapping[str, str]),
    (codec.IDS, tuple[str, ...]),
    *((codec.EVENT, each) for each in get_args(Event)),
    *((codec.MOVE, each) for each in get_args(Move)),
]


@pytest.mark.parametrize(("body", "shape"), BODIES, ids=lambda each: getattr(each, "__name__", ""))
@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_round_trip(body, shape, data):
    value = data.draw(anything(shape))
    again = body.load(body.dump(value))
    assert again == value
    assert type(again) is type(value)


def test_order_of_places_survives():
    talk = Talk(id="t", places={"b": "start", "a": "close"})
    assert list(codec.STATE.load(codec.STATE.dump(talk)).places) == ["b", "a"]


def test_other_types_are_refused():
    with pytest.raises(Exception, match="(?i)unable to serialize|Expected"):
        codec.IDS.dump((object(),))


def test_half_an_emoji_is_refused():
    with pytest.raises(Invalid, match="cannot be stored"):
        codec.EVENT.dump(Words("box", "\ud83d", "anna"))


@pytest.mark.parametrize("text", ["a\x00b", "\ud83d"])
def test_unstorable_text(text):
    with pytest.raises(Invalid, match="cannot be stored"):
        codec.storable(text)


def test_state_leaves_out_what_has_rows():
    talk = Talk(id="t", passages=(Passage("p", "b", "x", "t"),), boxes={"b": BoxTalk()}, findings={"b": ()})
    assert codec.state_of(talk) == Talk(id="t", passages=talk.passages)


def test_new_field_with_a_default_reads_old_rows():
    assert codec.EVENT.load('{"type":"words","box":"b","text":"t","speaker":"s"}') == Words("b", "t", "s")
