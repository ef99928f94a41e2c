"""What a canvas asks: columns of boxes, each with guiding questions. Read from YAML, never changed."""

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import yaml

from app.errors import NotFound, TemplateInvalid

FOLDER = Path(__file__).parent / "templates"
SAMPLES = Path(__file__).parent / "samples"
DEFAULT = "mlops-canvas-1.1"
WORDS = (20, 150)  # how long a good answer is when a template does not say
DEEPEST = 20  # levels of a template's YAML; ten thousand of them would crash the C parser, and this process with it


@dataclass(frozen=True, slots=True)
class Question:
    """One guiding question. `number` counts from 1 within its box."""

    number: int
    text: str
    plain: str
    example: str = ""
    label: str = ""
    essential: bool = False


@dataclass(frozen=True, slots=True)
class Reference:
    number: int
    text: str


@dataclass(frozen=True)
class Box:
    """One box: `words` is the length of a good answer, `informs` names the boxes to read again after it."""

    id: str
    name: str
    prompt: str
    questions: tuple[Question, ...]
    words: tuple[int, int] = WORDS
    informs: tuple[str, ...] = ()
    references: tuple[Reference, ...] = ()

    def __hash__(self) -> int:
        """By its id alone: what is kept by box is looked up for each text, and a box holds a page of words."""
        return hash(self.id)

    def question(self, number: int) -> Question:
        """The question with that number; NotFound if the box has no such question."""
        for question in self.questions:
            if question.number == number:
                return question
        raise NotFound(
            f"{self.name} has no question {number}.", advice=f"Its questions are 1 to {len(self.questions)}."
        )


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    purpose: str
    boxes: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class HeaderField:
    id: str
    name: str


@dataclass(frozen=True)
class Template:
    """A canvas to fill. `text` is the YAML that it was read from, `hash` its SHA-256."""

    id: str
    version: str
    name: str
    licence: str
    columns: tuple[Column, ...]
    text: str = field(repr=False)
    attribution: str = ""
    changes: str = ""
    overview: str = ""
    language: str = "en"
    header: tuple[HeaderField, ...] = ()
    fill_order: tuple[str, ...] = ()

    @cached_property
    def hash(self) -> str:
        return hashlib.sha256(self.text.encode()).hexdigest()

    @cached_property
    def boxes(self) -> Mapping[str, Box]:
        """Every box by id, in the order in which the canvas is filled."""
        known = {box.id: box for column in self.columns for box in column.boxes}
        return {id: known[id] for id in self.fill_order or known}

    @cached_property
    def order(self) -> tuple[str, ...]:
        return tuple(self.boxes)

    def box(self, id: str) -> Box:
        """The box with that id; NotFound if the canvas has no such box."""
        try:
            return self.boxes[id]
        except KeyError:
            raise NotFound(
                f"{self.name} has no box “{id}”.", advice=f"Its boxes are: {', '.join(self.order)}."
            ) from None

    def column_of(self, box: str) -> Column:
        return next(column for column in self.columns if any(each.id == box for each in column.boxes))

    def informed_by(self, box: str) -> tuple[str, ...]:
        """The boxes whose answer this one rests on."""
        return tuple(id for id, other in self.boxes.items() if box in other.informs)


def shipped() -> tuple[str, ...]:
    """Ids of the templates that travel with the package."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.yaml")))


@lru_cache(maxsize=1)
def _hashes() -> frozenset[str]:
    return frozenset(load(id).hash for id in shipped())


def ships(template: Template) -> bool:
    """Whether a template is one of ours, word for word; if not, a person wrote its words."""
    return template.hash in _hashes()


def load(name: str) -> Template:
    """A shipped template by id, or a person's own by the path of a YAML file."""
    path = FOLDER / f"{name}.yaml" if name in shipped() else Path(name)
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        why = (getattr(error, "strerror", None) or str(error)).casefold()
        raise TemplateInvalid(
            f"The template “{name}” could not be read: {why}.",
            advice=f"Give a YAML file, or one of: {', '.join(shipped())}.",
        ) from error
    return parse(text, name=str(path.name))


