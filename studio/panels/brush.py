"""How the brush in hand is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from studio.brush.brush import Brush
from studio.brush.dynamics import Sense, Trait
from studio.brush.preset import Use
from studio.panels.brush_presets import BrushPresets
from studio.panels.brush_shape import BrushShape
from studio.panels.section import Section
from studio.panels.slider import Scale, ValueSlider
from studio.panels.stroke_preview import StrokePreview
from studio.session.painting import ToolName
from studio.session.session import Session
from studio.session.tool_groups import WITH_BRUSH
from studio.text import tr

SIZE = Scale(1, 2000, 1, " px", bend=3.0)
PER_CENT = Scale(0.0, 1.0, 0.01, " %", factor=100)
SPACING = Scale(0.02, 2.0, 0.01, " %", bend=2.0, factor=100)


def brush_in_hand(session: Session) -> ToolName:
    """The brush tool whose settings are shown; the paint brush while another tool is in hand."""
    tool = session.painting.tool
    return tool if tool in WITH_BRUSH else ToolName.brush


class BrushPanel(QScrollArea):
    """Brushes to choose from, and the settings of the one in hand, with a stroke to show them."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._title = QLabel()
        self._title.setProperty("quiet", True)  # noqa: FBT003
        self.presets = BrushPresets(session)
        self._preview = StrokePreview()
        self.size_slider = ValueSlider(tr("Size"), SIZE)
        self.hardness = ValueSlider(tr("Hardness"), PER_CENT)
        self.opacity = ValueSlider(tr("Opacity"), PER_CENT)
        self.flow = ValueSlider(tr("Flow"), PER_CENT)
        self.spacing = ValueSlider(tr("Spacing"), SPACING)
        self.size_by_pressure = QCheckBox(tr("Pressure sets the size"))
        self.opacity_by_pressure = QCheckBox(tr("Pressure sets the opacity"))
        self.flow_by_pressure = QCheckBox(tr("Pressure sets the flow"))
        self.shape = BrushShape(session)
        self._lay_out()
        self._listen()
        self._show_brush()

    def _lay_out(self) -> None:
        inside = QWidget()
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(8, 6, 8, 8)
        layout.setSpacing(5)
        layout.addWidget(self.presets, 1)
        for widget in (self._title, self._preview, *self._sliders):
            layout.addWidget(widget)
        layout.addSpacing(3)
        for box in self._pressed.values():
            layout.addWidget(box)
        layout.addWidget(Section(tr("Shape and line"), self.shape))
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    @property
    def _sliders(self) -> tuple[ValueSlider, ...]:
        return self.size_slider, self.hardness, self.opacity, self.flow, self.spacing

    @property
    def _pressed(self) -> dict[Trait, QCheckBox]:
        return {
            Trait.size: self.size_by_pressure,
            Trait.opacity: self.opacity_by_pressure,
            Trait.flow: self.flow_by_pressure,
        }

    def _listen(self) -> None:
        self.size_slider.edited.connect(lambda v: self._change(lambda b: replace(b, size=v)))
        self.hardness.edited.connect(lambda v: self._change(lambda b: replace(b, hardness=v)))
        self.opacity.edited.connect(lambda v: self._change(lambda b: replace(b, opacity=v)))
        self.flow.edited.connect(lambda v: self._change(lambda b: replace(b, flow=v)))
        self.spacing.edited.connect(lambda v: self._change(lambda b: replace(b, spacing=v)))
        for trait, box in self._pressed.items():
            box.clicked.connect(lambda on, trait=trait: self._press(trait, on))
        self._session.painting.tool_changed.connect(lambda _: self._show_brush())
        self._session.painting.brush_changed.connect(lambda _: self._show_brush())

    def _change(self, how: Callable[[Brush], Brush]) -> None:
        painting, tool = self._session.painting, brush_in_hand(self._session)
        painting.set_brush(tool, how(painting.brush_of(tool)))

    def _press(self, trait: Trait, on: bool) -> None:  # noqa: FBT001
        pressure = Sense.pressure
        self._change(lambda b: b.responding(trait, pressure) if on else b.ignoring(trait, pressure))

    def _show_brush(self) -> None:
        tool = brush_in_hand(self._session)
        brush = self._session.painting.brush_of(tool)
        self._title.setText(_title_of(tool))
        self._preview.show_brush(brush, use_of(tool))
        self.shape.show_brush(brush)
        self.size_slider.show_value(brush.size)
        self.hardness.show_value(brush.hardness)
        self.opacity.show_value(brush.opacity)
        self.flow.show_value(brush.flow)
        self.spacing.show_value(brush.spacing)
        for trait, box in self._pressed.items():
            box.setChecked(brush.response(trait, Sense.pressure) is not None)


def use_of(tool: ToolName) -> Use:
    """What a tool does with its brush."""
    if tool is ToolName.eraser:
        return Use.erase
    return Use.smudge if tool in (ToolName.smudge, ToolName.blur) else Use.paint


def _title_of(tool: ToolName) -> str:
    titles = {
        ToolName.eraser: tr("Eraser"),
        ToolName.mask: tr("Mask brush"),
        ToolName.strength: tr("Strength brush"),
        ToolName.smudge: tr("Smudge"),
        ToolName.blur: tr("Blur"),
        ToolName.clone: tr("Clone"),
        ToolName.heal: tr("Heal"),
    }
    return titles.get(tool, tr("Brush"))
