"""What the app asks of an engine, whole: an engine reads nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import NewType, TypeAlias

import numpy as np
from numpy.typing import NDArray

from studio.generation.hardware import AUTOMATIC, HardwareChoice
from studio.generation.recipe import Recipe
from studio.geometry import Bounds, Extent

JobId = NewType("JobId", int)
Rgb: TypeAlias = NDArray[np.uint8]
Mask: TypeAlias = NDArray[np.uint8]


class Task(Enum):
    """What is asked of the model."""

    text_to_image = "text to image"
    image_to_image = "image to image"
    inpaint = "inpaint"


@dataclass(frozen=True, slots=True, eq=False)
class GenerationRequest:
    """One region to repaint. Its arrays are read-only, so it may cross any thread.

    recipe: the settings; `seed` beside it is the one to use, already drawn.
    context: canvas px, the rectangle the model sees; region: canvas px, what may change, within it.
    size: working px, what the model works at; `pixels` and `mask` are of this size.
    refine: working px of a second pass at REFINE_STRENGTH, or None.
    pixels: uint8[h, w, 3] RGB, the context with the masked content already filled.
    mask: uint8[h, w], the denoise mask: 255 may change wholly, grey = strength of that pixel.
        None when everything may change.
    coverage: uint8[region h, region w], the compositing mask: what lands, 255 = opaque.
    hardware: what to compute on; where the engine is elsewhere, that is its own affair.
    """

    recipe: Recipe
    seed: int
    task: Task
    context: Bounds
    region: Bounds
    size: Extent
    pixels: Rgb
    mask: Mask | None
    coverage: Mask
    refine: Extent | None = None
    hardware: HardwareChoice = AUTOMATIC

    def __post_init__(self) -> None:
        """Freeze the arrays: whoever made them keeps no way to change the request."""
        for array in (self.pixels, self.mask, self.coverage):
            if array is not None:
                array.flags.writeable = False


REFINE_STRENGTH = 0.4
