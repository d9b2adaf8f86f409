"""Says which layers the list shows: by name, by kind, by colour label."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QPixmap
from PySide6.QtWidgets import QComboBox, QGridLayout, QSizePolicy, QWidget

from studio.document.layers import (
    AdjustmentLayer,
    FillLayer,
    GroupLayer,
    Label,
    Layer,
    PaintLayer,
    TextLayer,
    walk,
)
from studio.panels.buttons import flat_button
from studio.panels.layer_labels import LABEL_COLOURS, label_titles
from studio.panels.line import Line
from studio.signals import Signal
from studio.text import tr

_SWATCH = 12


class Kind(Enum):
    """What a layer may be."""

    paint = "paint"
    generated = "generated"
    text = "text"
    fill = "fill"
    adjustment = "adjustment"
    group = "group"
    masked = "masked"
    hidden = "hidden"


@dataclass(frozen=True, slots=True)
class LayerFilter:
    """Which layers are wanted; what is empty or None leaves all."""

    words: str = ""
    kind: Kind | None = None
    label: Label | None = None

    @property
    def is_open(self) -> bool:
        """Whether every layer is wanted."""
        return self == LayerFilter()

    def lets(self, layer: Layer) -> bool:
        """Whether it, or something in it, is wanted."""
        return any(self._wants(one) for one in walk(layer))

    def _wants(self, layer: Layer) -> bool:
        look = layer.properties
        words = self.words.casefold().split()
        return (
            all(word in look.name.casefold() for word in words)
            and (self.kind is None or _is(layer, self.kind))
            and (self.label is None or look.label is self.label)
        )


class LayerFilterRows(QWidget):
    """Words to look for, a kind, a label; hidden, it lets everything through."""

    def __init__(self) -> None:
        super().__init__()
        self.changed: Signal[None] = Signal()
        self.words = Line()
        self.words.setPlaceholderText(tr("Find a layer"))
        self.words.setAccessibleName(tr("Find a layer"))
        self.words.setClearButtonEnabled(True)
        self.kind = _kind_list()
        self.label = _label_list()
        self.close_button = flat_button("x", tr("Show all layers"), keys=("Esc",))
        rows = QGridLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(4)
        rows.addWidget(self.words, 0, 0, 1, 2)
        rows.addWidget(self.close_button, 0, 2)
        rows.addWidget(self.kind, 1, 0)
        rows.addWidget(self.label, 1, 1, 1, 2)
        rows.setColumnStretch(0, 1)
        rows.setColumnStretch(1, 1)
        self.words.textChanged.connect(lambda _: self.changed.emit(None))
        self.kind.currentIndexChanged.connect(lambda _: self.changed.emit(None))
        self.label.currentIndexChanged.connect(lambda _: self.changed.emit(None))
        self.close_button.clicked.connect(lambda: self.show_rows(on=False))
        self.hide()

    @property
    def filter(self) -> LayerFilter:
        """What is asked for."""
        if self.isHidden():
            return LayerFilter()
        kind, label = self.kind.currentData(), self.label.currentData()
        return LayerFilter(
            self.words.text(),
            None if kind is None else Kind(kind),
            None if label is None else Label(label),
        )

    def show_rows(self, *, on: bool) -> None:
        """Appear ready to be typed in, or go and let everything through."""
        self.setVisible(on)
        if on:
            self.words.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.words.selectAll()
        self.changed.emit(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes it."""
        if event.key() == Qt.Key.Key_Escape:
            self.show_rows(on=False)
        else:
            super().keyPressEvent(event)


def _is(layer: Layer, kind: Kind) -> bool:
    tests: dict[Kind, Callable[[Layer], bool]] = {
        Kind.paint: lambda one: isinstance(one, PaintLayer),
        Kind.generated: lambda one: isinstance(one, PaintLayer) and bool(one.recipe),
        Kind.text: lambda one: isinstance(one, TextLayer),
        Kind.fill: lambda one: isinstance(one, FillLayer),
        Kind.adjustment: lambda one: isinstance(one, AdjustmentLayer),
        Kind.group: lambda one: isinstance(one, GroupLayer),
        Kind.masked: lambda one: one.mask is not None,
        Kind.hidden: lambda one: not one.properties.visible,
    }
    return tests[kind](layer)


def _kind_list() -> QComboBox:
    kinds = _narrow_list(tr("Kind of layer"))
    kinds.addItem(tr("Any kind"), None)
    titles = {
        Kind.paint: tr("Paint"),
        Kind.generated: tr("Generated"),
        Kind.text: tr("Text"),
        Kind.fill: tr("Fill"),
        Kind.adjustment: tr("Adjustment"),
        Kind.group: tr("Group"),
        Kind.masked: tr("Masked"),
        Kind.hidden: tr("Hidden"),
    }
    for kind, title in titles.items():
        kinds.addItem(title, kind.value)
    return kinds


def _label_list() -> QComboBox:
    labels = _narrow_list(tr("Colour label"))
    labels.addItem(tr("Any label"), None)
    for label, title in label_titles().items():
        labels.addItem(title, label.value)
        if label in LABEL_COLOURS:
            swatch = QPixmap(_SWATCH, _SWATCH)
            swatch.fill(LABEL_COLOURS[label])
            labels.setItemIcon(labels.count() - 1, swatch)
    return labels


def _narrow_list(name: str) -> QComboBox:
    box = QComboBox()
    box.setAccessibleName(name)
    box.setToolTip(name)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(5)
    box.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
    return box
