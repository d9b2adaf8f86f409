"""Model folders of the families of a transformer and a flow, with random weights.

torch and diffusers are imported inside, so that importing this costs nothing.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from tests.fakes.tiny_models import TINY, make_tokenizer, say_limits, text_encoder

_WIDE = 32


def make_flux(
    folder: Path, *, is_told: bool = True, fills: bool = False, is_provable: bool = False
) -> Path:
    """Flux dev; not told its guidance it is Schnell, and with 384 channels Fill.

    is_provable: what it reads is as wide as in the real ones, by which their files are known.
    """
    import torch
    from diffusers import FluxFillPipeline, FluxPipeline, FluxTransformer2DModel

    torch.manual_seed(0)
    sizes = replace(TINY, text=768) if is_provable else TINY
    wide = 4096 if is_provable else _WIDE
    transformer = FluxTransformer2DModel(
        patch_size=1,
        in_channels=384 if fills else 64,
        out_channels=64,
        num_layers=1,
        num_single_layers=1,
        attention_head_dim=16,
        num_attention_heads=2,
        joint_attention_dim=wide,
        pooled_projection_dim=sizes.text,
        axes_dims_rope=(4, 4, 8),
        guidance_embeds=is_told,
    ).eval()
    kind = FluxFillPipeline if fills else FluxPipeline
    kind(
        scheduler=_scheduler(use_dynamic_shifting=is_told),
        vae=_vae(),
        text_encoder=text_encoder(sizes),
        tokenizer=make_tokenizer(folder / "tokenizer"),
        text_encoder_2=_t5(wide),
        tokenizer_2=_t5_tokenizer(folder / "tokenizer_2"),
        transformer=transformer,
    ).save_pretrained(folder)
    say_limits(folder)
    return folder


def make_sd3(folder: Path, *, has_t5: bool = False) -> Path:
    """Stable Diffusion 3.5, mostly without its large text encoder, as many have it."""
    import torch
    from diffusers import SD3Transformer2DModel, StableDiffusion3Pipeline

    torch.manual_seed(0)
    transformer = SD3Transformer2DModel(
        sample_size=32,
        patch_size=2,
        in_channels=16,
        out_channels=16,
        num_layers=1,
        attention_head_dim=8,
        num_attention_heads=4,
        joint_attention_dim=2 * TINY.text,
        caption_projection_dim=32,
        pooled_projection_dim=2 * TINY.text,
    ).eval()
    StableDiffusion3Pipeline(
        scheduler=_scheduler(shift=3.0),
        vae=_vae(),
        text_encoder=text_encoder(TINY, is_projecting=True),
        tokenizer=make_tokenizer(folder / "tokenizer"),
        text_encoder_2=text_encoder(TINY, is_projecting=True),
        tokenizer_2=make_tokenizer(folder / "tokenizer_2"),
        text_encoder_3=_t5(2 * TINY.text) if has_t5 else None,
        tokenizer_3=_t5_tokenizer(folder / "tokenizer_3") if has_t5 else None,
        transformer=transformer,
    ).save_pretrained(folder)
    say_limits(folder)
    return folder


def make_z_image(folder: Path, *, is_provable: bool = False) -> Path:
    """Z-Image, whose words go through a chat's template."""
    import torch
    from diffusers import ZImagePipeline, ZImageTransformer2DModel

    wide = 2560 if is_provable else _WIDE

    torch.manual_seed(0)
    transformer = ZImageTransformer2DModel(
        all_patch_size=(2,),
        all_f_patch_size=(1,),
        in_channels=16,
        dim=32,
        n_layers=2,
        n_refiner_layers=1,
        n_heads=2,
        n_kv_heads=2,
        norm_eps=1e-5,
        qk_norm=True,
        cap_feat_dim=wide,
        rope_theta=256.0,
        t_scale=1000.0,
        axes_dims=[8, 4, 4],
        axes_lens=[256, 32, 32],
    ).eval()
    with torch.no_grad():
        transformer.x_pad_token.fill_(1)
        transformer.cap_pad_token.fill_(1)
    ZImagePipeline(
        scheduler=_scheduler(shift=3.0),
        vae=_vae(),
        text_encoder=_qwen3(wide),
        tokenizer=_qwen_tokenizer(),
        transformer=transformer,
    ).save_pretrained(folder)
    say_limits(folder)
    return folder


def make_qwen_image(folder: Path) -> Path:
    """Qwen-Image, whose VAE is one for films."""
    from diffusers import QwenImagePipeline

    QwenImagePipeline(**_qwen_parts()).save_pretrained(folder)
    say_limits(folder)
    return folder


def make_qwen_edit(folder: Path, *, is_plus: bool = False) -> Path:
    """Qwen-Image-Edit, whose text encoder sees; the plus one tells the picture from the noise."""
    import diffusers

    from studio.engine.picture_reader import PictureReader

    parts = _qwen_parts(zero_cond_t=is_plus)
    kind = diffusers.QwenImageEditPlusPipeline if is_plus else diffusers.QwenImageEditPipeline
    kind(**parts, processor=PictureReader(_pictures(), parts["tokenizer"])).save_pretrained(folder)
    _say_it_is_of_transformers(folder)
    say_limits(folder)
    return folder


def _pictures():
    """Of as few tokens as can be: a real one gives 1,337 for a picture."""
    from transformers import Qwen2VLImageProcessorPil

    return Qwen2VLImageProcessorPil(min_pixels=28 * 28, max_pixels=9 * 28 * 28)


