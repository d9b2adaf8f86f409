"""The models that are installed."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from studio.generation.engine import EngineError, EngineErrorKind
from studio.models.companions import is_companion
from studio.models.entry import ModelEntry as ModelEntry
from studio.models.entry import entry_of as entry_of
from studio.models.entry import with_rest
from studio.models.family import ModelKind as ModelKind
from studio.models.folder import is_model_folder
from studio.models.weights import WEIGHTS
from studio.resources import resource
from studio.text import tr

_DEEPEST = 4


class ModelCatalogue:
    """What lies in the given folders, found by reading headers only."""

    def __init__(self, folders: Iterable[Path]) -> None:
        self.folders = tuple(folders)
        self.entries: tuple[ModelEntry, ...] = ()
        self.rescan()

    def rescan(self) -> None:
        """Look again."""
        found = tuple(entry for root in self.folders for entry in _found(root))
        self.entries = tuple(_completed(found, found))

    def add(self, folder: Path) -> tuple[ModelEntry, ...]:
        """Look into one more folder, or a model's own; what was found there."""
        found = tuple(_found(folder))
        found = tuple(_completed(found, (*self.entries, *found)))
        if found and folder not in self.folders:
            self.folders = (*self.folders, folder)
            self.entries = (*self.entries, *found)
        return found

    @property
    def checkpoints(self) -> tuple[ModelEntry, ...]:
        """Those that can paint now."""
        return self.of_kind(ModelKind.checkpoint)

    @property
    def painters(self) -> tuple[ModelEntry, ...]:
        """Checkpoints, and what may be one: those that cannot paint say why."""
        return tuple(
            one for one in self.entries if one.kind in (ModelKind.checkpoint, ModelKind.unknown)
        )

    def of_kind(self, kind: ModelKind) -> tuple[ModelEntry, ...]:
        """Those of a kind that can be used now."""
        return tuple(one for one in self.entries if one.kind is kind and one.problem is None)

    def find(self, id_or_path: str) -> ModelEntry:
        """The model of that id, or at that path.

        Raises:
            EngineError: there is none, or it cannot be used; the hint says what would help.
        """
        entry = next((one for one in self.entries if one.id == id_or_path), None)
        if entry is None and id_or_path and Path(id_or_path).exists():
            (entry,) = _completed((entry_of(Path(id_or_path)),), self.entries)
        if entry is None:
            raise self._unknown(id_or_path)
        if entry.problem is not None:
            raise EngineError(entry.problem.kind, entry.problem.message, entry.problem.hint)
        if entry.kind is not ModelKind.checkpoint:
            raise _no_painter(entry)
        return entry

    def addition(self, name: str, kind: ModelKind) -> ModelEntry | None:
        """What is added to a model, by its id, its name or its path; None when it is not there."""
        same = [one for one in self.entries if one.kind is kind]
        for entry in same:
            if name in (entry.id, str(entry.path)):
                return entry
        named = next((one for one in same if one.name == name), None)
        if named is None and name.endswith(WEIGHTS) and Path(name).is_file():
            entry = entry_of(Path(name))
            return entry if entry.kind is kind else None
        return named

    def _unknown(self, wanted: str) -> EngineError:
        names = ", ".join(one.id for one in self.checkpoints)
        return EngineError(
            EngineErrorKind.model_missing,
            tr("There is no model called {name}.", name=wanted),
            tr("Installed: {names}. A path of a model folder works too.", names=names or "–"),
        )


def installed(folders: Iterable[Path] = ()) -> ModelCatalogue:
    """The model that ships with the program, then what lies in these folders."""
    return ModelCatalogue((resource("models"), *folders))


def _completed(entries: Iterable[ModelEntry], known: Iterable[ModelEntry]) -> Iterator[ModelEntry]:
    """Files that hold only a denoiser take the other parts from a folder of their family."""
    folders = [one for one in known if one.problem is None and one.path.is_dir()]
    for entry in entries:
        lacks = not entry.is_whole and entry.rest is None
        giver = next((one for one in folders if lacks and entry.family.suits(one.family)), None)
        yield with_rest(entry, giver.path) if giver else entry


def _no_painter(entry: ModelEntry) -> EngineError:
    return EngineError(
        EngineErrorKind.unsupported,
        tr("{name} is not a model that paints by itself.", name=entry.name),
        tr("Choose a checkpoint, and add this to it."),
    )


def _found(root: Path) -> Iterator[ModelEntry]:
    root = root.resolve()
    if is_model_folder(root):
        yield entry_of(root)
        return
    for path in _candidates(root):
        yield entry_of(path, path.relative_to(root).as_posix())


def _candidates(root: Path) -> Iterator[Path]:
    """Model folders and single files under a root; a model folder is not looked into."""
    for folder, inner, files in os.walk(root):
        here = Path(folder)
        inner.sort()
        models = [name for name in inner if is_model_folder(here / name)]
        yield from (here / name for name in models if not is_companion(here / name))
        yield from (here / name for name in sorted(files) if name.endswith(WEIGHTS))
        deep = len(here.relative_to(root).parts) >= _DEEPEST
        inner[:] = [] if deep else [name for name in inner if name not in models]
