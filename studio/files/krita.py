"""Krita documents: what they look like. Their layers are in a form that Krita alone reads."""

from __future__ import annotations

import io
from pathlib import Path

from studio.errors import InputError
from studio.files.opening import open_file
from studio.files.openraster.archive import Archive
from studio.files.pictures.images import Picture, picture_in
from studio.text import tr

KIND, MERGED = "mimetype", "mergedimage.png"
_KRITA = b"application/x-krita"


def is_krita(path: Path) -> bool:
    """Whether a ZIP file says that it is Krita's.

    Raises:
        InputError: it is not there, no ZIP file, or one made to harm.
    """
    with open_file(path) as stream:
        archive = Archive(stream, path.name)
        is_short = KIND in archive.names and archive.size_of(KIND) < 2 * len(_KRITA)
        return is_short and (archive.read(KIND) or b"").strip() == _KRITA


def read_merged(path: Path) -> Picture:
    """All layers of a Krita document in one picture, with a warning that says so.

    Raises:
        InputError: it was saved without such a picture, or that is damaged.
    """
    hint = tr("To bring its layers along, save it in Krita as OpenRaster or Photoshop.")
    with open_file(path) as stream:
        found = Archive(stream, path.name).read(MERGED)
    if found is None:
        raise InputError(tr("{name} holds no picture of all its layers.", name=path.name), hint)
    picture = picture_in(io.BytesIO(found), path.name)
    words = tr("It is open as one picture.")
    return Picture(
        picture.pixels,
        picture.text,
        picture.exif,
        (f"{words} {hint}", *picture.warnings),
        picture.profile,
    )
