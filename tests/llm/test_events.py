import json

import pytest
from hypothesis import given, strategies as st

from app.llm.events import Events, tokens
from app.llm.port import Trouble
from app.llm.provider import End, ProviderFailed, Tokens
from evals.provider import NOISE


def piece(text: str | None, finish: str | None = None) -> bytes:
    event = {"choices": [{"index": 0, "delta": {"content": text}, "finish_reason": finish}]}
    return b"data: " + json.dumps(event).encode() + b"\n\n"


STREAM = b"".join(
    [
        piece("Grüß "),
        *NOISE,
        piece("Gott").replace(b"\n", b"\r\n"),
        piece(None, "stop"),
        b'data: {"choices":[],"usage":{"prompt_tokens":9,"completion_tokens":4,'
        b'"prompt_tokens_details":{"cached_tokens":8}}}\n\n',
        b"data: [DONE]\n\n",
    ]
)


@given(st.lists(st.integers(0, len(STREAM)), max_size=20))
def test_wherever_the_bytes_are_split_the_text_is_the_same(cuts: list[int]):
    at, events, text = 0, Events(), ""
    for cut in [*sorted(cuts), len(STREAM)]:
        text += events.feed(STREAM[at:cut])
        at = cut
    assert text + events.rest() == "Grüß Gott"
    assert events.done
    assert events.end() == End("stop", Tokens(9, 8, 4))


def test_a_last_line_may_lack_its_end():
    events = Events()
    assert events.feed(piece("a") + piece("b").rstrip()) == "a"
    assert not events.done
    assert events.rest() == "b"


def test_noise_is_no_text_and_no_end():
    events = Events()
    assert events.feed(b"".join(NOISE)) == ""
    assert events.end() == End()


def test_bytes_that_are_no_stream_never_start():
    events = Events()
    assert events.feed(b"<html>data: nothing</html>\n") == ""
    assert not events.started


def test_a_refusal_is_put_together():
    events = Events()
    for part in ("I will", " not."):
        events.take({"choices": [{"delta": {"refusal": part}}]})
    assert events.end().refusal == "I will not."


@pytest.mark.parametrize(
    ("error", "trouble", "status"),
    [
        ({"message": "overloaded", "code": 529}, Trouble.BUSY, 529),
        ({"message": "who?", "code": 401}, Trouble.REFUSED, 401),
        ({"message": "something broke", "code": "server_error"}, Trouble.BROKEN, None),
        ("just words", Trouble.BROKEN, None),
    ],
)
def test_an_error_in_the_stream(error: object, trouble: Trouble, status: int | None):
    with pytest.raises(ProviderFailed) as caught:
        Events().feed(b"data: " + json.dumps({"error": error}).encode() + b"\n")
    assert (caught.value.trouble, caught.value.status) == (trouble, status)
    assert caught.value.again is (trouble is not Trouble.REFUSED)


@pytest.mark.parametrize("usage", [None, "much", {}, {"prompt_tokens": "9", "completion_tokens": 1}])
def test_what_was_not_counted_is_not_known(usage: object):
    assert tokens(usage) is None


def test_nothing_cached_where_nothing_is_said():
    assert tokens({"prompt_tokens": 9, "completion_tokens": 1, "prompt_tokens_details": None}) == Tokens(9, 0, 1)
