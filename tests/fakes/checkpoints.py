"""Model folders as single files, in the layout of A1111 and ComfyUI.

The inverse of what diffusers reads them by; its wheel has none.
"""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

SD15_WORDS = {"modelspec.architecture": "stable-diffusion-v1"}
SD21_WORDS = {"modelspec.architecture": "stable-diffusion-v2-1-768-v"}
SDXL_WORDS = {"modelspec.architecture": "stable-diffusion-xl-v1-base"}
_RESNET = (
    ("norm1", "in_layers.0"),
    ("conv1", "in_layers.2"),
    ("time_emb_proj", "emb_layers.1"),
    ("norm2", "out_layers.0"),
    ("conv2", "out_layers.3"),
    ("conv_shortcut", "skip_connection"),
)
_ENDS = (
    ("conv_in.", "input_blocks.0.0."),
    ("time_embedding.linear_1.", "time_embed.0."),
    ("time_embedding.linear_2.", "time_embed.2."),
    ("add_embedding.linear_1.", "label_emb.0.0."),
    ("add_embedding.linear_2.", "label_emb.0.2."),
    ("conv_norm_out.", "out.0."),
    ("conv_out.", "out.2."),
)
_OPEN_CLIP = (
    ("text_model.embeddings.token_embedding.weight", "token_embedding.weight"),
    ("text_model.embeddings.position_embedding.weight", "positional_embedding"),
    ("text_model.final_layer_norm.", "ln_final."),
    ("text_model.encoder.layers.", "transformer.resblocks."),
    ("layer_norm1", "ln_1"),
    ("layer_norm2", "ln_2"),
    ("mlp.fc1", "mlp.c_fc"),
    ("mlp.fc2", "mlp.c_proj"),
    ("self_attn.out_proj", "attn.out_proj"),
)


def write_checkpoint(
    folder: Path, path: Path, words: dict[str, str], *, only_denoiser: bool = False
) -> Path:
    """Write a model folder as one file, and its configs and tokenizers beside it."""
    from diffusers import UNet2DConditionModel

    layers = UNet2DConditionModel.load_config(folder / "unet")["layers_per_block"]
    tensors = {
        f"model.diffusion_model.{_unet_name(name, layers)}": value
        for name, value in _tensors(folder / "unet").items()
    }
    if not only_denoiser:
        levels = len(json.loads((folder / "vae" / "config.json").read_text())["block_out_channels"])
        tensors |= _vae(folder / "vae", levels)
        is_xl = (folder / "text_encoder_2").is_dir()
        first = "conditioner.embedders.0" if is_xl else "cond_stage_model"
        if words == SD21_WORDS:
            tensors |= _open_clip(folder / "text_encoder", "cond_stage_model.model.")
            return _written(tensors, path, words, folder)
        for name, value in _tensors(folder / "text_encoder").items():
            tensors[f"{first}.transformer.text_model.{name.removeprefix('text_model.')}"] = value
        if is_xl:
            tensors |= _open_clip(folder / "text_encoder_2", "conditioner.embedders.1.model.")
    return _written(tensors, path, words, folder)


def _written(tensors, path: Path, words: dict[str, str], folder: Path) -> Path:
    from safetensors.torch import save_file

    save_file({name: one.contiguous() for name, one in tensors.items()}, path, metadata=words)
    copy_configs(folder, path.with_suffix(""))
    return path


_Z_IMAGE = (
    ("all_final_layer.2-1.", "final_layer."),
    ("all_x_embedder.2-1.", "x_embedder."),
    (".attention.to_out.0.", ".attention.out."),
    (".attention.norm_k.", ".attention.k_norm."),
    (".attention.norm_q.", ".attention.q_norm."),
)


def write_z_image_denoiser(folder: Path, path: Path) -> Path:
    """Write the transformer of a folder of Z-Image as ComfyUI has it."""
    import torch
    from safetensors.torch import save_file

    tensors = _tensors(folder / "transformer")
    for name in [name for name in tensors if ".attention.to_q.weight" in name]:
        three = [tensors.pop(name.replace("to_q", f"to_{one}")) for one in "qkv"]
        tensors[name.replace("to_q", "qkv")] = torch.cat(three)
    found = {}
    for name, value in tensors.items():
        for ours, theirs in _Z_IMAGE:
            name = name.replace(ours, theirs)
        found[f"model.diffusion_model.{name}"] = value
    save_file(found, path, metadata={"modelspec.architecture": "z-image"})
    return path


