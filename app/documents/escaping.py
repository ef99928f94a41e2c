"""People's text inside Markdown: what would be taken for structure or markup stands behind a backslash.

One rule holds everywhere, so that a reader need not know why a writer escaped: before a sign that can mean
something, an odd number of backslashes makes it plain; half of them (rounded down) belong to the text. Signs
that an editor or a database would swallow are written as character references.
"""

import re
from collections.abc import Iterator

from app.documents.regions import PREFIX

NOT_ANSWERED = "_Not answered yet._"
ASSUMED = "[assumption]"  # ends a sentence that nobody vouched for
ASSUMED_FROM = "<!-- assumption -->"  # begins it, where the sentence before does not end

_INVISIBLE = "\x00-\x08\x0b-\x1f\x7f\ud800-\udfff"
_RUN = r"(?<!\\)(?P<run>\\*+)"  # a whole run: a search that began inside one would cost its square
_IN_TEXT = re.compile(rf"{_RUN}(?P<sign>{re.escape(ASSUMED)}|{ASSUMED_FROM}|<|&#|[{_INVISIBLE}])", re.IGNORECASE)
_IN_LINE = re.compile(rf"{_RUN}(?P<sign>[<|\n]|&#|[{_INVISIBLE}])")
_OF_LINE = re.compile(
    rf"(?P<prefix>{PREFIX})(?P<run>\\*+)"
    rf"(?=#|```|~~~|(?:=+|-+)[ \t]*$|{re.escape(NOT_ANSWERED)}[ \t]*$)"
)
# What < must not begin: a tag, a comment, a declaration. An address in < > may stay a link.
_MARKUP = re.compile(r"<(?=[A-Za-z/!?])(?!(?:https?://|mailto:)[^\s<>]*>)")
_TOKEN = re.compile(
    rf" {re.escape(ASSUMED)}"
    rf"|{_RUN}(?P<sign>{re.escape(ASSUMED)}|{ASSUMED_FROM}|<|&#(?:(?P<code>[0-9]{{1,7}});)?)",
    re.IGNORECASE,
)
_CELL_TOKEN = re.compile(rf"{_RUN}(?P<sign><br ?/?>|<|\||&#(?:(?P<code>[0-9]{{1,7}});)?)", re.IGNORECASE)
_LINE_END = re.compile(r"(?:^|(?<=[ \t]))#+$")


def reference(sign: str) -> str:
    return f"&#{ord(sign)};"


def after(text: str, markup: str) -> str:
    """Text with markup behind it; backslashes at its end must not turn the markup plain."""
    return text + "\\" * (len(text) - len(text.rstrip("\\"))) + markup


def in_text(text: str, *, code: bytes = b"") -> str:
    """A part of an answer. Where `code` is not zero, a < is kept: code would show the backslash."""

    def escaped(match: re.Match[str]) -> str:
        run, sign, at = match["run"] * 2, match["sign"], match.start("sign")
        if sign < " " or sign > "~":
            return run + reference(sign)
        plain = sign == "<" and (code[at : at + 1] > b"\x00" or not _MARKUP.match(text, at))
        return f"{run}{sign}" if plain else f"{run}\\{sign}"

    return _IN_TEXT.sub(escaped, text)


def in_line(text: str) -> str:
    """A text that must stay on one line: a heading or a cell of a table."""

    def escaped(match: re.Match[str]) -> str:
        run, sign, at = match["run"] * 2, match["sign"], match.start("sign")
        if sign == "\n":
            return f"{run}<br>"
        if sign < " " or sign > "~" or (sign == "|" and run):
            return run + reference(sign)  # readers of tables disagree on two backslashes and a pipe
        return f"{run}{sign}" if sign == "<" and not _MARKUP.match(text, at) else f"{run}\\{sign}"

    text = _IN_LINE.sub(escaped, text)
    if text[:1] in (" ", "\t"):
        text = reference(text[0]) + text[1:]
    return after(text[:-1], reference(text[-1])) if text[-1:] in (" ", "\t") else text


def as_title(text: str) -> str:
    """A text as a heading, which may not end in a # of its own."""
    line = in_line(text)
    return line[:-1] + reference("#") if _LINE_END.search(line) else line


def from_line(raw: str) -> str:
    """The text of a heading or a cell."""

    def plain(match: re.Match[str]) -> str:
        run, odd = divmod(len(match["run"]), 2)
        sign = match["sign"]
        if not odd and sign[:3].lower() == "<br":
            sign = "\n"
        return "\\" * run + (sign if odd else _referred(match["code"]) or sign)

    return _CELL_TOKEN.sub(plain, raw)


def guarded(line: str, *, always: bool) -> str:
    """A line of an answer, already through `in_text`, that must not begin something of ours.

    Backslashes that are there already are doubled; `always` adds the one that makes the line plain.
    """
    match = _OF_LINE.match(line)
    if match is None or not (always or match["run"]):
        return line
    return match["prefix"] + (match["run"] * 2 or "\\") + line[match.end() :]


def unguarded(line: str) -> str:
    match = _OF_LINE.match(line)
    return match["prefix"] + match["run"][: len(match["run"]) // 2] + line[match.end() :] if match else line


def tokens(raw: str) -> Iterator[tuple[str, str]]:
    """The parts of an answer with their marks: ASSUMED, ASSUMED_FROM, or empty for plain text."""
    at = 0
    for match in _TOKEN.finditer(raw):
        yield raw[at : match.start()], ""
        yield from _token(match)
        at = match.end()
    yield raw[at:], ""


def _token(match: re.Match[str]) -> Iterator[tuple[str, str]]:
    run, odd = divmod(len(match["run"] or ""), 2)
    sign = match["sign"] or match[0]
    yield "\\" * run, ""
    marks = {ASSUMED: ASSUMED, ASSUMED_FROM: ASSUMED_FROM}
    mark = "" if odd else marks.get(sign.strip().lower(), "")
    yield sign if odd or mark else _referred(match["code"]) or sign, mark


def _referred(code: str | None) -> str:
    """The sign of a character reference, empty if there is none with that number."""
    return chr(int(code)) if code and int(code) <= 0x10FFFF else ""
