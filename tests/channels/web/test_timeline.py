import datetime as dt
import time

from hypothesis import given, strategies as st

from app.channels.web.timeline import DRAWN, LINES, PADDING, ROW, WIDTH, WORDS, Drawing, Mark, cut, drawn, width

TODAY = dt.date(2026, 11, 22)
DAYS = st.dates(dt.date(1000, 1, 1), dt.date(2999, 12, 31)) | st.dates(TODAY, TODAY + dt.timedelta(90))
MARKS = st.lists(st.builds(lambda at, text: Mark(at, at.isoformat(), text), DAYS, st.text(max_size=60)), max_size=40)


def made(*days: str) -> Drawing:
    drawing = drawn([Mark(dt.date.fromisoformat(each), each, "A step") for each in days], TODAY)
    assert drawing is not None
    return drawing


def test_nothing_to_draw() -> None:
    assert drawn([], TODAY) is None


def test_dates_stand_in_their_order_and_in_proportion() -> None:
    drawing = made("2027-01-01", "2026-01-01", "2028-01-01")
    first, second, third = (each.x for each in drawing.flags)
    assert abs((second - first) - (third - second)) <= 1
    assert [each.past for each in drawing.flags] == [True, False, False]


def test_today_is_shown_where_it_is() -> None:
    drawing = made("2026-01-01", "2027-12-31")
    assert drawing.today is not None
    assert drawing.flags[0].x < drawing.today < drawing.flags[1].x


def test_today_is_left_out_where_it_would_squeeze_the_rest() -> None:
    assert made("2020-01-01", "2020-06-01").today is None


def test_ticks_are_months_quarters_years_or_the_ends() -> None:
    assert [text for _, text in made("2026-10-05", "2027-02-01").ticks] == [
        *("Nov 2026", "Dec 2026", "Jan 2027", "Feb 2027"),
    ]
    assert [text for _, text in made("2026-01-01", "2033-06-01").ticks] == [str(each) for each in range(2026, 2034)]
    assert [text for _, text in made("2026-11-20", "2026-11-30").ticks] == ["20 Nov 2026", "30 Nov 2026"]


def test_a_long_text_ends_in_dots_on_its_last_line() -> None:
    assert cut("Short", 2) == ("Short",)
    lines = cut("The optimised architecture is measured beside the line, by night and by day", 2)
    assert len(lines) == 2
    assert lines[-1].endswith("…")


def test_a_word_without_an_end_is_cut_at_once() -> None:
    begun = time.thread_time()
    assert len(cut("計" * 20_000, 2)) == 2
    assert time.thread_time() - begun < 1


@given(st.text(max_size=300), st.integers(1, 3))
def test_a_line_of_words_has_room(text: str, lines: int) -> None:
    found = cut(text, lines)
    assert len(found) <= lines
    assert all(width(each) <= WORDS for each in found)


@given(MARKS)
def test_no_words_cover_others_and_no_pole_crosses_them(marks: list[Mark]) -> None:
    drawing = drawn(marks, TODAY)
    if drawing is None:
        assert not marks
        return
    assert len(drawing.flags) + drawing.left == len(marks)
    assert len(drawing.flags) <= DRAWN
    spans = [(each.x, each.x + PADDING + max(map(width, (each.when, *each.lines))), each.top) for each in drawing.flags]
    for number, (left, right, top) in enumerate(spans):
        assert 0 <= left <= right <= WIDTH
        assert 0 <= top <= drawing.line - ROW
        assert len(drawing.flags[number].lines) < LINES
        for other, (begin, end, height) in enumerate(spans):
            if number != other and height == top:
                assert end <= left or right <= begin
            if number != other and height > top:  # its pole goes past these words
                assert not begin < left < end
    assert len(drawing.ticks) <= 10
    assert all(0 <= x <= WIDTH for x, _ in drawing.ticks)
