"""A text of a hundred thousand characters, however strange, costs no more than a moment."""

import datetime as dt
import itertools
from collections.abc import Callable
from time import process_time

import pytest

from app.canvas.template import Box, Template
from app.critic.clashing.claims import claims
from app.critic.clashing.consistency import clashes
from app.critic.converge import converge
from app.critic.coverage import cover, coverage_of, fits
from app.critic.finding import Engine
from app.critic.review import review
from app.critic.rules import judge

pytestmark = pytest.mark.no_cover  # its times are its own

SIZE = 100_000
MOMENT = 0.05  # seconds of this process, however busy the machine is

STRANGE = {
    "no space": "a" * SIZE,
    "digits": "1" * SIZE,
    "dots": "." * SIZE,
    "question marks": "?" * SIZE,
    "letters x": "x" * SIZE,
    "quotes": '"' * SIZE,
    "nested quotes": "“" * (SIZE // 2) + "”" * (SIZE // 2),
    "mixed quotes": "“\"'«" * (SIZE // 4),
    "backticks": "`" * SIZE,
    "control characters": "\x01" * SIZE,
    "control characters that are white space": "a" + "\x1f" * SIZE + "b",
    "spaces": "a" + " " * SIZE + "b",
    "line breaks": "a" + "\n" * SIZE + "b",
    "dots and spaces": ". " * (SIZE // 2),
    "bullets": "-\n" * (SIZE // 2),
}


def fastest(call: Callable[[], object]) -> float:
    """The best of a few runs."""
    times = []
    for _ in range(5):
        start = process_time()
        call()
        times.append(process_time() - start)
    return min(times)


@pytest.mark.parametrize("name", STRANGE)
def test_strange_texts_are_judged_in_a_moment(objectives: Box, template: Template, name: str):
    text = STRANGE[name]
    assert fastest(lambda: judge(objectives, text)) < MOMENT
    assert fastest(lambda: cover(objectives, text, asked=1)) < MOMENT
    assert fastest(lambda: coverage_of(objectives, text)) < MOMENT
    assert fastest(lambda: fits(template, text)) < MOMENT


@pytest.mark.parametrize("name", STRANGE)
def test_strange_texts_are_compared_in_a_moment(objectives: Box, name: str):
    canvas = {"background": STRANGE[name], "inference": "The model is retrained every week."}

    def look() -> None:
        claims.cache_clear()
        clashes.cache_clear()
        judge(objectives, STRANGE[name], canvas)

    assert fastest(look) < 2 * MOMENT


@pytest.mark.parametrize(
    "unit",
    [
        "Ana owns ",
        "all 5 cars ",
        "no personal data, ",
        "the label is known after 2 weeks ",
        "The decision. ",
        "1 May 2027 ",
    ],
)
def test_ten_times_the_facts_take_about_ten_times_the_time(objectives: Box, unit: str):
    def look(text: str) -> None:
        claims.cache_clear()
        clashes.cache_clear()
        judge(objectives, text, {"background": text})

    once = fastest(lambda: look(unit * 200))
    assert fastest(lambda: look(unit * 2000)) < 40 * once + MOMENT


@pytest.mark.parametrize("name", STRANGE)
def test_strange_edits_converge_in_a_moment(objectives: Box, name: str):
    ids = map(str, itertools.count())
    before = STRANGE[name]
    after = f"{before[:500]} maybe {before[::-1]}"

    def look() -> None:
        old = converge(
            box="objectives",
            before="",
            after=before,
            old=(),
            spots=(),
            engine=Engine.RULES,
            ids=lambda: next(ids),
        )
        converge(
            box="objectives",
            before=before,
            after=after,
            old=old,
            spots=(),
            engine=Engine.RULES,
            ids=lambda: next(ids),
        )

    assert fastest(look) < 2 * MOMENT


@pytest.mark.parametrize(
    "unit",
    [
        "maybe ",
        "as far ",
        "we might fail. ",
        "TBD: 2024 ",
        "a-",
        "1.",
        "“maybe” ",
        "if possible ",
        "Goal 1 and 2. ",
        "www.",
        "- \n",
        "? ",
        "??? ",
        "我",
        "e\u0301",
        "maybe it is very fast and reliable, ",
        "not robust ",
        "fast means slow ",
        "TBD maybe ",
        "?? soon ",
        "[add <name ",
        "as much as ",
        "x % of ",
    ],
)
def test_ten_times_the_text_takes_about_ten_times_the_time(objectives: Box, unit: str):
    small, large = unit * 200, unit * 2000
    once = fastest(lambda: (judge(objectives, small), cover(objectives, small), coverage_of(objectives, small)))
    more = fastest(lambda: (judge(objectives, large), cover(objectives, large), coverage_of(objectives, large)))
    assert more < 40 * once + MOMENT


LOAN = "We decide who gets a loan: the model scores people's credit and staff use it to grant or refuse."


@pytest.mark.parametrize(
    "unit",
    [
        "human oversight ",
        "test data is representative of the population and we check bias by group ",
        "- a, b\n",
        "every each no not without ",
        "the claims lead, Ilse, stops ",
    ],
)
def test_four_times_the_words_of_a_high_risk_canvas_take_about_four_times_the_time(template: Template, unit: str):
    def look(size: int) -> None:
        texts = {"background": LOAN, "objectives": unit * (size // len(unit))}
        assert review(template, texts, on=dt.date(2026, 11, 22)).considerations

    look(100)  # what is read once
    begun = [process_time()]
    for size in (SIZE // 4 + 1, SIZE + 1):
        look(size)
        begun.append(process_time())
    assert begun[2] - begun[1] < 10 * (begun[1] - begun[0]) + 2 * MOMENT
