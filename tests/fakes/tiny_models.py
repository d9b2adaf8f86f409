"""Model folders of the Stable Diffusion 1.5 build with random weights: everything real but the art.

torch and diffusers are imported inside, so that importing this costs nothing.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

WORDS = 32


@dataclass(frozen=True, slots=True)
class Sizes:
    """How large the networks are: channels of each level of the UNet and the VAE."""

    unet: tuple[int, ...]
    vae: tuple[int, ...]
    text: int
    groups: int = 8


TINY = Sizes(unet=(16, 32), vae=(8, 8, 16, 16), text=32)
# About 70 million weights in the UNet: a step takes as long as many blocks, as in a real model.
MEDIUM = Sizes(unet=(96, 192, 384, 384), vae=(32, 64, 128, 128), text=128, groups=32)


def make_model(folder: Path, *, input_channels: int = 4, sizes: Sizes = TINY) -> Path:
    """Write a model folder in the layout of diffusers; 9 input channels see the mask."""
    import torch
    from diffusers import PNDMScheduler, StableDiffusionInpaintPipeline, StableDiffusionPipeline

    torch.manual_seed(0)
    kind = StableDiffusionInpaintPipeline if input_channels == 9 else StableDiffusionPipeline
    tokenizer = _tokenizer(folder / "tokenizer")
    pipe = kind(
        vae=_vae(sizes),
        text_encoder=_text_encoder(sizes),
        tokenizer=tokenizer,
        unet=_unet(sizes, input_channels),
        scheduler=PNDMScheduler(
            beta_start=0.00085,
            beta_end=0.012,
            beta_schedule="scaled_linear",
            skip_prk_steps=True,
            steps_offset=1,
        ),
        safety_checker=None,
        feature_extractor=None,
        requires_safety_checker=False,
    )
    pipe.save_pretrained(folder)
    _say_sizes(folder)
    return folder


def _say_sizes(folder: Path) -> None:
    limits = {"min_side": 32, "max_side": 512, "min_area": 32**2, "max_area": 512**2}
    words = {"limits": {**limits, "multiple": 16, "refines": True}}
    (folder / "repaint-studio.json").write_text(json.dumps(words))


def _tokenizer(folder: Path):
    """CLIP's, that knows letters and no words."""
    from transformers import CLIPTokenizer

    letters = [chr(code) for code in range(33, 127)]
    names = [*letters, *(f"{one}</w>" for one in letters), "<|startoftext|>", "<|endoftext|>"]
    folder.mkdir(parents=True)
    (folder / "vocab.json").write_text(json.dumps({name: at for at, name in enumerate(names)}))
    (folder / "merges.txt").write_text("#version: 0.2\n")
    end = "<|endoftext|>"
    marks = {"unk_token": end, "bos_token": "<|startoftext|>", "eos_token": end, "pad_token": end}
    settings = {"tokenizer_class": "CLIPTokenizer", "model_max_length": WORDS, **marks}
    (folder / "tokenizer_config.json").write_text(json.dumps(settings))
    return CLIPTokenizer.from_pretrained(folder, local_files_only=True)


def _text_encoder(sizes: Sizes):
    from transformers import CLIPTextConfig, CLIPTextModel

    count = 2 * 94 + 2
    return CLIPTextModel(
        CLIPTextConfig(
            vocab_size=count,
            hidden_size=sizes.text,
            intermediate_size=2 * sizes.text,
            num_hidden_layers=2,
            num_attention_heads=4,
            max_position_embeddings=WORDS,
            bos_token_id=count - 2,
            eos_token_id=count - 1,
            pad_token_id=count - 1,
        )
    ).eval()


def _unet(sizes: Sizes, input_channels: int):
    from diffusers import UNet2DConditionModel

    deep = len(sizes.unet) - 1
    return UNet2DConditionModel(
        in_channels=input_channels,
        out_channels=4,
        sample_size=8,
        block_out_channels=sizes.unet,
        layers_per_block=1,
        down_block_types=("CrossAttnDownBlock2D",) * deep + ("DownBlock2D",),
        up_block_types=("UpBlock2D",) + ("CrossAttnUpBlock2D",) * deep,
        cross_attention_dim=sizes.text,
        attention_head_dim=8,
        norm_num_groups=sizes.groups,
    ).eval()


def _vae(sizes: Sizes):
    from diffusers import AutoencoderKL

    levels = len(sizes.vae)
    return AutoencoderKL(
        block_out_channels=sizes.vae,
        down_block_types=("DownEncoderBlock2D",) * levels,
        up_block_types=("UpDecoderBlock2D",) * levels,
        layers_per_block=1,
        latent_channels=4,
        norm_num_groups=sizes.groups,
        sample_size=64,
    ).eval()
