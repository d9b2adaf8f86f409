"""Previews by a small network that stands for a VAE: TAESD and its kin."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import torch
from diffusers import AutoencoderTiny
from safetensors import SafetensorError
from safetensors.torch import load_file

from studio.engine.device import Device
from studio.engine.parts import Vae
from studio.generation.engine import EngineError, EngineErrorKind
from studio.generation.request import Rgb
from studio.text import tr

# In its first layout a decoder begins with a clamp, which diffusers has elsewhere.
_CLAMPS = 1


@dataclass(frozen=True, slots=True, eq=False)
class TinyDecoder:
    """Shows latents as its VAE would, at the size of the picture.

    On one CPU thread a step at 512 px would take 3.2 seconds of it: it is for accelerators.
    """

    network: Vae
    device: Device

    def rgb(self, latents: torch.Tensor) -> Rgb:
        """The first of [b, channels, h, w] as uint8[8h, 8w, 3], read-only."""
        with torch.no_grad():
            known = latents[:1].to(self.device.kind, self.device.dtype)
            picture = self.network.decode(known, return_dict=False)[0][0]
        pixels = picture.permute(1, 2, 0).float().add(1).mul(127.5).round().clamp(0, 255)
        shown: Rgb = pixels.to("cpu", torch.uint8).contiguous().numpy()
        shown.flags.writeable = False
        return shown


def load_tiny_decoder(path: Path, channels: int, device: Device) -> TinyDecoder:
    """The decoder in a file, in its maker's layout or that of diffusers.

    Raises:
        EngineError: it is none, or not for latents of so many channels.
    """
    network = AutoencoderTiny(latent_channels=channels)
    try:
        network.decoder.load_state_dict(_renamed(load_file(path)))
    except (OSError, RuntimeError, SafetensorError) as error:
        raise EngineError(
            EngineErrorKind.model_broken,
            tr("The preview decoder {name} cannot be used.", name=path.name),
            tr("Take it out of the folders of models, or download it again."),
        ) from error
    return TinyDecoder(network.eval().to(device.kind, device.dtype), device)


def _renamed(tensors: Mapping[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    """As diffusers' own decoder calls them; an encoder beside it is left out."""
    own = {
        name.removeprefix("decoder."): tensor
        for name, tensor in tensors.items()
        if name.startswith("decoder.layers.")
    }
    return own or {_shifted(name): tensor for name, tensor in tensors.items()}


def _shifted(name: str) -> str:
    found = re.fullmatch(r"(?:decoder\.)?(\d+)\.(.+)", name)
    return f"layers.{int(found[1]) - _CLAMPS}.{found[2]}" if found else name
