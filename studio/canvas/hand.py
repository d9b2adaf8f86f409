"""The pointer's hold on the canvas: one gesture at a time."""

from __future__ import annotations

from collections.abc import Callable

from studio.errors import StudioError
from studio.signals import Signal
from studio.tools.tool import Gesture, Outline, PointerEvent


class Hand:
    """Runs the gesture that a press began.

    However it ends before its release (Escape, another press, the window losing the keyboard,
    an error), the gesture is closed, and so takes back what it did.
    """

    def __init__(self, tell: Callable[[StudioError], None]) -> None:
        self.outline_changed: Signal[Outline | None] = Signal()
        self._tell = tell
        self._gesture: Gesture | None = None
        self._outline: Outline | None = None

    @property
    def is_busy(self) -> bool:
        """Whether a gesture is going on."""
        return self._gesture is not None

    @property
    def is_waiting(self) -> bool:
        """Whether the gesture goes on from click to click."""
        return self.is_busy and self._outline is not None and self._outline.goes_on

    @property
    def outline(self) -> Outline | None:
        """The rubber band to draw for it."""
        return self._outline

    def press(self, gesture: Gesture) -> None:
        """Begin a gesture: it does what a press does, up to its first `yield`."""
        self.let_go()
        self._gesture = gesture
        self._go_on(lambda: next(gesture))

    def move(self, event: PointerEvent) -> None:
        """Let the gesture follow."""
        gesture = self._gesture
        if gesture is not None:
            self._go_on(lambda: gesture.send(event))

    def release(self, event: PointerEvent) -> None:
        """Let the gesture end.

        Raises:
            RuntimeError: it neither returned nor goes on; what it did is taken back.
        """
        self.move(event)
        if self.is_busy and not self.is_waiting:
            self.let_go()
            raise RuntimeError("a gesture has to return when it is sent the release")

    def let_go(self) -> None:
        """Take back what the gesture did."""
        gesture, self._gesture = self._gesture, None
        if gesture is not None:
            try:
                gesture.close()
            finally:
                self._draw(None)

    def _go_on(self, step: Callable[[], Outline | None]) -> None:
        try:
            outline = step()
        except StopIteration:
            self._forget()
        except StudioError as error:
            self._forget()
            self._tell(error)
        except BaseException:
            self._forget()
            raise
        else:
            self._draw(outline)

    def _forget(self) -> None:
        self._gesture = None
        self._draw(None)

    def _draw(self, outline: Outline | None) -> None:
        if outline != self._outline:
            self._outline = outline
            self.outline_changed.emit(outline)
