"""Boxes as a caller names them: by id, or by name however it is written. What comes back names them in the same way."""

from collections.abc import Mapping
from types import MappingProxyType

from app.canvas.template import Template
from app.documents.headings import Names
from app.errors import Invalid

Given = Mapping[str, str]  # by id, the name that a caller gave a box where it is not its id
IDS: Given = MappingProxyType({})
_LONGEST = 200  # characters of a name: it comes back with each finding


def by_id(template: Template, boxes: Mapping[str, str]) -> tuple[Mapping[str, str], Given]:
    """The texts by id, and how their boxes were named. An unknown name stays as it is.

    Invalid if two names mean one box, or one is too long.
    """
    if boxes.keys() <= template.boxes.keys():
        return boxes, IDS
    names, texts, given = Names(template), dict[str, str](), dict[str, str]()
    for name, text in boxes.items():
        if len(name) > _LONGEST and name not in template.boxes:
            raise Invalid(f"“{name[:40]}…” is too long for the name of a box.", advice="Send its id or its name.")
        id = name if name in template.boxes else names.box(name) or name
        if id in texts:
            raise Invalid(f"“{given.get(id, id)}” and “{name}” are one box.", advice="Send each box once.")
        texts[id] = text
        if id != name:
            given[id] = name
    return texts, given
