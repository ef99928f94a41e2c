"""What a model answers about a system, made into facts. Each has words that stand on the canvas.

The model reads what the system does, opens or closes the gates, and names what it sees behind an open one. What it
then names neither as seen nor as doubtful is a no, with the words for what the system does instead.
"""

from collections.abc import Iterator, Mapping, Set
from dataclasses import replace
from functools import cache

from app.canvas.model import Fact
from app.critic.ai_act.facts import Question, above, form
from app.facilitator import forms
from app.facilitator.quoting import find

OPEN = "The model found that the words leave this open."
INSTEAD = "What the system does is said, and the model saw nothing of this."

# Groups in the order in which a model is asked; silence behind an open gate closes those that a label hangs on.
_GROUPS = (
    ("gate", "Gates: answer each of them"),
    ("prohibited", "Forbidden practices"),
    ("exception", "What takes a forbidden practice out again"),
    ("annex-iii", "High-risk uses"),
    ("filter", "The way out of a high-risk use"),
    ("product", "Products: answer each of them if it is a regulated product or part of one"),
    ("act", "Which product"),
    ("transparency", "Saying that it is AI"),
    ("gpai", "Models for many tasks"),
    ("definition", "Is it AI at all"),
    ("scope", "Where"),
    ("exclusion", "What the law leaves out"),
    ("role", "Who you are"),
    ("data", "Data"),
    ("date", "Since when"),
)
_DECIDING = frozenset({"prohibited", "annex-iii", "product", "act", "transparency", "gpai"})


@cache
def questions() -> str:
    """The form as a model reads it: gates first, each question with the gate that it stands behind."""
    rows = form().values()
    blocks = ([f"## {title}", *(_line(each) for each in rows if _group(each) == id)] for id, title in _GROUPS)
    return "\n\n".join("\n".join(lines) for lines in blocks)


def _line(question: Question) -> str:
    behind = f" (behind {question.behind})" if question.behind else ""
    hint = f" Note: {question.hint}" if question.hint else ""
    return f"{question.id}{behind}: {question.question}{hint}"


def _group(question: Question) -> str:
    """A question for everybody is a gate, whatever it opens."""
    return "gate" if question.id == "offers-general-model" else question.group


def facts_of(said: forms.Facts, texts: Mapping[str, str]) -> tuple[Fact, ...]:
    """The answers whose words stand in the texts, by box, in the order of the form."""
    does = _quoted(Fact("", "no", said.does.quote, said.does.box, by="model"), texts)
    found, doubted = dict[str, Fact](), dict[str, Fact]()
    for each in said.facts:
        if each.id not in form():
            continue
        if each.value == "unsure":
            doubted[each.id] = Fact(each.id, by="model", reason=OPEN)
        elif fact := _fact(each, does, texts):
            found.setdefault(each.id, fact)
    if does:
        found |= {id: _instead(id, does) for id in _silent(found, doubted.keys())}
    found = doubted | found
    return tuple(found[id] for id in form() if id in found)


def _fact(said: forms.Answered, does: Fact | None, texts: Mapping[str, str]) -> Fact | None:
    if said.value == "no" and not said.quote.strip():
        return _instead(said.id, does) if does else None
    return _quoted(Fact(said.id, said.value, said.quote, said.box, by="model"), texts)


def _instead(id: str, does: Fact) -> Fact:
    return replace(does, id=id, reason=INSTEAD)


def _quoted(fact: Fact, texts: Mapping[str, str]) -> Fact | None:
    """The fact with its words as they stand in their box; None if they do not."""
    text = texts.get(fact.box, "")
    quote = find(fact.quote, text)
    start = text.find(quote)
    return replace(fact, quote=quote, start=start, end=start + len(quote)) if quote else None


def _silent(found: Mapping[str, Fact], doubted: Set[str]) -> Iterator[str]:
    """What a label hangs on, behind a gate that is open, and neither answered nor doubted.

    Who has to assess a product before it is sold follows from no silence.
    """
    open = {gate for id, fact in found.items() if fact.value == "yes" for gate in (id, *above(id))} - doubted
    for id, question in form().items():
        asked = question.group in _DECIDING and question.careful == "yes" and question.behind in open
        product = question.group == "product" and "regulated-product" in open
        if asked and not product and id not in found and id not in doubted | open:
            yield id
