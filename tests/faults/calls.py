"""Something befalls a program at the nth time that it asks the system to change the disk."""

from __future__ import annotations

import builtins
import io
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import TypeAlias

import pytest

Befall: TypeAlias = Callable[[str], None]
_CALLS = ("fsync", "replace", "rename", "link", "unlink", "chmod", "write", "mkdir", "rmdir")
_FILE = io.FileIO
_WRITING = set("wxa+")


def fails(number: int) -> Befall:
    """The call fails with such an errno."""

    def fail(name: str) -> None:
        raise OSError(number, os.strerror(number), name)

    return fail


def dies(name: str) -> None:
    """The program is killed before the call is made."""
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError(name)


class Counter:
    """Counts calls from 1; at one of them something befalls, and at all later ones if it stays."""

    def __init__(self, nth: int, befall: Befall, *, stays: bool) -> None:
        self.count = 0
        self.is_over = False
        self._nth, self._befall, self._stays = nth, befall, stays

    def __call__(self, name: str) -> None:
        """One more call, of that name."""
        if self.is_over:  # a file that was opened meanwhile is written to later
            return
        self.count += 1
        if self.count == self._nth or (self._stays and self.count > self._nth):
            self._befall(name)


class _Counted(_FILE):
    """A file whose writes and cuts are counted."""

    def __init__(self, path: str, mode: str, counter: Counter) -> None:
        super().__init__(path, mode)
        self._counter = counter

    def write(self, content: object, /) -> int:
        """Counted, then written."""
        self._counter("write")
        return super().write(content)  # type: ignore[arg-type]

    def truncate(self, size: int | None = None, /) -> int:
        """Counted, then cut."""
        self._counter("truncate")
        return super().truncate(size)


@contextmanager
def at_call(nth: int, befall: Befall, *, stays: bool = False) -> Iterator[Counter]:
    """While it lasts the nth change of the disk does not succeed.

    stays: nor does any later one, save that files can be removed, as on a full disk.
    """
    counter = Counter(nth, befall, stays=stays)
    with pytest.MonkeyPatch.context() as patch:
        for name in _CALLS:
            patch.setattr(os, name, _counted(name, counter, always=stays and name == "unlink"))
        opened = _opening(io.open, counter)
        patch.setattr(io, "FileIO", partial(_raw, counter))
        patch.setattr(io, "open", opened)
        patch.setattr(builtins, "open", opened)
        try:
            yield counter
        finally:
            counter.is_over = True


def _raw(counter: Counter, path: os.PathLike[str], mode: str) -> io.FileIO:
    """A file without a buffer, as the journal has it."""
    counter("open")
    return _Counted(os.fspath(path), mode, counter)


def _counted(name: str, counter: Counter, *, always: bool) -> Callable[..., object]:
    real = getattr(os, name)

    def call(*words: object, **named: object) -> object:
        if not always:
            counter(name)
        return real(*words, **named)

    return call


def _opening(real: Callable[..., object], counter: Counter) -> Callable[..., object]:
    def opened(file: object, mode: str = "r", *words: object, **named: object) -> object:
        if not set(mode) & _WRITING or "b" not in mode or isinstance(file, int):
            return real(file, mode, *words, **named)
        counter("open")
        raw = _Counted(os.fspath(file), mode.replace("b", ""), counter)  # type: ignore[call-overload]
        if (*words, named.get("buffering"))[0] == 0:
            return raw
        return io.BufferedRandom(raw) if "+" in mode else io.BufferedWriter(raw)

    return opened
