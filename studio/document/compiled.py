"""WebAssembly that runs: compiled routines, and the memory that they share with Python."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from studio.document.tiles import Pixels

if TYPE_CHECKING:
    from wasmtime import Engine, Func, Module, Store

_CALL = ctypes.CFUNCTYPE(
    ctypes.c_void_p,
    ctypes.c_void_p,
    ctypes.c_void_p,
    ctypes.c_void_p,
    ctypes.c_size_t,
    ctypes.c_void_p,
)


class Compiled:
    """An instance of a module whose routines take i32 and f32, and give nothing."""

    def __init__(self, engine: Engine, module: Module) -> None:
        from wasmtime import Instance, Memory, Store

        self._store = Store(engine)
        self._exports = Instance(self._store, module, []).exports(self._store)
        memory = self._exports["memory"]
        assert isinstance(memory, Memory)
        self._memory = memory

    @property
    def nbytes(self) -> int:
        """Memory taken so far."""
        return self._memory.data_len(self._store)

    def array(self, address: int, nbytes: int) -> Pixels:
        """A part of memory, uint8[nbytes], which it keeps alive.

        It stays where it is when memory grows: 4 GiB of addresses are set aside for it at first.
        """
        whole = self._memory.get_buffer_ptr(self._store, self.nbytes)
        whole.owner = self._store  # type: ignore[attr-defined]  # or a view would outlive it
        return np.frombuffer(memoryview(whole), np.uint8)[address : address + nbytes]

    def routine(self, name: str) -> Routine:
        """An exported routine."""
        from wasmtime import Func

        function = self._exports[name]
        assert isinstance(function, Func)
        return Routine(self._store, function, name)


class Routine:
    """Calls a function in half a µs.

    wasmtime's own way looks up its types and converts each number anew, and takes 26 µs, more
    than all else that a pen event with a small brush has to do.

    Raises:
        MemoryError: there is no more of it.
    """

    def __init__(self, store: Store, function: Func, name: str) -> None:
        from wasmtime import _bindings

        self._name = name
        self._trap = ctypes.c_void_p()
        count = len(function.type(store).params)
        self._numbers = (_bindings.wasmtime_val_raw_t * max(count, 1))()
        self._kept = store, function
        call = ctypes.cast(_bindings._wasmtime_func_call_unchecked, ctypes.c_void_p)
        context = ctypes.cast(store._context(), ctypes.c_void_p)
        assert call.value is not None
        self._call = _CALL(call.value)
        self._operands = (
            context,
            ctypes.c_void_p(ctypes.addressof(function._func)),
            ctypes.c_void_p(ctypes.addressof(self._numbers)),
            ctypes.c_size_t(count),
            ctypes.c_void_p(ctypes.addressof(self._trap)),
        )

    def __call__(self, *numbers: float) -> None:
        """Run it; an int is an i32 for it, a float an f32."""
        for index, number in enumerate(numbers):
            if isinstance(number, float):
                self._numbers[index].f32 = number
            else:
                self._numbers[index].i32 = number
        if self._call(*self._operands) or self._trap:
            raise MemoryError(f"{self._name} could not go on")


@lru_cache(maxsize=4)
def compiled(text: Callable[[], str]) -> tuple[Engine, Module]:
    """A module, compiled when it is first wanted."""
    from wasmtime import Engine, Module

    engine = Engine()
    return engine, Module(engine, text())
