import datetime as dt

import pytest

from app.llm.failures import broken, of_status, short, wait
from app.llm.port import Trouble

NOW = dt.datetime(2026, 11, 21, 12, 0, 0, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("status", "words", "trouble", "again"),
    [
        (401, "", Trouble.REFUSED, False),
        (402, "", Trouble.REFUSED, False),
        (403, "", Trouble.REFUSED, False),
        (404, "", Trouble.UNKNOWN, False),
        (408, "", Trouble.SLOW, True),
        (409, "", Trouble.BUSY, True),
        (413, "", Trouble.TOO_LONG, False),
        (429, "slow down", Trouble.BUSY, True),
        (429, "You exceeded your current quota: insufficient_quota", Trouble.REFUSED, False),
        (500, "", Trouble.BROKEN, True),
        (501, "", Trouble.BROKEN, True),
        (503, "", Trouble.BUSY, True),
        (504, "", Trouble.SLOW, True),
        (529, "", Trouble.BUSY, True),
        (400, "what?", Trouble.BROKEN, False),
        (400, "the response was filtered due to content_filter", Trouble.DECLINED, False),
        (400, "This model's maximum context length is 8192 tokens", Trouble.TOO_LONG, False),
        (400, "model_not_found", Trouble.UNKNOWN, False),
        (400, "API key not valid. Please pass a valid API key.", Trouble.REFUSED, False),
        (418, "", Trouble.BROKEN, False),
    ],
)
def test_what_a_status_means(status: int, words: str, trouble: Trouble, again: bool):
    failed = of_status(status, words, {})
    assert (failed.trouble, failed.again, failed.status, failed.formless) == (trouble, again, status, False)


@pytest.mark.parametrize(
    ("status", "words", "formless"),
    [
        (400, "response_format is not supported", True),
        (422, "'json_object' is not one of ['json_schema']", True),
        (400, "Invalid schema for response_format", True),
        (400, "bad luck", False),
        (500, "response_format", False),
    ],
)
def test_a_form_that_is_not_taken(status: int, words: str, formless: bool):
    assert of_status(status, words, {}).formless is formless


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("3", 3.0),
        ("0.5", 0.5),
        ("-1", 0.0),
        ("Sat, 21 Nov 2026 12:00:30 GMT", 30.0),
        ("Sat, 21 Nov 2026 11:00:00 GMT", 0.0),
        ("soon", None),
        ("", None),
    ],
)
def test_how_long_to_wait(said: str, seconds: float | None):
    assert wait({"retry-after": said}, now=NOW) == seconds


def test_only_what_may_be_tried_again_waits():
    assert of_status(429, "", {"retry-after": "3"}).wait == 3.0
    assert of_status(404, "", {"retry-after": "3"}).wait is None


def test_no_key_is_repeated():
    words = "key my-very-own, sk-proj-abcdef123, Bearer abc.def, http://me:word@host/, AIzaSyAbcdefghijk"
    said = short(words, key="my-very-own")
    assert said == "key …, …, … http:…host/, …"
    assert of_status(401, "Incorrect API key provided: strange", {}).reason == "status 401"


def test_a_providers_words_are_one_short_line():
    assert short("a\n b\t c") == "a b c"
    assert len(short("x" * 10_000)) == 201


def test_a_broken_connection_may_be_tried_again():
    failed = broken(ConnectionResetError("http://me:word@host"))
    assert (failed.trouble, failed.again) == (Trouble.BROKEN, True)
    assert failed.reason == "the connection failed (ConnectionResetError)"
