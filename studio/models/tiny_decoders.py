"""Small decoders for previews, as ComfyUI and A1111 keep them in `vae_approx`."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from studio.models.family import Family

# Their tensors are alike: by convention the name says whose latents they know.
_BY_FAMILY = {
    "sd15": "taesd",
    "sd21": "taesd",
    "sdxl": "taesdxl",
    "sd3": "taesd3",
    "flux": "taef1",
    "z-image": "taef1",
}


def tiny_decoder_for(family: Family, files: Iterable[Path]) -> Path | None:
    """The one among these files that shows latents of this family; None when there is none."""
    wanted = _BY_FAMILY.get(family.id)
    return next((path for path in files if wanted is not None and _name_of(path) == wanted), None)


def _name_of(path: Path) -> str:
    """In the layout of diffusers the folder has the name."""
    is_plain = path.stem == "diffusion_pytorch_model"
    return (path.parent.name if is_plain else path.stem).lower().removesuffix("_decoder")
