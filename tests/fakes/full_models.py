"""Models of the sizes that people have, with random weights: everything real but the art."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tests.fakes.tiny_models import make_tokenizer, say_limits

if TYPE_CHECKING:
    import torch

_SCHEDULE = {
    "beta_start": 0.00085,
    "beta_end": 0.012,
    "beta_schedule": "scaled_linear",
    "steps_offset": 1,
}


@dataclass(frozen=True, slots=True)
class Build:
    """How large the networks of a model are.

    transformers: layers in each level of the UNet, 0 for a level without. heads: of each level, or
    the number for all. texts: width and layers of each text encoder. side: it was made for.
    """

    name: str
    channels: tuple[int, ...]
    transformers: tuple[int, ...]
    heads: int | tuple[int, ...]
    texts: tuple[tuple[int, int], ...]
    vae: tuple[int, ...]
    side: int
    layers: int = 2

    @property
    def is_xl(self) -> bool:
        """Whether it is of the build of Stable Diffusion XL."""
        return len(self.texts) == 2


SD15 = Build(
    "SD 1.5",
    (320, 640, 1280, 1280),
    (1, 1, 1, 0),
    8,
    ((768, 12),),
    (128, 256, 512, 512),
    512,
)
SDXL = Build(
    "SDXL",
    (320, 640, 1280),
    (0, 2, 10),
    (5, 10, 20),
    ((768, 12), (1280, 32)),
    (128, 256, 512, 512),
    1024,
)


def make_full_model(folder: Path, build: Build, kind: str, dtype: torch.dtype) -> Path:
    """Write its folder; the weights are made on the device, where that takes seconds."""
    import torch
    from diffusers import (
        EulerDiscreteScheduler,
        StableDiffusionPipeline,
        StableDiffusionXLPipeline,
    )

    torch.manual_seed(0)
    with torch.device(kind):
        parts: dict[str, object] = {"unet": _unet(build), "vae": _vae(build)}
        for index, (width, layers) in enumerate(build.texts):
            parts[_numbered("text_encoder", index)] = _text_encoder(
                build, width, layers, is_second=index == 1
            )
    for index in range(len(build.texts)):
        name = _numbered("tokenizer", index)
        parts[name] = make_tokenizer(folder / name)
    parts["scheduler"] = EulerDiscreteScheduler(**_SCHEDULE)
    if build.is_xl:
        pipe = StableDiffusionXLPipeline(**parts)
    else:
        pipe = StableDiffusionPipeline(
            **parts, safety_checker=None, feature_extractor=None, requires_safety_checker=False
        )
    pipe.to(dtype=dtype).save_pretrained(folder)
    say_limits(folder, most=2048)
    return folder


def _numbered(name: str, index: int) -> str:
    return name if index == 0 else f"{name}_{index + 1}"


def _unet(build: Build):
    from diffusers import UNet2DConditionModel

    attends = [layers > 0 for layers in build.transformers]
    pooled = build.texts[-1][0]
    added: dict[str, object] = {
        "addition_embed_type": "text_time",
        "addition_time_embed_dim": 256,
        "projection_class_embeddings_input_dim": 6 * 256 + pooled,
        "use_linear_projection": True,
    }
    return UNet2DConditionModel(
        in_channels=4,
        out_channels=4,
        sample_size=build.side // 8,
        block_out_channels=build.channels,
        layers_per_block=build.layers,
        down_block_types=tuple("CrossAttnDownBlock2D" if a else "DownBlock2D" for a in attends),
        up_block_types=tuple("CrossAttnUpBlock2D" if a else "UpBlock2D" for a in attends[::-1]),
        transformer_layers_per_block=tuple(max(1, layers) for layers in build.transformers),
        attention_head_dim=build.heads,
        cross_attention_dim=sum(width for width, _ in build.texts),
        **(added if build.is_xl else {}),
    ).eval()


def _vae(build: Build):
    from diffusers import AutoencoderKL

    levels = len(build.vae)
    return AutoencoderKL(
        block_out_channels=build.vae,
        down_block_types=("DownEncoderBlock2D",) * levels,
        up_block_types=("UpDecoderBlock2D",) * levels,
        layers_per_block=build.layers,
        latent_channels=4,
        sample_size=build.side,
        force_upcast=build.is_xl,
    ).eval()


def _text_encoder(build: Build, width: int, layers: int, *, is_second: bool):
    from transformers import CLIPTextConfig, CLIPTextModel, CLIPTextModelWithProjection

    from tests.fakes.tiny_models import VOCABULARY, WORDS

    kind = CLIPTextModelWithProjection if is_second else CLIPTextModel
    return kind(
        CLIPTextConfig(
            vocab_size=VOCABULARY,
            hidden_size=width,
            intermediate_size=4 * width,
            num_hidden_layers=layers,
            num_attention_heads=max(1, width // 64),
            max_position_embeddings=WORDS,
            projection_dim=build.texts[-1][0],
            bos_token_id=VOCABULARY - 2,
            eos_token_id=VOCABULARY - 1,
            pad_token_id=VOCABULARY - 1,
        )
    ).eval()