@lru_cache(maxsize=16)  # reading ours takes 15 ms, and every new canvas begins with it
def parse(text: str, *, name: str) -> Template:
    """A template from its YAML text. `name` is the file that messages point to."""
    from_yaml = _Reader(name)
    return from_yaml.template(text)


class _StrictLoader(yaml.CSafeLoader):
    """YAML without the silent last-one-wins on a key that stands twice."""


def _mapping(loader: _StrictLoader, node: yaml.MappingNode) -> dict[Any, Any]:
    read = dict(yaml.SafeLoader.construct_mapping(loader, node, deep=True))
    if len(read) < len(node.value):
        twice, _ = Counter(loader.construct_object(key) for key, _ in node.value).most_common(1)[0]
        raise yaml.constructor.ConstructorError(None, None, f"the key “{twice}” stands twice", node.start_mark)
    return read


_StrictLoader.add_constructor("tag:yaml.org,2002:map", _mapping)


def _refuse_bombs(text: str) -> None:
    """YAMLError if a short file would become a huge tree: by repeating parts of itself, or by its depth."""
    depth = 0
    for event in yaml.parse(text, _StrictLoader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if isinstance(event, yaml.AliasEvent):
            raise yaml.YAMLError(f"repeat the text instead of pointing to it with *{event.anchor}")
        if depth > DEEPEST:
            raise yaml.YAMLError(f"more than {DEEPEST} levels deep{event.start_mark}")


class _Reader:
    """Turns a parsed YAML tree into a Template; every complaint names the file and the key."""

    def __init__(self, name: str) -> None:
        self.name = name

    def fail(self, key: str, problem: str) -> TemplateInvalid:
        return TemplateInvalid(f"{self.name}: {key}: {problem}.", advice="Mend that key in the file and load it again.")

    def template(self, text: str) -> Template:
        try:
            _refuse_bombs(text)
            tree = yaml.load(text, _StrictLoader)
        # A wrong tag, such as “!!bool maybe”, makes PyYAML stumble in any of these ways.
        except (yaml.YAMLError, ValueError, LookupError, TypeError, AttributeError) as error:
            raise self.fail("file", f"is not YAML that can be used ({' '.join(str(error).split())})") from error
        keys = self.keys(tree, "file", _TEMPLATE_KEYS, needed=("id", "version", "name", "licence", "columns"))
        columns = tuple(
            self.column(each, f"columns[{n}]") for n, each in enumerate(self.items(keys, "columns", "file"), 1)
        )
        template = Template(
            columns=columns,
            text=text,
            header=tuple(self.header(each) for each in self.items(keys, "header", "file")),
            fill_order=self.strings(keys, "fill_order", "file"),
            **{key: self.string(keys, key, "file") for key in _TEMPLATE_STRINGS if key in keys},
        )
        self.check(template)
        return template

    def check(self, template: Template) -> None:
        ids = [box.id for column in template.columns for box in column.boxes]
        for id in ids:
            if ids.count(id) > 1:
                raise self.fail("columns", f"the box id “{id}” stands twice")
        if template.fill_order and sorted(template.fill_order) != sorted(ids):
            raise self.fail("fill_order", "must name every box once")
        for box in template.boxes.values():
            for other in box.informs:
                if other not in ids or other == box.id:
                    raise self.fail(f"{box.id}.informs", f"“{other}” is not another box of this canvas")

    def column(self, tree: object, where: str) -> Column:
        keys = self.keys(tree, where, {"name", "purpose", "boxes"}, needed=("name", "boxes"))
        boxes = tuple(
            self.box(each, f"{where}.boxes[{n}]") for n, each in enumerate(self.items(keys, "boxes", where), 1)
        )
        return Column(name=self.string(keys, "name", where), purpose=self.string(keys, "purpose", where), boxes=boxes)

    def box(self, tree: object, where: str) -> Box:
        keys = self.keys(tree, where, _BOX_KEYS, needed=("id", "name"))
        id = self.string(keys, "id", where)
        if id in RESERVED:
            raise self.fail(f"{where}.id", f"“{id}” is a place of the interview; choose another id")
        questions = self.items(keys, "questions", id)
        if not questions:
            raise self.fail(f"{id}.questions", "a box needs at least one question")
        return Box(
            id=id,
            name=self.string(keys, "name", id),
            prompt=self.string(keys, "prompt", id),
            questions=tuple(self.question(each, n, f"{id}.questions[{n}]") for n, each in enumerate(questions, 1)),
            words=self.words(keys, id),
            informs=self.strings(keys, "informs", id),
            references=tuple(self.reference(each, id) for each in self.items(keys, "references", id)),
        )

    def question(self, tree: object, number: int, where: str) -> Question:
        if isinstance(tree, str):
            tree = {"text": tree}
        keys = self.keys(tree, where, {"text", "plain", "example", "label", "essential"}, needed=("text",))
        essential = keys.get("essential", False)
        if not isinstance(essential, bool):
            raise self.fail(f"{where}.essential", "must be true or false")
        text = self.string(keys, "text", where)
        return Question(
            number=number,
            text=text,
            plain=self.string(keys, "plain", where) or text,
            example=self.string(keys, "example", where),
            label=self.string(keys, "label", where),
            essential=essential,
        )

    def reference(self, tree: object, box: str) -> Reference:
        keys = self.keys(tree, f"{box}.references", {"number", "text"}, needed=("number", "text"))
        if not isinstance(keys["number"], int):
            raise self.fail(f"{box}.references.number", "must be a number")
        return Reference(number=keys["number"], text=self.string(keys, "text", f"{box}.references"))

    def header(self, tree: object) -> HeaderField:
        keys = self.keys(tree, "header", {"id", "name"}, needed=("id", "name"))
        return HeaderField(id=self.string(keys, "id", "header"), name=self.string(keys, "name", "header"))

    def words(self, keys: Mapping[str, Any], where: str) -> tuple[int, int]:
        match keys.get("words", list(WORDS)):
            case [int(low), int(high)] if 0 < low <= high:
                return low, high
        raise self.fail(f"{where}.words", "must be two whole numbers, such as [40, 120]")

    def keys(self, tree: object, where: str, known: set[str], *, needed: tuple[str, ...]) -> Mapping[str, Any]:
        if not isinstance(tree, dict):
            raise self.fail(where, "must be a list of keys and values")
        for key in tree:
            if key not in known:
                raise self.fail(where, f"“{key}” is not a known key; known are {', '.join(sorted(known))}")
        for key in needed:
            if not str(tree.get(key) or "").strip():
                raise self.fail(where, f"“{key}” is missing")
        return tree

    def string(self, keys: Mapping[str, Any], key: str, where: str) -> str:
        value = keys.get(key, "")
        if not isinstance(value, str):
            raise self.fail(f"{where}.{key}", "must be text; put it in quotes")
        return " ".join(value.split())

    def items(self, keys: Mapping[str, Any], key: str, where: str) -> list[Any]:
        value = keys.get(key, [])
        if not isinstance(value, list):
            raise self.fail(f"{where}.{key}", "must be a list")
        return value

    def strings(self, keys: Mapping[str, Any], key: str, where: str) -> tuple[str, ...]:
        values = self.items(keys, key, where)
        if not all(isinstance(value, str) for value in values):
            raise self.fail(f"{where}.{key}", "must be a list of texts")
        return tuple(values)


RESERVED = {"start", "close"}  # places of the interview that are not boxes
_TEMPLATE_STRINGS = ("id", "version", "name", "licence", "attribution", "changes", "overview", "language")
_TEMPLATE_KEYS = {*_TEMPLATE_STRINGS, "header", "fill_order", "columns"}
_BOX_KEYS = {"id", "name", "prompt", "words", "informs", "questions", "references"}
