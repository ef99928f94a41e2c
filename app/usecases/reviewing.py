"""Reviews a canvas in a file: reads it, checks its boxes, honours its waivers, and knows where in it words stand."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from importlib.metadata import version
from types import MappingProxyType

from app.canvas.model import Fact, Header
from app.canvas.template import Template
from app.critic.dismissing import dismissable
from app.critic.finding import Finding, Severity, Status
from app.documents import sarif
from app.documents.places import JsonPlaces, Place, Places
from app.documents.portable import Portable, PortableFact, PortableFinding, PortableQuestion
from app.documents.sarif import Sighted, Unread
from app.errors import FacilitatorError
from app.usecases.checking import Checked, Checking, Engine, ModelCritic, Progress, Watch, today
from app.usecases.files import decoded, is_json, opened, template_of
from app.usecases.threads import Run, here

PACKAGE = "canvas-facilitator"
LARGEST = 4_000_000  # bytes or characters of a file
EMPTY = "GAP-00"
_NONE: Mapping[str, FacilitatorError] = MappingProxyType({})
SOMEBODY = "a person"  # whose name says nothing, or would be taken for the rules or a model


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A file and what was found in it, with the places of its words."""

    file: str
    template: Template
    header: Header
    engine: Engine
    checked: Checked
    findings: tuple[Finding, ...]
    open_questions: tuple[PortableQuestion, ...]
    remarks: tuple[str, ...]
    places: Places | JsonPlaces

    def place(self, box: str, start: int, end: int) -> Place | None:
        text = self.checked.review.texts[box]
        return self.places.find(box, text, start, end) if end > start else None

    def sight(self, finding: Finding) -> Place:
        """Where a finding shows on the line: at its words, or at the head of its box."""
        return self.place(finding.box, finding.start, finding.end) or self.places.head(finding.box)

    @property
    def open(self) -> tuple[Finding, ...]:
        return tuple(each for each in self.findings if each.status is Status.OPEN)

    @property
    def worst(self) -> Severity | None:
        """How bad the worst finding is that nobody waived."""
        return max((each.severity for each in self.open), default=None)


class Reviewing:
    """`default` is the canvas of a file that names none. `run` is where the rules work, `largest` how many bytes a file
    may have; `fits` raises TooLong for boxes that are too long together.
    """

    def __init__(
        self,
        default: Template,
        critic: ModelCritic | None = None,
        *,
        day: Callable[[], dt.date] = today,
        run: Run = here,
        fits: Callable[[Mapping[str, str]], None] = lambda boxes: None,
        largest: int = LARGEST,
    ) -> None:
        self.default = default
        self.critic = critic
        self.day = day
        self.run = run
        self.fits = fits
        self.largest = largest

    async def read(
        self, data: bytes, *, name: str, engine: Engine = "rules", watch: Watch = lambda progress: None
    ) -> Reviewed:
        """The review of a file's bytes. DocumentInvalid if it holds no canvas, TooLong if it is too large."""
        portable, template = await self.run(partial(self._opened, data, name))
        checking = Checking(template, self.critic, today=self.day, run=self.run)
        latest = portable.latest
        boxes = {box: latest[box].text if box in latest else "" for box in template.order}
        self.fits(boxes)
        watch(Progress("", 0, sum(bool(text.strip()) for text in boxes.values())))
        checked = await checking.look(boxes, engine, watch, facts=_said(portable, boxes))
        return await self.run(partial(_reviewed, data, name, engine, portable, template, checked))

    def _opened(self, data: bytes, name: str) -> tuple[Portable, Template]:
        portable = opened(data, name=name, default=self.default, limit=self.largest)
        return portable, template_of(portable, self.default)


def _reviewed(
    data: bytes, name: str, engine: Engine, portable: Portable, template: Template, checked: Checked
) -> Reviewed:
    settled = _settled(portable)
    found = [each for each in checked.review.findings if (each.box, each.criterion) not in settled]
    decided = (*portable.with_status(Status.DISMISSED), *portable.with_status(Status.WAIVED))
    findings, lost = _decided(found, decided)
    return Reviewed(
        file=name,
        template=template,
        header=portable.current.header,
        engine=engine,
        checked=checked,
        findings=findings,
        open_questions=portable.current.open_questions,
        remarks=(*portable.warnings, *checked.notices, *lost),
        places=JsonPlaces(decoded(data, name)) if is_json(data, name) else Places(decoded(data, name), template),
    )


def _said(portable: Portable, texts: Mapping[str, str]) -> tuple[Fact, ...]:
    """What people said of the system, with its words where they still stand. What others read is read anew."""
    return tuple(_fact(each, texts.get(each.box, "")) for each in portable.current.facts if each.hand == "person")


def _fact(given: PortableFact, text: str) -> Fact:
    by = given.by if given.by not in ("", "rules", "model") else SOMEBODY
    said = Fact(given.id, given.value, by=by, at=given.at, reason=given.reason)
    start = text.find(given.quote) if given.quote else -1
    if start < 0:
        return said
    return replace(said, quote=given.quote, box=given.box, start=start, end=start + len(given.quote))


def _settled(portable: Portable) -> set[tuple[str, str]]:
    """Gaps that the file lists as open questions itself, by box and criterion: nobody needs to be told of them."""
    return {
        (each.box, EMPTY if each.question is None else f"GAP-{each.box.upper()}-{each.question:02d}")
        for each in portable.current.open_questions
    }


def _decided(
    found: Sequence[Finding], decided: Sequence[PortableFinding]
) -> tuple[tuple[Finding, ...], tuple[str, ...]]:
    """The findings with what the file says that was waived or dismissed, and a remark for the waivers that nothing in
    the text asks for any more.
    """
    known = {each.fingerprint: each for each in decided}
    findings = tuple(_with(each, known.get(each.fingerprint)) for each in found)
    waived = {id for id, each in known.items() if each.status is Status.WAIVED}
    lost = len(waived - {each.fingerprint for each in found})
    what = "One waiver of the file belongs" if lost == 1 else f"{lost} waivers of the file belong"
    return findings, ((f"{what} to nothing that is found now.",) if lost else ())


def _with(finding: Finding, decided: PortableFinding | None) -> Finding:
    """What a model had dismissed counts only where it still may."""
    if decided is None or (decided.status is Status.DISMISSED and not dismissable(finding)):
        return finding
    step = decided.life[-1]
    return replace(finding, status=step.status, reason=step.reason, by=step.by or None, at=step.at)


def as_sarif(reviews: Sequence[Reviewed], failed: Mapping[str, FacilitatorError] = _NONE) -> bytes:
    """All findings of all files, for code hosts that show them on the line; one about a whole box, on its heading.

    `failed` are the files that could not be read.
    """
    sighted = [Sighted(each, of.file, of.sight(each)) for of in reviews for each in of.findings]
    unread = [Unread(file, f"{error.message} {error.advice}".strip()) for file, error in failed.items()]
    return sarif.write(sighted, unread, version=version(PACKAGE))
