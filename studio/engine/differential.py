"""A mask honoured in the latents: grey is the strength of that pixel.

Differential diffusion (Levin and Fried 2023): a latent pixel takes part once the remaining time,
as a fraction of the run's, is at or below its mask value. Counted in timesteps: in sigmas, grey
pixels would take part after very few steps.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch

from studio.engine.layout import noised
from studio.engine.parts import Scheduler
from studio.generation.request import Mask


def latent_mask(mask: Mask, factor: int) -> torch.Tensor:
    """[1, 1, h/factor, w/factor] in 0..1: the strongest of the pixels each latent pixel stands for.

    The strongest, so that a thin line of the mask is repainted and not faded.
    """
    height, width = mask.shape
    cells = mask.reshape(height // factor, factor, width // factor, factor)
    return torch.from_numpy(cells.max((1, 3)).astype(np.float32) / 255)[None, None]


def hole(strengths: torch.Tensor, factor: int) -> torch.Tensor:
    """[1, 1, h, w], 1 where anything may change: the mask as a pipeline wants it, whole cells."""
    ones = (strengths > 0).float()
    return ones.repeat_interleave(factor, -1).repeat_interleave(factor, -2)


@dataclass(frozen=True, slots=True, eq=False)
class Differential:
    """Keeps what does not take part on the way of the original, and gives it back at the end.

    strengths: [1, 1, h, w] in 0..1. start: steps of the schedule that are skipped. original: the
    clean latents, asked for after the first preview. noise: what the run started from.
    """

    scheduler: Scheduler
    strengths: torch.Tensor
    start: int
    original: Callable[[], torch.Tensor]
    noise: torch.Tensor

    def kept(self, latents: torch.Tensor, done: int) -> torch.Tensor:
        """The latents to go on with once `done` steps are done."""
        timesteps = self.scheduler.timesteps[self.start :]
        original = self.original().to(latents)
        if done < len(timesteps):
            following = timesteps[done : done + 1]
            original = noised(self.scheduler, original, self.noise.to(latents), following)
        # After the last step: what never took part.
        latest = timesteps[min(done, len(timesteps) - 1)]
        # Some schedules end at timestep 0, and nought is not to take part there either.
        remaining = max(float(latest) / float(timesteps[0]), 1e-6)
        is_out = self.strengths < remaining
        return torch.where(is_out.to(latents.device), original, latents)
