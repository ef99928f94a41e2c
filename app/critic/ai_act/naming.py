"""Facts that a text names by the number: a point of Annex III, and the compute of a model."""

import re
from collections.abc import Iterator, Mapping

from app.critic.ai_act.facts import Fact, form
from app.critic.reading import Reading, read
from app.critic.tokens import Span

_POINT = re.compile(r"annex iii\b[^.;\n]{0,24}?\b([1-8]) ?\(?([a-e])\b")
_NOT = re.compile(r"\b(?:not|no|nor|never|neither|outside|none)\b")
_TIMES, _EXPONENT = r"(\d{1,3}(?:\.\d{1,3})?)", r"(\d{2})\b"
_POWER = re.compile(rf"(?:{_TIMES} ?[x×*·] ?)?(?<!\d)10 ?(?:\^|\*\*|e) ?\(?{_EXPONENT}|\b{_TIMES}e\+?{_EXPONENT}")
_COMPUTE = frozenset({"flop", "flops", "operations", "compute", "computing", "calculations"})
_NAMING = _COMPUTE | {"iii"}
_SUPERSCRIPT = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_OVER = re.compile(r"(?:more than|over|above|beyond|exceed\w*+)\W")
_NEAR = 20  # letters before the number
_SYSTEMIC = 25  # more than 10 to this power


def named(texts: Mapping[str, str]) -> Iterator[Fact]:
    """What the texts, by box, say by number."""
    for box, text in texts.items():
        reading = read(text)
        for span in reading.holding(_NAMING):
            if "iii" in reading.vocabulary[span]:
                yield from _points(box, reading, span)
            if _COMPUTE & reading.vocabulary[span]:
                yield from _compute(box, reading, span)


def _points(box: str, reading: Reading, span: Span) -> Iterator[Fact]:
    for found in _POINT.finditer(reading.evened, *span):
        id = f"annex-iii-{found[1]}{found[2]}"
        before = reading.evened[max(span.start, found.start() - 40) : found.start()]
        if id in form() and not _NOT.search(before):
            yield Fact(
                id, "yes", quote=reading.quote(span), box=box, start=span.start, end=span.end,
                reason="The text names this point.",
            )  # fmt: skip


def _compute(box: str, reading: Reading, span: Span) -> Iterator[Fact]:
    sentence = _raised(reading.quote(span))
    for found in _POWER.finditer(sentence):
        times, power = float(found[1] or found[3] or 1), int(found[2] or found[4])
        over = times > 1 or _OVER.search(sentence, max(0, found.start() - _NEAR), found.start())
        more = times > 0 and (power > _SYSTEMIC or (power == _SYSTEMIC and bool(over)))
        yield Fact(
            "systemic-compute", "yes" if more else "no", quote=reading.quote(span), box=box, start=span.start,
            end=span.end, reason=f"Training took {'more' if more else 'no more'} than 10^25 operations.",
        )  # fmt: skip


def _raised(text: str) -> str:
    """A text with “10²⁵” as “10^25”."""
    return re.sub(r"(?<=10)[⁰¹²³⁴⁵⁶⁷⁸⁹]+", lambda high: "^" + high[0].translate(_SUPERSCRIPT), text)
