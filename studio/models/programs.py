"""Where other programs keep models: what their folders are called."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from studio.models.hub_cache import hub_cache_of, is_hub_cache

_EXTRA = "extra_model_paths.yaml"
_LARGEST = 1 << 16

# Of each program's folders, those that hold kinds of models that are used here.
_COMFY = (
    *("checkpoints", "loras", "vae", "vae_approx", "embeddings"),
    *("unet", "diffusion_models", "diffusers", "text_encoders", "clip"),
)
_WEB_UI = (
    *("models/Stable-diffusion", "models/Lora", "models/LyCORIS", "models/VAE"),
    *("models/VAE-approx", "models/diffusers", "models/text_encoder", "embeddings"),
)
_MATRIX = (
    *("StableDiffusion", "Lora", "LyCORIS", "VAE", "ApproxVAE", "Embeddings"),
    *("TextualInversion", "DiffusionModels", "Unet", "Diffusers", "TextEncoders", "CLIP"),
)
# Where they keep text encoders: some complete a denoiser that is used here, others are for films.
ENCODERS = frozenset(("text_encoders", "text_encoder", "clip", "TextEncoders", "CLIP"))
# What installers and guides call the folder.
_FOLDERS = (
    ("stable-diffusion-webui", "Stable Diffusion web UI"),
    ("stable-diffusion-webui-forge", "Forge"),
    ("stable-diffusion-webui-reForge", "reForge"),
    ("sd-webui-forge-classic", "Forge"),
    ("webui_forge_cu121_torch231/webui", "Forge"),
    ("sd.webui/webui", "Stable Diffusion web UI"),
    ("ComfyUI", "ComfyUI"),
    ("ComfyUI_windows_portable/ComfyUI", "ComfyUI"),
    ("StabilityMatrix/Models", "Stability Matrix"),
    ("StabilityMatrix/Data/Models", "Stability Matrix"),
)
_AROUND = ("", "Documents", "Desktop", "Downloads", "AI", "ai", "apps", "git", "src", "projects")


@dataclass(frozen=True, slots=True)
class Place:
    """A folder in which a program keeps models."""

    program: str
    folder: Path


def usual_places(home: Path, environment: Mapping[str, str]) -> tuple[Place, ...]:
    """Those of other programs that are there."""
    found = {place.folder.resolve(): place for place in _possible(home, environment)}
    return tuple(found.values())


def searched(folder: Path) -> tuple[Path, ...]:
    """Where to look in a folder: in a program's own only where models are, else all of it."""
    for inner in (_WEB_UI, tuple(f"models/{name}" for name in _COMFY), _COMFY, _MATRIX):
        if (folder / inner[0]).is_dir():
            places = [folder / name for name in inner]
            return tuple(place for place in (*places, *_extra(folder)) if place.is_dir())
    return (folder, *_extra(folder))


def _possible(home: Path, environment: Mapping[str, str]) -> Iterator[Place]:
    for around in (*(home / name for name in _AROUND), *_roots(environment)):
        for name, program in _FOLDERS:
            folder = around / name
            if folder.is_dir() and searched(folder) != (folder,):
                yield Place(program, folder)
    cache = hub_cache_of(environment, home)
    if is_hub_cache(cache):
        yield Place("Hugging Face", cache)


def _roots(environment: Mapping[str, str]) -> Iterator[Path]:
    """Where else people unpack programs: the roots of drives, or what is for all users."""
    if sys.platform != "win32":
        yield from (Path("/opt"), Path("/workspace"))
        return
    yield from (Path(f"{letter}:/") for letter in "CDEFG")
    if environment.get("APPDATA"):
        yield Path(environment["APPDATA"])


def _extra(folder: Path) -> Iterator[Path]:
    """What ComfyUI was told to search besides: by section, with a base path and lines of paths."""
    for section in _sections(folder / _EXTRA):
        base = _base_of(section.get("base_path"), folder)
        for name, said in section.items():
            if name in _COMFY and isinstance(said, str):
                yield from (base / line for line in _lines(said))


def _sections(path: Path) -> Iterable[Mapping[object, object]]:
    try:
        with path.open(encoding="utf-8") as file:
            text = file.read(_LARGEST)
    except (OSError, UnicodeDecodeError):
        return ()
    import yaml  # 8 ms, and few have such a file

    try:
        found = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError, RecursionError):  # a 13th month, too many digits
        return ()
    sections = found.values() if isinstance(found, dict) else ()
    return [one for one in sections if isinstance(one, dict)]


def _base_of(said: object, folder: Path) -> Path:
    named = os.path.expandvars(said) if isinstance(said, str) else ""
    return folder / Path(named).expanduser()


def _lines(said: str) -> Iterator[str]:
    return (line.strip() for line in said.splitlines() if line.strip())
