"""A review as people read it: the law first, then box by box, worst first, then what is open."""

from collections.abc import Iterator, Sequence

from rich.console import RenderableType
from rich.padding import Padding
from rich.text import Text

from app.channels.terminal.screen import Screen, hint, joined, title
from app.channels.terminal.words import SEVERITY
from app.channels.words import LAW, UNSURE, count
from app.critic.ai_act.screening import NAMES
from app.usecases.reviewed import Goal, Label, PlacedFinding, ReviewedBox, ReviewView


def tell(screen: Screen, review: ReviewView) -> None:
    screen.put(*_head(review), *_law(review))
    for box in review.boxes:
        screen.put(*_box(review, box))
    fine, empty = _without_findings(review)
    screen.put(*_listed("Nothing found", fine), *_listed("Still empty", empty), *_open(review), *_foot(review))


def _head(review: ReviewView) -> Iterator[RenderableType]:
    yield title(f"{review.product or review.file}: a review")
    by = f"Filled by {review.designed_by}. " if review.designed_by else ""
    yield Text(f"{by}{review.file}, {review.template_name} {review.template_version}. Looked at by {review.engine}.")
    law = review.ai_act
    yield Text(f"AI Act: rules {law.pack} {law.version}, as of {law.as_of}, read for {law.on}. {law.disclaimer}")
    yield from (Text(f"Mind: {each}") for each in review.remarks)


def _law(review: ReviewView) -> Iterator[RenderableType]:
    law = review.ai_act
    yield Text()
    yield title("EU AI Act")
    for each in law.reasons:
        yield from _label(review, each)
    if "unsure" in law.labels:
        yield joined((NAMES["unsure"], "yellow"), f": {UNSURE}")
    if law.warnings:
        yield hint(" ".join(law.warnings))


def _label(review: ReviewView, label: Label) -> Iterator[RenderableType]:
    since = "applies since" if label.effective else "applies from"
    status = f", {LAW[label.status]}" if label.status in LAW else ""
    point = f" ({label.point})" if label.point not in ("", "none") and label.point not in label.article else ""
    yield joined((NAMES[label.label], "bold"), f": {label.article}{point}, {since} {label.applies_from}{status}")
    yield _inside(Text(label.reason))
    for each in label.words:
        where = _where(each.place.line if each.place else None)
        yield _inside(Text(f"“{each.quote}” ({_name(review, each.box)}{where})"))
    yield from (_inside(hint(each)) for each in label.notes)
    yield _inside(hint(label.source))


def _box(review: ReviewView, box: ReviewedBox) -> Iterator[RenderableType]:
    shown = [each for each in box.findings if not _uncovered(each)]
    if box.empty or not (shown or box.goals):
        return
    yield Text()
    yield title(box.name)
    open = [each for each in shown if each.finding.status == "open"]
    for each in sorted(open, key=_of_the_law):  # what stands there comes first, worst first; then what the law adds
        yield from _finding(review, each)
    yield from (_aside(each) for each in shown if each.finding.status != "open")
    yield from _goals(box.goals)


def _uncovered(each: PlacedFinding) -> bool:
    """Whether it only says that a question is open: those stand together, below."""
    return each.finding.family == "GAP" and not each.finding.quote


def _of_the_law(each: PlacedFinding) -> bool:
    """Whether it says what the law wants to read in this box. It names its article itself."""
    return each.finding.family == "AIA" and not each.finding.quote


def _finding(review: ReviewView, each: PlacedFinding) -> Iterator[RenderableType]:
    finding = each.finding
    word, style = SEVERITY[finding.severity]
    where = _where(each.place.line if each.place else None)
    yield joined((word, style), f" {finding.criterion}{where}: ", (finding.message, "bold"))
    if finding.quote and finding.quote not in finding.message:
        yield _inside(Text(f"“{' '.join(finding.quote.split())}”"))
    if finding.other_quote:
        other = _name(review, finding.other_box or finding.box)
        yield _inside(Text(f"against “{' '.join(finding.other_quote.split())}” ({other})"))
    if not _of_the_law(each):
        yield _inside(Text(finding.question))
    source = "" if _of_the_law(each) else "".join(f"Source: {each}. " for each in finding.sources)
    yield _inside(hint(f"{source}Fingerprint: {finding.fingerprint}"))


def _aside(each: PlacedFinding) -> RenderableType:
    finding = each.finding
    by = f" by {finding.by}" if finding.status == "dismissed" else ""
    because = f": {finding.reason.rstrip('.')}" if finding.reason else ""
    words = f" “{' '.join(finding.quote.split())}”" if by and finding.quote else ""
    return hint(f"{finding.status.capitalize()}{by}{because}. ({finding.criterion}{words}, {finding.fingerprint})")


def _goals(goals: Sequence[Goal]) -> Iterator[RenderableType]:
    for each in goals:
        good = each.verdict == "measurable"
        sign, word, style = ("✔", "Measurable", "green") if good else ("○", "Not measurable yet", "yellow")
        where = _where(each.place.line if each.place else None)
        yield joined((f"{sign} {word}", style), f", {each.score} of 100{where}: “{' '.join(each.sentence.split())}”")
        chips = " · ".join(f"{name}: {words}" for name, words in each.slots.items())
        if chips:
            yield _inside(Text(chips))
        if each.missing:
            yield _inside(hint(" ".join(each.missing.values())))


def _without_findings(review: ReviewView) -> tuple[list[str], list[str]]:
    """Names of boxes that have words and nothing to say about them, and of those without words."""
    said = [box for box in review.boxes if box.english and not box.empty]
    quiet = [box.name for box in said if not box.goals and all(map(_uncovered, box.findings))]
    return quiet, [box.name for box in review.boxes if box.empty]


def _listed(what: str, names: Sequence[str]) -> Iterator[RenderableType]:
    if names:
        yield Text()
        yield title(what)
        yield Text(", ".join(names))


def _open(review: ReviewView) -> Iterator[RenderableType]:
    """The law's questions, then those of the canvas that no words answer, then what the team left open itself."""
    if not review.open_questions:
        return
    yield Text()
    yield title("Open questions")
    for each in review.open_questions:
        name = _name(review, each.box) if each.box else "AI Act"
        asked = each.question or "the whole box"
        left = " (left open by the team)" if each.kind == "left_open" else ""
        yield Text(f"{name}: {asked}{left}")


def _foot(review: ReviewView) -> Iterator[RenderableType]:
    counts, empty = review.counts, sum(box.empty for box in review.boxes)
    still = f" ({count(empty, 'box')} still empty)" if empty else ""
    aside = "".join(f"; {count(counts[each], 'finding')} {each}" for each in ("waived", "dismissed") if counts[each])
    found = f"{counts['must']} must{still}, {counts['should']} should, {counts['note']} note"
    yield Text(f"\n{review.file}: {found}{aside}.")


def _name(review: ReviewView, box: str) -> str:
    return next(each.name for each in review.boxes if each.id == box)


def _where(line: int | None) -> str:
    return f", line {line}" if line else ""


def _inside(text: Text) -> Padding:
    return Padding(text, (0, 0, 0, 2))
