"""A small painting to try the verbs of layers on."""

from __future__ import annotations

import numpy as np

from studio.document.composite import flatten
from studio.document.document import Document
from studio.document.layers import LayerProperties, PaintLayer
from studio.geometry import Bounds, Extent
from studio.session.easel import Easel


def one_white_layer():
    document = Document(Extent(300, 200))
    layer = PaintLayer(document.new_id(), LayerProperties("one"))
    layer.tiles.write(Bounds(0, 0, 300, 200), np.full((200, 300, 4), 255, np.uint8))
    document.root.children.append(layer)
    return Easel(document)


def names(easel):
    return [layer.properties.name for layer in easel.document.root.children]


def picture(easel):
    return flatten(easel.document, easel.document.bounds)


def red(width, height, alpha=255):
    return np.tile(np.array([0, 0, alpha, alpha], np.uint8), (height, width, 1))
