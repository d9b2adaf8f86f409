"""A denoiser alone, with the files of its other parts: as ComfyUI keeps models of flows."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from studio.generation.engine import EngineError
from studio.models.companions import shipped_configs
from studio.models.entry import ModelEntry, with_rest, without_parts
from studio.models.family import Part
from studio.models.headers import read_header


def completed_by_itself(entry: ModelEntry) -> ModelEntry | None:
    """A file that holds all its parts, as ComfyUI writes a checkpoint; None where it does not."""
    configs = shipped_configs(entry.family)
    wanted = entry.family.parts
    if not wanted or configs is None:
        return None
    try:
        names = read_header(entry.path).names
    except EngineError:  # it changes while it is looked at
        return None
    if not all(f"\n{one.within}" in names for one in wanted):
        return None
    return with_rest(entry, configs, tuple((one.component, entry.path) for one in wanted))


def assembled(entry: ModelEntry, known: Sequence[ModelEntry]) -> ModelEntry:
    """It with those parts that are among what is installed; else it says which it lacks."""
    configs = shipped_configs(entry.family)
    wanted = entry.family.parts
    if not wanted or configs is None:
        return entry
    found = {one: _best(one, known) for one in wanted}
    lacking = [one for one, path in found.items() if path is None]
    if lacking:
        return without_parts(entry, lacking)
    parts = tuple((one.component, path) for one, path in found.items() if path is not None)
    return with_rest(entry, configs, parts)


def _best(part: Part, known: Sequence[ModelEntry]) -> Path | None:
    """The largest: the others are the same in fewer bits."""
    fitting = [one.path for one in known if one.part == part.id and _is_named(part, one.path)]
    return max(fitting, key=_size, default=None)


def _is_named(part: Part, path: Path) -> bool:
    return not part.stems or path.stem.lower().startswith(part.stems)


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0
