"""What a model saw in a draft, made into places in its text. What it quotes must stand where it says."""

from collections.abc import Iterator, Mapping, Sequence

from app.critic.clashing.claim import Claim
from app.critic.clashing.stated import kinds, stated
from app.critic.criteria import criteria
from app.critic.dismissing import Dismissal, dismissable
from app.critic.finding import Criterion, Finding, Spot
from app.critic.tokens import Span
from app.facilitator.forms import Stated, Verdict, Weighed
from app.facilitator.port import Job
from app.facilitator.quoting import find

_WHY = 200  # characters


def wanted(job: Job) -> tuple[Criterion, ...]:
    """The criteria that a model judges in this box. A clash of boxes takes two of them."""
    others = any(each.sentences for id, each in job.canvas.answers.items() if id != job.box)
    return tuple(
        each
        for each in criteria().values()
        if each.by_model
        and (not each.boxes or job.box in each.boxes)
        and (others or each.within or each.family != "CON")
    )


def proposals(job: Job, text: str) -> Mapping[str, Finding]:
    """What the rules found in this very text and a model may take back, each behind its label."""
    found = (each for each in job.talk.findings.get(job.box, ()) if dismissable(each))
    there = (each for each in found if text[each.start : each.end] == each.quote)
    return {f"R{number}": each for number, each in enumerate(there, 1)}


def dismissals(weighed: Sequence[Weighed], proposed: Mapping[str, Finding]) -> Iterator[Dismissal]:
    """What is taken back: a finding that was proposed, in its own words, with a reason."""
    for each in weighed:
        finding, why = proposed.get(each.proposal.strip().upper()), " ".join(each.why.split())[:_WHY]
        if finding and why and not each.holds and _same(each.quote, finding.quote):
            yield Dismissal(finding.fingerprint, why)


def _same(words: str, quote: str) -> bool:
    return find(words, quote) == quote if quote else not words.strip()


def kinds_text() -> str:
    """The kinds of facts and their values, as a model reads them."""
    return "\n".join(f"{kind}: {' | '.join(values) or 'a name, as it is written'}" for kind, values in kinds().items())


def claims(said: Sequence[Stated], box: str, text: str) -> Iterator[Claim]:
    """The facts whose words stand in the box, each once."""
    seen: set[tuple[str, str, str]] = set()
    for each in said:
        quote, kind, value = find(each.quote, text), each.kind.strip().casefold(), " ".join(each.value.split())
        if quote and (kind, value, quote) not in seen:
            seen.add((kind, value, quote))
            start = text.find(quote)
            span = Span(start, start + len(quote))
            if claim := stated(box, text, span, kind, value, amount=each.amount, task=each.task):
                yield claim


def spots(verdicts: Sequence[Verdict], asked: Sequence[Criterion], job: Job, text: str) -> tuple[Spot, ...]:
    """The places that fail a criterion which was asked, each once."""
    rows = {each.id: each for each in asked}
    found = (_spot(each, rows[each.id], job, text) for each in verdicts if each.fails and each.id in rows)
    return tuple(dict.fromkeys(filter(None, found)))


def _spot(verdict: Verdict, row: Criterion, job: Job, text: str) -> Spot | None:
    """A verdict as a place in the text; None if its words are not there, or those that they clash with are nowhere."""
    quote, detail = find(verdict.quote, text), " ".join(verdict.why.split())[:_WHY]
    if not quote:
        return None
    if row.within:
        return _inner_clash(row.id, quote, verdict.other_quote, text)
    if row.asks:
        return _at(row.id, quote, text, question=detail) if detail else None
    if row.family != "CON":
        return _at(row.id, quote, text, detail=detail)
    if verdict.other_box == job.box or not find(verdict.other_quote, job.canvas.text(verdict.other_box)):
        return None
    return _at(row.id, quote, text, detail=detail, other_box=verdict.other_box)


def _inner_clash(id: str, quote: str, words: str, text: str) -> Spot | None:
    """Two places of one text. The words of one do not lie in the other."""
    if find(words, quote) or find(quote, words):
        return None
    start = text.find(quote)
    if other := find(words, text[:start]):  # the first of them is the quote, in whichever order they were told
        return _at(id, other, text, detail=quote[:_WHY], other_quote=quote)
    if other := find(words, text[start + len(quote) :]):
        return _at(id, quote, text, detail=other[:_WHY], other_quote=other)
    return None


def _at(
    id: str,
    quote: str,
    text: str,
    *,
    detail: str = "",
    question: str = "",
    other_box: str | None = None,
    other_quote: str = "",
) -> Spot:
    start = text.find(quote)
    return Spot(
        id,
        quote,
        start,
        start + len(quote),
        detail=detail,
        other_box=other_box,
        other_quote=other_quote,
        question=question,
    )
