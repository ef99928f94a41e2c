"""What clears a word that may be vague: six looks at its company, in order, each with its reason."""

from collections.abc import Callable

from app.critic.amounts import cadence, quantified
from app.critic.hits import PAUSES, Hit, numeric
from app.critic.meaning import defined, honest, mentioned, quoted, risk, singled_out, softened, turned_around
from app.critic.telling import excluded, grounded, hazard, likened, reported
from app.critic.tokens import joined
from app.critic.wording import Patterns, wording

_AROUND = 4  # words around it in which a longer phrase may have its key word


def why(hit: Hit) -> tuple[str, str] | None:
    """The first thing that clears it, as (which look, in what words); None if nothing does."""
    for name, looks in SUPPRESSORS:
        for look in looks:
            if reason := look(hit):
                return name, reason
    return None


# ---- 1 protected: code, quotations of a name, compounds, proper nouns


def _code(hit: Hit) -> str:
    return "it stands in code or in an address" if hit.reading.in_code(hit.span) else ""


def _compound(hit: Hit) -> str:
    return "it is part of a compound" if joined(hit.reading.text, hit.span) else ""


def _name(hit: Hit) -> str:
    """A capital within a sentence, or two at its start: “Fast Track”, “Regular and Fixed are our tariffs”."""
    if len(hit.cue.pattern.slots) > 2 or hit.cue.criterion in ("VAG-03", "VAG-10"):
        return ""
    capital = _capital(hit, hit.first)
    if not capital or hit.shown(hit.first, hit.last).isupper():
        return ""
    opens = hit.first == 0 or not PAUSES.isdisjoint(hit.gap(hit.first)) or '"' in hit.gap(hit.first)
    if numeric(hit.next):  # “Prompt 7”
        return "it is part of a name"
    joins = hit.next in ("and", "or")
    follows = hit.last + joins
    capital_next = bool(hit.next) and follows < len(hit.words) and _capital(hit, follows)
    return "it is part of a name" if not opens or (capital_next and not _acronym(hit, follows)) else ""


def _capital(hit: Hit, index: int) -> bool:
    return hit.reading.text[hit.words[index].start].isupper()


def _acronym(hit: Hit, index: int) -> bool:
    return hit.shown(index, index + 1).isupper()


# ---- 2 collocations


def _collocation(hit: Hit) -> str:
    phrase = holding(hit, wording().collocations)
    return f"“{phrase}” is a term" if phrase else ""


def holding(hit: Hit, patterns: Patterns) -> str:
    """The longer phrase that holds the word that gives the hit away."""
    telling = hit.first + hit.cue.pattern.key
    for index in range(max(0, telling - _AROUND), min(len(hit.words), telling + _AROUND + 1)):
        for pattern in patterns.get(hit.words[index].text, ()):
            first = pattern.first(hit.reading.text, hit.words, index)
            if first is not None and first <= telling < first + len(pattern.slots):
                return hit.shown(first, first + len(pattern.slots))
    return ""


# ---- 3 a box that may tell a story


def _tolerated(hit: Hit) -> str:
    boxes = wording().tolerates.get(hit.cue.criterion, frozenset())
    return f"{hit.box.name} may tell a story" if hit.box.id in boxes else ""


Look = Callable[[Hit], str]
SUPPRESSORS: tuple[tuple[str, tuple[Look, ...]], ...] = (
    ("protected", (_code, _compound, _name)),
    ("collocation", (_collocation,)),
    ("quantified", (quantified, cadence)),
    ("meant", (quoted, defined, turned_around, mentioned, risk, hazard, singled_out, softened, honest, excluded)),
    ("told", (grounded, reported, likened)),
    ("box", (_tolerated,)),
)
