"""Brush tips as GIMP keeps them (`.gbr`); Krita and Photoshop's converters write them too."""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np

from studio.document.document import MAX_SIDE
from studio.document.tiles import Pixels
from studio.errors import InputError
from studio.files.opening import open_file
from studio.text import tr

ENDING = ".gbr"
MOST_BYTES = 64 << 20
_HEAD = struct.Struct(">5I")
_MAGIC = b"GIMP"
# Of version 1, which has neither magic nor spacing, and of those after it.
_HEAD_BYTES = {1: 20, 2: 28}


def read_gbr(path: Path) -> Pixels:
    """The picture of a tip: what it covers is opaque, premultiplied BGRA uint8[h, w, 4].

    Raises:
        InputError: it is not there, or no such tip.
    """
    with open_file(path) as stream:
        content = stream.read(MOST_BYTES + 1)
    try:
        return _pixels(content)
    except (ValueError, struct.error) as error:
        raise InputError(
            tr("{name} cannot be read as a brush tip.", name=path.name),
            tr("It may be damaged, cut short or of another kind."),
        ) from error


def _pixels(content: bytes) -> Pixels:
    head, version, width, height, depth = _HEAD.unpack_from(content)
    is_known = head >= _HEAD_BYTES.get(version, MOST_BYTES) and depth in (1, 4)
    if version > 1:
        is_known = is_known and content[20:24] == _MAGIC
    if not is_known or not 0 < width <= MAX_SIDE or not 0 < height <= MAX_SIDE:
        raise ValueError(version)
    count = width * height * depth
    found = np.frombuffer(content, np.uint8, count, head).reshape(height, width, depth)
    pixels = np.zeros((height, width, 4), np.uint8)
    pixels[..., 3] = found[..., -1]
    return pixels
