"""LoRAs, embeddings and VAEs for tiny models, in the forms that people have them in."""

from __future__ import annotations

import json
from pathlib import Path

SD15_WORDS = {"ss_base_model_version": "sd_v1"}
_BLOCK = "down_blocks.0.attentions.0.transformer_blocks.0"
_UNET = (f"{_BLOCK}.attn1.to_q", f"{_BLOCK}.attn2.to_v", f"{_BLOCK}.attn2.to_out.0")
_TEXT = ("text_model.encoder.layers.0.self_attn.q_proj", "text_model.encoder.layers.1.mlp.fc1")
RANK = 2


def write_lora(
    path: Path,
    model: Path,
    *,
    kohya: bool = True,
    unet: bool = True,
    text: bool = True,
    seed: int = 0,
    scale: float = 0.5,
    words: dict[str, str] | None = None,
) -> Path:
    """A LoRA for the tiny model in a folder."""
    import torch
    from safetensors.torch import save_file

    numbers = torch.Generator().manual_seed(seed)
    tensors = {}
    for part, name, (high, wide) in _places(model, unet=unet, text=text):
        down = torch.randn(RANK, wide, generator=numbers) * scale
        up = torch.randn(high, RANK, generator=numbers) * scale
        if kohya:
            stem = f"lora_{'unet' if part == 'unet' else 'te'}_{name.replace('.', '_')}"
            tensors[f"{stem}.lora_down.weight"], tensors[f"{stem}.lora_up.weight"] = down, up
            tensors[f"{stem}.alpha"] = torch.tensor(float(RANK))
        else:
            stem = f"{part}.{name}"
            tensors[f"{stem}.lora_A.weight"], tensors[f"{stem}.lora_B.weight"] = down, up
    save_file(tensors, path, metadata=SD15_WORDS if words is None else words)
    return path


_FLOWS = {
    "FluxTransformer2DModel": ("single_transformer_blocks.0.attn.to_q", "flux-1-dev"),
    "SD3Transformer2DModel": ("transformer_blocks.0.attn.to_q", "stable-diffusion-3.5"),
    "ZImageTransformer2DModel": ("layers.0.attention.to_q", "z-image"),
    "QwenImageTransformer2DModel": ("transformer_blocks.0.attn.to_q", "qwen-image"),
}


def write_flow_lora(model: Path, path: Path) -> Path:
    """A LoRA, in PEFT's form, for the tiny model of a flow in a folder."""
    import torch
    from safetensors.torch import load_file, save_file

    config = json.loads((model / "transformer" / "config.json").read_text())
    name, words = _FLOWS[config["_class_name"]]
    (weights,) = (model / "transformer").glob("*.safetensors")
    high, wide = load_file(weights)[f"{name}.weight"].shape
    numbers = torch.Generator().manual_seed(0)
    tensors = {
        f"transformer.{name}.lora_A.weight": torch.randn(RANK, wide, generator=numbers),
        f"transformer.{name}.lora_B.weight": torch.randn(high, RANK, generator=numbers),
    }
    save_file(tensors, path, metadata={"modelspec.architecture": words})
    return path


def _places(model: Path, *, unet: bool, text: bool):
    from safetensors.torch import load_file

    if unet:
        shapes = load_file(model / "unet" / "diffusion_pytorch_model.safetensors")
        for name in _UNET:
            yield "unet", name, shapes[f"{name}.weight"].shape
    if text:
        shapes = load_file(model / "text_encoder" / "model.safetensors")
        short = {name.removeprefix("text_model."): one.shape for name, one in shapes.items()}
        for name in _TEXT:
            yield "text_encoder", name, short[f"{name.removeprefix('text_model.')}.weight"]


def write_embedding(path: Path, *widths: int, count: int = 2, seed: int = 0) -> Path:
    """An embedding for one encoder of that width, or for the two of XL."""
    import torch
    from safetensors.torch import save_file

    numbers = torch.Generator().manual_seed(seed)
    names = ("emb_params",) if len(widths) == 1 else ("clip_l", "clip_g")
    vectors = (torch.randn(count, width, generator=numbers) for width in widths)
    save_file(dict(zip(names, vectors, strict=True)), path, metadata=SD15_WORDS)
    return path


def write_vae(path: Path, model: Path, *, seed: int = 5) -> Path:
    """The VAE of a folder with other numbers, as a file of its own."""
    import torch
    from safetensors.torch import load_file, save_file

    numbers = torch.Generator().manual_seed(seed)
    tensors = load_file(model / "vae" / "diffusion_pytorch_model.safetensors")
    other = {
        name: one + 0.02 * torch.randn(one.shape, generator=numbers)
        for name, one in tensors.items()
    }
    save_file(other, path)
    return path


def spoil(path: Path) -> Path:
    """Put something that is no number into every tensor of a file."""
    import torch
    from safetensors import safe_open
    from safetensors.torch import load_file, save_file

    with safe_open(path, "pt") as file:
        words = file.metadata()
    tensors = {name: one.float().fill_(torch.nan) for name, one in load_file(path).items()}
    save_file(tensors, path, metadata=words)
    return path
