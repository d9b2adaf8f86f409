"""How a family lays latents out, and how they are made noisy."""

from __future__ import annotations

from dataclasses import dataclass

import torch

from studio.engine.parts import Scheduler


@dataclass(frozen=True, slots=True)
class Layout:
    """packs: 2 × 2 latent pixels stand in one row of [b, h/2 * w/2, 4 * c], as in Flux.

    height, width: latent pixels.
    """

    packs: bool
    height: int
    width: int

    def flat(self, latents: torch.Tensor) -> torch.Tensor:
        """[b, c, h, w], from however a pipeline has them."""
        if not self.packs:
            return latents
        batch, _, wide = latents.shape
        cells = latents.reshape(batch, self.height // 2, self.width // 2, wide // 4, 2, 2)
        return cells.permute(0, 3, 1, 4, 2, 5).reshape(batch, wide // 4, self.height, self.width)

    def packed(self, latents: torch.Tensor) -> torch.Tensor:
        """However the pipeline has them, from [b, c, h, w]."""
        if not self.packs:
            return latents
        batch, channels, height, width = latents.shape
        cells = latents.reshape(batch, channels, height // 2, 2, width // 2, 2)
        rows = cells.permute(0, 2, 4, 1, 3, 5)
        return rows.reshape(batch, height // 2 * (width // 2), channels * 4)


def is_flow(scheduler: Scheduler) -> bool:
    """Whether it walks straight paths: only those that do not say what is predicted."""
    return "prediction_type" not in scheduler.config


def noised(
    scheduler: Scheduler, clean: torch.Tensor, noise: torch.Tensor, timesteps: torch.Tensor
) -> torch.Tensor:
    """Clean latents made as noisy as they are at these timesteps."""
    if is_flow(scheduler):
        return scheduler.scale_noise(clean, timesteps, noise)
    return scheduler.add_noise(clean, noise, timesteps)
