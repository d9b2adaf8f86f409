"""Transformers of flow families as single files, in their makers' own layouts.

The inverse of what diffusers reads them by; its wheel has none.
"""

from __future__ import annotations

from pathlib import Path

_SD3 = (
    ("pos_embed.pos_embed", "pos_embed"),
    ("pos_embed.proj.", "x_embedder.proj."),
    ("time_text_embed.timestep_embedder.linear_1.", "t_embedder.mlp.0."),
    ("time_text_embed.timestep_embedder.linear_2.", "t_embedder.mlp.2."),
    ("time_text_embed.text_embedder.linear_1.", "y_embedder.mlp.0."),
    ("time_text_embed.text_embedder.linear_2.", "y_embedder.mlp.2."),
    ("proj_out.", "final_layer.linear."),
    ("norm_out.linear.", "final_layer.adaLN_modulation.1."),
    ("transformer_blocks.", "joint_blocks."),
    (".norm1.linear.", ".x_block.adaLN_modulation.1."),
    (".norm1_context.linear.", ".context_block.adaLN_modulation.1."),
    (".ff.net.0.proj.", ".x_block.mlp.fc1."),
    (".ff.net.2.", ".x_block.mlp.fc2."),
    (".attn.to_out.0.", ".x_block.attn.proj."),
    (".attn.to_q.", ".x_block.attn.qkv."),
    (".attn.add_q_proj.", ".context_block.attn.qkv."),
)
# There they scale first, and shift then.
_SWAPPED = ("norm_out.linear.", "norm1_context.linear.")


def write_sd3_denoiser(folder: Path, path: Path) -> Path:
    """The transformer of a folder of Stable Diffusion 3 with one layer, and nothing else."""
    import torch
    from safetensors.torch import load_file, save_file

    (weights,) = (folder / "transformer").glob("*.safetensors")
    tensors = load_file(weights)
    for first in [name for name in tensors if ".to_q." in name or ".add_q_proj." in name]:
        three = [_of(first, one) for one in "qkv"]
        tensors[first] = torch.cat([tensors.pop(name) for name in three])
    found = {}
    for name, value in tensors.items():
        if any(part in name for part in _SWAPPED):
            shift, scale = value.chunk(2)
            value = torch.cat([scale, shift])
        for ours, theirs in _SD3:
            name = name.replace(ours, theirs)
        found[f"model.diffusion_model.{name}"] = value.contiguous()
    save_file(found, path)
    return path


def _of(first: str, one: str) -> str:
    return first.replace("to_q", f"to_{one}").replace("add_q_proj", f"add_{one}_proj")
