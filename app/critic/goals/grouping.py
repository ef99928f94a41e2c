"""Which sentences of a text make one goal: “Metric: recall. Target: 0.9.”"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from app.critic.goals.numbers import Numbers
from app.critic.goals.scene import before
from app.critic.goals.slots import Slots
from app.critic.goals.statement import Statement
from app.critic.reading import Reading
from app.critic.tokens import Span, even


def groups(reading: Reading) -> Iterator[list[Span]]:
    """The sentences in groups: “Metric: recall. Target: 0.9.” is one statement."""
    group: list[Span] = []
    for span in reading.sentences:
        if group and not belongs(reading, group, span):
            yield group
            group = []
        group.append(span)
    if group:
        yield group


_CUT = re.compile(
    r"(?:\b[A-Z]|\b(?:Dr|Mr|Ms|Mrs|Mx|Hr|Fr|Sr|Sra|Prof|Ing|Eng|Lt|Capt|Sgt|St|[Rr]esp|ca|approx|max|min|incl|No))\.$"
)  # ends no sentence


_LABELS = ("label_metric", "label_target", "label_baseline", "label_deadline", "label_owner", "label_other")


def belongs(reading: Reading, group: Sequence[Span], span: Span) -> bool:
    end = group[-1].end
    if _CUT.search(reading.text, max(0, end - 8), end):
        return True
    same_line = "\n" not in reading.text[end : span.start]
    more = numbers_of(reading.quote(bare(reading, span)))
    label = _label(more.s)
    if label:
        led = same_line or bool(_label(numbers_of(reading.quote(bare(reading, group[0]))).s))
        return led and (label != "label_metric" or not any(_measures(reading, each) for each in group))
    return same_line and len(group) < 3 and _goes_on(more, numbers_of(reading.quote(bare(reading, group[-1]))))


def _measures(reading: Reading, span: Span) -> bool:
    """Whether a sentence names a metric: the next “Metric: …” then starts a new statement."""
    slots = slots_of(reading.quote(bare(reading, span)))
    return _label(slots.s) == "label_metric" or slots.named is not None


def _goes_on(more: Numbers, last: Numbers) -> bool:
    """Whether a sentence only adds to the one before it: “It must be below 0.09.”"""
    s, first = more.s, more.s.opening
    if _alone(last) and (s.has(first, "pronoun") or s.words[first] in _THAT_IS):
        return True
    if last.targets and s.has(first, "baseline") and _told_back(s):
        return True
    refers = s.has(first, "pronoun", "label_target", "label_baseline", "label_owner", "label_deadline")
    bare = s.kinds[first] == "number" and s.words[first + 1] not in (".", ")") or s.has(first, "comparator", "currency")
    if not (refers or bare or s.words[first] == "must") or last.s.any("metric", "head") < 0:
        return False
    if bare and more.targets and more.targets[0].counted:
        return False  # “No more than 2 calls a week are lost”: it stands by itself
    slots = slots_of(more.s.text)
    return slots.named is None and (not last.targets or bool(slots.baseline or more.deadlines or more.owner))


def _told_back(s: Statement) -> bool:
    """“Last year it was 52.”"""
    return any(
        s.words[k] in ("it", "they", "that") and s.words[k + 1] in ("was", "is", "were", "are", "took")
        for k in range(s.size)
    )


_THAT_IS = frozenset({"that's", "it's"})


def _alone(n: Numbers) -> bool:
    """Whether a sentence is nothing but a value: “Half a day.”"""
    q = n.quantities[0] if len(n.quantities) == 1 else None
    s = n.s
    return q is not None and q.unit is not None and before(s, q) == s.opening and s.words[q.last] in ("", ".")


def _label(s: Statement) -> str:
    """Which part of a goal a sentence names at its head: “Target: …”."""
    if s.keys.isdisjoint(_LABELS):
        return ""
    first = next((k for k in range(s.size) if s.kinds[k] != "sign"), 0)
    first += s.words[first] in ("the", "our")
    here = s.tags[first]
    for key in _LABELS:
        size = here.get(key, 0)
        if size and (s.words[first + size] in (":", "=") or _is_label(s, first + size, key)):
            return key
    return ""


def _is_label(s: Statement, k: int, key: str) -> bool:
    """“The target is 0.9”, “metric is recall”."""
    if s.words[k] != "is" or key not in ("label_metric", "label_target"):
        return False
    return key == "label_metric" or any(s.kinds[j] == "number" for j in range(k + 1, k + 4))


@lru_cache(maxsize=512)
def numbers_of(sentence: str) -> Numbers:
    return Numbers(Statement(sentence, even(sentence)))


@lru_cache(maxsize=512)
def slots_of(sentence: str) -> Slots:
    return Slots(numbers_of(sentence))


def bare(reading: Reading, span: Span) -> Span:
    """A sentence without its bullet."""
    text = reading.quote(span)
    rest = text.lstrip("-*•–—·▪◦ \t\u00a0")
    return Span(span.end - len(rest), span.end) if rest else span
