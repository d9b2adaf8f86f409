"""Lucide's line icons, drawn in the colours of the palette."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QAction, QColor, QGuiApplication, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton, QWidget

from studio.resources import resource

ICON_SIZE = QSize(18, 18)
_NAME = "icon_name"
_Group, _Role = QPalette.ColorGroup, QPalette.ColorRole


def pixmap(name: str, colour: QColor, side: int = 18) -> QPixmap:
    """An icon of one colour, `side` logical px, sharp on the densest screen there is."""
    ratio = max((screen.devicePixelRatio() for screen in QGuiApplication.screens()), default=1.0)
    # Qt's SVG renderer takes `currentColor` for black.
    svg = _svg(name).replace(b"currentColor", colour.name().encode())
    picture = QPixmap(round(side * ratio), round(side * ratio))
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    QSvgRenderer(QByteArray(svg)).render(painter, QRectF(picture.rect()))
    painter.end()
    picture.setDevicePixelRatio(ratio)
    return picture


def icon(
    name: str, palette: QPalette, *, is_switch: bool = False, is_primary: bool = False
) -> QIcon:
    """An icon for buttons and menus: dimmed when disabled; bright where the accent is behind it."""
    found = QIcon()
    role = _Role.HighlightedText if is_primary else _Role.ButtonText
    normal = palette.color(_Group.Active, role)
    dimmed = palette.color(_Group.Disabled, _Role.ButtonText)
    found.addPixmap(pixmap(name, normal), QIcon.Mode.Normal, QIcon.State.Off)
    found.addPixmap(pixmap(name, dimmed), QIcon.Mode.Disabled, QIcon.State.Off)
    if is_switch:
        bright = palette.color(_Group.Active, _Role.HighlightedText)
        found.addPixmap(pixmap(name, bright), QIcon.Mode.Normal, QIcon.State.On)
    return found


def dress(target: QAbstractButton | QAction, name: str) -> None:
    """Give a button or an action its icon; `redress` renews it under another palette."""
    target.setProperty(_NAME, name)
    is_primary = bool(target.property("primary"))
    # What only folds has no accent behind it when it is on.
    is_switch = target.isCheckable() and not target.property("fold")
    palette = QGuiApplication.palette()
    target.setIcon(icon(name, palette, is_switch=is_switch, is_primary=is_primary))


def redress(root: QWidget) -> None:
    """Draw every icon beneath a widget anew, after the palette changed."""
    for button in root.findChildren(QAbstractButton):
        if name := button.property(_NAME):
            dress(button, str(name))
    for action in root.findChildren(QAction):
        if name := action.property(_NAME):
            dress(action, str(name))


@cache
def _svg(name: str) -> bytes:
    return resource("icons", f"{name}.svg").read_bytes()
