"""Recorded strokes, and the pictures that brushes made of them.

`python -m tests.brush.golden` paints the pictures anew: only after they were looked at, and only
where a brush is meant to look otherwise from now on.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import cv2
import numpy as np

from studio.brush.brush import Brush
from studio.brush.ink import ERASING, Ink
from studio.brush.limits import Limits
from studio.brush.preset import Preset, Use, read
from studio.brush.sample import PenSample
from studio.brush.smudging import Smudge
from studio.brush.stroke import Stroke
from studio.colour import Colour
from studio.document.tiles import Pixels, TileStore
from studio.geometry import Bounds
from studio.resources import resource

HERE = Path(__file__).parent
CANVAS = Bounds(0, 0, 192, 128)
PAINT = Colour(40, 90, 170)
STRIPE = 12


@dataclass(frozen=True, slots=True)
class Golden:
    """A brush, along which recording it went, and how large it was at most, canvas px."""

    brush: str
    along: str
    largest: float = 34.0


GOLDEN = (
    Golden("01-round-hard", "signature", 12.0),
    Golden("02-round-soft", "dot"),
    Golden("03-round-opacity", "arc"),
    Golden("04-airbrush", "flick"),
    Golden("05-pencil", "signature", 8.0),
    Golden("07-pencil-shading", "hatching"),
    Golden("10-ink-brush", "flick", 16.0),
    Golden("11-ink-calligraphy", "signature", 12.0),
    Golden("13-charcoal", "arc"),
    Golden("17-oil-round", "arc"),
    Golden("20-watercolour-wash", "hatching"),
    Golden("22-splatter", "arc"),
    Golden("29-eraser-soft", "hatching"),
    Golden("31-smudge-finger", "arc"),
)


@dataclass(frozen=True, slots=True)
class Difference:
    """Of two pictures, in 1/255 of a channel: over what either painted, and at the worst pixel."""

    mean: float
    most: int


@cache
def recording(name: str) -> tuple[PenSample, ...]:
    """What a pen told, by its name."""
    found = json.loads((HERE / "recordings" / f"{name}.json").read_text("utf-8"))
    return tuple(
        PenSample(**dict(zip(found["columns"], row, strict=True))) for row in found["samples"]
    )


@cache
def preset(name: str) -> Preset:
    """A brush that ships with the program."""
    return read(name, resource("brushes", "presets", f"{name}.json").read_text("utf-8"))


def brush_of(golden: Golden) -> Brush:
    """The brush, no larger than the picture allows."""
    brush = preset(golden.brush).brush
    return replace(brush, size=min(brush.size, golden.largest))


def painted(brush: Brush, use: Use, samples: tuple[PenSample, ...]) -> Pixels:
    """The picture a brush makes of a recording; erasers and smudges have ground to work on."""
    tiles = TileStore()
    before = ground(use)
    tiles.write(CANVAS, before)
    ink = ERASING if use is Use.erase else Ink.of(PAINT)
    stroke: Stroke | Smudge = Stroke(tiles, brush, ink, limits=Limits(CANVAS))
    if use is Use.smudge:
        stroke = Smudge(tiles, brush, PAINT, limits=Limits(CANVAS))
    for sample in samples:
        stroke.add(sample)
    stroke.finish()
    return tiles.read(CANVAS)


def ground(use: Use) -> Pixels:
    """Nothing to paint on, a full layer to erase, stripes to smudge."""
    pixels = np.zeros((CANVAS.height, CANVAS.width, 4), np.uint8)
    if use is Use.paint:
        return pixels
    pixels[...] = (60, 140, 220, 255)
    if use is Use.smudge:
        pixels[:, np.arange(CANVAS.width) // STRIPE % 2 == 1] = (180, 60, 20, 255)
    return pixels


def difference(one: Pixels, other: Pixels, on: Pixels) -> Difference:
    """How far two pictures that were painted on the same ground are apart."""
    apart = np.abs(one.astype(np.int16) - other.astype(np.int16)).max(axis=-1)
    touched = ((one != on) | (other != on)).any(axis=-1)
    return Difference(float(apart[touched].mean()) if touched.any() else 0.0, int(apart.max()))


def stored(golden: Golden) -> Pixels:
    """The picture from before: premultiplied BGRA, as it is in the file."""
    picture = cv2.imread(str(_place(golden)), cv2.IMREAD_UNCHANGED)
    assert picture is not None, f"there is no picture of {golden}"
    return np.asarray(picture, np.uint8)


def _place(golden: Golden) -> Path:
    return HERE / "pictures" / f"{golden.brush}_{golden.along}.png"


def _paint_all() -> None:
    for golden in GOLDEN:
        use = preset(golden.brush).use
        picture = painted(brush_of(golden), use, recording(golden.along))
        _place(golden).parent.mkdir(exist_ok=True)
        cv2.imwrite(str(_place(golden)), picture, [cv2.IMWRITE_PNG_COMPRESSION, 9])


if __name__ == "__main__":
    _paint_all()
