"""One run of a model over one picture: from pixels through the steps to pixels."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import torch

from studio.engine.differential import Differential, hole, latent_mask
from studio.engine.held import Held, going_on
from studio.engine.loading import LoadedModel
from studio.engine.samplers import make_scheduler
from studio.engine.taps import cancel_points, tapped_steps
from studio.generation.engine import EngineError, EngineErrorKind
from studio.generation.recipe import Recipe
from studio.generation.request import Mask, Rgb, Task
from studio.generation.steps import StepPlan
from studio.text import tr


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

    @property
    def strength(self) -> float:
        """What makes diffusers run exactly the planned steps: it truncates steps × strength."""
        if self.plan.start == 0:
            return 1.0
        return (self.plan.count + 1e-4) / self.plan.total

    def generator(self) -> torch.Generator:
        """The source of its noise, from the beginning; on the CPU, so that devices agree."""
        return torch.Generator("cpu").manual_seed(self.seed)


@dataclass(frozen=True, slots=True, eq=False)
class Watching:
    """Whom a run tells. check: called within steps too, may raise. clean: gets each step's latents.

    Those are the predicted clean ones, [1, c, h, w]. hold: gets what the run has come to after a
    step, as long as steps are left.
    """

    check: Callable[[], None]
    clean: Callable[[torch.Tensor], None]
    hold: Callable[[Held], None]


def run(model: LoadedModel, one: Run, watching: Watching, held: Held | None = None) -> Rgb:
    """Run it, from what an earlier try of it came to; uint8[h, w, 3] of the size of its pixels.

    Raises:
        EngineError: the model gave numbers that are none, or there is no such sampler.
    """
    rest = _after(one, held)
    pipe = model.view(rest.task)
    pipe.scheduler = make_scheduler(one.recipe.sampler, model.scheduler, steps=one.plan.total)
    keeping = _differential(model, one)
    generator = one.generator()
    done = held.done if held else 0

    def after(clean: torch.Tensor, latents: torch.Tensor) -> torch.Tensor:
        nonlocal done
        done += 1
        _check_finite(clean)
        watching.clean(clean)
        latents = keeping.kept(latents, done) if keeping else latents
        if done < one.plan.count:
            watching.hold(Held.of(done, latents, clean, pipe.scheduler, generator))
        return latents

    parts = pipe.components.values()
    with (
        cancel_points(parts, watching.check),
        tapped_steps(pipe.scheduler, after),
        going_on(pipe.scheduler, held, generator),
    ):
        images = pipe(**_settings(model, rest), generator=generator).images
    _check_finite(images)
    return _pixels(images)


def _after(one: Run, held: Held | None) -> Run:
    """What is left of a run: amid a schedule there is a picture already, if only a noisy one."""
    if held is None:
        return one
    is_new = one.task is Task.text_to_image
    plan = StepPlan(one.plan.total, one.plan.start + held.done)
    return replace(one, task=Task.image_to_image if is_new else one.task, plan=plan)


def _settings(model: LoadedModel, one: Run) -> dict[str, object]:
    """What the pipeline of this task is called with, beside the source of noise."""
    height, width = one.pixels.shape[:2]
    recipe = one.recipe
    common: dict[str, object] = {
        "prompt": recipe.prompt,
        "negative_prompt": recipe.negative,
        "guidance_scale": recipe.guidance,
        "num_inference_steps": one.plan.total,
        "output_type": "pt",
    }
    size: dict[str, object] = {"height": height, "width": width}
    picture: dict[str, object] = {"image": _tensor(one.pixels), "strength": one.strength}
    if one.task is Task.inpaint or model.sees_mask:
        return {**common, **size, **picture, **_masked(model, one)}
    return {**common, **(size if one.task is Task.text_to_image else picture)}


def _masked(model: LoadedModel, one: Run) -> dict[str, object]:
    height, width = one.pixels.shape[:2]
    if one.mask is None:
        return {"mask_image": torch.ones(1, 1, height, width)}
    mask = {"mask_image": hole(latent_mask(one.mask, model.factor), model.factor)}
    # Stock pipelines encode the picture without its hole even for a model that cannot see it.
    unseen = {} if model.sees_mask else {"masked_image_latents": model.encode(_tensor(one.pixels))}
    return {**mask, **unseen}


def _differential(model: LoadedModel, one: Run) -> Differential | None:
    if one.mask is None:
        return None
    strengths = latent_mask(one.mask, model.factor)
    shape = (1, model.entry.family.latent_channels, *strengths.shape[-2:])
    return Differential(
        model.view(one.task).scheduler,
        strengths,
        one.plan.start,
        lambda: model.encode(_tensor(one.pixels)),
        torch.randn(shape, generator=one.generator(), dtype=model.device.dtype),
    )


def _tensor(pixels: Rgb) -> torch.Tensor:
    """[1, 3, h, w] in 0..1."""
    return torch.from_numpy(pixels.astype(np.float32) / 255).permute(2, 0, 1)[None]


def _pixels(images: torch.Tensor) -> Rgb:
    """The first of [b, 3, h, w] in 0..1 as uint8[h, w, 3]."""
    whole = images[0].permute(1, 2, 0).float().mul(255).round().clamp(0, 255)
    found: Rgb = whole.to("cpu", torch.uint8).contiguous().numpy()
    return found


def _check_finite(numbers: torch.Tensor) -> None:
    if not torch.isfinite(numbers).all():
        raise EngineError(
            EngineErrorKind.model_broken,
            tr("The model lost its way: its numbers are no longer finite."),
            tr("Try another sampler or a lower guidance. If it stays, the model is damaged."),
        )
