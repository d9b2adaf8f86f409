"""Model folders of the Stable Diffusion 1.5 build with random weights: everything real but the art.

torch and diffusers are imported inside, so that importing this costs nothing.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path

WORDS = 32
VOCABULARY = 2 * 94 + 2


@dataclass(frozen=True, slots=True)
class Sizes:
    """How large the networks are: channels of each level of the UNet and the VAE."""

    unet: tuple[int, ...]
    vae: tuple[int, ...]
    text: int
    groups: int = 8


TINY = Sizes(unet=(16, 32), vae=(8, 8, 16, 16), text=32)
# In a single file the two text encoders of XL are told apart by their widths.
WIDER = replace(TINY, text=48)
# About 70 million weights in the UNet: a step takes as long as many blocks, as in a real model.
MEDIUM = Sizes(unet=(96, 192, 384, 384), vae=(32, 64, 128, 128), text=128, groups=32)


def make_model(
    folder: Path, *, input_channels: int = 4, sizes: Sizes = TINY, is_asymmetric: bool = False
) -> Path:
    """Write a model folder in the layout of diffusers; 9 input channels see the mask.

    is_asymmetric: with a VAE whose decoder can be shown what is around a hole.
    """
    import torch
    from diffusers import PNDMScheduler, StableDiffusionInpaintPipeline, StableDiffusionPipeline

    torch.manual_seed(0)
    kind = StableDiffusionInpaintPipeline if input_channels == 9 else StableDiffusionPipeline
    tokenizer = make_tokenizer(folder / "tokenizer")
    pipe = kind(
        vae=_asymmetric_vae(sizes) if is_asymmetric else _vae(sizes),
        text_encoder=text_encoder(sizes),
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
    say_limits(folder)
    return folder


def make_xl_model(folder: Path) -> Path:
    """Write a tiny model folder of the Stable Diffusion XL build."""
    import torch
    from diffusers import EulerDiscreteScheduler, StableDiffusionXLPipeline

    torch.manual_seed(0)
    spacing = {"timestep_spacing": "leading", "steps_offset": 1}
    StableDiffusionXLPipeline(
        vae=_vae(TINY),
        text_encoder=text_encoder(TINY),
        text_encoder_2=text_encoder(WIDER, is_projecting=True),
        tokenizer=make_tokenizer(folder / "tokenizer"),
        tokenizer_2=make_tokenizer(folder / "tokenizer_2"),
        unet=_unet(
            TINY,
            4,
            # Both text encoders side by side; a time, two sizes and a crop, and a pooled prompt.
            cross_attention_dim=TINY.text + WIDER.text,
            addition_embed_type="text_time",
            addition_time_embed_dim=8,
            projection_class_embeddings_input_dim=6 * 8 + WIDER.text,
        ),
        scheduler=EulerDiscreteScheduler(
            beta_start=0.00085, beta_end=0.012, beta_schedule="scaled_linear", **spacing
        ),
    ).save_pretrained(folder)
    say_limits(folder)
    return folder


def say_limits(folder: Path, most: int = 512) -> None:
    """Let a model folder say that it works at sides from 32 px to the most."""
    limits = {"min_side": 32, "max_side": most, "min_area": 32**2, "max_area": most**2}
    words = {"limits": {**limits, "multiple": 16, "refines": True}}
    (folder / "repaint-studio.json").write_text(json.dumps(words))


def make_tokenizer(folder: Path):
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


def text_encoder(sizes: Sizes, *, is_projecting: bool = False):
    """CLIP's; a projecting one gives a pooled prompt too."""
    from transformers import CLIPTextConfig, CLIPTextModel, CLIPTextModelWithProjection

    kind = CLIPTextModelWithProjection if is_projecting else CLIPTextModel
    return kind(
        CLIPTextConfig(
            vocab_size=VOCABULARY,
            hidden_size=sizes.text,
            intermediate_size=2 * sizes.text,
            num_hidden_layers=2,
            num_attention_heads=4,
            max_position_embeddings=WORDS,
            projection_dim=sizes.text,
            bos_token_id=VOCABULARY - 2,
            eos_token_id=VOCABULARY - 1,
            pad_token_id=VOCABULARY - 1,
        )
    ).eval()


def _unet(sizes: Sizes, input_channels: int, **settings: object):
    from diffusers import UNet2DConditionModel

    deep = len(sizes.unet) - 1
    usual: dict[str, object] = {"cross_attention_dim": sizes.text}
    return UNet2DConditionModel(
        in_channels=input_channels,
        out_channels=4,
        sample_size=8,
        block_out_channels=sizes.unet,
        layers_per_block=1,
        down_block_types=("CrossAttnDownBlock2D",) * deep + ("DownBlock2D",),
        up_block_types=("UpBlock2D",) + ("CrossAttnUpBlock2D",) * deep,
        attention_head_dim=8,
        norm_num_groups=sizes.groups,
        **{**usual, **settings},
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


def _asymmetric_vae(sizes: Sizes):
    from diffusers import AsymmetricAutoencoderKL

    levels = len(sizes.vae)
    return AsymmetricAutoencoderKL(
        down_block_out_channels=sizes.vae,
        # What is known comes in beside each level, and doubles from the finest on.
        up_block_out_channels=(8, 16, 16, 16),
        down_block_types=("DownEncoderBlock2D",) * levels,
        up_block_types=("UpDecoderBlock2D",) * levels,
        latent_channels=4,
        norm_num_groups=sizes.groups,
        sample_size=64,
    ).eval()
