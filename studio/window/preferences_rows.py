"""What the pages of the preferences are made of."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QLabel,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from studio.session.actions.action import Action
from studio.session.session import Session
from studio.text import tr

T = TypeVar("T")
LEAST_MEGABYTES = 64


class Page(QWidget):
    """Rows with a title each; notes beneath say what holds when."""

    def __init__(self) -> None:
        super().__init__()
        self.form = QFormLayout()
        self.form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.FieldsStayAtSizeHint)
        self.form.setLabelAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.form.setHorizontalSpacing(14)
        self.form.setVerticalSpacing(9)
        self._followers: list[Callable[[], object]] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(12)
        self._column.addLayout(self.form)
        self._column.addStretch(1)

    def row(self, title: str, field: QWidget, note: str = "") -> None:
        """A field, and beneath it in quiet letters what is to be known of it."""
        self.form.addRow(title, field)
        if not field.accessibleName() and title:
            field.setAccessibleName(title)
        if note:
            self.form.addRow("", quiet(note))

    def follow(self, show: Callable[[], object]) -> None:
        """Let a field show what holds, now and whenever the page is opened again."""
        self._followers.append(show)
        show()

    def show_values(self) -> None:
        """Show what holds now."""
        for show in self._followers:
            show()

    def below(self, widget: QWidget, stretch: int = 0) -> None:
        """Something as wide as the page, beneath the rows."""
        self._column.insertWidget(self._column.count() - 1, widget, stretch)


def quiet(words: str) -> QLabel:
    """A line or two beneath a field."""
    label = QLabel(words)
    label.setWordWrap(True)
    label.setMinimumWidth(340)
    label.setProperty("quiet", True)  # noqa: FBT003
    return label


def choice_box(
    page: Page,
    choices: Iterable[tuple[T, str]],
    chosen: Callable[[], T],
    choose: Callable[[T], object],
) -> QComboBox:
    """One of several."""
    box = QComboBox()
    for value, title in choices:
        box.addItem(title, value)
    box.activated.connect(lambda _: choose(box.currentData()))
    page.follow(lambda: box.setCurrentIndex(max(0, box.findData(chosen()))))
    return box


def megabytes_box(
    page: Page, most: int, chosen: Callable[[], int], choose: Callable[[int], object]
) -> QSpinBox:
    """An amount of memory."""
    box = QSpinBox()
    box.setRange(LEAST_MEGABYTES, max(most, chosen()))
    box.setSingleStep(LEAST_MEGABYTES)
    box.setSuffix(" MB")
    box.setMinimumWidth(120)
    # The style sheet hides the buttons: told to have none, Qt 6.11 would hide the number with them.
    box.lineEdit().setTextMargins(7, 0, 7, 0)
    box.editingFinished.connect(lambda: choose(box.value()))
    page.follow(lambda: box.setValue(chosen()))
    return box


def check_box(
    page: Page, title: str, chosen: Callable[[], bool], choose: Callable[[bool], object]
) -> QCheckBox:
    """Yes or no."""
    box = QCheckBox(title)
    box.clicked.connect(choose)
    page.follow(lambda: box.setChecked(chosen()))
    return box


def action_box(page: Page, session: Session, action: Action) -> QCheckBox:
    """An action that is a switch."""
    is_on = action.is_checked or (lambda: False)
    box = check_box(page, action.title, is_on, lambda _: session.attempt(action.run))
    box.setToolTip(action.tip)
    return box


def action_push(session: Session, action: Action) -> QPushButton:
    """A button for an action that asks further."""
    button = QPushButton(action.title)
    button.setToolTip(action.tip)
    button.setAutoDefault(False)
    button.clicked.connect(lambda: session.attempt(action.run))
    return button


def at_next_start() -> str:
    """What cannot hold at once says so."""
    return tr("From the next start on.")
