"""The models that are installed."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from studio.generation.engine import EngineError, EngineErrorKind
from studio.models.assembling import assembled, completed_by_itself
from studio.models.entry import ModelEntry as ModelEntry
from studio.models.entry import entry_of as entry_of
from studio.models.entry import with_rest
from studio.models.family import ModelKind as ModelKind
from studio.models.finding import folders_of, found_in
from studio.models.told import Look, keep, kept_in
from studio.models.weights import WEIGHTS
from studio.resources import resource
from studio.text import tr


class ModelCatalogue:
    """What lies in the given folders, found by reading headers only.

    own: the folder that what is downloaded goes to; it is one of them. memory: the file that keeps
    what headers told, so that the next start reads only those that are new.
    """

    def __init__(
        self, folders: Iterable[Path], own: Path | None = None, memory: Path | None = None
    ) -> None:
        self.folders = tuple(folders) if own is None else (*folders, own)
        self.own = own
        self.memory = memory
        self._kept = kept_in(memory) if memory else {}
        self.entries: tuple[ModelEntry, ...] = ()
        self.rescan()

    def rescan(self) -> bool:
        """Look again; whether anything is otherwise."""
        return self.take(self.looked_up())

    def looked_up(self) -> tuple[ModelEntry, ...]:
        """What is there now, on any thread; what has not changed since is not read again."""
        before, look = self._kept, Look(self._kept)
        entries = tuple(_entries_in(self.folders, look))
        self._kept = look.seen
        if self.memory is not None and look.seen.keys() != before.keys():
            keep(look.seen, self.memory)
        return entries

    def take(self, entries: tuple[ModelEntry, ...]) -> bool:
        """List what was looked up; whether it is otherwise than what was listed."""
        differs = [_known(one) for one in entries] != [_known(one) for one in self.entries]
        self.entries = entries
        return differs

    def add(self, folder: Path) -> tuple[ModelEntry, ...]:
        """Look into one more folder, or a model's own; what was found there."""
        found = tuple(_entries_in((folder,), Look(self._kept)))
        if found and folder not in self.folders:
            self.folders = (*self.folders, folder)
            self.rescan()
        paths = {one.path for one in found}
        return tuple(one for one in self.entries if one.path in paths) or found

    def include(self, folders: Iterable[Path]) -> tuple[Path, ...]:
        """Look into these too, from the next look on; those that were not among them."""
        new = tuple(one for one in folders if one not in self.folders)
        self.folders = (*self.folders, *new)
        return new

    def places(self) -> tuple[Path, ...]:
        """Every folder in which a model may come or go."""
        return tuple(dict.fromkeys(one for root in self.folders for one in folders_of(root)))

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


def installed(
    folders: Iterable[Path] = (), own: Path | None = None, memory: Path | None = None
) -> ModelCatalogue:
    """The model that ships with the program, then what lies in these folders."""
    return ModelCatalogue((resource("models"), *folders), own, memory)


def _entries_in(folders: Iterable[Path], look: Look) -> Iterator[ModelEntry]:
    """Everything once: folders may lie in each other. Of two with one id, the later is numbered."""
    found: dict[str, ModelEntry] = {}
    taken: set[str] = set()
    for one in (one for root in folders for one in found_in(root)):
        entry = entry_of(one.path, _free(one.id, taken), one.name, look.told)
        is_ours = entry.kind is not ModelKind.unknown or not one.is_doubtful
        goal = os.path.realpath(entry.path)
        if is_ours and goal not in found:
            found[goal] = entry
            taken.add(entry.id)
    yield from _completed(found.values(), found.values())


def _free(id: str, taken: set[str]) -> str:  # noqa: A002
    numbered = (f"{id} ({number})" for number in range(2, len(taken) + 3))
    return next(one for one in (id, *numbered) if one not in taken)


def _known(entry: ModelEntry) -> ModelEntry:
    """What two entries of one thing have in common: each look words its problem anew."""
    problem = entry.problem
    return replace(entry, problem=None, note=f"{entry.note}{problem or ''}")


def _completed(entries: Iterable[ModelEntry], known: Iterable[ModelEntry]) -> Iterator[ModelEntry]:
    """Files that hold only a denoiser take the other parts from a folder of their family.

    Where there is none, from files of those parts, as ComfyUI keeps them; what is in them first.
    """
    known = tuple(known)
    folders = [one for one in known if one.problem is None and one.path.is_dir()]
    for entry in entries:
        if entry.is_whole or entry.rest is not None:
            yield entry
        elif own := completed_by_itself(entry):
            yield own
        elif giver := _giver(entry, folders):
            yield with_rest(entry, giver.path, variant=giver.variant)
        else:
            yield assembled(entry, known)


def _giver(entry: ModelEntry, folders: Iterable[ModelEntry]) -> ModelEntry | None:
    """Of the same family, or else of its kin, which has the same parts beside the denoiser."""
    suiting = [one for one in folders if entry.family.suits(one.family)]
    same = (one for one in suiting if one.family is entry.family)
    return next(iter((*same, *suiting)), None)


def _no_painter(entry: ModelEntry) -> EngineError:
    return EngineError(
        EngineErrorKind.unsupported,
        tr("{name} is not a model that paints by itself.", name=entry.name),
        tr("Choose a checkpoint, and add this to it."),
    )
