"""Small flat buttons that say what they do, with their key."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QAbstractButton, QToolButton, QWidget

from studio.panels.icons import ICON_SIZE, dress
from studio.session.actions.action import Action
from studio.session.session import Session

# The property of buttons that say their key beside what they do.
WITH_KEY = "with_key"


def tooltip(title: str, tip: str = "", keys: tuple[str, ...] = ()) -> str:
    """The name, the first key, and one line beneath."""
    head = f"<b>{escape(title)}</b>" + (f" &nbsp;{escape(key_words(keys[0]))}" if keys else "")
    return f"<p style='white-space:pre'>{head}" + (f"<br>{escape(tip)}" if tip else "") + "</p>"


def key_words(key: str) -> str:
    """A key as it is printed on this system's keyboards."""
    enter = key.replace("Return", "Enter")
    return QKeySequence(enter).toString(QKeySequence.SequenceFormat.NativeText)


def title_with_key(action: Action) -> str:
    """For a button with room for words: what it does, and its key."""
    return f"{action.title}   {key_words(action.keys[0])}" if action.keys else action.title


def show_keys(root: QWidget, actions: Mapping[str, Action]) -> None:
    """Say the keys that actions have now, on every button beneath a widget that is for one."""
    for button in root.findChildren(QAbstractButton):
        action = actions.get(button.objectName())
        if action is not None:
            button.setToolTip(tooltip(action.title, action.tip, action.keys))
            if button.property(WITH_KEY):
                button.setText(title_with_key(action))


def flat_button(
    icon: str,
    title: str,
    tip: str = "",
    keys: tuple[str, ...] = (),
    *,
    is_switch: bool = False,
) -> QToolButton:
    """A button that is only its icon."""
    button = QToolButton()
    button.setCheckable(is_switch)
    dress(button, icon)
    button.setIconSize(ICON_SIZE)
    button.setAccessibleName(title)
    button.setToolTip(tooltip(title, tip, keys))
    # Not by a click: single keys go on working on the canvas.
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button


def action_button(session: Session, action: Action, icon: str) -> QToolButton:
    """A button that does what an action says."""
    is_switch = action.is_checked is not None
    button = flat_button(icon, action.title, action.tip, action.keys, is_switch=is_switch)
    button.setObjectName(action.id)
    button.clicked.connect(lambda: session.attempt(action.run))
    return button
