"""Signals for the floors that must not know Qt."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Signal(Generic[T]):
    """Listeners called in the order they came, on the emitting thread."""

    def __init__(self) -> None:
        self._listeners: list[Callable[[T], object]] = []

    def connect(self, listener: Callable[[T], object]) -> Callable[[], None]:
        """Add a listener; call what this returns to take it away again."""
        self._listeners.append(listener)

        def disconnect() -> None:
            self._listeners.remove(listener)

        return disconnect

    def emit(self, value: T) -> None:
        """Tell every listener."""
        for listener in tuple(self._listeners):
            listener(value)
