"""What people ask for when something begins."""

import datetime as dt
from dataclasses import dataclass

from app.canvas.template import DEFAULT


@dataclass(frozen=True, slots=True)
class NewCanvas:
    """What a canvas begins with. `template` is the id of a shipped one; `template_text` a person's own YAML."""

    product_name: str
    designed_by: str = ""
    date: dt.date | None = None
    note: str = ""
    template: str = DEFAULT
    template_text: str | None = None
    template_file: str = "template.yaml"
