"""Pictures packed as PNG, JPEG, WebP, AVIF or TIFF."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

import numpy as np
from PIL import Image

from studio.document.tiles import Pixels
from studio.errors import InputError
from studio.files.atomic import Write
from studio.files.pictures.exif import exif_with_comment
from studio.files.pictures.metadata import PARAMETERS
from studio.files.pictures.png import strips_of, write_png
from studio.files.pictures.profiles import from_srgb, srgb_profile
from studio.files.pictures.straight import straight_rgba
from studio.generation.request import Rgb
from studio.geometry import Extent
from studio.text import tr

JPEG_QUALITY = 92
AVIF_QUALITY = 85
_LARGEST_WEBP = 16383
# Deflate, which every reader of TIFF has known since 2002; the predictor makes it half as large.
_TIFF_PACKING, _PREDICTOR, _BY_DIFFERENCE = "tiff_adobe_deflate", 317, 2


@dataclass(frozen=True, slots=True)
class Packing:
    """How a picture is packed, and what goes with it.

    quality: 1..100 for JPEG, WebP and AVIF; None is what is usual: 92, no loss, and 85.
    text: words by keyword; all but PNG keep `parameters` only. exif: the camera's notes.
    profile: the ICC profile in whose colours it is written; None is sRGB, marked as such, and
    nothing is sRGB without a mark.
    """

    quality: int | None = None
    text: Mapping[str, str] = field(default_factory=dict)
    exif: bytes = b""
    profile: bytes | None = None

    @property
    def mark(self) -> bytes | None:
        """The profile to put into the file."""
        return srgb_profile() if self.profile is None else self.profile or None

    @property
    def tags(self) -> bytes:
        """EXIF with the settings as its comment."""
        return exif_with_comment(self.exif, self.text.get(PARAMETERS, ""))


def encoded(path: Path, pixels: Pixels, packing: Packing) -> bytes:
    """The file that such a name asks for; from any thread.

    Raises:
        InputError: as `writer_of`.
    """
    packed = io.BytesIO()
    writer_of(path, pixels, packing)(packed)
    return packed.getvalue()


def writer_of(path: Path, pixels: Pixels, packing: Packing) -> Write:
    """What writes premultiplied BGRA as the picture that the name asks for; JPEG over white.

    Raises:
        InputError: the name or the size is not one for a picture, or the quality no number.
    """
    if packing.quality is not None and not 1 <= packing.quality <= 100:
        raise InputError(
            tr("A quality of {quality} cannot be had.", quality=packing.quality),
            tr("Give a number from 1 to 100."),
        )
    match path.suffix.lower():
        case ".png":
            return lambda stream: _write_png(stream, pixels, packing)
        case ".jpg" | ".jpeg":
            return _written(_as_jpeg(pixels, packing))
        case ".webp":
            return _written(_as_webp(path, pixels, packing))
        case ".avif":
            return _written(_as_avif(pixels, packing))
        case ".tif" | ".tiff":
            return _written(_as_tiff(pixels, packing))
    raise InputError(
        tr("{name} is no name of a picture that can be written.", name=path.name),
        tr("Let the name end in .png, .jpg, .webp, .avif or .tif."),
    )


def on_white(pixels: Pixels) -> Rgb:
    """Premultiplied BGRA over white paper: uint8[h, w, 3] RGB."""
    return np.ascontiguousarray(pixels[..., 2::-1] + (255 - pixels[..., 3:]))


def _write_png(stream: BinaryIO, pixels: Pixels, packing: Packing) -> None:
    extent = Extent(pixels.shape[1], pixels.shape[0])
    channels = 3 if (pixels[..., 3] == 255).all() else 4
    strips = (
        np.asarray(_coloured(straight_rgba(strip)[..., :channels], packing))
        for strip in strips_of(pixels)
    )
    write_png(
        stream,
        extent,
        strips,
        channels=channels,
        text=packing.text,
        exif=packing.exif,
        profile=packing.profile,
    )


def _as_jpeg(pixels: Pixels, packing: Packing) -> bytes:
    quality = JPEG_QUALITY if packing.quality is None else packing.quality
    # Whole colour resolution: half of it frays saturated brush strokes.
    image = _coloured(on_white(pixels), packing)
    return _saved(image, "JPEG", packing, quality=quality, subsampling=0)


def _as_webp(path: Path, pixels: Pixels, packing: Packing) -> bytes:
    if max(pixels.shape[:2]) > _LARGEST_WEBP:
        raise InputError(
            tr("{name} would be too large for WebP.", name=path.name),
            tr("WebP has {most} pixels a side at most; PNG has more.", most=_LARGEST_WEBP),
        )
    image = _coloured(straight_rgba(pixels), packing)
    if packing.quality is None:
        return _saved(image, "WEBP", packing, lossless=True)
    return _saved(image, "WEBP", packing, quality=packing.quality)


def _as_avif(pixels: Pixels, packing: Packing) -> bytes:
    quality = AVIF_QUALITY if packing.quality is None else packing.quality
    image = _coloured(_as_needed(pixels), packing)
    return _saved(image, "AVIF", packing, quality=quality, subsampling="4:4:4")


def _as_tiff(pixels: Pixels, packing: Packing) -> bytes:
    tags = Image.Exif()
    tags.load(packing.tags)
    # libtiff, as Pillow drives it, packs no pixels beside notes that are a list of their own.
    compression = None if packing.tags else _TIFF_PACKING
    if compression:
        tags[_PREDICTOR] = _BY_DIFFERENCE
    packed, image = io.BytesIO(), _coloured(_as_needed(pixels), packing)
    image.save(packed, "TIFF", exif=tags, icc_profile=packing.mark, compression=compression)
    return packed.getvalue()


def _as_needed(pixels: Pixels) -> Pixels:
    """Straight RGBA, or RGB where all is opaque."""
    straight = straight_rgba(pixels)
    return straight[..., :3].copy() if (pixels[..., 3] == 255).all() else straight


def _coloured(straight: Pixels, packing: Packing) -> Image.Image:
    """RGB or RGBA in the colours of the profile."""
    image = Image.fromarray(np.ascontiguousarray(straight))
    if not packing.profile:
        return image
    found = from_srgb(image.convert("RGB"), packing.profile)
    if found is not None and image.mode == "RGBA":
        found.putalpha(image.getchannel("A"))
    return found or image


def _saved(image: Image.Image, kind: str, packing: Packing, **how: object) -> bytes:
    packed = io.BytesIO()
    image.save(packed, kind, exif=packing.tags, icc_profile=packing.mark, **how)
    return packed.getvalue()


def _written(content: bytes) -> Write:
    """Encoded beforehand, so that a fault of the encoder is not taken for one of the disk."""

    def write(stream: BinaryIO) -> None:
        stream.write(content)

    return write
