"""The crop: a box pulled about as long as one likes, then the canvas is cut to it."""

from __future__ import annotations

from studio.document.changes import Change, ExtentChanged, each
from studio.geometry import Bounds
from studio.session.easel import Easel
from studio.session.shaping.resizing import Resizing
from studio.signals import Signal
from studio.transform.framing import with_aspect

# Two clicks within so many ms are meant as one double click.
_DOUBLE = 400.0


class Cropping:
    """What is to be kept of the canvas, and of what lies around it.

    keeps_outside: layers keep what is cut away, beyond the canvas.
    """

    def __init__(self, easel: Easel, resizing: Resizing) -> None:
        self.changed: Signal[None] = Signal()
        self.keeps_outside = False
        self._easel = easel
        self._resizing = resizing
        self._boxes: list[Bounds] = []
        self._shown: Bounds | None = None
        self._aspect: float | None = None
        self._clicked = -_DOUBLE
        easel.document_replaced.connect(lambda _: self.cancel())
        easel.document_changed.connect(self._on_document_changed)

    @property
    def is_on(self) -> bool:
        """Whether there is a box."""
        return self._shown is not None

    @property
    def box(self) -> Bounds | None:
        """What is to be kept, canvas px; it may reach beyond the canvas. None: no box yet."""
        return self._shown

    @property
    def frame(self) -> Bounds:
        """The box, or the canvas while there is none: what has handles."""
        return self._shown or self.canvas

    @property
    def canvas(self) -> Bounds:
        """The canvas as it is."""
        return self._easel.document.bounds

    @property
    def aspect(self) -> float | None:
        """Width to height that the box has to have; None where it is free."""
        return self._aspect

    def set_aspect(self, aspect: float | None) -> None:
        """Hold the box to an aspect, from now on; one that is there takes it."""
        self._aspect = aspect
        if aspect is not None:
            self.pull(with_aspect(self.frame, aspect))
        else:
            self.changed.emit(None)

    def show(self, box: Bounds | None) -> None:
        """Show another box, as while it is dragged; interim until `settle`."""
        if box != self._shown and (box is None or not box.is_empty):
            self._shown = box
            self.changed.emit(None)

    def settle(self) -> None:
        """Remember the box as a step that `undo` goes back to."""
        if self._shown is not None and self._boxes[-1:] != [self._shown]:
            self._boxes.append(self._shown)

    def pull(self, box: Bounds) -> None:
        """Take it to another box, as by a number typed."""
        self.show(box)
        self.settle()

    def click(self, time: float) -> None:
        """A click inside, at so many ms; the second of two commits."""
        is_second, self._clicked = time - self._clicked < _DOUBLE, time
        if is_second:
            self.commit()

    def undo(self) -> None:
        """Go back to the box before; from the first, give the crop up."""
        self._boxes = self._boxes[:-1]
        self.show(self._boxes[-1] if self._boxes else None)

    def commit(self) -> None:
        """Cut the canvas to the box: one step, or none where it is as large as that already.

        Raises:
            InputError: no canvas can be that large.
        """
        if self._shown is not None:
            self._resizing.crop(self._shown, keeps_outside=self.keeps_outside)
        self.cancel()

    def cancel(self) -> None:
        """Leave the canvas as it is."""
        self._boxes, self._clicked = [], -_DOUBLE
        self.show(None)

    def _on_document_changed(self, change: Change) -> None:
        """The box was for a canvas that is another one now."""
        if any(isinstance(one, ExtentChanged) for one in each(change)):
            self.cancel()