def vae_tensors(folder: Path):
    """The VAE in a folder as a file of its own has it."""
    levels = len(json.loads((folder / "config.json").read_text())["block_out_channels"])
    return {
        name.removeprefix("first_stage_model."): value.contiguous()
        for name, value in _vae(folder, levels).items()
    }


def copy_configs(folder: Path, to: Path) -> Path:
    """A model folder without its weights."""
    shutil.copytree(folder, to, ignore=shutil.ignore_patterns("*.safetensors"))
    return to


def _tensors(folder: Path):
    from safetensors.torch import load_file

    (weights,) = folder.glob("*.safetensors")
    return load_file(weights)


def _parts(pattern: str, name: str) -> tuple[str, ...]:
    found = re.fullmatch(pattern, name)
    assert found is not None
    return found.groups()


def _unet_name(name: str, layers: int) -> str:
    for ours, theirs in _ENDS:
        if name.startswith(ours):
            return theirs + name.removeprefix(ours)
    if name.startswith("mid_block."):
        place, rest = _parts(r"mid_block\.(resnets\.\d|attentions\.0)\.(.*)", name)
        at = {"resnets.0": 0, "attentions.0": 1, "resnets.1": 2}[place]
        return f"middle_block.{at}.{_resnet(rest) if place[0] == 'r' else rest}"
    side, block, part, index, rest = _parts(r"(down|up)_blocks\.(\d+)\.(\w+)\.(\d+)\.(.*)", name)
    return _block_name(side, int(block), part, int(index), rest, layers)


def _block_name(side: str, block: int, part: str, index: int, rest: str, layers: int) -> str:
    start = block * (layers + 1)
    match part:
        case "downsamplers":
            return f"input_blocks.{start + layers + 1}.0.op.{rest.removeprefix('conv.')}"
        case "upsamplers":
            # After an attention, which the first up block of our models has not.
            return f"output_blocks.{start + layers}.{1 if block == 0 else 2}.{rest}"
    place = (
        f"input_blocks.{start + index + 1}" if side == "down" else f"output_blocks.{start + index}"
    )
    return f"{place}.0.{_resnet(rest)}" if part == "resnets" else f"{place}.1.{rest}"


def _resnet(rest: str) -> str:
    for ours, theirs in _RESNET:
        if rest.startswith(f"{ours}."):
            return theirs + rest.removeprefix(ours)
    raise AssertionError(rest)


def _vae(folder: Path, levels: int):
    found = {}
    for name, value in _tensors(folder).items():
        theirs = re.sub(r"down_blocks\.(\d)\.resnets\.(\d)", r"down.\1.block.\2", name)
        theirs = re.sub(r"down_blocks\.(\d)\.downsamplers\.0", r"down.\1.downsample", theirs)
        theirs = re.sub(r"up_blocks\.(\d)", lambda at: f"up.{levels - 1 - int(at[1])}", theirs)
        theirs = re.sub(r"\.resnets\.(\d)", r".block.\1", theirs) if ".up." in theirs else theirs
        theirs = theirs.replace("upsamplers.0", "upsample").replace("conv_norm_out", "norm_out")
        theirs = theirs.replace("mid_block.resnets.0", "mid.block_1").replace(
            "conv_shortcut", "nin_shortcut"
        )
        theirs = theirs.replace("mid_block.resnets.1", "mid.block_2")
        if "mid_block.attentions.0" in theirs:
            theirs = theirs.replace("mid_block.attentions.0", "mid.attn_1").replace(
                "to_out.0", "proj_out"
            )
            theirs = theirs.replace("group_norm", "norm")
            theirs = re.sub(r"to_([qkv])", r"\1", theirs)
            value = value[:, :, None, None] if value.ndim == 2 else value
        found[f"first_stage_model.{theirs}"] = value
    return found


def _open_clip(folder: Path, prefix: str):
    import torch

    # As transformers has it within a network that projects.
    tensors = {
        name if name.startswith("text_") else f"text_model.{name}": value
        for name, value in _tensors(folder).items()
    }
    # One that is not asked to project brings it all the same.
    wide = len(tensors["text_model.final_layer_norm.weight"])
    projection = tensors.pop("text_projection.weight", torch.eye(wide))
    found = {f"{prefix}text_projection": projection.T}
    for name in [name for name in tensors if "self_attn.q_proj" in name]:
        three = [tensors.pop(name.replace("q_proj", f"{one}_proj")) for one in "qkv"]
        stem, _, ending = name.partition("self_attn.q_proj.")
        tensors[f"{stem}attn.in_proj_{ending}"] = torch.cat(three)
    for name, value in tensors.items():
        for ours, theirs in _OPEN_CLIP:
            name = name.replace(ours, theirs)
        found[prefix + name] = value
    return found
