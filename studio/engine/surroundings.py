"""A decoder that is shown what lies around the hole, so that what it paints goes on from there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import torch
from diffusers import AsymmetricAutoencoderKL

from studio.engine.parts import Vae
from studio.generation.request import Mask


@contextmanager
def surroundings_shown(vae: Vae, picture: torch.Tensor, mask: Mask | None) -> Iterator[None]:
    """Within, an asymmetric VAE (Zhu et al. 2023) decodes with the picture before its eyes.

    Where the mask is above nought it paints; all else it sees, by the pixel. Stock pipelines show
    it whole latent cells only, and that in inpainting alone. Other VAEs are left as they are.

    picture: [1, 3, h, w] in 0..1. mask: uint8[h, w].
    """
    if mask is None or not isinstance(vae, AsymmetricAutoencoderKL):
        yield
        return
    hole = torch.from_numpy(mask > 0)[None, None]
    decode = vae.decode

    def decoded(latents: torch.Tensor, *more: object, **settings: object) -> object:
        seen = {"image": (picture * 2 - 1).to(latents), "mask": hole.to(latents)}
        return decode(latents, *more, **{**settings, **seen})

    vae.decode = decoded
    try:
        yield
    finally:
        vae.decode = decode
