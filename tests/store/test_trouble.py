"""Which errors of the drivers are ours to tell, and which are bugs."""

import sqlite3

import pytest
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError

from app.errors import Conflict, Invalid, NotFound, Unavailable
from app.store.trouble import UNAVAILABLE, translate, translated


class Driver(Exception):
    def __init__(self, code):
        super().__init__("people's words stand here")
        self.sqlstate = code


def wrapped(code, kind=OperationalError):
    return kind("SELECT 1", {}, Driver(code))


@pytest.mark.parametrize("code", [*UNAVAILABLE, "40P01", "08006", "SQLITE_IOERR_FSYNC", "SQLITE_BUSY_SNAPSHOT"])
def test_unavailable(code):
    ours = translate(wrapped(code))
    assert isinstance(ours, Unavailable)
    assert ours.advice
    assert "words" not in ours.message


def test_the_longest_code_wins():
    assert "many connections" in translate(wrapped("53300")).message
    assert "no room" in translate(wrapped("53100")).message


@pytest.mark.parametrize("code", ["23505", "SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY"])
def test_taken(code):
    assert isinstance(translate(wrapped(code, IntegrityError)), Conflict)


@pytest.mark.parametrize("code", ["23503", "42601", "SQLITE_CONSTRAINT_FOREIGNKEY", "SQLITE_ERROR", None])
def test_bugs(code):
    assert translate(wrapped(code)) is None


def test_broken_connection():
    error = DBAPIError("SELECT 1", {}, Exception("gone"), connection_invalidated=True)
    assert "broke" in translate(error).message


def test_driver_errors_that_came_past_sqlalchemy():
    error = sqlite3.OperationalError("locked")
    error.sqlite_errorname = "SQLITE_BUSY"
    assert isinstance(translate(error), Unavailable)


@pytest.mark.parametrize("error", [OverflowError(), UnicodeEncodeError("utf-8", "\ud83d", 0, 1, "surrogate")])
def test_what_cannot_be_encoded(error):
    assert isinstance(translate(error), Invalid)
    assert isinstance(translate(OperationalError("SELECT 1", {}, error)), Invalid)


def test_ours_pass():
    with pytest.raises(NotFound), translated():
        raise NotFound("x", advice="y")
    with pytest.raises(KeyError), translated():
        raise KeyError
    with pytest.raises(Unavailable, match="did not answer") as caught, translated():
        raise TimeoutError
    assert isinstance(caught.value.__cause__, TimeoutError)
