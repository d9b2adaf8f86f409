"""Pictures of one layer, in and out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import cv2
import numpy as np

from studio.document.tiles import Pixels
from studio.files.atomic import replace_file
from studio.files.opening import open_file
from studio.files.pictures.decoding import MORE_FORMATS, Decoded, decode, strips_of_image
from studio.files.pictures.encoding import Packing, writer_of
from studio.files.pictures.heif import is_heif, read_heif
from studio.files.pictures.straight import premultiplied_bgra
from studio.files.pictures.vector import is_vector, read_vector
from studio.generation.request import Mask

# Enough to tell the kind of a file, after a comment at the start of a drawing too.
_START = 4096


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """A picture as it was read.

    pixels: uint8[h, w, 4], premultiplied BGRA, sRGB. text: words by keyword, such as `parameters`.
    exif: the camera's notes, orientation already applied. warnings: what could not be used.
    profile: the ICC profile that its colours had in the file.
    """

    pixels: Pixels
    text: Mapping[str, str]
    exif: bytes = b""
    warnings: tuple[str, ...] = ()
    profile: bytes = b""


def read_picture(path: Path) -> Picture:
    """Read a PNG, JPEG, WebP, AVIF, TIFF or GIF picture or an SVG drawing, whatever its name says.

    Raises:
        InputError: it is not there, no such picture, damaged, or larger than a canvas may be.
    """
    with open_file(path) as stream:
        start = stream.read(_START)
        if is_vector(start):
            return Picture(read_vector(path), {})
        if is_heif(start):
            return Picture(read_heif(path), {})
        stream.seek(0)
        return picture_in(stream, path.name)


def picture_in(stream: BinaryIO, name: str) -> Picture:
    """Read a picture that lies in an open file; name: what is said to be damaged if it is.

    Raises:
        InputError: as `read_picture`.
    """
    found = decode(stream, name, MORE_FORMATS)
    return Picture(_pixels(found), found.text, found.exif, found.warnings, found.profile)


def _pixels(found: Decoded) -> Pixels:
    pixels = np.empty((found.image.height, found.image.width, 4), np.uint8)
    top = 0
    for strip in strips_of_image(found.image):
        pixels[top : top + len(strip)] = premultiplied_bgra(strip)
        top += len(strip)
    return pixels


def read_mask(path: Path) -> Mask:
    """A picture as a mask: uint8[h, w], what is white and opaque is 255 = repaint.

    Raises:
        InputError: as `read_picture`.
    """
    # Premultiplied, the transparent parts are black already.
    return np.ascontiguousarray(cv2.cvtColor(read_picture(path).pixels, cv2.COLOR_BGRA2GRAY))


def write_picture(
    path: Path,
    pixels: Pixels,
    *,
    text: Mapping[str, str] | None = None,
    quality: int | None = None,
    exif: bytes = b"",
) -> None:
    """Write premultiplied BGRA as the picture that the name asks for, marked as sRGB.

    JPEG goes over white. quality, text: as in `Packing`.

    Raises:
        InputError: the name or the size is not one for a picture, or the quality no number.
        StorageError: it could not be written.
    """
    replace_file(path, writer_of(path, pixels, Packing(quality, dict(text or {}), exif)))
