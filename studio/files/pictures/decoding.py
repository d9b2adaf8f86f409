"""Any picture that Pillow reads, brought to straight RGBA in sRGB, upright."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO

import numpy as np
from PIL import Image, ImageOps

from studio.document.document import MAX_SIDE
from studio.document.tiles import Pixels
from studio.errors import InputError
from studio.files.pictures.deep import in_eight_bits, is_deep
from studio.files.pictures.exif import BROKEN, comfy_words, exif_of, exif_of_tiff, user_comment
from studio.files.pictures.png import SIGNATURE, STRIP_ROWS, without_text
from studio.files.pictures.profiles import in_srgb
from studio.geometry import Extent
from studio.text import tr

# Pillow's own limit is 8 times smaller. `_checked` refuses before anything is decoded.
Image.MAX_IMAGE_PIXELS = MAX_SIDE**2

FORMATS = ("PNG", "JPEG", "WEBP")
MORE_FORMATS = (*FORMATS, "AVIF", "TIFF", "GIF")

_PAGED = {"GIF", "TIFF"}
# A picture of this many pixels is only begun where there is memory for it.
_LARGE = 64 << 20
_BYTES_A_PIXEL = 12


@dataclass(frozen=True, slots=True, eq=False)
class Decoded:
    """A picture as Pillow has it, RGBA; its words, its EXIF upright, what went wrong on the way.

    profile: the ICC profile that its colours had, before they were brought to sRGB.
    """

    image: Image.Image
    text: Mapping[str, str]
    exif: bytes
    warnings: tuple[str, ...]
    profile: bytes = b""


def decode(stream: BinaryIO, name: str, formats: tuple[str, ...] = FORMATS) -> Decoded:
    """Read a picture of one of the formats; `name` is what messages call it.

    Raises:
        InputError: it is no such picture, is damaged, or is larger than a canvas may be.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow's remarks on what it then reads or refuses
            return _decoded(stream, name, formats)
    except MemoryError as error:
        raise _no_room(name) from error
    except BROKEN as error:
        raise InputError(
            tr("{name} cannot be read as a picture.", name=name),
            tr("It may be damaged, cut short or of another kind."),
        ) from error


def strips_of_image(image: Image.Image) -> Iterator[Pixels]:
    """Its pixels from top to bottom, uint8[rows, w, 4], without a second copy of all of them."""
    for top in range(0, image.height, STRIP_ROWS):
        box = (0, top, image.width, min(top + STRIP_ROWS, image.height))
        yield np.asarray(image.crop(box))


def _decoded(stream: BinaryIO, name: str, formats: tuple[str, ...]) -> Decoded:
    remarks: list[str] = []
    image = _loaded(stream, name, formats, remarks)
    text, kind = _text_of(image), image.format
    profile = image.info.get("icc_profile")
    if is_deep(image):
        image = in_eight_bits(image, stream)
    ImageOps.exif_transpose(image, in_place=True)
    exif = exif_of_tiff(image) if kind == "TIFF" else exif_of(image)
    coloured = _in_srgb(image, remarks)
    # `convert` copies even where there is nothing to do.
    rgba = coloured if coloured.mode == "RGBA" else coloured.convert("RGBA")
    kept = profile if isinstance(profile, bytes) else b""
    return Decoded(rgba, text, exif, tuple(remarks), kept)


def _loaded(
    stream: BinaryIO, name: str, formats: tuple[str, ...], remarks: list[str]
) -> Image.Image:
    """Decoded; where its words unpack to more than Pillow allows, without them."""
    start = stream.tell()
    try:
        image = _opened(stream, name, formats)
    except ValueError:
        stream.seek(start)
        content = stream.read()
        if not content.startswith(SIGNATURE):
            raise
        image = _opened(io.BytesIO(without_text(content)), name, formats)
        remarks.append(
            tr("The words stored in {name} are too long; they were left out.", name=name)
        )
    if image.format in _PAGED and _has_more(image):
        remarks.append(tr("{name} holds several pictures; the first was opened.", name=name))
    image.load()
    return image


def _opened(stream: BinaryIO, name: str, formats: tuple[str, ...]) -> Image.Image:
    try:
        image = Image.open(stream, formats=formats)
    except Image.DecompressionBombError as error:
        raise _too_large(name) from error
    if max(image.size) > MAX_SIDE:
        raise _too_large(name)
    _refuse_unless_room(Extent(*image.size), name)
    if image.format not in _PAGED:
        image.load()
    return image


def _refuse_unless_room(extent: Extent, name: str) -> None:
    """See that a very large picture fits into memory, which is not asked for the others.

    Raises:
        InputError: it does not.
    """
    if extent.area <= _LARGE:
        return
    import psutil

    if psutil.virtual_memory().available < extent.area * _BYTES_A_PIXEL:
        raise _no_room(name)


def _has_more(image: Image.Image) -> bool:
    """Whether there are more pictures; the first is turned to again."""
    try:
        image.seek(1)
    except BROKEN:
        image.seek(0)
        return False
    image.seek(0)
    return True


def _no_room(name: str) -> InputError:
    return InputError(
        tr("There is not enough memory to open {name}.", name=name),
        tr("Close other programs or make the picture smaller first."),
    )


def _too_large(name: str) -> InputError:
    return InputError(
        tr("{name} is too large to open.", name=name),
        tr("A picture may have up to {most} pixels a side.", most=MAX_SIDE),
    )


def _in_srgb(image: Image.Image, remarks: list[str]) -> Image.Image:
    """The colours its ICC profile means, in sRGB; alpha as it is."""
    profile = image.info.get("icc_profile")
    if not isinstance(profile, bytes) or not profile:
        return image
    alpha = None
    if image.mode in {"P", "PA", "LA", "RGBa"} or "transparency" in image.info:
        image = image.convert("RGBA")
    if image.mode == "RGBA":
        alpha, image = image.getchannel("A"), image.convert("RGB")
    image = in_srgb(image, profile, remarks)
    if alpha is not None:
        image.putalpha(alpha)
    return image


def _text_of(image: Image.Image) -> Mapping[str, str]:
    """The words of a PNG, and the comment in which the others carry generation settings."""
    words = {str(key): str(value) for key, value in image.info.items() if isinstance(value, str)}
    comment = user_comment(image)
    told = {"parameters": comment} if comment else {}
    return {**told, **comfy_words(image), **words}
