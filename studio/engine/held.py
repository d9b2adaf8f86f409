"""What a run has come to, so that another one can go on from there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

import torch

from studio.engine.layout import is_flow, noised
from studio.engine.parts import Scheduler
from studio.generation.request import Rgb

# Of a scheduler: what we put there ourselves.
_TAPS = ("step", "add_noise", "scale_noise")


@dataclass(frozen=True, slots=True, eq=False)
class Held:
    """A run after `done` of its steps.

    latents: noisy, to go on with; clean: the predicted ones; both [1, c, h, w]. scheduler: what it
    remembers; noise: where the generator of the noise has come to.
    """

    done: int
    latents: torch.Tensor
    clean: torch.Tensor
    scheduler: Mapping[str, object]
    noise: torch.Tensor

    @staticmethod
    def of(
        done: int,
        latents: torch.Tensor,
        clean: torch.Tensor,
        scheduler: Scheduler,
        generator: torch.Generator,
    ) -> Held:
        """As it is now; a solver moves the entries of its history, so that is copied."""
        remembered = {
            name: list(value) if isinstance(value, list) else value
            for name, value in vars(scheduler).items()
            if name not in _TAPS
        }
        return Held(done, latents, clean, remembered, generator.get_state())


@dataclass(slots=True, eq=False)
class Passage:
    """How far a request has come over all tries: passes that are done, steps of the next one."""

    pictures: list[Rgb] = field(default_factory=list)
    held: Held | None = None

    def finish(self, picture: Rgb) -> None:
        """A pass is done."""
        self.pictures.append(picture)
        self.held = None


@contextmanager
def going_on(scheduler: Scheduler, held: Held | None, generator: torch.Generator) -> Iterator[None]:
    """Within, a run that begins amid its schedule begins with what is held.

    At the same size it is the same run to the last bit. At another the predicted clean latents are
    resized, and noise of that step's level is put on them: noise itself cannot be resized.
    """
    if held is None:
        yield
        return
    noising = "scale_noise" if is_flow(scheduler) else "add_noise"

    def first(_original: torch.Tensor, second: torch.Tensor, third: torch.Tensor) -> torch.Tensor:
        # Later calls are about the kept parts of the picture.
        vars(scheduler).pop(noising)
        timesteps, noise = (second, third) if is_flow(scheduler) else (third, second)
        return _continued(scheduler, held, generator, noise=noise, timesteps=timesteps)

    vars(scheduler)[noising] = first
    try:
        yield
    finally:
        vars(scheduler).pop(noising, None)


def _continued(
    scheduler: Scheduler,
    held: Held,
    generator: torch.Generator,
    *,
    noise: torch.Tensor,
    timesteps: torch.Tensor,
) -> torch.Tensor:
    """What a run begins with in the place of a noisy picture, shaped as its noise."""
    if held.latents.numel() != noise.numel():
        clean = _resized(held.clean, noise)
        return noised(scheduler, clean, noise, timesteps)
    if held.latents.device == noise.device:
        vars(scheduler).update(
            {
                name: list(one) if isinstance(one, list) else one
                for name, one in held.scheduler.items()
            }
        )
        generator.set_state(held.noise)
    return held.latents.to(noise).reshape(noise.shape)


def _resized(clean: torch.Tensor, like: torch.Tensor) -> torch.Tensor:
    size = like.shape[-2:]
    wanted = torch.nn.functional.interpolate(
        clean.float(), size=size, mode="bilinear", antialias=True
    )
    return wanted.to(like).reshape(like.shape)
