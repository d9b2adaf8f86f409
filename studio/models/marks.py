"""By which tensors a model is known: each row is a proof."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from studio.models.families import (
    FLUX,
    FLUX_FILL,
    FLUX_SCHNELL,
    QWEN_EDIT,
    QWEN_EDIT_PLUS,
    QWEN_IMAGE,
    SD3,
    SD15,
    SD21,
    SDXL,
    Z_IMAGE,
)
from studio.models.family import Family
from studio.models.headers import Header

# Checkpoints of other programs begin the denoiser's names with it; files of it alone do not.
DENOISER = "model.diffusion_model."


@dataclass(frozen=True, slots=True)
class Mark:
    """A family, and what its denoiser holds.

    widths: the last side of a tensor, by its name without `DENOISER`; 0 for any. absent: a tensor
    that its relatives have.
    """

    family: Family
    widths: Mapping[str, int] = field(default_factory=dict)
    absent: str = ""

    def fits(self, header: Header, prefix: str) -> bool:
        """Whether a file holds all of it."""
        if self.absent and f"{prefix}{self.absent}" in header.tensors:
            return False
        return all(_has(header, f"{prefix}{name}", width) for name, width in self.widths.items())


def _has(header: Header, name: str, width: int) -> bool:
    return name in header.tensors and width in (0, header.width(name))


_CROSS = "input_blocks.{}.1.transformer_blocks.0.attn2.to_k.weight"
_FLUX = {
    "double_blocks.0.img_attn.norm.key_norm.scale": 0,
    "txt_in.weight": 4096,
    "vector_in.in_layer.weight": 768,
}
_TOLD = "guidance_in.in_layer.weight"

MARKS = (
    Mark(SD15, {_CROSS.format(1): 768}),
    Mark(SD21, {_CROSS.format(1): 1024}),
    Mark(SDXL, {_CROSS.format(4): 2048}),
    Mark(
        SD3,
        {"joint_blocks.0.context_block.adaLN_modulation.1.weight": 0, "context_embedder.weight": 0},
    ),
    Mark(FLUX, {**_FLUX, _TOLD: 0, "img_in.weight": 64}),
    Mark(FLUX_FILL, {**_FLUX, _TOLD: 0, "img_in.weight": 384}),
    Mark(FLUX_SCHNELL, {**_FLUX, "img_in.weight": 64}, absent=_TOLD),
    Mark(Z_IMAGE, {"layers.0.adaLN_modulation.0.weight": 0, "cap_embedder.1.weight": 2560}),
    Mark(
        QWEN_IMAGE,
        {"transformer_blocks.0.img_mod.1.weight": 0, "txt_in.weight": 3584, "img_in.weight": 64},
    ),
)

# By which tensors the text encoders of flows are known, in the layout of transformers.
ENCODERS: Mapping[str, Mapping[str, int]] = {
    "clip-l": {
        "text_model.encoder.layers.11.mlp.fc1.weight": 768,
        "text_model.embeddings.position_embedding.weight": 768,
    },
    "t5-xxl": {
        "encoder.block.23.layer.0.SelfAttention.q.weight": 4096,
        "encoder.final_layer_norm.weight": 4096,
    },
    "qwen3-4b": {
        "model.layers.35.self_attn.q_norm.weight": 128,
        "model.norm.weight": 2560,
    },
}

# Parts of names that tell what a thing is that we do not run.
OTHERS = (
    ("hada_w1", "LoHa (LyCORIS)"),
    ("lokr_w1", "LoKr (LyCORIS)"),
    ("control_model.", "ControlNet"),
    ("controlnet_cond_embedding.", "ControlNet"),
    ("controlnet_blocks.", "ControlNet"),
    ("ip_adapter.", "IP-Adapter"),
    ("distilled_guidance_layer.", "Chroma"),
    ("single_stream_modulation.", "Flux 2"),
    ("conditioner.embedders.0.model.transformer.", "Stable Diffusion XL Refiner"),
    ("motion_modules.", "AnimateDiff"),
    ("clip_txt_mapper.", "Stable Cascade"),
    ("cap_embedder.", "Lumina"),
    ("head.modulation", "Wan"),
    ("quant_state", "NF4"),
    ("scaled_fp8", "scaled FP8"),
)

# What a LoRA's first matrix takes in the cross attention of a UNet.
CROSS_WIDTHS = {768: SD15, 1024: SD21, 2048: SDXL}
# Parts of the names in a LoRA that only one family has.
LORA_NAMES = (
    ("lora_te2_", SDXL),
    ("text_encoder_2.", SDXL),
    ("joint_blocks", SD3),
    ("single_transformer_blocks", FLUX),
    ("double_blocks", FLUX),
    ("single_blocks", FLUX),
    ("img_mod", QWEN_IMAGE),
    ("txt_mlp", QWEN_IMAGE),
    ("layers.0.attention.", Z_IMAGE),
    ("layers_0_attention_", Z_IMAGE),
)
# What makers write into their files, by the beginning of it.
WORDS = (
    ("stable-diffusion-xl", SDXL),
    ("stable-diffusion-v1", SD15),
    ("stable-diffusion-v2", SD21),
    ("stable-diffusion-3", SD3),
    ("stable-diffusion-v3", SD3),
    ("flux-1", FLUX),
    ("flux1", FLUX),
    ("qwen-image-edit-25", QWEN_EDIT_PLUS),
    ("qwen-image-edit-plus", QWEN_EDIT_PLUS),
    ("qwen-image-edit", QWEN_EDIT),
    ("qwen-image", QWEN_IMAGE),
    ("z-image", Z_IMAGE),
    ("sdxl", SDXL),
    ("sd_v1", SD15),
    ("sd_1", SD15),
    ("sd_v2", SD21),
    ("sd_2", SD21),
    ("sd3", SD3),
)
