"""A request as one run or two, at sizes the model can work at."""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np

from studio.engine.asked import Run
from studio.engine.held import Held, Passage
from studio.engine.loading import LoadedModel
from studio.engine.run import Watching, run
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


def paint(
    model: LoadedModel,
    request: GenerationRequest,
    telling: Telling,
    passage: Passage,
    share: float = 1.0,
) -> Rgb:
    """The picture, uint8[h, w, 3] at the request's working size, refined if it says so.

    passage: how far earlier tries came; what is in it is not done again. share: of the sides, when
    memory asks for a smaller picture, which is enlarged at the end.

    Raises:
        EngineError: the model cannot do it.
    """
    pixels = request.pixels
    for index, (plan, task, asked) in enumerate(_runs(request)):
        size = _scaled(asked, share, model.entry.limits.multiple)
        if index == len(passage.pictures):
            pixels = _resized(pixels, size, cv2.INTER_CUBIC)
            mask = None if request.mask is None else _resized(request.mask, size, cv2.INTER_LINEAR)
            one = Run(task, request.recipe, request.seed, plan, pixels, mask)
            passage.finish(_run_padded(model, one, telling, passage))
        pixels = passage.pictures[index]
    return _resized(pixels, asked, cv2.INTER_CUBIC)


def steps_in(request: GenerationRequest, passage: Passage) -> int:
    """How many steps of a request are done."""
    passed = plans_of(request)[: len(passage.pictures)]
    return sum(plan.count for plan in passed) + (passage.held.done if passage.held else 0)


def _runs(request: GenerationRequest) -> Iterator[tuple[StepPlan, Task, Extent]]:
    plans = plans_of(request)
    masked = request.mask is not None
    yield plans[0], Task.inpaint if masked else request.task, request.size
    if request.refine is not None:
        yield plans[1], Task.inpaint if masked else Task.image_to_image, request.refine


def _scaled(size: Extent, share: float, multiple: int) -> Extent:
    """A share of it in whole cells of the model's; all of it as it is."""
    if share == 1.0:
        return size

    def scaled(side: int) -> int:
        return max(multiple, round(side * share / multiple) * multiple)

    return Extent(scaled(size.width), scaled(size.height))


def _resized(array: Rgb, size: Extent, how: int) -> Rgb:
    if (size.height, size.width) == array.shape[:2]:
        return array
    return cv2.resize(array, (size.width, size.height), interpolation=how).astype(np.uint8)


def _run_padded(model: LoadedModel, one: Run, telling: Telling, passage: Passage) -> Rgb:
    """Run at the next size the model can work at, by reflection; the picture is cut back."""
    height, width = one.pixels.shape[:2]
    multiple = model.entry.limits.multiple
    below, beside = -height % multiple, -width % multiple
    shown = Extent(-(-width // model.factor), -(-height // model.factor))

    def hold(held: Held) -> None:
        passage.held = held

    watching = Watching(
        telling.watch.check, lambda latents: telling.clean(latents, model.preview, shown), hold
    )
    wide = Run(
        one.task,
        one.recipe,
        one.seed,
        one.plan,
        _padded(one.pixels, below, beside),
        None if one.mask is None else _padded(one.mask, below, beside),
    )
    return np.ascontiguousarray(run(model, wide, watching, passage.held)[:height, :width])


def _padded(array: Rgb | Mask, below: int, beside: int) -> Rgb:
    edges = [(0, below), (0, beside), (0, 0)][: array.ndim]
    return np.pad(array, edges, mode="symmetric")
