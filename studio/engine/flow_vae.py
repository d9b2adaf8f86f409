"""Latents of the VAEs of flow families, scaled as their denoisers see them.

Their pipelines each do this in a method of another name, or within another.
"""

from __future__ import annotations

import torch

from studio.engine.parts import Vae


def flow_latents(vae: Vae, picture: torch.Tensor) -> torch.Tensor:
    """[b, c, h, w] of [b, 3, h, w] in -1..1."""
    config = vae.config
    if config.latents_mean is None:
        latents: torch.Tensor = vae.encode(picture).latents
        return (latents - config.shift_factor) * config.scaling_factor
    # Qwen-Image's is one for films: a picture is a film of one frame.
    latents = vae.encode(picture[:, :, None]).latents[:, :, 0]
    mean, spread = (
        _column(numbers, latents) for numbers in (config.latents_mean, config.latents_std)
    )
    return (latents - mean) / spread


def _column(numbers: list[float], like: torch.Tensor) -> torch.Tensor:
    return torch.tensor(numbers).to(like).view(1, -1, 1, 1)
