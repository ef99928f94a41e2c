"""Marks that hold a place for words: “???”, “XX %”, “<name>”, “[add the owner here]”. In any language."""

import re
from collections.abc import Iterator

from app.critic.finding import Spot
from app.critic.reading import Reading
from app.critic.tokens import Span, joined

_NAMED = "date|insert|metric|model|n|name|number|owner|person|target|tbd|team|text|todo|tool|value|xx?"
_OPEN = (
    "(?:still |yet )?(?:to follow|to come|to do|follows|pending|missing|open|outstanding|to be supplied|unassigned"
    "|vacant|will be added|will follow|comes? later|not yet defined|not defined yet|awaiting input|needs input"
    "|decision pending|approval pending|under construction|more later|details later|watch this space)"
    "|(?:still )?under discussion|later|unknown yet|nobody yet|no idea yet|someone|somebody"
)
_ASKED = "add|describe|enter|fill|insert|name|placeholder|put|tba|tbc|tbd|to be|todo|write|your"
_OF = (
    "GB|MB|TB|records|rows|percent|per cent|days|euros?|hours|minutes|months|ms|people|points|seconds|users|weeks|years"
)

# An ellipsis holds a place only where it is all that a line or a label has; after a comma it is an open end.
# Each begins with a letter or sign of its own, then looks behind: most places fail on that alone.
_MARKS = re.compile(
    r"\?(?<![\w?!)\]\"'”’]\?)\?++"
    r"|[xX](?<![^\W_][xX])(?:[xX]{2,}+(?![^\W_])|[xX](?=[ \u00a0]?%))"
    r"|(?-i:xx)(?<![^\W_]xx)(?![^\W_])"
    r"|(?-i:XX)(?:(?<=(?:least|above|below|under) XX)|(?<=(?:most|than|over) XX))(?![^\W_])"
    rf"|(?-i:XX)(?<!\wXX)(?= (?:{_OF})\b)"
    r"|[xyn](?<![\w.][xyn])(?=[ \u00a0]?%)"
    rf"|x(?<![\w.]x)(?= (?:{_OF})\b)"
    r"|20(?<!\w20)(?:\dx|xx)\b"
    r"|_(?<![^\s:=(<>≤≥]_)_++(?![^\s.,;:)%])"
    r"|n(?<!\wn)\.[ \u00a0]?n\.(?!\w)"
    rf"|<(?:your |the |some |a |to be )?(?:{_NAMED})\b[^<>\n]{{0,40}}>"
    rf"|\[(?:the |some |a )?(?:{_NAMED}|{_ASKED})\b[^\[\]\n]{{0,60}}\](?!\()"
    r"|\[[^\[\]\n?]{1,60}\?\](?!\()|<[^<>\n]{1,40}\bhere>"
    r"|\[(?:…|\.{3})\]"
    r"|(?:\.{3}|…)[^\S\n]?%|[xX](?<!\w[xX])[xX][./-][xX]{2}[./-]\w{2,4}"
    r"|(?:[:=]|\s[-–—])[^\S\n]++(?P<mark>(?-i:X{1,3}|XY|XYZ|NN|N\.N\.)|\?|dunno)(?=[.)]?[^\S\n]*+$)"
    r"|\{\{?[ \w]{1,30}+\}\}?|t(?<!\wt)\.\s?b\.\s?[acds]\b\.?"
    r"|(?:^|[:=])[^\S\n]*+(?:[-*•][^\S\n]*+)?(?P<dots>\.{3,}+|…)(?=[^\S\n]*+$)",
    re.MULTILINE | re.IGNORECASE,
)
_LABELLED = re.compile(
    rf"[:(=–—-](?<![^-]-)[^\S\n]*+(?P<open>{_OPEN})(?=[^\S\n]*+(?:[.)]?[^\S\n]*+$|[)–—]|--))",
    re.MULTILINE | re.IGNORECASE,
)
_TRAILING = re.compile(r",[^\S\n]?(?P<dots>\.{3}|…)(?=[^\S\n]*+$|\s[A-Z])", re.MULTILINE)
# A text without one of these has no mark: the pattern need not run. It costs ten times as much as this look.
_SIGNS = ("_", "<", "[", "{", "…", "...")
_ASKED_FOR = ("??", " ?", "\t?", "\u00a0?")
_HINTS_OF = {
    "x": (
        "x%",
        "x %",
        "x\u00a0%",
        ": x",
        "= x",
        "- x",
        "– x",
        *(f"x {each}" for each in _OF.lower().replace("s?", "").split("|")),
    ),
    "y": ("y%", "y %", "y\u00a0%"),
    "n": ("n%", "n %", "n\u00a0%", "n.n", "n. n", "n.\u00a0n"),
    "t": ("t.b", "t. b"),
}  # where the letter stands alone
_HOLES = frozenset(["dunno", "nn", "xy", "xyz", "20xx", *(f"20{each}x" for each in range(10))])
_HOLES |= {"x" * each for each in range(2, 99)}
_HINTED = _HOLES | _HINTS_OF.keys()
_OPEN_WORDS = frozenset(re.findall(r"(?:follow|come|do|[a-z]{4,})(?=[)|]|$)", _OPEN)) - {"still", "idea"} | {"yet"}


def _hinted(reading: Reading) -> bool:
    text, here = reading.evened, _HINTED & reading.every_word
    for sign in _SIGNS if "?" not in text else (*_SIGNS, *_ASKED_FOR):
        if sign in text:
            return True
    hints = (hint for word in here - _HOLES for hint in _HINTS_OF[word])
    return bool(here) and (not here.isdisjoint(_HOLES) or any(hint in text for hint in hints))


def marks(reading: Reading) -> Iterator[Spot]:
    """The marks of a text, in order of their kinds; none in code or in quotation marks."""
    some = [("VAG-10", _MARKS), ("VAG-05", _TRAILING)] if _hinted(reading) else []
    if not _OPEN_WORDS.isdisjoint(reading.every_word):
        some.append(("VAG-10", _LABELLED))
    for id, pattern in some:
        for mark in pattern.finditer(reading.text):
            span = Span(*mark.span(mark.lastgroup or 0))
            if not reading.protected(span) and (mark[0].startswith("?") or not joined(reading.text, span)):
                yield Spot(id, reading.quote(span), *span)
