"""The words of the pages."""

import datetime as dt

import pytest
from starlette.routing import NoMatchFound

from app.canvas.model import NonAnswer
from app.channels.web.site import Site, is_other, most
from app.channels.web.words import NON_ANSWER, SKIPS, day, moment

AT = dt.datetime(2026, 11, 2, 12, 5, tzinfo=dt.UTC)


def test_days_and_moments_read_as_people_write_them() -> None:
    local = AT.astimezone()

    assert day(dt.date(2026, 11, 2)) == "2 Nov 2026"
    assert day(None) == ""
    assert moment(AT) == f"{day(AT)}, {local:%H:%M}"


def test_every_way_to_leave_a_question_open_has_its_button() -> None:
    assert set(SKIPS) == set(NonAnswer) == set(NON_ANSWER)


def test_the_pages_take_every_path_but_those_of_the_api() -> None:
    assert [is_other(each) for each in ("/api", "/api/v1", "/problems/x", "/", "/apiary", "/canvases/api")] == [
        *(True, True, True),
        *(False, False, False),
    ]
    with pytest.raises(NoMatchFound):
        Site().url_path_for("x")


def test_a_file_may_be_larger_than_a_form() -> None:
    limit = most(max_reply=20_000, max_canvas=1_000_000)

    assert limit("/import") == limit("/review") == 8_000_000
    assert limit("/canvases") == limit("/") == 280_000