def _say_it_is_of_transformers(folder: Path) -> None:
    """As its makers' folder does, whatever made this one."""
    index = index_of(folder)
    index["processor"] = ["transformers", "Qwen2VLProcessor"]
    (folder / "model_index.json").write_text(json.dumps(index))


def _qwen_parts(*, zero_cond_t: bool = False) -> dict[str, Any]:
    import torch
    from diffusers import AutoencoderKLQwenImage, QwenImageTransformer2DModel

    torch.manual_seed(0)
    transformer = QwenImageTransformer2DModel(
        patch_size=2,
        in_channels=64,
        out_channels=16,
        num_layers=2,
        attention_head_dim=16,
        num_attention_heads=2,
        joint_attention_dim=_WIDE,
        guidance_embeds=False,
        axes_dims_rope=(8, 4, 4),
        zero_cond_t=zero_cond_t,
    ).eval()
    vae = AutoencoderKLQwenImage(
        base_dim=8,
        z_dim=16,
        dim_mult=[1, 2, 2, 2],
        num_res_blocks=1,
        temperal_downsample=[False, True, True],
        latents_mean=[0.1] * 16,
        latents_std=[1.5] * 16,
    ).eval()
    tokenizer = _qwen_tokenizer()
    return {
        "scheduler": _scheduler(use_dynamic_shifting=True),
        "vae": vae,
        "text_encoder": _qwen_vl(tokenizer),
        "tokenizer": tokenizer,
        "transformer": transformer,
    }


def _scheduler(**settings: object):
    from diffusers import FlowMatchEulerDiscreteScheduler

    return FlowMatchEulerDiscreteScheduler(**settings)


def _vae():
    from diffusers import AutoencoderKL

    return AutoencoderKL(
        block_out_channels=TINY.vae,
        down_block_types=("DownEncoderBlock2D",) * 4,
        up_block_types=("UpDecoderBlock2D",) * 4,
        layers_per_block=1,
        latent_channels=16,
        norm_num_groups=8,
        use_quant_conv=False,
        use_post_quant_conv=False,
        shift_factor=0.0609,
        scaling_factor=1.5035,
        sample_size=64,
    ).eval()


def _t5(width: int = _WIDE):
    from transformers import T5Config, T5EncoderModel

    sizes = {"d_model": width, "d_ff": 37, "d_kv": 8, "num_layers": 2, "num_heads": 4}
    return T5EncoderModel(T5Config(vocab_size=200, **sizes)).eval()


def _letters() -> list[tuple[str, float]]:
    return [(chr(code), -5.0) for code in range(33, 127)]


def _t5_tokenizer(folder: Path):
    from tokenizers import Tokenizer, models
    from transformers import T5Tokenizer

    pieces = [("<pad>", 0.0), ("</s>", 0.0), ("<unk>", 0.0), ("▁", -2.0), *_letters()]
    Tokenizer(models.Unigram(pieces, unk_id=2))  # proves that the pieces are such a vocabulary
    return T5Tokenizer(vocab=pieces, extra_ids=0, model_max_length=64)


def _qwen_tokenizer():
    from transformers import Qwen2Tokenizer

    vocabulary = {chr(code): code - 33 for code in range(33, 127)}
    vocabulary |= {"Ġ": len(vocabulary), "Ċ": len(vocabulary) + 1}
    tokenizer = Qwen2Tokenizer(vocab=vocabulary, merges=[])
    marks = ("im_start", "im_end", "vision_start", "vision_end", "image_pad")
    tokenizer.add_special_tokens({"additional_special_tokens": [f"<|{one}|>" for one in marks]})
    tokenizer.chat_template = (
        "{% for one in messages %}<|im_start|>{{ one.role }}\n{{ one.content }}<|im_end|>\n"
        "{% endfor %}{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
    )
    return tokenizer


def _qwen_sizes(wide: int = _WIDE) -> dict[str, object]:
    return {
        "vocab_size": 200,
        "hidden_size": wide,
        "intermediate_size": 37,
        "num_hidden_layers": 2,
        "num_attention_heads": 4,
        "num_key_value_heads": 2,
        "max_position_embeddings": 2048,
    }


def _qwen3(wide: int):
    from transformers import Qwen3Config, Qwen3Model

    return Qwen3Model(Qwen3Config(head_dim=8, **_qwen_sizes(wide))).eval()


def _qwen_vl(tokenizer):
    from transformers import Qwen2_5_VLConfig, Qwen2_5_VLForConditionalGeneration

    rope = {"rope_type": "default", "mrope_section": [1, 1, 2], "rope_theta": 1e6}
    seeing = {"depth": 1, "hidden_size": 16, "intermediate_size": 16, "num_heads": 2}
    config = Qwen2_5_VLConfig(
        text_config={**_qwen_sizes(), "rope_parameters": rope},
        vision_config={**seeing, "out_hidden_size": _WIDE, "fullatt_block_indexes": [0]},
        image_token_id=tokenizer.convert_tokens_to_ids("<|image_pad|>"),
        vision_start_token_id=tokenizer.convert_tokens_to_ids("<|vision_start|>"),
    )
    return Qwen2_5_VLForConditionalGeneration(config).eval()


def index_of(folder: Path) -> dict[str, object]:
    """What a folder says that it holds."""
    found: dict[str, object] = json.loads((folder / "model_index.json").read_text())
    return found
