"""Pictures of the painter's own to paint with: tips, and papers."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

import cv2
import numpy as np

from studio.brush.coverage import Coverage
from studio.document.tiles import Pixels
from studio.errors import InputError
from studio.text import tr

# px a side: of what is made here, and of what a brush that somebody else wrote may bring.
MADE, MOST = 512, 2048
_LEAST = 8
# Of a paper: how much of each side is mixed with the side across, so that it repeats.
_BAND = 1 / 8
# A seam is seen where rows differ so much more than they do anywhere else.
_SEAM = 1.2


class Role(Enum):
    """What a picture is to a brush, by the folder it is in."""

    tip = "tips"
    paper = "textures"


@dataclass(frozen=True, slots=True)
class OwnPicture:
    """One that goes wherever its brush goes, so that it is never missing.

    png: uint8[n, n], grey: what a tip covers, or the heights of a paper.
    """

    name: str
    png: bytes = field(repr=False)


def unpacked(picture: OwnPicture) -> Coverage:
    """Its pixels, float32[n, n], 0..255.

    Raises:
        ValueError: there are none, it is no square, or it is too large.
    """
    header = np.frombuffer(picture.png[16:24], ">u4")
    if not picture.png.startswith(b"\x89PNG") or len(header) != 2:
        raise ValueError(picture.name)
    # Before it is decoded: a small file may say that it is huge.
    if header[0] != header[1] or not _LEAST <= header[0] <= MOST:
        raise ValueError(header)
    grey = cv2.imdecode(np.frombuffer(picture.png, np.uint8), cv2.IMREAD_GRAYSCALE)
    if grey is None:
        raise ValueError(picture.name)
    return np.asarray(grey, np.float32)


def packed(name: str, grey: Pixels) -> OwnPicture:
    """A picture of pixels, uint8[n, n]."""
    _, png = cv2.imencode(".png", grey)
    return OwnPicture(name, png.tobytes())


def made_of(pixels: Pixels, name: str, role: Role) -> OwnPicture:
    """A tip or a paper of a picture, premultiplied BGRA.

    Raises:
        InputError: it is all one, or too small.
    """
    if min(pixels.shape[:2]) < _LEAST:
        raise InputError(
            tr("“{name}” is too small.", name=name),
            tr("Choose a picture of at least {size} × {size} pixels.", size=_LEAST),
        )
    return packed(name, _tip(pixels, name) if role is Role.tip else _paper(pixels, name))


def _tip(pixels: Pixels, name: str) -> Pixels:
    """What is opaque; if all is, what stands out from the edge, dark on light or light on dark."""
    covered = pixels[..., 3]
    if covered.min() == 255:
        covered = np.asarray(cv2.cvtColor(pixels, cv2.COLOR_BGRA2GRAY), np.uint8)
        edge = np.concatenate((covered[0], covered[-1], covered[:, 0], covered[:, -1]))
        if np.median(edge) > 127:
            covered = np.bitwise_not(covered)
    if covered.max() == covered.min():
        raise _all_one(name)
    left, top, width, height = cv2.boundingRect(np.ascontiguousarray(covered))
    found = covered[top : top + height, left : left + width]
    side = max(width, height, _LEAST)
    around = [((side - have) // 2, (side - have + 1) // 2) for have in (height, width)]
    return _no_larger(np.pad(found, around))


def _paper(pixels: Pixels, name: str) -> Pixels:
    """Its greys on white, from black to white, so that it repeats without a seam."""
    grey = cv2.cvtColor(pixels, cv2.COLOR_BGRA2GRAY) + (255 - pixels[..., 3])
    height, width = grey.shape
    side = min(height, width)
    top, left = (height - side) // 2, (width - side) // 2
    square = _no_larger(np.ascontiguousarray(grey[top : top + side, left : left + side]))
    low, high = np.percentile(square, (1, 99))
    if high <= low:
        raise _all_one(name)
    stretched = (square.astype(np.float32) - low) * (255 / (high - low))
    return np.rint(np.clip(_seamless(stretched), 0, 255)).astype(np.uint8)


def _no_larger(square: Pixels) -> Pixels:
    if len(square) <= MADE:
        return square
    return np.asarray(cv2.resize(square, (MADE, MADE), interpolation=cv2.INTER_AREA), np.uint8)


def _seamless(grey: Coverage) -> Coverage:
    """Each side mixed with what would lie across it, unless it repeats as it is."""
    for _ in range(2):
        if _has_seam(grey):
            band = max(1, round(len(grey) * _BAND))
            kept = len(grey) - band
            share = np.linspace(0, 1, band, endpoint=False, dtype=np.float32)[:, np.newaxis]
            mixed = grey[:kept].copy()
            mixed[:band] = share * grey[:band] + (1 - share) * grey[kept:]
            grey = mixed
        grey = grey.T
    side = min(grey.shape)
    return grey if grey.shape == (side, side) else np.asarray(cv2.resize(grey, (side, side)))


def _has_seam(grey: Coverage) -> bool:
    """Whether its last row and its first differ more than any neighbours do."""
    steps = np.abs(np.diff(grey, axis=0)).mean(axis=1)
    return bool(np.abs(grey[0] - grey[-1]).mean() > _SEAM * steps.max())


def _all_one(name: str) -> InputError:
    return InputError(
        tr("There is nothing to be seen in “{name}”.", name=name),
        tr("Choose a picture of which some is darker or more transparent than the rest."),
    )
