"""One picture made of a painting: in what size, of which kind, with what beside it.

The settings need the choice at every start; what packs a picture is imported where one is packed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np

from studio.document.composite import flatten
from studio.document.document import MAX_SIDE, Document
from studio.document.tiles import Pixels
from studio.errors import InputError
from studio.files.atomic import replace_file
from studio.files.formats import EXIF_ENTRY, PROFILE_ENTRY, Format, format_of, settings_of
from studio.geometry import Extent
from studio.text import tr

if TYPE_CHECKING:
    from studio.files.pictures.encoding import Packing

LEAST_PERCENT, MOST_PERCENT = 1.0, 1000.0


class ProfileChoice(Enum):
    """In whose colours a picture is written, and whether it says so."""

    srgb = "srgb"
    original = "original"
    none = "none"


@dataclass(frozen=True, slots=True)
class ExportChoice:
    """What was asked for.

    ending: of the file's name, which says its kind. percent: of the painting's size; where
    `longest` is more than 0, the longer side is that many px instead.
    is_lossless: of a WebP. keeps_settings: how it was made, and the camera's notes.
    """

    ending: str = ".png"
    percent: float = 100.0
    longest: int = 0
    quality: int = 90
    is_lossless: bool = True
    keeps_settings: bool = True
    profile: ProfileChoice = ProfileChoice.srgb

    @property
    def kind(self) -> Format:
        """The kind of file."""
        return format_of(Path(f"a{self.ending}"))

    def extent_of(self, whole: Extent) -> Extent:
        """The size of the picture of a painting of that size.

        Raises:
            InputError: it would be larger than a picture may be.
        """
        factor = self.longest / whole.longest_side if self.longest else self.percent / 100
        sides = (max(1, round(factor * side)) for side in (whole.width, whole.height))
        extent = Extent(*sides)
        if extent.longest_side > MAX_SIDE:
            raise InputError(
                tr("A picture cannot be so large."),
                tr("A picture may have up to {most} pixels a side.", most=MAX_SIDE),
            )
        return extent


USUAL_EXPORT = ExportChoice()


@dataclass(frozen=True, slots=True, eq=False)
class ExportSource:
    """What a painting looks like, and what its file says of it; frozen, for any thread.

    pixels: premultiplied BGRA uint8[h, w, 4]. profile: of the picture that it began as, where that
    was another than sRGB.
    """

    pixels: Pixels
    text: Mapping[str, str]
    exif: bytes = b""
    profile: bytes = b""

    @property
    def extent(self) -> Extent:
        """The size of the painting."""
        return Extent(self.pixels.shape[1], self.pixels.shape[0])


def source_of(document: Document) -> ExportSource:
    """A painting as it is now."""
    pixels = flatten(document, document.bounds)
    pixels.flags.writeable = False
    kept = document.attachments.get(PROFILE_ENTRY, b"")
    from studio.files.pictures.profiles import is_srgb

    profile = b"" if not kept or is_srgb(kept) else kept
    exif = document.attachments.get(EXIF_ENTRY, b"")
    return ExportSource(pixels, settings_of(document), exif, profile)


def exported(source: ExportSource, choice: ExportChoice) -> bytes:
    """The file; from any thread.

    Raises:
        InputError: that kind cannot be so large.
    """
    from studio.files.pictures.encoding import encoded

    return encoded(Path(f"a{choice.ending}"), sized(source, choice), packing_of(source, choice))


def export_picture(source: ExportSource, choice: ExportChoice, path: Path) -> None:
    """Write it; the ending of the name decides the kind.

    Raises:
        InputError: the ending names no kind of picture, or that kind cannot be so large.
        StorageError: it could not be written; a file from before is untouched.
    """
    from studio.files.pictures.encoding import writer_of

    asked = replace(choice, ending=path.suffix.lower())
    replace_file(path, writer_of(path, sized(source, asked), packing_of(source, asked)))


def sized(source: ExportSource, choice: ExportChoice) -> Pixels:
    """The pixels in the size asked for: averaged when smaller, by Lanczos when larger."""
    extent = choice.extent_of(source.extent)
    if extent == source.extent:
        return source.pixels
    smaller = extent.area < source.extent.area
    how = cv2.INTER_AREA if smaller else cv2.INTER_LANCZOS4
    size = (extent.width, extent.height)
    pixels = np.asarray(cv2.resize(source.pixels, size, interpolation=how), np.uint8)
    if not smaller:  # Lanczos overshoots, and no colour is more than its alpha
        pixels[..., :3] = np.minimum(pixels[..., :3], pixels[..., 3:])
    return pixels


def packing_of(source: ExportSource, choice: ExportChoice) -> Packing:
    """How it is packed, and what goes with it."""
    from studio.files.pictures.encoding import Packing

    kind = choice.kind
    quality = choice.quality if kind.has_quality else None
    if kind is Format.webp and choice.is_lossless:
        quality = None
    text, exif = (source.text, source.exif) if choice.keeps_settings else ({}, b"")
    profiles = {
        ProfileChoice.srgb: None,
        ProfileChoice.none: b"",
        ProfileChoice.original: source.profile or None,
    }
    return Packing(quality, text, exif, profiles[choice.profile])


def choice_of(found: object) -> ExportChoice:
    """A choice as settings keep it; the usual one where a word of it is impossible."""
    if not isinstance(found, Mapping):
        return USUAL_EXPORT
    try:
        return ExportChoice(
            format_of(Path(f"a{found['ending']}")).endings_written[0],
            min(max(float(found["percent"]), LEAST_PERCENT), MOST_PERCENT),
            min(max(int(found["longest"]), 0), MAX_SIDE),
            min(max(int(found["quality"]), 1), 100),
            found["is_lossless"] is True,
            found["keeps_settings"] is True,
            ProfileChoice(found["profile"]),
        )
    except (KeyError, TypeError, ValueError, OverflowError, InputError):
        return USUAL_EXPORT
