"""The forms that a model fills in. Their fields stand in the order in which people want to see them arrive.

Lenient on purpose: a form that lacks a list or holds a key too many is still of use; what it says is checked later.
"""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict


def _text(value: Any) -> Any:
    """Small models leave a text out with null, and write numbers where a name belongs."""
    if value is None:
        return ""
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


def _number(value: Any) -> Any:
    """The number of a question, also where it comes as “2”, “Q2” or null."""
    if value is None:
        return 0
    digits = "".join(each for each in value if each.isdecimal()) if isinstance(value, str) else ""
    return int(digits[:4] or 0) if isinstance(value, str) else value


def _list(value: Any) -> Any:
    """A list, also where it holds gaps, is missing, or its only entry stands alone."""
    if value is None:
        return []
    return [each for each in value if each is not None] if isinstance(value, list) else [value]


def _absent(value: Any) -> Any:
    return {} if value is None else value


def _flag(value: Any) -> Any:
    return False if value is None else value


def _kept(value: Any) -> Any:
    return True if value is None else value


def _one_of(*known: str, otherwise: str) -> BeforeValidator:
    """A word of a set, however it is spelled; anything else is the harmless one."""

    def read(value: Any) -> str:
        word = str(value).strip().casefold().replace(" ", "_").replace("-", "_").replace("'", "")
        return word if word in known else otherwise

    return BeforeValidator(read)


Text = Annotated[str, BeforeValidator(_text)]
Number = Annotated[int, BeforeValidator(_number)]


class Form(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class Next(Form):
    question: Number = 0
    lead: Text = ""
    translation: Text = ""


class Changed(Form):
    do: Annotated[Literal["add", "replace", "drop"], _one_of("add", "replace", "drop", otherwise="add")] = "add"
    sentence: Text = ""
    text: Text = ""
    sources: Annotated[list[Text], BeforeValidator(_list)] = []
    question: Number = 0


class Ticked(Form):
    question: Number = 0
    state: Annotated[Literal["full", "part"], _one_of("full", "part", otherwise="part")] = "full"
    words: Text = ""


Left = Literal["dont_know", "not_applicable", "later"]


class LeftOpen(Form):
    question: Number = 0
    kind: Annotated[Left, _one_of("dont_know", "not_applicable", "later", otherwise="dont_know")] = "dont_know"
    reason: Text = ""
    owner: Text = ""
    due: Text = ""


class Clash(Form):
    question: Number = 0
    text: Text = ""


class Passed(Form):
    box: Text = ""
    words: Text = ""


KINDS = ("answer", "question", "command", "off_topic")
COMMANDS = ("none", "accept", "later", "dont_know", "clear", "enough", "deeper")


class Listened(Form):
    """What new words mean for a box."""

    kind: Annotated[Literal["answer", "question", "command", "off_topic"], _one_of(*KINDS, otherwise="answer")] = (
        "answer"
    )
    next: Annotated[Next, BeforeValidator(_absent)] = Next()
    reply: Text = ""
    command: Annotated[
        Literal["none", "accept", "later", "dont_know", "clear", "enough", "deeper"],
        _one_of(*COMMANDS, otherwise="none"),
    ] = "none"
    changes: Annotated[list[Changed], BeforeValidator(_list)] = []
    coverage: Annotated[list[Ticked], BeforeValidator(_list)] = []
    left_open: Annotated[list[LeftOpen], BeforeValidator(_list)] = []
    disagreements: Annotated[list[Clash], BeforeValidator(_list)] = []
    elsewhere: Annotated[list[Passed], BeforeValidator(_list)] = []


class Story(Form):
    """What of the opening words belongs where."""

    passages: list[Passed]


class Named(Form):
    name: Text = ""
    role: Text = ""
    responsibilities: Text = ""


class Dated(Form):
    date: Text = ""
    text: Text = ""


class Owned(Form):
    open: Text = ""
    owner: Text = ""
    due: Text = ""


class Closed(Form):
    """The team, the timeline, and who takes what is open."""

    reply: Text = ""
    members: Annotated[list[Named], BeforeValidator(_list)] = []
    milestones: Annotated[list[Dated], BeforeValidator(_list)] = []
    owners: Annotated[list[Owned], BeforeValidator(_list)] = []


class Idea(Form):
    text: Text = ""
    because: Text = ""


class Ideas(Form):
    ideas: list[Idea]


class Verdict(Form):
    id: Text = ""
    fails: Annotated[bool, BeforeValidator(_flag)] = False
    quote: Text = ""
    why: Text = ""
    other_box: Text = ""
    other_quote: Text = ""


class Weighed(Form):
    """Whether a finding of the rules holds. Silence takes nothing back."""

    proposal: Text = ""
    quote: Text = ""
    holds: Annotated[bool, BeforeValidator(_kept)] = True
    why: Text = ""


class Verdicts(Form):
    """What of the rules' findings holds, and yes or no to each criterion."""

    proposed: Annotated[list[Weighed], BeforeValidator(_list)] = []
    verdicts: list[Verdict]


class Answered(Form):
    id: Text = ""
    value: Annotated[Literal["yes", "no", "unsure"], _one_of("yes", "no", "unsure", otherwise="unsure")] = "unsure"
    quote: Text = ""
    box: Text = ""


class Stated(Form):
    kind: Text = ""
    value: Text = ""
    quote: Text = ""
    amount: Text = ""
    task: Text = ""


class Claims(Form):
    """What a box says that other boxes can agree or clash with."""

    claims: list[Stated]


class Words(Form):
    """Words, and the box where they stand."""

    quote: Text = ""
    box: Text = ""


class Facts(Form):
    """Plain questions about the system, answered from the canvas; `does` is what it does, in the canvas's words."""

    does: Annotated[Words, BeforeValidator(_absent)] = Words()
    facts: list[Answered]
