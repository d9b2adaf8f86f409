"""One run of a model over one picture: from pixels through the steps to pixels."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import torch

from studio.engine.asked import Run
from studio.engine.differential import Differential, latent_mask
from studio.engine.held import Held, going_on
from studio.engine.instruction import instructed
from studio.engine.loading import LoadedModel
from studio.engine.samplers import make_scheduler, suited
from studio.engine.settings import settings_of, tensor_of
from studio.engine.surroundings import surroundings_shown
from studio.engine.taps import cancel_points, tapped_steps
from studio.generation.engine import EngineError, EngineErrorKind
from studio.generation.request import Rgb
from studio.text import tr


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
    rest = one.after(held)
    pipe = model.view(rest.task)
    pipe.scheduler = make_scheduler(
        suited(one.recipe.sampler, model.entry.family),
        model.scheduler,
        steps=one.plan.total,
        spacing=model.spacing,
    )
    keeping = _differential(model, one)
    layout = model.layout(one.pixels)
    generator = one.generator()
    done = held.done if held else 0

    def after(clean: torch.Tensor, latents: torch.Tensor) -> torch.Tensor:
        nonlocal done
        done += 1
        _check_finite(clean)
        clean, latents = layout.flat(clean), layout.flat(latents)
        watching.clean(clean)
        latents = keeping.kept(latents, done) if keeping else latents
        if done < one.plan.count:
            watching.hold(Held.of(done, latents, clean, pipe.scheduler, generator))
        return layout.packed(latents)

    parts = pipe.components.values()
    with (
        cancel_points(parts, watching.check),
        tapped_steps(pipe.scheduler, after),
        going_on(pipe.scheduler, held, generator),
        surroundings_shown(pipe.vae, tensor_of(one.pixels), one.mask),
        instructed(model, pipe, one.pixels),
    ):
        images = pipe(**settings_of(model, rest), generator=generator).images
    _check_finite(images)
    return _pixels(images)


def _differential(model: LoadedModel, one: Run) -> Differential | None:
    if one.mask is None:
        return None
    strengths = latent_mask(one.mask, model.factor)
    shape = (1, model.entry.family.latent_channels, *strengths.shape[-2:])
    return Differential(
        model.view(one.task).scheduler,
        strengths,
        one.plan.start,
        lambda: model.encode(tensor_of(one.pixels)),
        torch.randn(shape, generator=one.generator(), dtype=model.device.dtype),
    )


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
