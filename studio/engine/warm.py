"""The models that stay loaded."""

from __future__ import annotations

import gc
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

from studio.engine.device import Device
from studio.engine.loading import LoadedModel, load_model
from studio.models.catalogue import ModelEntry

# Beside the model in use, others stay while they take no more than this together.
OTHERS_BYTES = 2 << 30

_Key: TypeAlias = tuple[Path, str]


class WarmModels:
    """Loads models, and keeps the last used ones as far as memory goes."""

    def __init__(self, device: Device, others_bytes: int = OTHERS_BYTES) -> None:
        self._device = device
        self._others_bytes = others_bytes
        self._loaded: OrderedDict[_Key, LoadedModel] = OrderedDict()

    def get(self, entry: ModelEntry, before_loading: Callable[[], None]) -> LoadedModel:
        """The model, loaded now if it is not, or if its files have changed.

        Raises:
            EngineError: it cannot be loaded.
        """
        key = _key(entry)
        if key not in self._loaded:
            before_loading()
            self._drop_to(self._others_bytes)
            self._loaded[key] = load_model(entry, self._device)
        self._loaded.move_to_end(key)
        return self._loaded[key]

    def make_room(self, keep: ModelEntry) -> None:
        """Give back all memory but that of this model's weights."""
        for key in self._loaded.keys() - {_key(keep)}:
            del self._loaded[key]
        for model in self._loaded.values():
            model.forget()
        self._collect()

    def drop_all(self) -> None:
        """Give back all memory."""
        self._loaded.clear()
        self._collect()

    def _drop_to(self, limit: int) -> None:
        while sum(one.nbytes for one in self._loaded.values()) > limit:
            self._loaded.popitem(last=False)
            self._collect()

    def _collect(self) -> None:
        gc.collect()
        self._device.free()


def _key(entry: ModelEntry) -> _Key:
    return entry.path, entry.hash
