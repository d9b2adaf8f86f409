"""Requests of a few pixels."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from studio.generation.recipe import Recipe
from studio.generation.request import GenerationRequest, Task
from studio.geometry import Bounds, Extent

SMALL = Extent(32, 16)


def small_request(seed: int = 1, *, size: Extent = SMALL, **recipe: Any) -> GenerationRequest:
    """A whole canvas of grey to be repainted in four steps."""
    settings = replace(Recipe(prompt="a cat", steps=4), **recipe)
    grey = np.full((size.height, size.width, 3), 128, np.uint8)
    everything = np.full((size.height, size.width), 255, np.uint8)
    return GenerationRequest(
        settings,
        seed,
        Task.text_to_image,
        context=Bounds(0, 0, size.width, size.height),
        region=Bounds(0, 0, size.width, size.height),
        size=size,
        pixels=grey,
        mask=None,
        coverage=everything,
    )
