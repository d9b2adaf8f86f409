"""The models that stay loaded."""

from __future__ import annotations

import gc
from collections import OrderedDict
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeAlias

from studio.engine.device import free_memory
from studio.engine.loading import LoadedModel, load_model
from studio.engine.plan import Build, DevicePlan
from studio.models.catalogue import ModelEntry

_Key: TypeAlias = tuple[Path, str, Build]


class WarmModels:
    """Loads models, and keeps the last used ones as far as memory goes."""

    def __init__(self) -> None:
        self._loaded: OrderedDict[_Key, LoadedModel] = OrderedDict()

    @property
    def nbytes(self) -> int:
        """What their weights take together."""
        return sum(one.nbytes for one in self._loaded.values())

    def get(
        self,
        entry: ModelEntry,
        plan: DevicePlan,
        *,
        others_bytes: int,
        before_loading: Callable[[], None],
    ) -> LoadedModel:
        """The model, loaded now if it is not, or if its files or the plan have changed.

        others_bytes: what those that stay beside it may take.

        Raises:
            EngineError: it cannot be loaded.
        """
        key = _key(entry, plan)
        if key not in self._loaded:
            before_loading()
            self._drop(one for one in self._loaded if one[0] == entry.path)
            self._drop_to(others_bytes)
            self._loaded[key] = load_model(entry, plan)
        self._loaded.move_to_end(key)
        return self._loaded[key]

    def make_room(self, entry: ModelEntry, plan: DevicePlan) -> None:
        """Give back all memory but that of this model's weights, if they can stay as they are."""
        key = _key(entry, plan)
        self._drop(one for one in self._loaded if one != key)
        for model in self._loaded.values():
            model.forget()
        _collect()

    def drop_all(self) -> None:
        """Give back all memory."""
        self._drop(self._loaded)

    def _drop_to(self, limit: int) -> None:
        while self._loaded and self.nbytes > limit:
            self._drop([next(iter(self._loaded))])

    def _drop(self, keys: Iterable[_Key]) -> None:
        dropped = [self._loaded.pop(key) for key in tuple(keys)]
        if dropped:
            dropped.clear()
            _collect()


def _collect() -> None:
    gc.collect()
    free_memory()


def _key(entry: ModelEntry, plan: DevicePlan) -> _Key:
    return entry.path, entry.hash, plan.build
