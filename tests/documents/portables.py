"""Canvases to write: by hand for examples, by hypothesis for properties."""

import datetime as dt
from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from app.canvas.model import (
    AnswerKind,
    Header,
    Member,
    Milestone,
    NonAnswer,
    Overview,
    Sentence,
    Source,
    SourceKind,
)
from app.canvas.template import Template, load, parse
from app.critic.finding import Engine, Status
from app.documents.portable import (
    Portable,
    PortableAnswer,
    PortableFact,
    PortableFinding,
    PortableIteration,
    PortableQuestion,
    Step,
)

MLOPS = load("mlops-canvas-1.1")

# Names that collide with each other, with a column, with our sections, with Markdown, or with nothing at all.
ODD = parse(
    """
id: "odd, version 2"
version: "3, version 4"
name: "# Odd <b>canvas"
licence: MIT
columns:
  - name: Data
    boxes:
      - {id: data, name: Data, questions: ["What | which?", "2. Why?"]}
      - {id: c, name: C, questions: [One?, Two?]}
      - {id: c-plus, name: C++, questions: [One?]}
      - {id: "c+plus", name: "C #", questions: [One?]}
  - name: Open questions
    boxes:
      - {id: open-questions, name: Open questions, questions: [One?]}
      - {id: mark, name: "#", questions: [One?]}
      - {id: tag, name: "<!-- & -->", questions: [One?]}
      - {id: target, name: "🎯", questions: [One?]}
      - {id: pair, name: 'A \\ B / "C"', questions: [One?]}
""",
    name="odd.yaml",
)
TEMPLATES = {MLOPS.id: MLOPS, ODD.id: ODD}
MIDNIGHT = dt.datetime(2025, 9, 1, tzinfo=dt.UTC)


def portable(template: Template = MLOPS, **parts: Any) -> Portable:
    """A canvas with one iteration; `parts` are fields of the iteration or of the canvas."""
    ours = {key: parts.pop(key) for key in ("findings", "iterations") if key in parts}
    iteration = PortableIteration(**{"number": 1, "header": Header("Vial inspection"), "overview": Overview(), **parts})
    return Portable(
        template_id=template.id,
        template_version=template.version,
        template_hash=template.hash,
        template_text=template.text,
        **{"iterations": (iteration,), **ours},
    )


def answer(box: str, *sentences: str | Sentence, number: int = 1) -> PortableAnswer:
    told = tuple(each if isinstance(each, Sentence) else Sentence(each) for each in sentences)
    return PortableAnswer(box, number, AnswerKind.ACCEPTED, told)


_NASTY = (
    *"#|##|### |####|# Background|### Background|## Data|#### Data Collection|### Data".split("|"),
    *(
        "Background",
        "Risk",
        "C",
        "C++",
        "🎯",
        "Open questions",
        "## Open questions",
        "\n---\n",
        "\n===\n",
        "---",
    ),
    *(
        "```",
        "````",
        "~~~",
        "```python",
        "- ```",
        "> ```",
        "`",
        "``",
        "    ",
        "\t",
        " ",
        "  ",
        "\n",
        "\n\n",
        "\r\n",
        "\r",
    ),
    *("<", "<!--", "-->", "<!-- end of canvas -->", "<!-- assumption -->", "<!-- lines end with CRLF -->", "<b>"),
    *(
        "<script>",
        "</details>",
        "<br>",
        "<BR/>",
        "<https://a.b/c>",
        "<?",
        "<![CDATA[",
        "&#13;",
        "&#",
        "&amp;",
        "&",
    ),
    *(
        "[assumption]",
        " [assumption]",
        "[Assumption]",
        "[assum",
        "ption]",
        "\\",
        "\\\\",
        "\\[",
        "\\#",
        "\\|",
        "|",
    ),
    *(
        "| a | b |",
        "| --- | --- |",
        "_Not answered yet._",
        "- ",
        "* ",
        "1. ",
        "> ",
        "word",
        "Some words.",
        "Why? ",
        "e.g. ",
    ),
    *(
        "\x00",
        "\x0b",
        "\x0c",
        "\x1c",
        "\x85",
        "\xa0",
        "\u2028",
        "\u200b",
        "\u202e",
        "\u2066",
        "\ufeff",
        "\u0301",
        "ſ",
    ),
    *(
        "\ud800",
        "\U0001f468\u200d\U0001f469",
        "שלום",
        "مرحبا",
        "3 percent",
        "approx. 3 of 71. ",
        "[a]: b",
        '"',
        "'",
    ),
)
nasty = st.lists(st.sampled_from(_NASTY), max_size=8).map("".join) | st.text(max_size=20)
crlf = nasty.map(lambda text: text.replace("\r", "").replace("\n", "\r\n"))
words = nasty.filter(lambda text: text.strip() != "")
blanks = st.sampled_from(("", " ", "\n", "\n\n", "\r\n", "  ", "\t"))
whole = st.text(st.characters(codec="utf-8"), max_size=12)  # what JSON can carry
days = st.none() | st.dates()
moments = st.none() | st.datetimes(timezones=st.just(dt.UTC))

sources = st.lists(st.builds(Source, st.sampled_from(SourceKind), whole, whole), max_size=2).map(tuple)
_answers = st.lists(st.builds(Sentence, nasty | crlf, st.just(()), st.booleans(), st.none(), blanks), max_size=4)


