"""Requests for tiny models: a picture of 32 px, to be repainted in a few steps."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from studio.generation.recipe import Recipe
from studio.generation.request import GenerationRequest, Mask, Rgb, Task
from studio.geometry import Bounds, Extent

SIDE = 32


def a_picture(width: int = SIDE, height: int = SIDE) -> Rgb:
    """Colours running from corner to corner."""
    down, across = np.mgrid[0:height, 0:width]
    planes = (across * 255 // width, down * 255 // height, (across + down) * 127 // width)
    return np.stack(planes, -1).clip(0, 255).astype(np.uint8)


def halves(left: int, right: int, width: int = SIDE, height: int = SIDE) -> Mask:
    """A mask of two halves."""
    mask = np.full((height, width), left, np.uint8)
    mask[:, width // 2 :] = right
    return mask


def a_request(
    task: Task = Task.text_to_image,
    *,
    model: str = "plain",
    seed: int = 1,
    pixels: Rgb | None = None,
    mask: Mask | None = None,
    refine: Extent | None = None,
    **recipe: Any,
) -> GenerationRequest:
    """A request for the whole of a picture, which is the canvas too."""
    pixels = a_picture() if pixels is None else pixels
    height, width = pixels.shape[:2]
    everything = Bounds(0, 0, width, height)
    return GenerationRequest(
        replace(Recipe(model=model, prompt="a cat", steps=4), **recipe),
        seed,
        task,
        everything,
        everything,
        Extent(width, height),
        pixels,
        mask,
        np.full((height, width), 255, np.uint8),
        refine,
    )
