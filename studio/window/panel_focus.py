"""Going from part to part of the window by keyboard: Tab goes on only within one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

_Focus = Qt.FocusPolicy


def go_to_next(parts: Sequence[QWidget], step: int) -> None:
    """Give the keyboard to the next part that can take it; -1 for the one before."""
    held = QApplication.focusWidget()
    at = next((n for n, part in enumerate(parts) if _holds(part, held)), -1 if step > 0 else 0)
    for far in range(1, len(parts) + 1):
        found = first_of(parts[(at + step * far) % len(parts)])
        if found is not None:
            found.setFocus(Qt.FocusReason.TabFocusReason)
            return


def first_of(part: QWidget) -> QWidget | None:
    """What takes the keyboard first in a part; None where it is hidden or takes none."""
    return next(iter(stops_of(part)), None)


def stops_of(part: QWidget) -> Iterator[QWidget]:
    """Where Tab stops within a part, in its order."""
    if part.visibleRegion().isEmpty():
        return
    widget: QWidget | None = part
    while widget is not None:
        if _holds(part, widget) and _stops(widget):
            yield widget
        widget = widget.nextInFocusChain()
        if widget is part:
            return


def _holds(part: QWidget, widget: QWidget | None) -> bool:
    return widget is part or (widget is not None and part.isAncestorOf(widget))


def _stops(widget: QWidget) -> bool:
    takes = widget.focusPolicy() & _Focus.TabFocus == _Focus.TabFocus
    return takes and widget.isVisible() and widget.isEnabled() and widget.focusProxy() is None
