"""Lucide's line icons, drawn in the colours of the palette."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import (
    QAction,
    QColor,
    QGuiApplication,
    QIcon,
    QImage,
    QPainter,
    QPalette,
    QPixmap,
)
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton, QWidget

from studio.resources import resource

ICON_SIZE = QSize(18, 18)
_NAME = "icon_name"
_Group, _Role = QPalette.ColorGroup, QPalette.ColorRole


def pixmap(name: str, colour: QColor, side: int = 18) -> QPixmap:
    """An icon of one colour, `side` logical px, sharp on the densest screen there is."""
    ratio = max((screen.devicePixelRatio() for screen in QGuiApplication.screens()), default=1.0)
    picture = QPixmap.fromImage(_shape(name, round(side * ratio)))
    painter = QPainter(picture)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
    painter.fillRect(picture.rect(), QColor(colour.rgb()))
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
def _shape(name: str, side: int) -> QImage:
    """Where its lines are: to colour them takes a sixth of drawing them anew for each colour."""
    found = QImage(side, side, QImage.Format.Format_ARGB32_Premultiplied)
    found.fill(Qt.GlobalColor.transparent)
    painter = QPainter(found)
    # Qt's SVG renderer takes `currentColor` for black.
    svg = QByteArray(resource("icons", f"{name}.svg").read_bytes())
    QSvgRenderer(svg).render(painter, QRectF(found.rect()))
    painter.end()
    return found
