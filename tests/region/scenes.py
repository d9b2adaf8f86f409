"""Paintings and selections to repaint in."""

from __future__ import annotations

import cv2
import numpy as np

from studio.document.blending import BlendMode
from studio.document.document import Document
from studio.document.layers import LayerId, LayerProperties, PaintLayer
from studio.document.selection import Combine
from studio.generation.events import Result
from studio.generation.request import GenerationRequest, Mask, Rgb
from studio.geometry import Bounds, Extent
from studio.models.family import SizeLimits
from tests.document.paintings import ROOT, add_group, add_paint, document_of, noise, paint

LIMITS = SizeLimits(64, 128, 64**2, 128**2)


def select(document: Document, bounds: Bounds, coverage: Mask | int = 255) -> None:
    """Select a rectangle, or a shape in it, as one step."""
    shape = np.broadcast_to(np.asarray(coverage, np.uint8), (bounds.height, bounds.width))
    with document.selecting("Select") as selection:
        selection.combine(bounds, shape, Combine.replace)


def disc(side: int, *, softness: float = 0) -> Mask:
    """A disc that touches all four sides, its edge antialiased or blurred."""
    large = np.zeros((side * 4, side * 4), np.uint8)
    cv2.circle(large, (side * 2, side * 2), int(side * (2 - softness)), 255, -1)
    small = cv2.resize(large, (side, side), interpolation=cv2.INTER_AREA)
    blurred = cv2.GaussianBlur(small, (0, 0), side * softness / 4) if softness else small
    return np.asarray(blurred, np.uint8)


def photo(width: int = 300, height: int = 280) -> Document:
    """One opaque layer: soft hues with a fine grain."""
    document = document_of(width, height)
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    grain = np.random.default_rng(1).normal(0, 6, (height, width, 1))
    hues = np.dstack((columns * 200 / width, rows * 200 / height, 255 - columns * 150 / width))
    opaque = np.full((height, width, 1), 255)
    pixels = np.dstack((np.clip(hues + grain, 0, 255), opaque)).astype(np.uint8)
    paint(document, add_paint(document), document.bounds, pixels)
    return document


def collage() -> tuple[Document, LayerId]:
    """Layers of many modes, groups and clipping; and the layer in a group to land above."""
    document, rng = photo(), np.random.default_rng(2)
    group = add_group(document, LayerProperties("group", opacity=0.8))
    active = _noisy(document, rng, LayerProperties("active"), parent=group.id)
    _noisy(document, rng, LayerProperties("clipped", clipped=True, opacity=0.6), parent=group.id)
    _noisy(document, rng, LayerProperties("in", blend=BlendMode.multiply), parent=group.id)
    for blend in (BlendMode.soft_light, BlendMode.difference, BlendMode.source_atop):
        _noisy(document, rng, LayerProperties(blend.name, blend=blend, opacity=0.5))
    _noisy(document, rng, LayerProperties("hidden", visible=False))
    return document, active.id


def result_of(request: GenerationRequest, pixels: Rgb | None = None, seed: int = 5) -> Result:
    """What a model with a mind of its own makes: everything different, outside the mask too."""
    height, width = request.pixels.shape[:2]
    made = np.random.default_rng(seed).integers(0, 256, (height, width, 3), np.uint8)
    return Result(made if pixels is None else pixels, seed, 1.0, 0.1, 0, "hash")


def coverage_on_canvas(request: GenerationRequest, canvas: Extent) -> Mask:
    """The compositing mask as part of the canvas."""
    whole = np.zeros((canvas.height, canvas.width), np.uint8)
    whole[request.region.slices] = request.coverage
    return whole


def _noisy(
    document: Document,
    rng: np.random.Generator,
    properties: LayerProperties,
    *,
    parent: LayerId = ROOT,
) -> PaintLayer:
    layer = add_paint(document, properties, parent=parent)
    paint(document, layer, document.bounds, noise(rng, document.bounds))
    return layer
