"""The parts of the critic, called one by one: for branches that do not have the use case of `facilitator check` yet."""

import importlib
from collections.abc import Callable, Mapping
from typing import Any

from evals.quality.engine import ON, Checked, Quote, Statement, template
from evals.quality.match import Found


def _part(module: str, name: str) -> Callable[..., Any] | None:
    """A function of the critic, or None while it is not built."""
    try:
        found: Callable[..., Any] | None = getattr(importlib.import_module(f"app.critic.{module}"), name, None)
    except ModuleNotFoundError:
        return None
    return found


class Parts:
    """What is not built yet finds nothing."""

    name = "rules"

    def check(self, id: str, boxes: Mapping[str, str]) -> Checked:
        labels, quotes = _screened(boxes)
        return Checked(_findings(boxes), _statements(boxes), _coverage(boxes), labels, quotes)


def _findings(boxes: Mapping[str, str]) -> tuple[Found, ...]:
    judge = _part("rules", "judge")
    if judge is None:
        return ()
    whole = {id: boxes[id] for id in template().order if id in boxes}
    joined = {"others": whole} if "others" in judge.__code__.co_varnames else {}
    return tuple(
        _found(spot, box) for box, text in boxes.items() for spot in judge(template().box(box), text, **joined)
    )


def _found(spot: Any, box: str) -> Found:
    return Found(spot.criterion, box, spot.quote, spot.start, spot.end, spot.other_box, spot.other_quote)


def _statements(boxes: Mapping[str, str]) -> tuple[Statement, ...]:
    measured = _part("measurability", "measured")
    if measured is None:
        return ()
    return tuple(
        Statement(box, each.text, each.verdict, {slot.name: slot.quote for slot in each.slots})
        for box, text in boxes.items()
        for each in measured(template().box(box), text)
    )


def _coverage(boxes: Mapping[str, str]) -> dict[str, dict[int, str]]:
    cover = _part("coverage", "coverage_of") or _part("coverage", "cover")
    if cover is None:
        return {}
    found = {box: cover(template().box(box), text) for box, text in boxes.items()}
    return {box: {number: str(each.state.value) for number, each in some.items()} for box, some in found.items()}


def _screened(boxes: Mapping[str, str]) -> tuple[frozenset[str], tuple[Quote, ...]]:
    recognise, decide = _part("ai_act.recognising", "recognise"), _part("ai_act.deciding", "decide")
    answered = _part("ai_act.facts", "answered")
    if recognise is None or decide is None or answered is None:
        return frozenset(), ()
    facts = recognise(boxes)
    quotes = tuple(Quote(each.box, each.quote, each.start, each.end) for each in facts if each.quote)
    return frozenset(decide(answered(facts), on=ON).labels), quotes
