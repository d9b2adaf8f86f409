"""What the region should become."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from studio.generation.recipe import Recipe
from studio.panels.buttons import WITH_KEY, action_button, title_with_key, tooltip
from studio.panels.forecast import forecast
from studio.panels.model_choice import ModelChoice
from studio.panels.progress import ProgressStrip
from studio.panels.prompt import PromptEdit
from studio.panels.prompt_recall import PromptRecall
from studio.panels.repaint_details import RepaintDetails
from studio.panels.scrolling import keep_wheel
from studio.panels.section import Section
from studio.panels.seed_row import SeedRow
from studio.panels.slider import Scale, ValueSlider
from studio.session.actions.action import Action
from studio.session.session import Session
from studio.text import tr

STRENGTH = Scale(0.01, 1.0, 0.01, " %", factor=100)
COUNT = Scale(1, 16, bend=1.6)


class RepaintPanel(QWidget):
    """Prompt, strength and the rest of the recipe, and the button that does it."""

    def __init__(self, session: Session, actions: dict[str, Action]) -> None:
        super().__init__()
        self._session = session
        self.prompt = PromptEdit(tr("Prompt"), _prompt_words(), fewest=4, most=9)
        self.negative = PromptEdit(
            tr("Negative prompt"), tr("What should not be in it? (optional)"), fewest=1, most=5
        )
        self.recall = PromptRecall(session)
        self.prompt.hold(self.recall.button)
        self.strength = ValueSlider(tr("Strength"), STRENGTH)
        self.strength.caption = _strength_words
        self.strength.setToolTip(
            tooltip(tr("Strength"), tr("How much of the picture beneath may change."))
        )
        self.count = ValueSlider(tr("Pictures"), COUNT)
        self.count.setToolTip(tooltip(tr("Pictures"), tr("How many to choose from.")))
        self.seed = SeedRow(session)
        self.model = ModelChoice(session)
        self.details = RepaintDetails(session)
        self.more = Section(tr("More settings"), self.details)
        self.edge = QFrame()
        self.what = QLabel()
        self.progress = ProgressStrip(session)
        self._is_unfolding = False
        # One place for both, so that nothing jumps when a repaint begins.
        self._pages = QStackedLayout()
        self.button = self._make_button(actions["repaint"])
        self.live = action_button(session, actions["live"], "zap")
        self.live.setMinimumSize(38, 38)
        self._foretelling = QTimer(self)
        self._foretelling.setSingleShot(True)
        self._foretelling.setInterval(40)
        self._foretelling.timeout.connect(self._show_forecast)
        self._lay_out()
        self._listen()
        self._show_recipe()

    def _make_button(self, action: Action) -> QPushButton:
        button = QPushButton(title_with_key(action))
        button.setObjectName(action.id)
        button.setProperty("primary", True)  # noqa: FBT003
        button.setProperty(WITH_KEY, True)  # noqa: FBT003
        button.setMinimumHeight(38)
        button.setAccessibleName(action.title)
        button.setToolTip(tooltip(action.title, action.tip, action.keys))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(lambda: self._session.attempt(action.run))
        return button

    def _lay_out(self) -> None:
        inside = QWidget()
        form = QVBoxLayout(inside)
        form.setContentsMargins(8, 6, 8, 4)
        form.setSpacing(6)
        for widget in (self.prompt, self.negative, self.strength, self.count, self.seed):
            form.addWidget(widget)
        form.addSpacing(2)
        form.addWidget(self.model)
        form.addWidget(self.more)
        form.addStretch()
        scroll = QScrollArea()
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        keep_wheel(scroll)
        self._reveal_more(scroll)
        self._pages.addWidget(self.what)
        self._pages.addWidget(self.progress)
        self.what.setProperty("quiet", True)  # noqa: FBT003
        self.what.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.what.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 8)
        layout.setSpacing(4)
        layout.addWidget(scroll, 1)
        layout.addWidget(self.edge)
        foot = QVBoxLayout()
        foot.setContentsMargins(8, 0, 8, 0)
        foot.setSpacing(5)
        foot.addLayout(self._pages)
        buttons = QHBoxLayout()
        buttons.setSpacing(6)
        buttons.addWidget(self.button, 1)
        buttons.addWidget(self.live)
        foot.addLayout(buttons)
        layout.addLayout(foot)

    def _reveal_more(self, scroll: QScrollArea) -> None:
        """Scroll to the settings that are unfolded; a line says where something is cut off."""
        bar = scroll.verticalScrollBar()
        self.edge.setObjectName("edge")
        self.edge.setFixedHeight(1)

        def follow(_: int, most: int) -> None:
            self.edge.setStyleSheet("background: palette(mid);" if most else "")
            if self._is_unfolding:
                self._is_unfolding = False
                bar.setValue(self.more.y())

        def unfold(is_open: bool) -> None:  # noqa: FBT001
            self._is_unfolding = is_open

        bar.rangeChanged.connect(follow)
        self.more.header.toggled.connect(unfold)

    def _listen(self) -> None:
        repainting, easel = self._session.repainting, self._session.easel

        def change(how: Callable[[Recipe], Recipe]) -> None:
            repainting.set_recipe(how(repainting.recipe))

        self.prompt.edited.connect(lambda words: change(lambda r: replace(r, prompt=words)))
        self.negative.edited.connect(lambda words: change(lambda r: replace(r, negative=words)))
        self.strength.edited.connect(lambda share: change(lambda r: replace(r, strength=share)))
        self.count.edited.connect(
            lambda value: self._session.attempt(lambda: repainting.set_count(round(value)))
        )
        repainting.settings_changed.connect(lambda _: self._show_recipe())
        repainting.progress_changed.connect(
            lambda progress: self._pages.setCurrentIndex(0 if progress is None else 1)
        )
        repainting.context_changed.connect(lambda _: self._foretell())
        easel.document_replaced.connect(lambda _: self._foretell())
        self._session.live.changed.connect(lambda _: self._show_live())

    def _show_recipe(self) -> None:
        recipe = self._session.repainting.recipe
        self.prompt.show_words(recipe.prompt)
        self.negative.show_words(recipe.negative)
        self.strength.show_value(recipe.strength)
        self.count.show_value(self._session.repainting.count)
        self.prompt.offer(self._session.repainting.known_words)
        self.prompt.setPlaceholderText(
            _prompt_words(is_instruction=self._session.repainting.is_instruction)
        )
        self._foretell()

    def _show_live(self) -> None:
        self.live.setChecked(self._session.live.is_on)
        self._foretell()

    def _foretell(self) -> None:
        """A moment later: while a mask is painted, this is asked for with every event."""
        if self.isVisible():
            self._foretelling.start()

    def _show_forecast(self) -> None:
        self.what.setText(forecast(self._session))

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what happened meanwhile."""
        super().showEvent(event)
        self._show_forecast()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing runs unseen."""
        super().hideEvent(event)
        self._foretelling.stop()


def _prompt_words(*, is_instruction: bool = False) -> str:
    if is_instruction:
        return tr("What should be changed? For example: make it night")
    return tr("What should it become?")


def _strength_words(strength: float) -> str:
    return f"{_word_for(strength)} · {STRENGTH.words(strength)}"


def _word_for(strength: float) -> str:
    if strength <= 0.25:
        return tr("touch up")
    if strength <= 0.45:
        return tr("refine")
    if strength <= 0.65:
        return tr("change")
    if strength <= 0.85:
        return tr("rework")
    return tr("reinvent") if strength < 1 else tr("replace")
