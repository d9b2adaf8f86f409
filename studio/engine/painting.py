"""A request as one run or two, at sizes the model can work at."""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np

from studio.engine.loading import LoadedModel
from studio.engine.run import Run, Watching, run
from studio.engine.telling import Telling
from studio.generation.request import REFINE_STRENGTH, GenerationRequest, Mask, Rgb, Task
from studio.generation.steps import StepPlan, plan_steps
from studio.geometry import Extent


def plans_of(request: GenerationRequest) -> tuple[StepPlan, ...]:
    """The steps of each run: one, and a second when the request is to be refined."""
    recipe = request.recipe
    is_new = request.task is Task.text_to_image and request.mask is None
    first = plan_steps(recipe.steps, 1.0 if is_new else recipe.strength)
    return (first, plan_steps(recipe.steps, REFINE_STRENGTH)) if request.refine else (first,)


def paint(model: LoadedModel, request: GenerationRequest, telling: Telling) -> Rgb:
    """The picture, uint8[h, w, 3] at the request's working size, refined if it says so.

    Raises:
        EngineError: the model cannot do it.
    """
    pixels = request.pixels
    for plan, task, size in _runs(request):
        pixels = _resized(pixels, size, cv2.INTER_CUBIC)
        mask = None if request.mask is None else _resized(request.mask, size, cv2.INTER_LINEAR)
        one = Run(task, request.recipe, request.seed, plan, pixels, mask)
        pixels = _run_padded(model, one, telling)
    return pixels


def _runs(request: GenerationRequest) -> Iterator[tuple[StepPlan, Task, Extent]]:
    plans = plans_of(request)
    masked = request.mask is not None
    yield plans[0], Task.inpaint if masked else request.task, request.size
    if request.refine is not None:
        yield plans[1], Task.inpaint if masked else Task.image_to_image, request.refine


def _resized(array: Rgb, size: Extent, how: int) -> Rgb:
    if (size.height, size.width) == array.shape[:2]:
        return array
    return cv2.resize(array, (size.width, size.height), interpolation=how).astype(np.uint8)


def _run_padded(model: LoadedModel, one: Run, telling: Telling) -> Rgb:
    """Run at the next size the model can work at, by reflection; the picture is cut back."""
    height, width = one.pixels.shape[:2]
    multiple = model.entry.limits.multiple
    below, beside = -height % multiple, -width % multiple
    shown = Extent(-(-width // model.factor), -(-height // model.factor))
    watching = Watching(
        telling.watch.check, lambda latents: telling.clean(latents, model.colours, shown)
    )
    wide = Run(
        one.task,
        one.recipe,
        one.seed,
        one.plan,
        _padded(one.pixels, below, beside),
        None if one.mask is None else _padded(one.mask, below, beside),
    )
    return np.ascontiguousarray(run(model, wide, watching)[:height, :width])


def _padded(array: Rgb | Mask, below: int, beside: int) -> Rgb:
    edges = [(0, below), (0, beside), (0, 0)][: array.ndim]
    return np.pad(array, edges, mode="symmetric")
