"""What is copied out of a painting."""

from __future__ import annotations

import numpy as np

from studio.document.composite import flatten
from studio.document.layers import Pictured
from studio.document.tiles import Pixels
from studio.errors import InputError
from studio.geometry import Bounds
from studio.session.easel import Easel
from studio.text import tr


def copied(easel: Easel, *, merged: bool) -> tuple[Bounds, Pixels]:
    """What is selected of the active layer, or of all that is seen.

    Premultiplied BGRA uint8[h, w, 4] and where it was, canvas px.

    Raises:
        InputError: there is nothing there.
    """
    document, selection = easel.document, easel.document.selection
    bounds = document.bounds if selection.is_none else selection.bounds
    pixels = flatten(document, bounds) if merged else _active_pixels(easel, bounds)
    limit = selection.limit(bounds)
    if limit is not None:
        pixels = ((pixels * limit[..., None].astype(np.uint16) + 127) // 255).astype(np.uint8)
    if not pixels.any():
        raise InputError(
            tr("There is nothing to copy."), tr("Choose the layer that holds it, or copy merged.")
        )
    return bounds, pixels


def _active_pixels(easel: Easel, bounds: Bounds) -> Pixels:
    if easel.active != easel.document.root.id:
        layer = easel.document.layer(easel.active)
        if isinstance(layer, Pictured):
            return layer.tiles.read(bounds)
    raise InputError(tr("The active layer has no pixels."), tr("Choose a paint layer."))
