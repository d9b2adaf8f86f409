"""Memory that two processes see: pixels cross by being written once."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from multiprocessing.shared_memory import SharedMemory

import numpy as np

from studio.generation.request import GenerationRequest
from studio.generation.wire import Array


class Slate:
    """One job's pixels: the request's, then, over them, a step's and the result's."""

    def __init__(self, memory: SharedMemory, *, is_ours: bool) -> None:
        self._memory = memory
        self._is_ours = is_ours

    @property
    def name(self) -> str:
        """What the other process attaches it by."""
        return self._memory.name

    @property
    def bytes(self) -> memoryview:
        """All of it; while somebody keeps a part of this, it cannot be closed."""
        assert self._memory.buf is not None
        return self._memory.buf

    def shelf(self, start: int, nbytes: int) -> Shelf:
        """A stretch of it to lay arrays in."""
        return Shelf(self.bytes, start, min(start + nbytes, self._memory.size))

    def close(self) -> None:
        """Let go of it; it is gone once both have."""
        self._memory.close()
        if self._is_ours:
            self._memory.unlink()


def make_slate(nbytes: int) -> Slate | None:
    """A new one; None when the system has no room for it."""
    try:
        memory = SharedMemory(create=True, size=max(1, nbytes))
    except OSError:
        return None
    slate = Slate(memory, is_ours=True)
    try:
        _claim(memory.name, nbytes)
    except OSError:
        slate.close()
        return None
    return slate


def attach_slate(name: str) -> Slate:
    """The one that the other process made.

    Raises:
        FileNotFoundError: it has let go of it.
    """
    # The resource tracker is the other process's too: it knows this name already, and forgets it
    # when that one lets go.
    return Slate(SharedMemory(name), is_ours=False)


@dataclass(slots=True)
class Shelf:
    """Lays one array behind the other; `start` moves on."""

    memory: memoryview
    start: int
    end: int

    def keep(self, array: Array) -> int | None:
        """Where its bytes begin now, or None when there is no more room (`wire.Keep`)."""
        if self.start + array.nbytes > self.end:
            return None
        at = self.start
        room = np.frombuffer(self.memory, np.uint8, array.nbytes, at)
        room[:] = np.ascontiguousarray(array).reshape(-1).view(np.uint8)
        self.start += array.nbytes
        return at


def picture_bytes(request: GenerationRequest) -> int:
    """What its result takes, and no preview more."""
    size = request.refine or request.size
    return 3 * size.width * size.height


def slate_bytes(request: GenerationRequest) -> int:
    """Enough for the arrays that come with a request, then for a step and the result."""
    arrays = (request.pixels, request.mask, request.coverage)
    asked = sum(array.nbytes for array in arrays if array is not None)
    return max(asked, 2 * picture_bytes(request))


def _claim(name: str, nbytes: int) -> None:
    """Have the pages now, or an error: where they run out later, touching one is a SIGBUS.

    A container has 64 MB of them as a rule.
    """
    if sys.platform == "linux" and nbytes:
        file = os.open(f"/dev/shm/{name}", os.O_RDWR)
        try:
            os.posix_fallocate(file, 0, nbytes)
        finally:
            os.close(file)
