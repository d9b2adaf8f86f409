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


_FLUX = (
    ("time_text_embed.timestep_embedder.linear_1.", "time_in.in_layer."),
    ("time_text_embed.timestep_embedder.linear_2.", "time_in.out_layer."),
    ("time_text_embed.text_embedder.linear_1.", "vector_in.in_layer."),
    ("time_text_embed.text_embedder.linear_2.", "vector_in.out_layer."),
    ("time_text_embed.guidance_embedder.linear_1.", "guidance_in.in_layer."),
    ("time_text_embed.guidance_embedder.linear_2.", "guidance_in.out_layer."),
    ("context_embedder.", "txt_in."),
    ("x_embedder.", "img_in."),
    ("norm_out.linear.", "final_layer.adaLN_modulation.1."),
)
_FLUX_DOUBLE = (
    ("norm1.linear.", "img_mod.lin."),
    ("norm1_context.linear.", "txt_mod.lin."),
    ("attn.norm_q.weight", "img_attn.norm.query_norm.scale"),
    ("attn.norm_k.weight", "img_attn.norm.key_norm.scale"),
    ("attn.norm_added_q.weight", "txt_attn.norm.query_norm.scale"),
    ("attn.norm_added_k.weight", "txt_attn.norm.key_norm.scale"),
    ("attn.to_q.", "img_attn.qkv."),
    ("attn.add_q_proj.", "txt_attn.qkv."),
    ("ff.net.0.proj.", "img_mlp.0."),
    ("ff.net.2.", "img_mlp.2."),
    ("ff_context.net.0.proj.", "txt_mlp.0."),
    ("ff_context.net.2.", "txt_mlp.2."),
    ("attn.to_out.0.", "img_attn.proj."),
    ("attn.to_add_out.", "txt_attn.proj."),
)
_FLUX_SINGLE = (
    ("norm.linear.", "modulation.lin."),
    ("attn.norm_q.weight", "norm.query_norm.scale"),
    ("attn.norm_k.weight", "norm.key_norm.scale"),
    ("attn.to_q.", "linear1."),
    ("proj_out.", "linear2."),
)


def write_flux_denoiser(folder: Path, path: Path) -> Path:
    """The transformer of a folder of Flux, as its makers and ComfyUI have it."""
    import torch
    from safetensors.torch import load_file, save_file

    (weights,) = (folder / "transformer").glob("*.safetensors")
    tensors = load_file(weights)
    for first in [name for name in tensors if ".to_q." in name or ".add_q_proj." in name]:
        three = [_of(first, one) for one in "qkv"]
        if first.startswith("single"):
            three.append(first.replace("attn.to_q", "proj_mlp"))
        tensors[first] = torch.cat([tensors.pop(name) for name in three])
    found = {}
    for name, value in tensors.items():
        if name.startswith("norm_out"):
            scale, shift = value.chunk(2)
            value = torch.cat([shift, scale])
        found[_flux_name(name)] = value.contiguous()
    save_file(found, path)
    return path


def _flux_name(name: str) -> str:
    if name.startswith("proj_out."):
        return name.replace("proj_out.", "final_layer.linear.")
    if not name.startswith(("transformer_blocks", "single_transformer_blocks")):
        return _renamed(name, _FLUX)
    kind, number, rest = name.split(".", 2)
    if kind.startswith("single"):
        return f"single_blocks.{number}.{_renamed(rest, _FLUX_SINGLE)}"
    return f"double_blocks.{number}.{_renamed(rest, _FLUX_DOUBLE)}"


def _renamed(name: str, names: tuple[tuple[str, str], ...]) -> str:
    ours, theirs = next(one for one in names if name.startswith(one[0]))
    return theirs + name.removeprefix(ours)


def write_qwen_denoiser(folder: Path, path: Path, words: str) -> Path:
    """The transformer of a folder of Qwen-Image: its makers' names are those of diffusers.

    words: what it says that it is; what a tiny one reads is not as wide as in those that are known.
    """
    from safetensors.torch import load_file, save_file

    (weights,) = (folder / "transformer").glob("*.safetensors")
    tensors = {f"model.diffusion_model.{name}": one for name, one in load_file(weights).items()}
    save_file(tensors, path, metadata={"modelspec.architecture": words})
    return path


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
