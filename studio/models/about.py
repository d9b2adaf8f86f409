"""What a model's maker says about it: shown, and never proof of anything."""

from __future__ import annotations

import base64
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import msgspec

from studio.foreign_json import read_as
from studio.generation.engine import EngineError
from studio.models.gguf import NAME
from studio.models.model_file import ENDINGS, header_of
from studio.models.weights import WEIGHTS

_PICTURES = (".preview.png", ".png", ".jpg", ".jpeg", ".webp")
_MOST_TRIGGERS = 8
_LARGEST_NOTES = 1 << 20
_EMBEDDED = "data:image/"


@dataclass(frozen=True, slots=True)
class About:
    """triggers: words it was taught, the most frequent first. base: what it was trained on.

    preview: a picture beside it, or None; thumbnail: the bytes of one within it, or none.
    nbytes: of its weights.
    """

    nbytes: int = 0
    title: str = ""
    base: str = ""
    triggers: tuple[str, ...] = ()
    preview: Path | None = None
    thumbnail: bytes = b""


def about(path: Path) -> About:
    """What is known of a model folder or file; read anew when it changes."""
    try:
        return _about(path, path.stat().st_mtime_ns)
    except OSError:
        return About()


@lru_cache(maxsize=1024)
def _about(path: Path, _changed: int) -> About:
    if path.is_dir():
        weights = path.rglob(f"*{WEIGHTS}")
        return About(sum(one.stat().st_size for one in weights), preview=_preview(path))
    words = _words(path)
    return About(
        path.stat().st_size,
        words.get("modelspec.title") or words.get(NAME, ""),
        words.get("ss_sd_model_name") or words.get("ss_base_model_version", ""),
        _triggers(path, words),
        _preview(path),
        _thumbnail(words),
    )


def _words(path: Path) -> Mapping[str, str]:
    try:
        return header_of(path).words
    except EngineError:
        return {}


def _preview(path: Path) -> Path | None:
    stem = path.with_suffix("") if path.suffix in ENDINGS else path
    beside = (stem.with_name(f"{stem.name}{ending}") for ending in _PICTURES)
    return next((one for one in beside if one.is_file()), None)


def _triggers(path: Path, words: Mapping[str, str]) -> tuple[str, ...]:
    """What a user noted beside it, else the maker's phrase, else the commonest tags it learnt."""
    said = _noted(path) or words.get("modelspec.trigger_phrase", "")
    if said:
        return tuple(one.strip() for one in said.split(",") if one.strip())[:_MOST_TRIGGERS]
    return _frequent(words.get("ss_tag_frequency", ""))


class _Notes(msgspec.Struct):
    """What the Stable Diffusion web UI keeps beside a model."""

    activation: str = msgspec.field(name="activation text", default="")


def _noted(path: Path) -> str:
    notes = path.with_suffix(".json")
    try:
        with notes.open("rb") as file:
            return read_as(file.read(_LARGEST_NOTES), _Notes).activation
    except (OSError, ValueError):
        return ""


def _frequent(said: str) -> tuple[str, ...]:
    """ss_tag_frequency: how often each tag stood in each folder of the training pictures."""
    try:
        folders = msgspec.json.decode(said or "{}", type=dict[str, dict[str, int]])
    except msgspec.DecodeError:
        return ()
    total: Counter[str] = Counter()
    for tags in folders.values():
        total.update(tags)
    return tuple(tag.strip() for tag, _ in total.most_common(_MOST_TRIGGERS))


def _thumbnail(words: Mapping[str, str]) -> bytes:
    start, _, picture = words.get("modelspec.thumbnail", "").partition(";base64,")
    if not start.startswith(_EMBEDDED):
        return b""
    try:
        return base64.b64decode(picture, validate=True)
    except ValueError:
        return b""
