"""Latents to a picture, also where half precision is too small for the numbers in between."""

from __future__ import annotations

import torch

from studio.engine.parts import Vae


def decode_finite(vae: Vae) -> None:
    """Make `vae.decode` do it again in float32 when float16 has overflowed.

    Stable Diffusion XL's VAE does, and those made from it, of which some do not say so.
    """
    decode = vae.decode

    def decoded(
        latents: torch.Tensor, *more: object, return_dict: bool = True, **settings: object
    ) -> object:
        found = decode(latents, *more, return_dict=return_dict, **settings)
        picture = found[0]
        if latents.dtype is not torch.float16 or torch.isfinite(picture).all():
            return found
        vae.to(torch.float32)
        try:
            known = {
                name: one.float() if isinstance(one, torch.Tensor) else one
                for name, one in settings.items()
            }
            return decode(latents.float(), *more, return_dict=return_dict, **known)
        finally:
            vae.to(torch.float16)

    vae.decode = decoded
