"""The six boxes that both sides fill: two columns of the home canvas."""

from collections.abc import Iterator
from functools import cache

import yaml

from app.canvas.template import DEFAULT, Column, load

COLUMNS = ("Problem", "Risk")
ID = f"{DEFAULT}-two-columns"


def columns() -> Iterator[Column]:
    return (each for each in load(DEFAULT).columns if each.name in COLUMNS)


@cache
def template_text() -> str:
    """The YAML of a canvas of these columns, word for word those of the home canvas."""
    whole = yaml.safe_load(load(DEFAULT).text)
    kept = [each for each in whole["columns"] if each["name"] in COLUMNS]
    ids = [box["id"] for column in kept for box in column["boxes"]]
    for box in (box for column in kept for box in column["boxes"]):
        box["informs"] = [each for each in box.get("informs", ()) if each in ids]
    cut = {**whole, "id": ID, "columns": kept, "fill_order": [each for each in whole["fill_order"] if each in ids]}
    return yaml.safe_dump(cut, allow_unicode=True, sort_keys=False)
