"""Makes a picture of a page small: the 256 colours that one sees most of, one byte a point."""

import struct
import zlib
from collections import Counter
from collections.abc import Iterator

HEAD = b"\x89PNG\r\n\x1a\n"
COLOURS = 256
Colour = tuple[int, int, int]


def small(data: bytes) -> bytes:
    """The same picture, near enough, from a PNG of eight bits for each of red, green and blue."""
    chunks = list(_chunks(data))
    width, height, *kind = struct.unpack(">IIBBBBB", chunks[0][1])
    assert kind == [8, 2, 0, 0, 0], "another kind of PNG than a browser makes"
    rows = list(_rows(zlib.decompress(b"".join(body for name, body in chunks if name == b"IDAT")), width * 3))
    points = [list(zip(row[0::3], row[1::3], row[2::3], strict=True)) for row in rows]
    counts = Counter(each for row in points for each in row)
    # Ties are broken by the colour itself, so that the same page gives the same bytes.
    chosen = sorted(counts, key=lambda each: (-counts[each] * _vivid(each), each))[:COLOURS]
    places = {each: _nearest(each, chosen) for each in counts}
    flat = b"".join(b"\0" + bytes(places[each] for each in row) for row in points)
    parts = (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)),
        (b"PLTE", b"".join(bytes(each) for each in chosen)),
        (b"IDAT", zlib.compress(flat, 9)),
        (b"IEND", b""),
    )
    return HEAD + b"".join(_chunk(name, body) for name, body in parts)


def _vivid(colour: Colour) -> float:
    """How much more a colour is worth than a grey: a red star is a few points, but one sees that it is red."""
    return 1 + (max(colour) - min(colour)) ** 2 / 200


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(HEAD)
    while at < len(data):
        size, name = struct.unpack(">I4s", data[at : at + 8])
        yield name, data[at + 8 : at + 8 + size]
        at += 12 + size


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def _rows(raw: bytes, size: int) -> Iterator[bytes]:
    """The lines of a picture, which were stored as differences from their neighbours."""
    above = bytearray(size)
    for start in range(0, len(raw), size + 1):
        filter, row = raw[start], bytearray(raw[start + 1 : start + 1 + size])
        for at in range(size):
            left, corner = (row[at - 3], above[at - 3]) if at >= 3 else (0, 0)
            row[at] = (row[at] + _guess(filter, left, above[at], corner)) & 255
        yield bytes(row)
        above = row


def _guess(filter: int, left: int, up: int, corner: int) -> int:
    match filter:
        case 1:
            return left
        case 2:
            return up
        case 3:
            return (left + up) // 2
        case 4:
            return min((left, up, corner), key=lambda each: abs(left + up - corner - each))
    return 0


def _nearest(colour: Colour, chosen: list[Colour]) -> int:
    return min(range(len(chosen)), key=lambda at: sum((a - b) ** 2 for a, b in zip(chosen[at], colour, strict=True)))
