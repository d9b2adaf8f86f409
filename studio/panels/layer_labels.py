"""Colour labels of layers: what they look like and are called."""

from __future__ import annotations

from PySide6.QtGui import QColor

from studio.document.layers import Label
from studio.text import tr

LABEL_COLOURS = {
    Label.red: QColor("#d9534f"),
    Label.orange: QColor("#e08a3c"),
    Label.yellow: QColor("#d8c04a"),
    Label.green: QColor("#5fae61"),
    Label.blue: QColor("#4f8fd9"),
    Label.violet: QColor("#9a6fd0"),
    Label.grey: QColor("#8c8c8c"),
}


def label_titles() -> dict[Label, str]:
    """What menus call them."""
    return {
        Label.none: tr("No label"),
        Label.red: tr("Red"),
        Label.orange: tr("Orange"),
        Label.yellow: tr("Yellow"),
        Label.green: tr("Green"),
        Label.blue: tr("Blue"),
        Label.violet: tr("Violet"),
        Label.grey: tr("Grey"),
    }
