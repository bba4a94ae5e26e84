"""The two pictures of the Teams app, drawn in plain Python: Tierline's three bars, the longest below.

Sizes and colors: Microsoft's app package, “app icons”: a color icon of 192 by 192 pixels with its symbol in the inner
96 by 96, so that no mask cuts it, and an outline of 32 by 32 pixels that is white on transparent and nothing else.
"""

import math
import struct
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

COLOR_SIZE: Final = 192
OUTLINE_SIZE: Final = 32
ACCENT: Final = "#0F766E"
Rgb = tuple[int, int, int]

_TEAL: Final = (0x0F, 0x76, 0x6E)
_WHITE: Final = (0xFF, 0xFF, 0xFF)
_MINT: Final = (0xC9, 0xEF, 0xE6)
_AMBER: Final = (0xF6, 0xC4, 0x53)
_SYMBOL: Final = 96
"""The side of the square that no client cuts off."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A level line with round ends, in pixels."""

    left: float
    right: float
    middle: float
    width: float
    color: Rgb = _WHITE

    def covers(self, x: float, y: float) -> float:
        """How much of the pixel whose center is here lies under the bar, from 0 to 1: that smooths the round ends."""
        away = math.hypot(x - min(max(x, self.left), self.right), y - self.middle)
        return min(1.0, max(0.0, 0.5 + self.width / 2 - away))


def color_icon() -> bytes:
    """The color icon as PNG: the bars in the colors of the mark, on its green to the edges, as clients round them."""
    bars = _bars(COLOR_SIZE / 2, _SYMBOL / 21)
    rows = []
    for y in range(COLOR_SIZE):
        row = bytearray()
        for x in range(COLOR_SIZE):
            row += bytes(_blend(_TEAL, bars, x + 0.5, y + 0.5))
        rows.append(bytes(row))
    return _png(COLOR_SIZE, 2, rows)


def outline_icon() -> bytes:
    """The outline icon as PNG: the bars in white on transparent, their edges between pixels so that they stay crisp."""
    bars = (Bar(6, 26, 25, 4), Bar(6, 19, 16, 4), Bar(6, 13, 7, 4))
    rows = []
    for y in range(OUTLINE_SIZE):
        shades = (round(255 * max(bar.covers(x + 0.5, y + 0.5) for bar in bars)) for x in range(OUTLINE_SIZE))
        rows.append(b"".join(bytes((*_WHITE, shade)) for shade in shades))
    return _png(OUTLINE_SIZE, 6, rows)


def _bars(middle: float, scale: float) -> tuple[Bar, ...]:
    """The bars of the mark, `bot/demo/page/mark.svg`, which is 32 wide, around `middle`."""

    def place(at: float) -> float:
        return middle + (at - 16) * scale

    drawn = ((25, 23, _WHITE), (19, 16, _MINT), (13, 9, _AMBER))
    return tuple(Bar(place(7), place(right), place(at), 3 * scale, color) for right, at, color in drawn)


def _blend(ground: Rgb, bars: Iterable[Bar], x: float, y: float) -> Rgb:
    for bar in bars:
        if part := bar.covers(x, y):
            red, green, blue = (round(a + (b - a) * part) for a, b in zip(ground, bar.color, strict=True))
            ground = red, green, blue
    return ground


def _png(side: int, kind: int, rows: Iterable[bytes]) -> bytes:
    """A square PNG of 8 bits a channel; `kind` 2 is red, green, blue, 6 the same and how opaque (PNG, 11.2.1)."""
    header = struct.pack(">IIBBBBB", side, side, 8, kind, 0, 0, 0)
    content = zlib.compress(b"".join(b"\0" + row for row in rows), 9)
    chunks = ((b"IHDR", header), (b"IDAT", content), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in chunks)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
