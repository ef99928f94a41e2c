"""What a file may not be, looked at before any parser sees it. Each look takes linear time."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import yaml

from app.errors import DocumentInvalid, TooLong

DEPTH = 32  # our deepest value is a source of a sentence, at nine
KEYS = 500  # of one YAML mapping; the template reader compares each with each

# Possessive, and the closing quote may be missing: an unclosed string must not be tried again at each quote.
_JSON_MARK = re.compile(rb'"(?:[^"\\]++|\\.)*+"?|[\[{]|[\]}]', re.DOTALL)


def size(data: bytes | str, *, name: str, limit: int) -> None:
    """TooLong if a file has more bytes or characters than `limit`."""
    if len(data) > limit:
        unit = "bytes" if isinstance(data, bytes) else "characters"
        raise TooLong(
            f"{name} has {len(data):,} {unit}; a file may have {limit:,}.",
            advice="Nothing was read. Check that it is the right file, or ask for a higher limit.",
        )


def json_depth(data: bytes, *, name: str) -> None:
    """DocumentInvalid if JSON nests deeper than any canvas."""
    depth = 0
    for mark in _JSON_MARK.finditer(data):
        depth += {b"[": 1, b"{": 1, b"]": -1, b"}": -1}.get(mark[0], 0)
        if depth > DEPTH:
            raise _trap(name, f"it nests deeper than {DEPTH} levels")


def yaml_shape(text: str, *, name: str) -> None:
    """DocumentInvalid if YAML is broken, nests too deep, repeats parts by reference or has a huge mapping.

    References are how a small file grows into a giant; a canvas needs none.
    """
    counts: list[int] = []
    try:
        for event in yaml.parse(text, yaml.CSafeLoader):
            if isinstance(event, yaml.AliasEvent):
                raise _trap(name, f"it repeats the part *{event.anchor}; write it out")
            if isinstance(event, yaml.NodeEvent) and counts:
                counts[-1] += 1
            if isinstance(event, yaml.CollectionStartEvent):
                counts.append(0)
            elif isinstance(event, yaml.MappingEndEvent) and counts.pop() > 2 * KEYS:
                raise _trap(name, f"one of its parts has more than {KEYS} keys")
            elif isinstance(event, yaml.SequenceEndEvent):
                counts.pop()
            if len(counts) > DEPTH:
                raise _trap(name, f"it nests deeper than {DEPTH} levels")
    except yaml.YAMLError as error:
        raise _trap(name, f"it is not YAML ({' '.join(str(error).split())})") from error
    except ValueError as error:  # half a character
        raise _trap(name, "it holds a character that is none") from error


class _Loader(yaml.CSafeLoader):
    """YAML whose mappings may not hold a key twice."""


def _mapping(loader: _Loader, node: yaml.MappingNode) -> Mapping[Any, Any]:
    unique_keys([(str(loader.construct_object(key, deep=True)), None) for key, _ in node.value])
    return dict[Any, Any](yaml.SafeLoader.construct_mapping(loader, node, deep=True))


_Loader.add_constructor("tag:yaml.org,2002:map", _mapping)


def yaml_tree(text: str, *, name: str) -> object:
    """What YAML holds, after `yaml_shape`."""
    yaml_shape(text, name=name)
    try:
        return yaml.load(text, _Loader)
    except (yaml.YAMLError, ValueError) as error:
        raise _trap(name, " ".join(str(error).split())) from error


def unique_keys(pairs: Sequence[tuple[str, object]]) -> Mapping[str, object]:
    """A mapping; ValueError for a key that stands twice, where Python would keep the last in silence."""
    keys = dict(pairs)
    if len(keys) < len(pairs):
        twice = next(key for key, times in Counter(key for key, _ in pairs).items() if times > 1)
        raise ValueError(f"the key “{twice}” stands twice")
    return keys


def _trap(name: str, problem: str) -> DocumentInvalid:
    return DocumentInvalid(f"{name} cannot be read: {problem}.", advice="Mend the file and send it again.")
