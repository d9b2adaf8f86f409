"""What leads a trait of the brush, and along which curves: a page to edit it on."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from studio.brush.brush import Brush
from studio.brush.dynamics import FALLING, LINE, Curve, Sense, Trait
from studio.brush.numbers import base_of
from studio.panels.brush_knobs import brush_in_hand, change_brush, knobs
from studio.panels.brush_words import sense_ends, sense_title, trait_tip, trait_title
from studio.panels.curve import CurveField
from studio.panels.curve_points import Points
from studio.panels.pen_pressure import pressure_curve, straight
from studio.session.session import Session
from studio.text import tr

_SENSES_WIDTH, _AIR = 196, 8
_S_SHAPE = Curve(((0.0, 0.0), (0.25, 0.1), (0.5, 0.5), (0.75, 0.9), (1.0, 1.0)))
_Role = Qt.ItemDataRole


class DynamicsPage(QWidget):
    """A trait: what it starts from, what leads it, and the curve of the one that is chosen.

    A curve that is switched off is remembered, and comes back with the switch.
    """

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._trait = Trait.size
        self._laid_by: dict[tuple[Trait, Sense], Curve] = {}
        self.bases = QStackedWidget()
        self.bases.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.knobs = knobs(session, *map(base_of, Trait))
        for knob in self.knobs:
            self.bases.addWidget(knob)
        self.tip = QLabel()
        self.tip.setProperty("quiet", True)  # noqa: FBT003
        self.tip.setWordWrap(True)
        self.senses = _sense_list()
        self.field = CurveField(tr("Curve"), straight)
        self.field.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.field.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.ends = QLabel(), QLabel()
        self.shapes = tuple(QPushButton(title) for title, _ in _shapes())
        self._lay_out()
        self._listen()

    def show_trait(self, trait: Trait) -> None:
        """Edit this one."""
        self._trait = trait
        self.bases.setCurrentIndex(list(Trait).index(trait))
        self.tip.setText(trait_tip(trait))
        brush = brush_in_hand(self._session)
        led = [row for row, sense in enumerate(Sense) if brush.response(trait, sense) is not None]
        self.senses.setCurrentRow(led[0] if led else 0)
        self.show_brush(brush)

    def show_brush(self, brush: Brush) -> None:
        """Show what the session holds."""
        for knob in self.knobs:
            knob.show_brush(brush)
        self.senses.blockSignals(True)  # noqa: FBT003
        for row, sense in enumerate(Sense):
            is_on = brush.response(self._trait, sense) is not None
            state = Qt.CheckState.Checked if is_on else Qt.CheckState.Unchecked
            self.senses.item(row).setCheckState(state)
        self.senses.blockSignals(False)  # noqa: FBT003
        self._show_curve(brush)

    @property
    def sense(self) -> Sense:
        """The one whose curve is shown."""
        return tuple(Sense)[max(0, self.senses.currentRow())]

    def _lay_out(self) -> None:
        curve = QVBoxLayout()
        curve.setSpacing(4)
        curve.addWidget(self.field, 1)
        ends, shapes = QHBoxLayout(), QHBoxLayout()
        ends.addWidget(self.ends[0])
        ends.addStretch()
        ends.addWidget(self.ends[1])
        for label in self.ends:
            label.setProperty("quiet", True)  # noqa: FBT003
        shapes.setSpacing(4)
        for button in self.shapes:
            button.setAutoDefault(False)
            shapes.addWidget(button)
        curve.addLayout(ends)
        curve.addLayout(shapes)
        beside = QHBoxLayout()
        beside.setSpacing(10)
        beside.addWidget(self.senses)
        beside.addLayout(curve, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(7)
        layout.addWidget(self.bases)
        layout.addWidget(self.tip)
        layout.addLayout(beside, 1)

    def _listen(self) -> None:
        self.senses.currentRowChanged.connect(
            lambda _: self._show_curve(brush_in_hand(self._session))
        )
        self.senses.itemChanged.connect(self._switch)
        self.field.edited.connect(self._bend)
        for button, (_, curve) in zip(self.shapes, _shapes(), strict=True):
            button.clicked.connect(partial(self._bend, curve.points))

    def _show_curve(self, brush: Brush) -> None:
        response = brush.response(self._trait, self.sense)
        curve = response.curve if response else self._curve_of(self.sense)
        self.field.setAccessibleName(
            tr(
                "{trait} by {sense}",
                trait=trait_title(self._trait),
                sense=sense_title(self.sense).lower(),
            )
        )
        self.field.show_points(curve.points)
        self.field.show_faint(is_faint=response is None)
        for label, words in zip(self.ends, sense_ends(self.sense), strict=True):
            label.setText(words)

    def _curve_of(self, sense: Sense) -> Curve:
        return self._laid_by.get((self._trait, sense), LINE)

    def _switch(self, item: QListWidgetItem) -> None:
        self.senses.setCurrentItem(item)
        trait, sense = self._trait, self.sense
        response = brush_in_hand(self._session).response(trait, sense)
        if response is not None:
            self._laid_by[trait, sense] = response.curve
            change_brush(self._session, lambda brush: brush.ignoring(trait, sense))
        else:
            self._bend(self._curve_of(sense).points)

    def _bend(self, points: Points) -> None:
        """Bending a curve also switches it on."""
        trait, sense = self._trait, self.sense
        change_brush(self._session, lambda brush: brush.responding(trait, sense, Curve(points)))


def _sense_list() -> QListWidget:
    senses = QListWidget()
    senses.setAccessibleName(tr("What leads it"))
    senses.setFixedWidth(_SENSES_WIDTH)
    senses.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    for sense in Sense:
        item = QListWidgetItem(sense_title(sense))
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        item.setCheckState(Qt.CheckState.Unchecked)
        item.setSizeHint(QSize(0, senses.fontMetrics().height() + _AIR))
        senses.addItem(item)
    return senses


def _shapes() -> tuple[tuple[str, Curve], ...]:
    """Curves to begin with."""
    return (
        (tr("Rising"), LINE),
        (tr("Falling"), FALLING),
        (tr("Softer"), Curve(pressure_curve(-1.0))),
        (tr("Firmer"), Curve(pressure_curve(1.0))),
        (tr("S-shaped"), _S_SHAPE),
    )
