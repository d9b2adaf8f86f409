"""Model folders laid out as in ComfyUI: a file for each network, in its makers' names."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.fakes.checkpoints import vae_tensors

_NAMES = {"text_encoder_2": "t5xxl_fp16"}


def lay_out(folder: Path, root: Path, write: Callable[[Path, Path], Path]) -> Path:
    """Write what is in a model folder; the denoiser is called `it`."""
    from safetensors.torch import load_file, save_file

    models = root / "models"
    for name in ("checkpoints", "diffusion_models", "text_encoders", "vae"):
        (models / name).mkdir(parents=True)
    write(folder, models / "diffusion_models" / "it.safetensors")
    save_file(vae_tensors(folder / "vae"), models / "vae" / "ae.safetensors")
    is_qwen = not (folder / "text_encoder_2").is_dir()
    for place in sorted(folder.glob("text_encoder*")):
        name = _NAMES.get(place.name, "qwen_3_4b" if is_qwen else "clip_l")
        prefix = "" if place.name in _NAMES else "model." if is_qwen else "text_model."
        (weights,) = place.glob("*.safetensors")
        tensors = {f"{prefix}{key}": one for key, one in load_file(weights).items()}
        save_file(tensors, models / "text_encoders" / f"{name}.safetensors")
    return root


_WITHIN = {
    "clip_l": "text_encoders.clip_l.transformer.",
    "t5xxl_fp16": "text_encoders.t5xxl.transformer.",
    "qwen_3_4b": "text_encoders.qwen3_4b.transformer.",
    "ae": "vae.",
    "it": "model.diffusion_model.",
}


def merge(root: Path) -> Path:
    """Make one checkpoint of all files of such a folder, as ComfyUI writes it."""
    from safetensors.torch import load_file, save_file

    tensors = {}
    for path in sorted(root.rglob("*.safetensors")):
        within = _WITHIN[path.stem]
        for name, one in load_file(path).items():
            tensors[f"{within}{name.removeprefix(within)}"] = one
        path.unlink()
    # Its denoiser is known by words where a tiny one is not as wide as real ones.
    words = {"modelspec.architecture": "z-image" if "vector_in" not in str(tensors.keys()) else ""}
    save_file(tensors, root / "models" / "checkpoints" / "all.safetensors", metadata=words)
    return root
