"""What passed a full look stays passed: unchanged words do not fail later, unless the critic itself changed.

A model that is asked twice may see something else the second time. That is its doing and not the team's, so code
keeps it from finding fault with what it let pass.
"""

import hashlib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from functools import cache

from app.canvas.model import fingerprint
from app.critic.criteria import FILE
from app.critic.finding import Finding, Status
from app.critic.reading import read


@cache
def version() -> str:
    """Stands for everything that the rules go by: another one may find what an older one let pass."""
    whole = hashlib.sha256()
    for path in sorted(FILE.parent.glob("*.yaml")):
        whole.update(path.read_bytes())
    return whole.hexdigest()[:12]


def marks(text: str) -> tuple[str, ...]:
    """What a text is known by later, sentence by sentence."""
    reading = read(text)
    return tuple(_mark(reading.quote(span)) for span in reading.sentences)


def fair(
    findings: Sequence[Finding], *, old: Sequence[Finding], text: str, passed: Collection[str], same: bool
) -> tuple[Finding, ...]:
    """The findings of a new look, without those that only now are found in what `passed`.

    `same` says whether the critic is still the same one. If not, they are news: kept, and marked as such. What
    clashes with another box may be new because of the other one, and what the law asks because of the labels.
    """
    before = {each.id: each for each in old}
    return tuple(_judged(findings, before, text, frozenset(passed), same=same))


def _judged(
    findings: Sequence[Finding], before: dict[str, Finding], text: str, passed: frozenset[str], *, same: bool
) -> Iterator[Finding]:
    for each in findings:
        earlier = before.get(each.id)
        risen = each.status is Status.OPEN and (earlier is None or earlier.status is Status.FIXED)
        elsewhere = each.other_box or each.criterion.startswith("AIA-")
        if not risen or elsewhere or not each.quote or _sentence(each, text) not in passed:
            yield each
        elif not same:
            yield replace(each, news=True)
        elif earlier is not None:
            yield replace(each, status=Status.FIXED)


def _sentence(finding: Finding, text: str) -> str:
    reading = read(text)
    return _mark(reading.quote(reading.sentence_at(finding.start)))


def _mark(sentence: str) -> str:
    return fingerprint(" ".join(sentence.split()))
