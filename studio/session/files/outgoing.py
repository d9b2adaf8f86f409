"""Pictures on their way to other programs: of the painting, or of one layer."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np

from studio.document.blending import BlendMode
from studio.document.composite import flatten
from studio.document.document import Document
from studio.document.layers import LayerId
from studio.document.tiles import Pixels
from studio.errors import InputError, StorageError
from studio.files.formats import settings_of
from studio.session.easel import Easel
from studio.text import tr

# What is dragged out of this window, so that it does not come in again beside itself.
OWN_DRAG = f"application/x-repaint-studio-outgoing-{os.getpid()}"

_FOLDER = "repaint-studio-drag-"
_DAY = 24 * 60 * 60
_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f]')
_LONGEST_NAME = 80


def file_of_painting(easel: Easel, title: str) -> Path:
    """All that is seen as a PNG, with how it was made.

    Raises:
        StorageError: it could not be written.
    """
    document = easel.document
    pixels = flatten(document, document.bounds)
    path = _place(Path(title).stem)
    _write(path, pixels, settings_of(document))
    return path


def file_of_layer(easel: Easel, id: LayerId) -> Path:  # noqa: A002
    """A layer or group by itself, cut to what is on it, as a PNG.

    Raises:
        InputError: nothing is on it.
        StorageError: it could not be written.
    """
    pixels = layer_alone(easel.document, id)
    x, y, width, height = cv2.boundingRect(cv2.extractChannel(pixels, 3))
    name = easel.document.layer(id).properties.name
    if not width:
        raise InputError(
            tr("Nothing is on “{name}”.", name=name),
            tr("Drag a layer that something is painted on."),
        )
    path = _place(name)
    _write(path, np.ascontiguousarray(pixels[y : y + height, x : x + width]), {})
    return path


def layer_alone(document: Document, id: LayerId) -> Pixels:  # noqa: A002
    """What a layer shows by itself, opaque and whatever its mode; premultiplied BGRA."""
    layer = document.layer(id)
    look = replace(layer.properties, visible=True, opacity=1.0, blend=BlendMode.normal)
    alone = Document(document.extent)
    alone.root.children.append(replace(layer, properties=replace(look, clipped=False)))
    return flatten(alone, document.bounds)


def _place(name: str) -> Path:
    """A new file of that name; those of drags long past are taken away."""
    import tempfile  # seldom needed, never at the start of the program

    _sweep(Path(tempfile.gettempdir()))
    plain = _NOT_IN_NAMES.sub("_", name).strip(". ")[:_LONGEST_NAME]
    try:
        return Path(tempfile.mkdtemp(prefix=_FOLDER)) / f"{plain or 'Picture'}.png"
    except OSError as error:
        raise StorageError(
            tr("There is no place for the picture that is dragged."),
            tr("Free some space, or export it instead."),
        ) from error


def _write(path: Path, pixels: Pixels, words: Mapping[str, str]) -> None:
    # Not above: nothing is dragged out at the start of the program.
    from studio.files.pictures.images import write_picture

    write_picture(path, pixels, text=words)


def _sweep(folder: Path) -> None:
    """A program may still read what was dropped into it, but not after a day."""
    import shutil

    with suppress(OSError):
        for left in folder.glob(f"{_FOLDER}*"):
            if time.time() - left.stat().st_mtime > _DAY:
                shutil.rmtree(left, ignore_errors=True)