@st.composite
def drawn(draw: st.DrawFn) -> Portable:
    """A canvas of one iteration, with what Markdown promises to bring back."""
    template = draw(st.sampled_from((MLOPS, ODD)))
    boxes = st.sampled_from(template.order)
    number = draw(st.integers(1, 999_999))
    given = draw(st.dictionaries(boxes, _answers, max_size=4))
    canvas = portable(
        template,
        number=number,
        header=draw(st.builds(Header, nasty, nasty, days, nasty)),
        overview=draw(_overviews),
        answers=tuple(answer(box, *given[box]) for box in template.order if box in given),
        open_questions=tuple(draw(st.lists(boxes.flatmap(lambda box: _asked(template, box)), max_size=3))),
        facts=tuple(draw(st.lists(_facts(boxes), max_size=2))),
        findings=tuple(draw(st.lists(boxes.flatmap(lambda box: _waivers(box, boxes, number)), max_size=2))),
    )
    return replace(canvas, template_text=None)  # which Markdown does not carry, and a failure would print


midnights = st.none() | st.dates().map(lambda day: dt.datetime.combine(day, dt.time(), dt.UTC))
_overviews = st.builds(
    Overview,
    st.lists(st.builds(Member, words, nasty, nasty), max_size=2).map(tuple),
    st.lists(st.builds(Milestone, words, nasty), max_size=2).map(tuple),
)


def _asked(template: Template, box: str) -> st.SearchStrategy[PortableQuestion]:
    numbers = [question.number for question in template.boxes[box].questions]
    return st.builds(
        PortableQuestion,
        st.just(box),
        st.none() | st.sampled_from(numbers),
        st.sampled_from(NonAnswer),
        nasty,
        nasty,
        days,
    )


def _facts(boxes: st.SearchStrategy[str]) -> st.SearchStrategy[PortableFact]:
    return st.builds(
        PortableFact,
        id=words,
        value=st.sampled_from(("yes", "no", "unsure")),
        quote=nasty,
        box=st.just("") | boxes,
        hand=st.sampled_from(("rules", "model", "person")),
        by=nasty,
        at=midnights,
        reason=nasty,
    )


def _waivers(box: str, boxes: st.SearchStrategy[str], number: int) -> st.SearchStrategy[PortableFinding]:
    return st.builds(
        PortableFinding,
        fingerprint=words,
        criterion=nasty,
        box=st.just(box),
        other_box=st.none() | boxes,
        quote=nasty,
        life=st.builds(
            Step,
            st.just(Status.WAIVED),
            st.just(number),
            by=nasty,
            at=midnights,
            reason=nasty,
        ).map(lambda step: (step,)),
    )


@st.composite
def histories(draw: st.DrawFn) -> Portable:
    """A canvas with everything that JSON carries."""
    given = dict.fromkeys(MLOPS.order, 0)
    iterations = []
    for number in range(1, draw(st.integers(1, 3)) + 1):
        answers = []
        for box in draw(st.lists(st.sampled_from(MLOPS.order), max_size=3)):
            given[box] += 1
            answers.append(draw(_whole_answers(box, given[box])))
        iterations.append(
            PortableIteration(
                number=number,
                header=draw(st.builds(Header, whole, whole, days, whole)),
                overview=Overview(draw(st.lists(st.builds(Member, whole, whole, whole), max_size=1).map(tuple))),
                open_questions=tuple(draw(st.lists(_whole_questions, max_size=2))),
                facts=tuple(draw(st.lists(_whole_facts, max_size=2))),
                answers=tuple(answers),
            )
        )
    return portable(iterations=tuple(iterations), findings=tuple(draw(st.lists(_whole_findings, max_size=2))))


_whole_facts = st.builds(
    PortableFact,
    id=whole,
    value=st.sampled_from(("yes", "no", "unsure")),
    quote=whole,
    box=whole,
    hand=st.sampled_from(("rules", "model", "person")),
    by=whole,
    at=moments,
    reason=whole,
)


def _whole_answers(box: str, number: int) -> st.SearchStrategy[PortableAnswer]:
    sentence = st.builds(Sentence, whole, sources, st.booleans(), st.none() | st.integers(1, 5), blanks)
    return st.builds(
        PortableAnswer,
        box=st.just(box),
        number=st.just(number),
        kind=st.sampled_from(AnswerKind),
        sentences=st.lists(sentence, max_size=3).map(tuple),
        by=whole,
        at=moments,
        built_on=st.dictionaries(st.sampled_from(MLOPS.order), whole, max_size=2),
        open_findings=st.lists(whole, max_size=2).map(tuple),
    )


_whole_questions = st.builds(
    PortableQuestion,
    st.sampled_from(MLOPS.order),
    st.none() | st.integers(1, 5),
    st.sampled_from(NonAnswer),
    reason=whole,
    owner=whole,
    due=days,
    by=whole,
    at=moments,
)
_whole_findings = st.builds(
    PortableFinding,
    fingerprint=whole,
    criterion=whole,
    box=st.sampled_from(MLOPS.order),
    other_box=st.none() | st.sampled_from(MLOPS.order),
    severity=st.sampled_from(("note", "should", "must")),
    quote=whole,
    start=st.integers(0, 99),
    end=st.integers(0, 99),
    sources=st.lists(whole, max_size=2).map(tuple),
    engine=st.sampled_from(Engine),
    life=st.lists(
        st.builds(Step, st.sampled_from(Status), st.integers(1, 3), by=whole, at=moments, reason=whole),
        max_size=3,
    ).map(tuple),
)
