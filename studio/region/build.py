"""From the painting to a request: everything that decides a picture, captured here and now."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from studio.document.document import Document
from studio.document.layers import LayerId
from studio.generation.recipe import Recipe
from studio.generation.request import GenerationRequest, Mask, Rgb, Task
from studio.geometry import Bounds, Extent
from studio.models.family import SizeLimits
from studio.region.context import chosen_context, context_of
from studio.region.fill import fill_masked, fill_weight
from studio.region.masks import (
    compositing_mask,
    compositing_mask_past_edge,
    denoise_mask,
    fade_of,
    feather_of,
    working_selection,
)
from studio.region.region import Region, full_coverage, region_of
from studio.region.seen import Seen, seen_in
from studio.region.sizes import working_size


def build_request(
    document: Document,
    recipe: Recipe,
    seed: int,
    limits: SizeLimits,
    *,
    context: Bounds | None = None,
    beneath: LayerId | None = None,
    region: Region | None = None,
    layer_bounds: Bounds | None = None,
) -> GenerationRequest:
    """Ask for the region to be repainted.

    context: the rectangle the painter dragged, else recipe.context finds it. beneath: the model
    sees only what is below this layer. region: what to repaint instead of what is selected.
    layer_bounds: canvas px of the active layer, for ContextChoice.layer.
    For several pictures make one request and `dataclasses.replace(request, seed=…)`: the arrays
    are shared.
    """
    wanted = region or region_of(document)
    landing = _landing(wanted, document, recipe)
    box = _context(
        wanted.bounds, document, recipe, limits=limits, dragged=context, layer=layer_bounds
    ).union(landing.bounds)
    sizes = working_size(box.extent, limits)
    seen = seen_in(document, box, sizes.size, beneath=beneath)
    if wanted.is_whole(document):
        asked = _asked_everywhere(seen, recipe.strength)
    else:
        asked = _asked_within(wanted, seen, recipe, context=box, seed=seed)
    return GenerationRequest(
        recipe=recipe,
        seed=seed,
        task=asked.task,
        context=box,
        region=landing.bounds,
        size=sizes.size,
        pixels=asked.pixels,
        mask=asked.mask,
        coverage=landing.coverage,
        refine=sizes.refine,
    )


def _landing(region: Region, document: Document, recipe: Recipe) -> Region:
    """Where the result lands, and how much of it: the compositing mask."""
    if region.is_whole(document):
        return Region(region.bounds, full_coverage(region.bounds))
    fade = fade_of(region.bounds, recipe.strength)
    if not recipe.blend_past_edge:
        landing = compositing_mask(region.coverage, region.bounds, document.extent, fade)
        return Region(region.bounds, landing)
    outer = region.bounds.padded(math.ceil(fade)).intersection(document.bounds)
    return Region(outer, compositing_mask_past_edge(_spread(region, outer), fade))


def _context(
    region: Bounds,
    document: Document,
    recipe: Recipe,
    *,
    limits: SizeLimits,
    dragged: Bounds | None,
    layer: Bounds | None,
) -> Bounds:
    canvas = document.extent
    if dragged is not None:
        return chosen_context(dragged, region, canvas)
    return context_of(region, canvas, recipe.strength, limits, recipe.context, layer)


@dataclass(frozen=True, slots=True, eq=False)
class _Asked:
    """What the model is to do, what it may change, and the picture it starts from."""

    task: Task
    mask: Mask | None
    pixels: Rgb


def _asked_everywhere(seen: Seen, strength: float) -> _Asked:
    keeps = strength < 1 and bool(seen.alpha.any())
    return _Asked(Task.image_to_image if keeps else Task.text_to_image, None, seen.rgb)


def _asked_within(
    region: Region, seen: Seen, recipe: Recipe, *, context: Bounds, seed: int
) -> _Asked:
    height, width = seen.alpha.shape
    selected = working_selection(_spread(region, context), Extent(width, height))
    scale = math.sqrt(width * height / context.extent.area)
    mask = denoise_mask(selected, feather_of(region.bounds, recipe.strength) * scale)
    task = _task(mask, seen.alpha, recipe.strength)
    if task is not Task.inpaint:
        return _Asked(task, None, seen.rgb)
    weight = fill_weight(selected, recipe.strength)
    return _Asked(task, mask, fill_masked(seen.rgb, weight, recipe.fill, seed))


def _task(mask: Mask, alpha: Mask, strength: float) -> Task:
    """Text to image when nothing that is painted would be left to see or to start from."""
    is_kept = np.full(mask.shape, strength < 1) | (mask < 255)
    if not (is_kept & (alpha > 0)).any():
        return Task.text_to_image
    return Task.inpaint if (mask < 255).any() else Task.image_to_image


def _spread(region: Region, over: Bounds) -> Mask:
    """The region's coverage as part of a larger rectangle."""
    out = np.zeros((over.height, over.width), np.uint8)
    inside = region.bounds.intersection(over)
    out[inside.relative_to(over).slices] = region.coverage[inside.relative_to(region.bounds).slices]
    return out
