"""Where in a folder models lie: only names are read here."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from studio.models.companions import is_companion
from studio.models.folder import is_model_folder
from studio.models.hub_cache import is_hub_cache, snapshots_in
from studio.models.model_file import ENDINGS
from studio.models.programs import ENCODERS, searched
from studio.models.weights import PICKLED_MODEL, WEIGHTS

_DEEPEST = 4


@dataclass(frozen=True, slots=True)
class Found:
    """A model folder or a single file. id: what recipes call it.

    name: what it is called where its path does not tell. is_doubtful: only what is proven counts,
    as others keep their things in that folder too.
    """

    path: Path
    id: str
    name: str = ""
    is_doubtful: bool = False


def found_in(root: Path) -> Iterator[Found]:
    """Everything in a folder that may be a model."""
    root = root.resolve()
    if is_model_folder(root):
        yield Found(root, root.name)
    elif is_hub_cache(root):
        yield from _in_cache(root)
    else:
        for place in searched(root):
            inside = place.is_relative_to(root)
            base = root if inside else place.parent
            for path in _candidates(place, _DEEPEST):
                id_ = path.relative_to(base).as_posix()
                yield Found(path, id_, is_doubtful=place.name in ENCODERS)


def folders_of(root: Path) -> Iterator[Path]:
    """The folders in which something would have to change for `found_in` to find otherwise."""
    root = root.resolve()
    if is_hub_cache(root):
        yield root
        for one in snapshots_in(root):
            yield from (one.folder, one.folder.parent)
        return
    yield root
    for place in searched(root):
        yield from (here for here, _, _ in _walk(place, _DEEPEST))


def _in_cache(root: Path) -> Iterator[Found]:
    for one in snapshots_in(root):
        short = one.repository.rpartition("/")[2]
        if is_model_folder(one.folder):
            yield Found(one.folder, one.repository, short)
            continue
        for path in _candidates(one.folder, 1):
            inner = path.relative_to(one.folder).as_posix()
            name = short if path.stem in NAMELESS else ""
            yield Found(path, f"{one.repository}/{inner}", name, is_doubtful=True)


# What libraries call the files that they write.
NAMELESS = {"pytorch_lora_weights", "diffusion_pytorch_model", "adapter_model", "model"}


def _candidates(root: Path, deepest: int) -> Iterator[Path]:
    """Model folders and single files under a root; a model folder is not looked into."""
    for here, models, files in _walk(root, deepest):
        yield from (here / name for name in models if not is_companion(here / name))
        for name in sorted(files):
            if name.endswith(ENDINGS) or _is_unconverted(name, files):
                yield here / name


def _is_unconverted(name: str, files: list[str]) -> bool:
    stem = name.removesuffix(PICKLED_MODEL)
    return stem != name and f"{stem}{WEIGHTS}" not in files


def _walk(root: Path, deepest: int) -> Iterator[tuple[Path, list[str], list[str]]]:
    """Folders, the model folders in each and its files. Links are followed, each goal once."""
    seen: set[str] = set()
    for folder, inner, files in os.walk(root, followlinks=True):
        here = Path(folder)
        goal = os.path.realpath(here)
        if goal in seen:
            inner.clear()
            continue
        seen.add(goal)
        inner[:] = sorted(name for name in inner if not name.startswith("."))
        models = [name for name in inner if is_model_folder(here / name)]
        yield here, models, files
        deep = len(here.relative_to(root).parts) >= deepest
        inner[:] = [] if deep else [name for name in inner if name not in models]
