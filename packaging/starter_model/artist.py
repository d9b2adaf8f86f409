"""Draws with a finished model as the app does: through its engine, its masks and its contexts."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from studio.engine.local import LocalEngine
from studio.generation.events import Loading, Result, Step
from studio.generation.hardware import Hardware
from studio.generation.recipe import ContextChoice, Fill, Recipe
from studio.generation.request import GenerationRequest, Mask, Rgb, Task
from studio.geometry import Bounds, Extent
from studio.models.catalogue import ModelCatalogue
from studio.region.context import context_of
from studio.region.fill import fill_masked, fill_weight
from studio.region.masks import (
    compositing_mask,
    denoise_mask,
    fade_of,
    feather_of,
    working_selection,
)
from studio.region.sizes import working_size


class Patience:
    """Watches, and never interrupts."""

    def loading(self, event: Loading) -> None:
        """As you like."""

    def hardware(self, event: Hardware) -> None:
        """Whatever there is."""

    def step(self, event: Step) -> None:
        """Fine."""

    def check(self) -> None:
        """Go on."""


@dataclass(frozen=True, slots=True, eq=False)
class Repainted:
    """A hole that was painted. picture: the whole canvas as the painter gets it, uint8[h, w, 3].

    seam: mean difference to the original in a ring of 3 px outside the mask, before compositing.
    """

    picture: Rgb
    seam: float
    seconds: float


class Artist:
    """A model folder at work."""

    def __init__(self, folder: Path) -> None:
        catalogue = ModelCatalogue((folder.parent,))
        self.entry = catalogue.find(folder.name)
        self._engine = LocalEngine(catalogue)

    @property
    def side(self) -> int:
        """Px of its pictures."""
        return self.entry.limits.max_side

    def draw(self, prompt: str, seed: int) -> Result:
        """A picture of nothing but the prompt."""
        blank = np.full((self.side, self.side, 3), 255, np.uint8)
        return self._engine.generate(self._whole(prompt, seed, blank, 1.0), Patience())

    def draw_over(self, doodle: Rgb, prompt: str, seed: int, strength: float) -> Result:
        """A picture made from a doodle of the model's size."""
        return self._engine.generate(self._whole(prompt, seed, doodle, strength), Patience())

    def repaint(self, canvas: Rgb, selected: Mask, prompt: str, seed: int) -> Repainted:
        """Repaint what is selected of a canvas; selected: uint8[h, w]."""
        request = self._within(canvas, selected, prompt, seed)
        result = self._engine.generate(request, Patience())
        seam = _seam(request, result.pixels, _resized(_cut(canvas, request.context), request.size))
        return Repainted(_landed(canvas, request, result.pixels), seam, result.seconds)

    def _recipe(self, prompt: str, strength: float) -> Recipe:
        advice = self.entry.recommended
        return Recipe(
            model=self.entry.id,
            prompt=prompt,
            sampler=advice.sampler,
            steps=advice.steps,
            guidance=advice.guidance,
            strength=strength,
        )

    def _whole(self, prompt: str, seed: int, pixels: Rgb, strength: float) -> GenerationRequest:
        box = Bounds(0, 0, self.side, self.side)
        return GenerationRequest(
            recipe=self._recipe(prompt, strength),
            seed=seed,
            task=Task.text_to_image if strength == 1 else Task.image_to_image,
            context=box,
            region=box,
            size=box.extent,
            pixels=pixels.copy(),
            mask=None,
            coverage=np.full((self.side, self.side), 255, np.uint8),
        )

    def _within(self, canvas: Rgb, selected: Mask, prompt: str, seed: int) -> GenerationRequest:
        height, width = selected.shape
        extent = Extent(width, height)
        region = _bounds_of(selected)
        box = context_of(region, extent, 1.0, self.entry.limits, ContextChoice.auto)
        size = working_size(box.extent, self.entry.limits).size
        inside = working_selection(np.ascontiguousarray(_cut(selected, box)), size)
        scale = (size.area / box.extent.area) ** 0.5
        seen = _resized(_cut(canvas, box), size)
        coverage = np.ascontiguousarray(_cut(selected, region))
        return GenerationRequest(
            recipe=self._recipe(prompt, 1.0),
            seed=seed,
            task=Task.inpaint,
            context=box,
            region=region,
            size=size,
            pixels=fill_masked(seen, fill_weight(inside, 1.0), Fill.blur, seed),
            mask=denoise_mask(inside, feather_of(region, 1.0) * scale),
            coverage=compositing_mask(coverage, region, extent, fade_of(region, 1.0)),
        )


def _seam(request: GenerationRequest, painted: Rgb, before: Rgb) -> float:
    """0..255."""
    inside = np.zeros(before.shape[:2], np.uint8) if request.mask is None else request.mask
    support = (inside > 0).astype(np.uint8)
    ring = cv2.dilate(support, np.ones((7, 7), np.uint8)) > support
    if not ring.any():
        return 0.0
    return float(np.abs(painted.astype(np.float32) - before)[ring].mean())


def _landed(canvas: Rgb, request: GenerationRequest, painted: Rgb) -> Rgb:
    """The canvas with the result on it, through the compositing mask."""
    result = _resized(painted, request.context.extent)
    region = request.region.relative_to(request.context)
    weight = request.coverage[..., None].astype(np.float32) / 255
    out = canvas.copy()
    before = _cut(canvas, request.region).astype(np.float32)
    mixed = before + (_cut(result, region) - before) * weight
    out[request.region.slices] = np.rint(mixed).astype(np.uint8)
    return out


def _bounds_of(selected: Mask) -> Bounds:
    rows, columns = np.flatnonzero(selected.any(1)), np.flatnonzero(selected.any(0))
    top, left = int(rows[0]), int(columns[0])
    return Bounds(left, top, int(columns[-1]) - left + 1, int(rows[-1]) - top + 1)


def _cut(array: NDArray[np.uint8], box: Bounds) -> NDArray[np.uint8]:
    return np.asarray(array[box.slices])


def _resized(rgb: Rgb, size: Extent) -> Rgb:
    shrinks = rgb.shape[0] > size.height
    how = cv2.INTER_AREA if shrinks else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(rgb, (size.width, size.height), interpolation=how), np.uint8)
