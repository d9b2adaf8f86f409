"""Where a single file's configs and tokenizers come from, and the parts it lacks."""

from __future__ import annotations

from pathlib import Path

from studio.models.check import check_rest
from studio.models.family import Family
from studio.models.folder import is_model_folder
from studio.models.model_file import ENDINGS
from studio.resources import resource


def configs_of(path: Path, family: Family, *, is_whole: bool) -> Path | None:
    """The folder of its own name beside a file, else the one that ships for a whole file.

    Raises:
        EngineError: the one beside it lacks a part, or is refused.
    """
    beside = companion(path)
    if beside:
        check_rest(beside, family, is_whole=is_whole)
        return beside
    return shipped_configs(family) if is_whole else None


def shipped_configs(family: Family) -> Path | None:
    """Those that ship for files of a family, without any weights."""
    shipped = resource("families", family.id)
    return shipped if is_model_folder(shipped) else None


def companion(path: Path) -> Path | None:
    """The model folder of a file's own name beside it."""
    beside = path.with_suffix("")
    return beside if is_model_folder(beside) else None


def is_companion(folder: Path) -> bool:
    """Whether a model folder is there for the single file of its name."""
    return any(folder.with_name(f"{folder.name}{one}").is_file() for one in ENDINGS)


def tokenizer_folder(rest: Path, name: str, vocabulary: str = "clip") -> Path:
    """Where the tokenizer of that name lies: its folder's own, else the one that ships."""
    own = rest / name
    return own if own.is_dir() else resource("families", vocabulary)
