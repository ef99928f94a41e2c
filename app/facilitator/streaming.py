"""Text for those who watch, while a model still writes: what is new of a half-filled form, part by part."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from app.canvas.template import Box
from app.facilitator.delta import Delta
from app.facilitator.port import Stream

View = Callable[[Mapping[str, Any]], Mapping[str, str]]
"""What people see of a half-filled form: the text of each part so far."""


class Passing:
    """Passes on what is new. A text that begins anew, because a model was asked again, is held back."""

    def __init__(self, stream: Stream, box: str, turn: str, view: View) -> None:
        self._stream = stream
        self._box = box
        self._turn = turn
        self._view = view
        self._sent: dict[str, str] = {}

    def __call__(self, form: Mapping[str, Any]) -> bool:
        for part, text in self._view(form).items():
            sent = self._sent.get(part, "")
            if len(text) > len(sent) and text.startswith(sent):
                self._stream(Delta(self._box, self._turn, part, text[len(sent) :]))
                self._sent[part] = text
        return bool(self._sent)


def listened(box: Box, open: Sequence[int]) -> View:
    """The reply or the next question first, then the draft's new sentences."""

    def view(form: Mapping[str, Any]) -> Mapping[str, str]:
        parts = {"explanation": _text(form, "reply")}
        if form.get("kind") in ("answer", "command"):  # else what was asked still stands
            parts["lead"] = _next(form, box, open)
        texts = (_text(each, "text") for each in _items(form, "changes") if each.get("do") != "drop")
        return parts | {"draft": "\n".join(filter(None, texts))}

    return view


def _next(form: Mapping[str, Any], box: Box, open: Sequence[int]) -> str:
    """The lead, and once it is whole, the question that it leads to."""
    given = form.get("next")
    if not isinstance(given, dict):
        return ""
    lead, number = _text(given, "lead"), given.get("question")
    if "changes" not in form or number not in open:
        return lead
    question = _text(given, "translation") or next(each.text for each in box.questions if each.number == number)
    return f"{lead} {question}".strip()


def suggested(form: Mapping[str, Any]) -> Mapping[str, str]:
    return {"suggestions": "\n".join(filter(None, (_text(each, "text") for each in _items(form, "ideas"))))}


def _items(form: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    found = form.get(name)
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def _text(form: Mapping[str, Any], name: str) -> str:
    text = form.get(name)
    return text if isinstance(text, str) else ""
