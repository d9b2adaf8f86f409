"""HEIC photographs, on systems that can read them."""

from __future__ import annotations

from pathlib import Path

from studio.document.document import MAX_SIDE
from studio.document.tiles import Pixels
from studio.errors import InputError
from studio.files.pictures.straight import pixels_of
from studio.text import tr

_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}


def is_heif(start: bytes) -> bool:
    """Whether a file that begins so is a photograph packed as a film is; AVIF is not meant."""
    return start[4:8] == b"ftyp" and start[8:12] in _BRANDS and b"avif" not in start[8:32]


def read_heif(path: Path) -> Pixels:
    """Premultiplied BGRA uint8[h, w, 4], upright.

    Raises:
        InputError: this system cannot read it, or it is damaged or too large.
    """
    from PySide6.QtGui import QImageReader

    known = {bytes(one.data()) for one in QImageReader.supportedImageFormats()}
    if not known & {b"heic", b"heif"}:
        raise InputError(
            tr("{name} is a HEIC picture, which this system cannot read.", name=path.name),
            tr("Save it as JPEG first; on an iPhone choose “Most Compatible” for the camera."),
        )
    reader = QImageReader(str(path))
    reader.setAutoTransform(True)
    size = reader.size()
    image = reader.read() if max(size.width(), size.height()) <= MAX_SIDE else None
    if image is None or image.isNull():
        raise InputError(
            tr("{name} cannot be read as a picture.", name=path.name),
            tr("It may be damaged, cut short or of another kind."),
        )
    return pixels_of(image)
