"""Any picture that Pillow reads, brought to straight RGBA in sRGB, upright."""

from __future__ import annotations

import io
import struct
import warnings
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO

import numpy as np
from PIL import Image, ImageCms, ImageOps

from studio.document.document import MAX_SIDE
from studio.document.tiles import Pixels
from studio.errors import InputError
from studio.files.png import SIGNATURE, STRIP_ROWS, without_text
from studio.text import tr

# Pillow's own limit is 8 times smaller. `_checked` refuses before anything is decoded.
Image.MAX_IMAGE_PIXELS = MAX_SIDE**2

FORMATS = ("PNG", "JPEG", "WEBP")

# What Pillow's readers raise on damaged files, found by flipping and cutting bytes.
BROKEN = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    LookupError,
    TypeError,
    ArithmeticError,
    struct.error,
    zlib.error,
)

_EXIF_IFD, _USER_COMMENT = 0x8769, 0x9286


@dataclass(frozen=True, slots=True, eq=False)
class Decoded:
    """A picture as Pillow has it, RGBA; its words, its EXIF upright, what went wrong on the way."""

    image: Image.Image
    text: Mapping[str, str]
    exif: bytes
    warnings: tuple[str, ...]


def decode(stream: BinaryIO, name: str) -> Decoded:
    """Read a PNG, JPEG or WebP picture; `name` is what messages call it.

    Raises:
        InputError: it is no such picture, is damaged, or is larger than a canvas may be.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow's remarks on what it then reads or refuses
            return _decoded(stream, name)
    except MemoryError as error:
        raise InputError(
            tr("There is not enough memory to open {name}.", name=name),
            tr("Close other programs or make the picture smaller first."),
        ) from error
    except BROKEN as error:
        raise InputError(
            tr("{name} cannot be read as a picture.", name=name),
            tr("It may be damaged, cut short or of another kind. PNG, JPEG and WebP can be read."),
        ) from error


def strips_of_image(image: Image.Image) -> Iterator[Pixels]:
    """Its pixels from top to bottom, uint8[rows, w, 4], without a second copy of all of them."""
    for top in range(0, image.height, STRIP_ROWS):
        box = (0, top, image.width, min(top + STRIP_ROWS, image.height))
        yield np.asarray(image.crop(box))


def _decoded(stream: BinaryIO, name: str) -> Decoded:
    remarks: list[str] = []
    image = _loaded(stream, name, remarks)
    text = _text_of(image)
    ImageOps.exif_transpose(image, in_place=True)
    exif = image.info.get("exif", b"")
    coloured = _in_srgb(_eight_bits(image), name, remarks)
    # `convert` copies even where there is nothing to do.
    rgba = coloured if coloured.mode == "RGBA" else coloured.convert("RGBA")
    return Decoded(rgba, text, exif if isinstance(exif, bytes) else b"", tuple(remarks))


def _loaded(stream: BinaryIO, name: str, remarks: list[str]) -> Image.Image:
    """Decoded; where its words unpack to more than Pillow allows, without them."""
    start = stream.tell()
    try:
        return _opened(stream, name)
    except ValueError:
        stream.seek(start)
        content = stream.read()
        if not content.startswith(SIGNATURE):
            raise
        image = _opened(io.BytesIO(without_text(content)), name)
    remarks.append(tr("The words stored in {name} are too long; they were left out.", name=name))
    return image


def _opened(stream: BinaryIO, name: str) -> Image.Image:
    try:
        image = Image.open(stream, formats=FORMATS)
    except Image.DecompressionBombError as error:
        raise _too_large(name) from error
    if max(image.size) > MAX_SIDE:
        raise _too_large(name)
    image.load()
    return image


def _too_large(name: str) -> InputError:
    return InputError(
        tr("{name} is too large to open.", name=name),
        tr("A picture may have up to {most} pixels a side.", most=MAX_SIDE),
    )


def _eight_bits(image: Image.Image) -> Image.Image:
    """16 bits of grey to 8, which Pillow's own conversion would clip; other modes as they are."""
    if not image.mode.startswith("I"):
        return image
    grey = np.asarray(image).astype(np.uint32).clip(0, 65535)
    eight = Image.fromarray(((grey + 128) // 257).astype(np.uint8))
    eight.info = {key: value for key, value in image.info.items() if key != "transparency"}
    return eight


def _in_srgb(image: Image.Image, name: str, remarks: list[str]) -> Image.Image:
    """The colours its ICC profile means, in sRGB; alpha as it is."""
    profile = image.info.get("icc_profile")
    if not isinstance(profile, bytes) or not profile:
        return image
    alpha = None
    if image.mode in {"P", "PA", "LA", "RGBa"} or "transparency" in image.info:
        image = image.convert("RGBA")
    if image.mode == "RGBA":
        alpha, image = image.getchannel("A"), image.convert("RGB")
    try:
        image = _converted(image, profile)
    except (ImageCms.PyCMSError, *BROKEN):
        remarks.append(tr("The colour profile of {name} cannot be used.", name=name))
    if alpha is not None:
        image.putalpha(alpha)
    return image


def _converted(image: Image.Image, profile: bytes) -> Image.Image:
    source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
    if ImageCms.getProfileDescription(source).startswith("sRGB"):
        return image  # a conversion would only add rounding
    wanted = ImageCms.createProfile("sRGB")
    converted = ImageCms.profileToProfile(image, source, wanted, outputMode="RGB")
    return image if converted is None else converted


def _text_of(image: Image.Image) -> Mapping[str, str]:
    """The words of a PNG, and the comment in which JPEG and WebP carry generation settings."""
    words = {str(key): str(value) for key, value in image.info.items() if isinstance(value, str)}
    comment = _user_comment(image)
    return {"parameters": comment, **words} if comment else words


def _user_comment(image: Image.Image) -> str:
    try:
        comment = image.getexif().get_ifd(_EXIF_IFD).get(_USER_COMMENT, b"")
    except BROKEN:
        return ""
    if not isinstance(comment, bytes):
        return str(comment)
    codec = "utf-16-be" if comment.startswith(b"UNICODE\0") else "utf-8"
    return comment[8:].decode(codec, "replace").strip("\0 ")


def exif_with_comment(exif: bytes, words: str) -> bytes:
    """EXIF with these words as its comment, in UTF-16 as the web UIs write it."""
    tags = Image.Exif()
    try:
        tags.load(exif)
    except BROKEN:
        tags = Image.Exif()
    if words:
        tags.get_ifd(_EXIF_IFD)[_USER_COMMENT] = b"UNICODE\0" + words.encode("utf-16-be")
    return tags.tobytes() if words or exif else b""
