"""One run of a model, as it is asked for."""

from __future__ import annotations

from dataclasses import dataclass, replace

import torch

from studio.engine.held import Held
from studio.generation.recipe import Recipe
from studio.generation.request import Mask, Rgb, Task
from studio.generation.steps import StepPlan


@dataclass(frozen=True, slots=True, eq=False)
class Run:
    """Everything that decides a run.

    pixels: uint8[h, w, 3]; mask: uint8[h, w], only when inpainting. Both sides are multiples of
    what the model asks for.
    """

    task: Task
    recipe: Recipe
    seed: int
    plan: StepPlan
    pixels: Rgb
    mask: Mask | None = None

    def strength(self, *, rounds_up: bool) -> float:
        """What makes diffusers run exactly the planned steps.

        It truncates steps × strength, and for flows rounds it up.
        """
        if self.plan.start == 0:
            return 1.0
        return (self.plan.count + (-1e-4 if rounds_up else 1e-4)) / self.plan.total

    def generator(self) -> torch.Generator:
        """The source of its noise, from the beginning; on the CPU, so that devices agree."""
        return torch.Generator("cpu").manual_seed(self.seed)

    def after(self, held: Held | None) -> Run:
        """What is left of it: amid a schedule there is a picture already, if only a noisy one."""
        if held is None:
            return self
        is_new = self.task is Task.text_to_image
        plan = StepPlan(self.plan.total, self.plan.start + held.done)
        return replace(self, task=Task.image_to_image if is_new else self.task, plan=plan)
