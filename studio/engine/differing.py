"""What the denoiser in a single file has otherwise than a config says: told by its header.

So every folder of its family can lend the parts that it lacks, whatever the size of its own
denoiser: Stable Diffusion 3.5 comes in two.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from studio.models.families import FLUX_SCHNELL, QWEN_IMAGE
from studio.models.family import Family
from studio.models.headers import Header
from studio.models.marks import DENOISER

_FIRST_LAYERS = ("input_blocks.0.0.weight", "img_in.weight")
# By a family or its kin: the key of a config that counts blocks, and how their names begin.
_BLOCKS = {
    "flux": (("num_layers", "double_blocks."), ("num_single_layers", "single_blocks.")),
    "sd3": (("num_layers", "joint_blocks."),),
    "z-image": (("n_layers", "layers."),),
    "qwen-image": (("num_layers", "transformer_blocks."),),
}


def differing(header: Header, family: Family, config: Mapping[str, object]) -> dict[str, object]:
    """Keys of the config of a denoiser, and what they must be for this file."""
    prefix = DENOISER if DENOISER in header.names else ""
    kin = family.kin or family.id
    told: dict[str, object] = {
        key: _count(header, f"{prefix}{start}") for key, start in _BLOCKS.get(kin, ())
    }
    if kin == "flux":
        told["guidance_embeds"] = family is not FLUX_SCHNELL
    if family is QWEN_IMAGE:  # and its parts may be those of one that edits
        told["zero_cond_t"] = False
    if kin == "sd3":
        told |= _of_sd3(header, prefix, config)
    channels = next((found for one in _FIRST_LAYERS if (found := header.width(prefix + one, 1))), 0)
    return {**told, "in_channels": channels} if channels else told


def _count(header: Header, start: str) -> int:
    numbers = (
        name.removeprefix(start).partition(".")[0]
        for name in header.tensors
        if name.startswith(start)
    )
    return 1 + max((int(one) for one in numbers if one.isdecimal()), default=-1)


def _of_sd3(header: Header, prefix: str, config: Mapping[str, object]) -> dict[str, object]:
    """Width, the side of the largest picture in patches, and which blocks attend twice."""
    width = header.width(f"{prefix}pos_embed")
    head = config.get("attention_head_dim")
    told: dict[str, object] = {"caption_projection_dim": width}
    if isinstance(head, int) and head:
        told["num_attention_heads"] = width // head
    count = _count(header, f"{prefix}joint_blocks.")
    block = f"{prefix}joint_blocks.{{}}.x_block.{{}}.weight"
    twice = (one for one in range(count) if block.format(one, "attn2.qkv") in header.tensors)
    has_norm = block.format(0, "attn.ln_q") in header.tensors
    return {
        **told,
        "pos_embed_max_size": math.isqrt(header.width(f"{prefix}pos_embed", 1)),
        "dual_attention_layers": tuple(twice),
        "qk_norm": "rms_norm" if has_norm else None,
    }
