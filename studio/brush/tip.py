"""What a brush touches the ground with: a round tip, or a picture."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple, Protocol

import cv2
import numpy as np

from studio.brush.coverage import Coverage
from studio.brush.own_picture import OwnPicture, Role, unpacked
from studio.resources import resource

# How many times as large the pixels of a small dab are drawn.
_SHARPNESS = 8


class Shape(NamedTuple):
    """What a dab looks like: diameter, canvas px; the centre's sub-pixel place in its pixel.

    angle: degrees, clockwise as seen. roundness: the short axis as a part of the long one.
    """

    size: float
    x: float
    y: float
    angle: float
    roundness: float


class Tip(Protocol):
    """Renders dabs."""

    @property
    def period(self) -> float:
        """Degrees after which it looks the same when turned; 0: always, if it is round."""

    def rendered(self, shape: Shape) -> Coverage:
        """float32[side, side], an odd side, the centre in the middle pixel at (x, y)."""


@dataclass(frozen=True, slots=True)
class RoundTip:
    """Solid to hardness · radius, then a smooth step to nothing, at least a pixel wide.

    The step is Ken Perlin's smoother one: flat at its top, so that a stroke of soft dabs is even.
    """

    hardness: float

    @property
    def period(self) -> float:
        """A disc always looks the same; an ellipse does after half a turn."""
        return 0.0

    def rendered(self, shape: Shape) -> Coverage:
        """Draw it."""
        outer = shape.size / 2
        inner = self.hardness * outer
        # A small dab is drawn larger and averaged, as its edge is most of it.
        scale = _SHARPNESS if outer * shape.roundness < 8.0 and outer < 32.0 else 1
        short = max(0.0, 1.0 / scale / shape.roundness - (outer - inner)) / 2
        inner, outer = max(0.0, inner - short), outer + short
        reach = math.ceil(outer + 0.5)
        corners = np.arange(-reach, reach + 1, dtype=np.float32)
        left, top = corners - np.float32(shape.x), corners[:, np.newaxis] - np.float32(shape.y)
        far = _distance(shape, left + np.float32(0.5), top + np.float32(0.5))
        if scale == 1:
            return _stepped(far, inner, outer)
        return _averaged(shape, far, inner=inner, outer=outer)


def _averaged(shape: Shape, far: Coverage, *, inner: float, outer: float) -> Coverage:
    """Pixels that are neither all in nor all out are drawn so much larger, and averaged.

    A thin nib is a sixth of the square around it: drawn 3 times as fast.
    """
    margin = math.sqrt(0.5) / shape.roundness
    mask = (far <= inner - margin).astype(np.float32)
    rows, columns = np.nonzero((far > inner - margin) & (far < outer + margin))
    parts = (np.arange(_SHARPNESS, dtype=np.float32) + np.float32(0.5)) / np.float32(_SHARPNESS)
    reach = len(far) // 2
    left = (columns - reach).astype(np.float32) - np.float32(shape.x)
    top = (rows - reach).astype(np.float32) - np.float32(shape.y)
    across = left[:, np.newaxis, np.newaxis] + parts
    down = top[:, np.newaxis, np.newaxis] + parts[:, np.newaxis]
    drawn = _stepped(_distance(shape, across, down), inner, outer)
    mask[rows, columns] = drawn.mean(axis=(1, 2), dtype=np.float32)
    return mask


def _distance(shape: Shape, across: Coverage, down: Coverage) -> Coverage:
    """From the centre, in canvas px along the long axis; of places to each side of it."""
    if shape.roundness < 1.0:
        cosine, sine = _cosine_and_sine(shape.angle)
        along = np.float32(cosine) * across + np.float32(sine) * down
        short = np.float32(1 / shape.roundness)
        down = np.float32(cosine) * short * down - np.float32(sine) * short * across
        across = along
    distance: Coverage = np.sqrt(across * across + down * down)
    return distance


def _stepped(ramp: Coverage, inner: float, outer: float) -> Coverage:
    """1 up to the inner distance, 0 from the outer one on; the distances are overwritten."""
    np.subtract(np.float32(outer), ramp, out=ramp)
    ramp *= np.float32(1.0 / (outer - inner))
    np.clip(ramp, 0.0, 1.0, out=ramp)
    mask: Coverage = ramp * np.float32(6.0)
    mask -= np.float32(15.0)
    mask *= ramp
    mask += np.float32(10.0)
    mask *= ramp * ramp * ramp
    return mask


@dataclass(frozen=True, slots=True, eq=False)
class PictureTip:
    """A picture of coverage, float32[n, n], halved again and again; the last is the smallest."""

    levels: tuple[Coverage, ...]

    @property
    def period(self) -> float:
        """It is the same after a whole turn."""
        return 360.0

    def rendered(self, shape: Shape) -> Coverage:
        """Draw it turned, squeezed and scaled, from the level that is just large enough."""
        short = max(1.0, shape.size * shape.roundness)
        level = next((one for one in reversed(self.levels) if len(one) >= short), self.levels[0])
        reach = math.ceil(shape.size * math.sqrt(0.5) + 0.5)
        scale, half = len(level) / shape.size, len(level) / 2 - 0.5
        cosine, sine = (scale * one for one in _cosine_and_sine(shape.angle))
        x, y = reach + shape.x - 0.5, reach + shape.y - 0.5
        narrow = 1 / shape.roundness
        to_picture = np.array(
            [
                [cosine, sine, half - cosine * x - sine * y],
                [-sine * narrow, cosine * narrow, half + (sine * x - cosine * y) * narrow],
            ]
        )
        side = 2 * reach + 1
        how = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        return np.asarray(cv2.warpAffine(level, to_picture, (side, side), flags=how), np.float32)


def _cosine_and_sine(degrees: float) -> tuple[float, float]:
    return math.cos(math.radians(degrees)), math.sin(math.radians(degrees))


@lru_cache(maxsize=64)
def picture_tip(picture: str | OwnPicture) -> PictureTip:
    """A tip that ships with the program, or one of the painter's own.

    Raises:
        OSError: there is none of that name.
    """
    level = np.float32(1 / 255) * grey_picture(Role.tip, picture)
    levels = [level]
    while len(level) > 8:
        level = np.asarray(cv2.resize(level, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA))
        levels.append(level)
    return PictureTip(tuple(levels))


def grey_picture(role: Role, picture: str | OwnPicture) -> Coverage:
    """The painter's own, or one of `resources/brushes`, float32[h, w], 0..255.

    Raises:
        OSError: there is none of that name.
    """
    if isinstance(picture, OwnPicture):
        return unpacked(picture)
    encoded = np.frombuffer(path_of(role, picture).read_bytes(), np.uint8)
    return np.asarray(cv2.imdecode(encoded, cv2.IMREAD_GRAYSCALE), np.float32)


def path_of(role: Role, name: str) -> Path:
    """Where a picture that ships with the program is."""
    return resource("brushes", role.value, f"{name}.png")
