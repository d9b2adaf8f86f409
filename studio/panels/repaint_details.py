"""The part of the recipe that is set once and then left alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from enum import Enum

from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QLabel, QVBoxLayout, QWidget

from studio.generation.recipe import ContextChoice, Fill, Recipe
from studio.generation.samplers import SAMPLERS
from studio.panels.lora_list import LoraList
from studio.panels.slider import Scale, ValueSlider
from studio.panels.vae_row import VaeRow
from studio.session.session import Session
from studio.text import tr

STEPS = Scale(1, 100, bend=1.8)
CLIP_SKIP = Scale(1, 4)
GUIDANCE = Scale(1.0, 20.0, 0.1, bend=1.5)


class RepaintDetails(QWidget):
    """Steps, guidance, sampler, what is added to the model, fill, context and two promises."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.steps = ValueSlider(tr("Steps"), STEPS)
        self.guidance = ValueSlider(tr("Guidance"), GUIDANCE)
        self.sampler = QComboBox()
        self._offered: tuple[str, ...] = ()
        self.fill = _choices(_fill_titles())
        self.context = _choices(_context_titles())
        self.loras = LoraList(session)
        self.vae = VaeRow(session)
        self.clip_skip = ValueSlider(tr("Clip skip"), CLIP_SKIP)
        self.match_colours = QCheckBox(tr("Match the colours around it"))
        self.blend_past_edge = QCheckBox(tr("Blend past the edge"))
        self._explain()
        self._lay_out()
        self._listen()
        self._show_recipe()

    def _explain(self) -> None:
        self.steps.setToolTip(tr("More steps take longer and settle more detail."))
        self.guidance.setToolTip(tr("How closely to follow the prompt; 1 leaves it free."))
        self.clip_skip.setToolTip(
            tr("Which layer of the text encoder is read, from the last; some models want 2.")
        )
        self.fill.setToolTip(tr("What stands in the region before it is repainted."))
        self.context.setToolTip(tr("How much around the region the model sees."))
        self.blend_past_edge.setToolTip(
            tr("Fades into what is around it: pixels outside the selection change too.")
        )

    def _lay_out(self) -> None:
        rows = QGridLayout()
        rows.setHorizontalSpacing(8)
        rows.setVerticalSpacing(4)
        rows.setColumnStretch(1, 1)
        named = (
            (tr("Sampler"), self.sampler),
            (tr("Fill first"), self.fill),
            (tr("Model sees"), self.context),
        )
        for row, (name, choices) in enumerate(named):
            label = QLabel(name)
            label.setBuddy(choices)
            choices.setAccessibleName(name)
            rows.addWidget(label, row, 0)
            # Beneath the others, in a row of its own that comes and goes.
            widest = max(self.vae.label.minimumWidth(), label.sizeHint().width())
            self.vae.label.setMinimumWidth(widest)
            rows.addWidget(choices, row, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 4)
        layout.setSpacing(5)
        layout.addWidget(self.steps)
        layout.addWidget(self.guidance)
        layout.addLayout(rows)
        layout.addWidget(self.loras)
        layout.addWidget(self.vae)
        layout.addWidget(self.clip_skip)
        layout.addWidget(self.match_colours)
        layout.addWidget(self.blend_past_edge)

    def _listen(self) -> None:
        repainting = self._session.repainting

        def change(how: Callable[[Recipe], Recipe]) -> None:
            repainting.set_recipe(how(repainting.recipe))

        self.steps.edited.connect(lambda steps: change(lambda r: replace(r, steps=round(steps))))
        self.guidance.edited.connect(
            lambda guidance: change(lambda r: replace(r, guidance=round(guidance, 2)))
        )
        self.clip_skip.edited.connect(
            lambda layer: change(lambda r: replace(r, clip_skip=round(layer)))
        )
        self.sampler.textActivated.connect(lambda name: change(lambda r: replace(r, sampler=name)))
        self.fill.activated.connect(
            lambda _: change(lambda r: replace(r, fill=Fill(self.fill.currentData())))
        )
        self.context.activated.connect(
            lambda _: change(
                lambda r: replace(r, context=ContextChoice(self.context.currentData()))
            )
        )
        self.match_colours.clicked.connect(
            lambda on: change(lambda r: replace(r, match_colours=on))
        )
        self.blend_past_edge.clicked.connect(
            lambda on: change(lambda r: replace(r, blend_past_edge=on))
        )
        repainting.settings_changed.connect(lambda _: self._show_recipe())

    def _show_recipe(self) -> None:
        recipe = self._session.repainting.recipe
        self.steps.show_value(recipe.steps)
        self.guidance.show_value(recipe.guidance)
        self._show_sampler(recipe.sampler)
        self.clip_skip.show_value(recipe.clip_skip)
        self.clip_skip.setVisible(self._session.repainting.samplers == SAMPLERS)
        self.fill.setCurrentIndex(self.fill.findData(recipe.fill.value))
        # What is to be changed stays in sight.
        self.fill.setEnabled(not self._session.repainting.is_instruction)
        self.context.setCurrentIndex(self.context.findData(recipe.context.value))
        self.match_colours.setChecked(recipe.match_colours)
        self.blend_past_edge.setChecked(recipe.blend_past_edge)

    def _show_sampler(self, name: str) -> None:
        """Offer those that suit the model, and the one that a recipe names even if it does not."""
        suited = self._session.repainting.samplers
        offered = suited if name in suited else (*suited, name)
        if offered != self._offered:
            self._offered = offered
            self.sampler.clear()
            self.sampler.addItems(list(offered))
        self.sampler.setCurrentText(name)


def _choices(titles: dict[Enum, str]) -> QComboBox:
    choices = QComboBox()
    for choice, title in titles.items():
        choices.addItem(title, choice.value)
    return choices


def _fill_titles() -> dict[Enum, str]:
    return {
        Fill.blur: tr("Blurred surroundings"),
        Fill.edges: tr("Colours of its edge"),
        Fill.neutral: tr("Neutral grey"),
        Fill.noise: tr("Noise"),
        Fill.original: tr("What is there"),
    }


def _context_titles() -> dict[Enum, str]:
    return {
        ContextChoice.auto: tr("As much as it needs"),
        ContextChoice.exact: tr("Only the region"),
        ContextChoice.whole: tr("The whole canvas"),
        ContextChoice.layer: tr("The active layer"),
    }
