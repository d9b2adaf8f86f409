"""PNG, JPEG and WebP pictures, in and out."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import cv2
import numpy as np
from PIL import Image

from studio.document.tiles import Pixels
from studio.errors import InputError
from studio.files.atomic import Write, replace_file
from studio.files.decoding import decode, exif_with_comment, strips_of_image
from studio.files.opening import open_file
from studio.files.png import strips_of, write_png
from studio.files.profiles import srgb_profile
from studio.files.straight import premultiplied_bgra, straight_rgba
from studio.generation.request import Mask, Rgb
from studio.geometry import Extent
from studio.text import tr

JPEG_QUALITY = 92
_LARGEST_WEBP = 16383


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """A picture as it was read.

    pixels: uint8[h, w, 4], premultiplied BGRA, sRGB. text: words by keyword, such as `parameters`.
    exif: the camera's notes, orientation already applied. warnings: what could not be used.
    """

    pixels: Pixels
    text: Mapping[str, str]
    exif: bytes = b""
    warnings: tuple[str, ...] = ()


def read_picture(path: Path) -> Picture:
    """Read a PNG, JPEG or WebP picture, whatever its name says.

    Raises:
        InputError: it is not there, no such picture, damaged, or larger than a canvas may be.
    """
    with open_file(path) as stream:
        found = decode(stream, path.name)
    pixels = np.empty((found.image.height, found.image.width, 4), np.uint8)
    top = 0
    for strip in strips_of_image(found.image):
        pixels[top : top + len(strip)] = premultiplied_bgra(strip)
        top += len(strip)
    return Picture(pixels, found.text, found.exif, found.warnings)


def read_rgb(path: Path) -> Rgb:
    """A picture on white: uint8[h, w, 3] RGB.

    Raises:
        InputError: as `read_picture`.
    """
    return on_white(read_picture(path).pixels)


def read_mask(path: Path) -> Mask:
    """A picture as a mask: uint8[h, w], what is white and opaque is 255 = repaint.

    Raises:
        InputError: as `read_picture`.
    """
    # Premultiplied, the transparent parts are black already.
    return np.ascontiguousarray(cv2.cvtColor(read_picture(path).pixels, cv2.COLOR_BGRA2GRAY))


def on_white(pixels: Pixels) -> Rgb:
    """Premultiplied BGRA over white paper: uint8[h, w, 3] RGB."""
    return np.ascontiguousarray(pixels[..., 2::-1] + (255 - pixels[..., 3:]))


def write_picture(
    path: Path,
    pixels: Pixels,
    *,
    text: Mapping[str, str] | None = None,
    quality: int | None = None,
    exif: bytes = b"",
) -> None:
    """Write premultiplied BGRA as the picture that the name asks for, marked as sRGB.

    JPEG goes over white. quality: 1..100 for JPEG and WebP; None is 92 for JPEG, and a WebP
    without loss. text: words by keyword; JPEG and WebP keep `parameters` only.

    Raises:
        InputError: the name or the size is not one for a picture, or the quality no number.
        StorageError: it could not be written.
    """
    if quality is not None and not 1 <= quality <= 100:
        raise InputError(
            tr("A quality of {quality} cannot be had.", quality=quality),
            tr("Give a number from 1 to 100."),
        )
    replace_file(path, _writer(path, pixels, dict(text or {}), quality, exif))


def _writer(
    path: Path, pixels: Pixels, text: Mapping[str, str], quality: int | None, exif: bytes
) -> Write:
    tags = exif_with_comment(exif, text.get("parameters", ""))
    match path.suffix.lower():
        case ".png":
            return lambda stream: _write_png(stream, pixels, text, exif)
        case ".jpg" | ".jpeg":
            chosen = JPEG_QUALITY if quality is None else quality
            return _written(_as_jpeg(pixels, chosen, tags))
        case ".webp":
            return _written(_as_webp(path, pixels, quality, tags))
    raise InputError(
        tr("{name} is no name of a picture that can be written.", name=path.name),
        tr("Let the name end in .png, .jpg or .webp."),
    )


def _write_png(stream: BinaryIO, pixels: Pixels, text: Mapping[str, str], exif: bytes) -> None:
    extent = Extent(pixels.shape[1], pixels.shape[0])
    channels = 3 if (pixels[..., 3] == 255).all() else 4
    strips = (straight_rgba(strip)[..., :channels] for strip in strips_of(pixels))
    write_png(stream, extent, strips, channels=channels, text=text, exif=exif)


def _as_jpeg(pixels: Pixels, quality: int, exif: bytes) -> bytes:
    packed = io.BytesIO()
    # Whole colour resolution: half of it frays saturated brush strokes.
    Image.fromarray(on_white(pixels)).save(
        packed, "JPEG", quality=quality, subsampling=0, exif=exif, icc_profile=srgb_profile()
    )
    return packed.getvalue()


def _as_webp(path: Path, pixels: Pixels, quality: int | None, exif: bytes) -> bytes:
    if max(pixels.shape[:2]) > _LARGEST_WEBP:
        raise InputError(
            tr("{name} would be too large for WebP.", name=path.name),
            tr("WebP has {most} pixels a side at most; PNG has more.", most=_LARGEST_WEBP),
        )
    packed, image = io.BytesIO(), Image.fromarray(straight_rgba(pixels))
    if quality is None:
        image.save(packed, "WEBP", lossless=True, exif=exif, icc_profile=srgb_profile())
    else:
        image.save(packed, "WEBP", quality=quality, exif=exif, icc_profile=srgb_profile())
    return packed.getvalue()


def _written(content: bytes) -> Write:
    """Encoded beforehand, so that a fault of the encoder is not taken for one of the disk."""

    def write(stream: BinaryIO) -> None:
        stream.write(content)

    return write
