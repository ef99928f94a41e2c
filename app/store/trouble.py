"""The drivers' errors in our words. Bugs of ours (a missing parent row, broken SQL) stay as they are."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, StatementError

from app.errors import Conflict, FacilitatorError, Unavailable
from app.store.codec import unstorable

AGAIN = "Try again in a moment."
LOOK = "Look at the database and its address in the settings, then try again."

# By SQLSTATE (PostgreSQL) or the name of SQLite's result code, longest match first.
UNAVAILABLE = {
    "08": ("The connection to the database broke.", AGAIN),
    "28": ("The database refused our user or password.", LOOK),
    "3D": ("There is no such database on the server.", LOOK),
    "40": ("Two changes stood in each other's way.", AGAIN),
    "53": ("The database has no room left.", "Make room for it, then try again."),
    "53300": ("The database has too many connections.", AGAIN),
    "55P03": ("Somebody else was changing this for too long.", AGAIN),
    "57": ("The database was stopped or took too long.", AGAIN),
    "SQLITE_BUSY": ("Another process was writing for too long.", AGAIN),
    "SQLITE_LOCKED": ("Another process was writing for too long.", AGAIN),
    "SQLITE_FULL": ("The disk is full; nothing was changed.", "Make room on it, then try again."),
    "SQLITE_IOERR": ("The disk could not be read or written.", "Look at the disk, then try again."),
    "SQLITE_CANTOPEN": ("The database file could not be opened.", LOOK),
    "SQLITE_READONLY": ("The database file cannot be written.", LOOK),
    "SQLITE_NOTADB": ("The file is not a database.", LOOK),
    "SQLITE_CORRUPT": ("The database file is damaged.", "Bring back a backup of it."),
}
TAKEN = {"23505", "SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY"}
UNREADABLE = {"22000", "22021"}  # asyncpg could not encode a value: a NUL, half an emoji, a huge number


@contextmanager
def translated() -> Iterator[None]:
    """Turn what the drivers raise in this block into our errors."""
    try:
        yield
    except FacilitatorError:
        raise
    except Exception as error:
        ours = translate(error)
        if ours is None:
            raise
        raise ours from error


def translate(error: Exception) -> FacilitatorError | None:
    """Our error for a driver's, or None if it is not theirs but a bug."""
    match error:
        case UnicodeEncodeError() | OverflowError():
            return unstorable()
        case DBAPIError(connection_invalidated=True):
            return Unavailable(UNAVAILABLE["08"][0], advice=AGAIN)
        case StatementError(orig=BaseException() as cause) | (sqlite3.Error() as cause):
            return _by_code(cause)
        case OSError():  # a deadline of the driver's as well: TimeoutError is an OSError
            return Unavailable("The database did not answer.", advice=LOOK)
    return None


def _by_code(cause: BaseException) -> FacilitatorError | None:
    code = getattr(cause, "sqlstate", None) or getattr(cause, "sqlite_errorname", None) or ""
    if code in TAKEN:
        return Conflict("Somebody else stored this first.", advice="Load it again, then repeat what you did.")
    if code in UNREADABLE or isinstance(cause, UnicodeEncodeError | OverflowError):
        return unstorable()
    for known in sorted(UNAVAILABLE, key=len, reverse=True):
        if code.startswith(known):
            message, advice = UNAVAILABLE[known]
            return Unavailable(message, advice=advice)
    return None
