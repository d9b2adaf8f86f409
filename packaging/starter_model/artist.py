"""Draws with a finished model as the app does: through its engine, its masks and its contexts."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from studio.document.composite import flatten
from studio.document.layers import LayerId
from studio.document.selection import Combine
from studio.document.tiles import Pixels
from studio.engine.local import LocalEngine
from studio.files.formats import document_of
from studio.files.pictures.images import Picture
from studio.generation.events import Loading, Result, Step
from studio.generation.hardware import Hardware
from studio.generation.recipe import Recipe
from studio.generation.request import GenerationRequest, Mask, Rgb, Task
from studio.geometry import Bounds
from studio.models.catalogue import ModelCatalogue
from studio.region.build import build_request
from studio.region.place import place


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
        document = document_of(Picture(_opaque(canvas), {}), "")
        with document.selecting("") as selection:
            selection.combine(document.bounds, selected, Combine.replace)
        recipe = self._recipe(prompt, 1.0)
        request = build_request(document, recipe, seed, self.entry.limits)
        result = self._engine.generate(request, Patience())
        place(document, request, result, LayerId(0))
        painted = cv2.cvtColor(flatten(document, document.bounds), cv2.COLOR_BGRA2RGB)
        picture = np.asarray(painted, np.uint8)
        return Repainted(picture, _seam(request, result.pixels), result.seconds)

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


def _seam(request: GenerationRequest, painted: Rgb) -> float:
    """0..255."""
    if request.mask is None:
        return 0.0
    support = (request.mask > 0).astype(np.uint8)
    ring = cv2.dilate(support, np.ones((7, 7), np.uint8)) > support
    if not ring.any():
        return 0.0
    return float(np.abs(painted.astype(np.float32) - request.pixels)[ring].mean())


def _opaque(rgb: Rgb) -> Pixels:
    """BGRA, as documents have it."""
    return np.asarray(cv2.cvtColor(rgb, cv2.COLOR_RGB2BGRA), np.uint8)
