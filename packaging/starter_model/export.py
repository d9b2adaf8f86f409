"""Write the finished model as an ordinary diffusers folder, with what it says of itself."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

import torch
from diffusers import (
    DPMSolverMultistepScheduler,
    StableDiffusionInpaintPipeline,
    UNet2DConditionModel,
)
from transformers import CLIPTextModel

from starter_model.networks import Vae
from starter_model.tokenizer import load_tokenizer
from starter_model.words import Concept

CARD = Path(__file__).parent / "card"
LICENCE = Path(__file__).parents[2] / "LICENSE"
NOTE = {
    "en": "The small model that ships with Repaint Studio: simple soft shapes of things in its "
    "list. Add a Stable Diffusion checkpoint for pictures.",
    "zh_CN": "Repaint Studio 自带的小模型，能画列表中事物的简单柔和的形状。"
    "要画更丰富的图片，请添加 Stable Diffusion 大模型。",
}
UNMEASURED = "not measured"


def export_model(
    folder: Path,
    *,
    vae: Vae,
    text: CLIPTextModel,
    unet: UNet2DConditionModel,
    tokenizer: Path,
) -> None:
    """Write the weights in half precision. The networks given are made half as well."""
    pipeline = StableDiffusionInpaintPipeline(
        vae=vae,
        text_encoder=text,
        tokenizer=load_tokenizer(tokenizer),
        unet=unet.to(memory_format=torch.contiguous_format),
        scheduler=_scheduler(),
        safety_checker=None,
        feature_extractor=None,
        requires_safety_checker=False,
    )
    pipeline.to("cpu", torch.float16).save_pretrained(folder, safe_serialization=True)
    # What `save_pretrained` leaves out other readers of the folder want: vocab.json, merges.txt.
    shutil.copytree(tokenizer, folder / "tokenizer", dirs_exist_ok=True)
    for path in folder.glob("*/config.json"):
        _forget_place(path)
    make_readable(folder)


def describe_model(
    folder: Path,
    concepts: Sequence[Concept],
    side: int,
    *,
    advice: Mapping[str, object],
    facts: Mapping[str, object],
) -> None:
    """Write the sidecar, the card, the licence and the notices.

    advice: sampler, steps and guidance to begin with. facts: what was measured, for the card.
    """
    said = sidecar(concepts, side, advice)
    text = json.dumps(said, indent=2, ensure_ascii=False)
    (folder / "repaint-studio.json").write_text(f"{text}\n", encoding="utf-8")
    known = _Facts({**facts, "concepts": len(concepts), "side": side, "megabytes": weight(folder)})
    card = (CARD / "README.md").read_text(encoding="utf-8")
    (folder / "README.md").write_text(card.format_map(known), encoding="utf-8")
    shutil.copyfile(LICENCE, folder / "LICENSE")
    shutil.copyfile(CARD / "NOTICE", folder / "NOTICE")
    make_readable(folder)


def sidecar(
    concepts: Sequence[Concept], side: int, advice: Mapping[str, object]
) -> dict[str, object]:
    """What the app reads beside the weights."""
    return {
        "name": "Starter",
        "note": NOTE,
        "limits": {
            "min_side": side,
            "max_side": side,
            "min_area": side**2,
            "max_area": side**2,
            "multiple": 16,
            "refines": False,
        },
        "defaults": dict(advice),
        "words": {one.name: [*one.others, *one.chinese] for one in concepts},
    }


def weight(folder: Path) -> float:
    """Megabytes (10⁶ bytes) of everything in the folder."""
    return round(sum(one.stat().st_size for one in folder.rglob("*") if one.is_file()) / 1e6, 1)


def make_readable(folder: Path) -> None:
    """Mode 644 and 755: diffusers leaves weights that only their owner may read."""
    for one in (folder, *folder.rglob("*")):
        one.chmod(0o755 if one.is_dir() else 0o644)


def _forget_place(path: Path) -> None:
    """Diffusers notes in a configuration from which folder the network was loaded."""
    said = json.loads(path.read_text(encoding="utf-8"))
    said.pop("_name_or_path", None)
    path.write_text(f"{json.dumps(said, indent=2)}\n", encoding="utf-8")


def _scheduler() -> DPMSolverMultistepScheduler:
    return DPMSolverMultistepScheduler(
        num_train_timesteps=1000,
        beta_schedule="scaled_linear",
        beta_start=0.00085,
        beta_end=0.012,
        prediction_type="v_prediction",
        rescale_betas_zero_snr=True,
        timestep_spacing="trailing",
        algorithm_type="dpmsolver++",
        solver_order=2,
        steps_offset=1,
    )


class _Facts(dict[str, object]):
    """For the card: what was not measured says so."""

    def __missing__(self, key: str) -> str:
        return UNMEASURED
