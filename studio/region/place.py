"""From result to painting: previews and results go through the one function `picture_of`."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np

from studio.document.commands import AddLayer
from studio.document.composite import Floating
from studio.document.document import Document
from studio.document.layers import LayerId, LayerProperties, PaintLayer
from studio.document.tiles import Pixels
from studio.generation.events import Result
from studio.generation.recipe import LayerRecipe
from studio.generation.request import GenerationRequest, Mask, Rgb
from studio.geometry import Bounds, Extent
from studio.region.colour_match import match_colours
from studio.region.edge_match import meet_at_edge
from studio.region.resampling import resampled, resampled_mask
from studio.text import tr

LONGEST_NAME = 40


def picture_of(request: GenerationRequest, rgb: Rgb) -> Pixels:
    """What lands: uint8[region h, region w, 4], premultiplied BGRA, zero outside the coverage.

    rgb: the whole context as the engine made it, of any size.
    """
    matched = _matched(request, rgb)
    height, width = rgb.shape[:2]
    region, context = request.region.relative_to(request.context), request.context
    across, down = width / context.width, height / context.height
    box = (region.x * across, region.y * down, region.right * across, region.bottom * down)
    opaque = np.asarray(cv2.cvtColor(matched, cv2.COLOR_RGB2BGRA), np.uint8)
    return _cut_out(resampled(opaque, region.extent, box), request.coverage)


def floating_of(request: GenerationRequest, rgb: Rgb, above: LayerId) -> Floating:
    """A preview or a candidate, shown where it would land; `above` as `resting_on` says."""
    return Floating(above, request.region, picture_of(request, rgb))


def resting_on(document: Document, above: LayerId) -> LayerId:
    """The layer a result lands just above when it is to land above this one.

    Layers clipped to it stay clipped to it: what came between would take their place and change
    the picture far outside the region. 0, on top of everything, when `above` is 0 or gone.
    """
    if above == document.root.id or all(layer.id != above for layer in document.layers):
        return document.root.id
    parent, index = document.place_of(above)
    for sibling in document.group(parent).children[index + 1 :]:
        if not sibling.properties.clipped:
            break
        above = sibling.id
    return above


def place(
    document: Document, request: GenerationRequest, result: Result, above: LayerId
) -> LayerId:
    """Land a result as a new layer just above another: one step.

    It goes where the request says, whatever is selected by now.
    """
    name = name_of(request.recipe.prompt)
    layer = PaintLayer(document.new_id(), LayerProperties(name), recipe=_recipe(request, result))
    layer.tiles.write(request.region, picture_of(request, result.pixels))
    layer.tiles.snapshot()
    parent, index = _index_above(document, resting_on(document, above))
    document.do(AddLayer(layer, parent, index, tr("Repaint “{name}”", name=name)))
    return layer.id


def name_of(prompt: str) -> str:
    """What the layer is called: the prompt, cut at a word."""
    words = " ".join(prompt.split())
    if len(words) <= LONGEST_NAME:
        return words or tr("Repaint")
    kept = words[: LONGEST_NAME - 1]
    at_word = kept.rsplit(" ", 1)[0] if " " in kept[LONGEST_NAME // 2 :] else kept
    return at_word.rstrip(" ,;.:") + "…"


def changed_outside(
    before: Pixels, after: Pixels, bounds: Bounds, request: GenerationRequest
) -> int:
    """Bytes of the composite in bounds (canvas px) that differ where the result did not land."""
    differs = np.any(before != after, axis=-1)
    inside = request.region.intersection(bounds)
    landed = request.coverage[inside.relative_to(request.region).slices] > 0
    outside = np.ones(differs.shape, np.bool_)
    outside[inside.relative_to(bounds).slices] = ~landed
    where = differs & outside
    return int(np.count_nonzero(before[where] != after[where]))


def _matched(request: GenerationRequest, rgb: Rgb) -> Rgb:
    if not request.recipe.match_colours or request.mask is None:
        return rgb
    size = Extent(rgb.shape[1], rgb.shape[0])
    reference, mask = request.pixels, request.mask
    if size != request.size:
        reference, mask = resampled(reference, size), resampled_mask(mask, size)
    matched = match_colours(rgb, reference, mask)
    return meet_at_edge(matched, reference, mask, _landing_in(request, size))


def _landing_in(request: GenerationRequest, size: Extent) -> Mask:
    """The coverage as part of the context at that size; no pixel that lands at all is lost."""
    region, context = request.region.relative_to(request.context), request.context
    left, top = region.x * size.width // context.width, region.y * size.height // context.height
    right = -(-region.right * size.width // context.width)
    bottom = -(-region.bottom * size.height // context.height)
    lands = (request.coverage > 0).astype(np.uint8) * 255
    landing = np.zeros((size.height, size.width), np.uint8)
    part = cv2.resize(lands, (right - left, bottom - top), interpolation=cv2.INTER_AREA)
    landing[top:bottom, left:right] = part
    return landing


def _cut_out(bgra: Pixels, coverage: Mask) -> Pixels:
    """Opaque pixels made as opaque as the coverage, premultiplied."""
    if coverage.min() == 255:
        return bgra
    alpha = np.ascontiguousarray(coverage)
    return np.asarray(cv2.multiply(bgra, cv2.merge([alpha] * 4), scale=1 / 255), np.uint8)


def _recipe(request: GenerationRequest, result: Result) -> str:
    known = result.model_hash or request.recipe.model_hash
    loras = result.loras or request.recipe.loras
    recipe = replace(request.recipe, seed=result.seed, model_hash=known, loras=loras)
    return LayerRecipe(recipe, request.context, request.region).to_json()


def _index_above(document: Document, above: LayerId) -> tuple[LayerId, int]:
    if above == document.root.id:
        return above, len(document.root.children)
    parent, index = document.place_of(above)
    return parent, index + 1
