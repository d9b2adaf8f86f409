"""The older steps of the history, packed in the background."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from typing import TypeAlias
from weakref import WeakValueDictionary

from studio.document.keeping import KeptTile, packed
from studio.document.tiles import Pixels, TilePatch

THREAD_NAME = "undo-archive"

_Packed: TypeAlias = list[tuple[KeptTile, Pixels, bytes]]


@dataclass(frozen=True, slots=True, eq=False)
class _Batch:
    """The tiles of one step; `settled` is told once they are packed."""

    tiles: tuple[tuple[KeptTile, Pixels], ...]
    settled: Callable[[], None]


class Archive:
    """Packs what it is given in a thread that lives only while there is something to pack.

    The thread sees read-only arrays and gives back bytes; they take the place of the arrays in
    `settle`, on the GUI's thread, which alone touches the history.
    """

    def __init__(self) -> None:
        self._known: WeakValueDictionary[int, KeptTile] = WeakValueDictionary()
        self._waiting: deque[_Batch] = deque()
        self._done: SimpleQueue[tuple[_Batch, _Packed]] = SimpleQueue()
        self._lock = Lock()
        self._thread: Thread | None = None

    def share(self, patches: Iterable[TilePatch]) -> None:
        """Keep a tile that is after one step and before another only once.

        Otherwise packing it for one would leave it alive in the other.
        """
        for patch in patches:
            patch.before.share(self._known)
            patch.after.share(self._known)

    def pack(self, patches: Iterable[TilePatch], settled: Callable[[], None]) -> None:
        """Pack the tiles from before; those from after lie before a later step or are shown."""
        found = {tile: tile.unpacked for patch in patches for tile in patch.before.tiles}
        tiles = tuple((tile, pixels) for tile, pixels in found.items() if pixels is not None)
        if not tiles:
            return
        with self._lock:
            self._waiting.append(_Batch(tiles, settled))
            if self._thread is None:
                self._thread = Thread(target=self._work, name=THREAD_NAME, daemon=True)
                self._thread.start()

    def settle(self) -> None:
        """Put what is packed by now in place of what it was made of."""
        while True:
            try:
                batch, result = self._done.get_nowait()
            except Empty:
                return
            for tile, pixels, content in result:
                self._known.pop(id(pixels), None)
                tile.replace_by(content)
            batch.settled()

    def wait(self) -> None:
        """Until all is packed."""
        with self._lock:
            thread = self._thread
        if thread is not None:
            thread.join()
        self.settle()

    def _work(self) -> None:
        while (batch := self._next()) is not None:
            result: _Packed = []
            for tile, pixels in batch.tiles:
                content = packed(pixels)
                if content is not None:
                    result.append((tile, pixels, content))
            self._done.put((batch, result))

    def _next(self) -> _Batch | None:
        with self._lock:
            if self._waiting:
                return self._waiting.popleft()
            self._thread = None
            return None
