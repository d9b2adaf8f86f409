"""Every verb with a name, a key and a place in the menus; dialogs and views add their own."""

from __future__ import annotations

from functools import partial

from studio.session.action import Action, Menu
from studio.session.image_actions import image_actions
from studio.session.layer_actions import layer_actions
from studio.session.painting import Painting, ToolName
from studio.session.repaint_actions import repaint_actions
from studio.session.session import Session
from studio.text import tr


def actions_of(session: Session) -> tuple[Action, ...]:
    """All actions that need nothing but the session, in the order of the menus."""
    return (
        *_edit_actions(session),
        *image_actions(session),
        *layer_actions(session),
        *_select_actions(session),
        *repaint_actions(session),
        *_tool_actions(session),
    )


def _edit_actions(session: Session) -> tuple[Action, ...]:
    painting = session.painting
    history = _History(session)
    return (
        Action(
            "undo",
            Menu.edit,
            tr("Undo"),
            tr("Take back the latest step."),
            history.undo,
            ("Ctrl+Z",),
            history.can_undo,
        ),
        Action(
            "redo",
            Menu.edit,
            tr("Redo"),
            tr("Do again what was taken back."),
            history.redo,
            ("Ctrl+Shift+Z", "Ctrl+Y"),
            history.can_redo,
        ),
        Action(
            "clear",
            Menu.edit,
            tr("Clear"),
            tr("Erase what is selected on the active layer."),
            session.layering.clear,
            ("Delete",),
            lambda: session.candidates.shown is None,
        ),
        Action(
            "fill_foreground",
            Menu.edit,
            tr("Fill with foreground colour"),
            tr("Fill what is selected on the active layer."),
            painting.fill_selected,
            ("Alt+Backspace", "Shift+Backspace"),
        ),
        Action(
            "swap_colours",
            Menu.edit,
            tr("Swap colours"),
            tr("Exchange foreground and background colour."),
            painting.swap_colours,
            ("X",),
        ),
        Action(
            "reset_colours",
            Menu.edit,
            tr("Reset colours"),
            tr("Paint black on white."),
            painting.reset_colours,
            ("D",),
        ),
    )


def _select_actions(session: Session) -> tuple[Action, ...]:
    selecting, painting = session.selecting, session.painting

    def toggle_quick_mask() -> None:
        painting.quick_mask = not painting.quick_mask

    def has_selection() -> bool:
        return not session.easel.document.selection.is_none

    return (
        Action(
            "select_all",
            Menu.select,
            tr("Select all"),
            tr("Select the whole canvas."),
            selecting.select_all,
            ("Ctrl+A",),
        ),
        Action(
            "select_none",
            Menu.select,
            tr("Select nothing"),
            tr("Let every pixel change."),
            selecting.select_none,
            ("Ctrl+D", "Ctrl+Shift+A"),
            has_selection,
        ),
        Action(
            "invert_selection",
            Menu.select,
            tr("Invert selection"),
            tr("Select what is not selected."),
            selecting.invert,
            ("Ctrl+Shift+I",),
        ),
        Action(
            "grow_selection",
            Menu.select,
            tr("Grow by 8 px"),
            tr("Widen the selection."),
            lambda: selecting.grow(8),
            (),
            has_selection,
        ),
        Action(
            "shrink_selection",
            Menu.select,
            tr("Shrink by 8 px"),
            tr("Narrow the selection."),
            lambda: selecting.shrink(8),
            (),
            has_selection,
        ),
        Action(
            "feather_selection",
            Menu.select,
            tr("Feather by 8 px"),
            tr("Soften its edge."),
            lambda: selecting.feather(8),
            (),
            has_selection,
        ),
        Action(
            "quick_mask",
            Menu.select,
            tr("Quick mask"),
            tr("Paint what to repaint, shown as a tint."),
            toggle_quick_mask,
            ("Q",),
            is_checked=lambda: painting.quick_mask,
        ),
    )


def _tool_actions(session: Session) -> tuple[Action, ...]:
    painting = session.painting
    tools = (
        (ToolName.brush, tr("Brush"), tr("Paint with the foreground colour."), "B"),
        (ToolName.eraser, tr("Eraser"), tr("Make the layer transparent."), "E"),
        (ToolName.mask, tr("Mask brush"), tr("Paint what to repaint; Alt takes it away."), "K"),
        (ToolName.rectangle, tr("Rectangle selection"), tr("Shift adds, Alt takes away."), "R"),
        (ToolName.ellipse, tr("Ellipse selection"), tr("Shift adds, Alt takes away."), "J"),
        (ToolName.lasso, tr("Lasso selection"), tr("Shift adds, Alt takes away."), "L"),
        (ToolName.fill, tr("Fill"), tr("Fill an area of like colour."), "G"),
        (ToolName.picker, tr("Colour picker"), tr("Take a colour from the picture."), "I"),
        (ToolName.move, tr("Move"), tr("Move the active layer."), "V"),
    )
    return tuple(
        Action(
            f"tool_{name.value}",
            Menu.tools,
            title,
            tip,
            partial(setattr, painting, "tool", name),
            (key,),
            is_checked=partial(_is_in_hand, painting, name),
        )
        for name, title, tip, key in tools
    )


def _is_in_hand(painting: Painting, name: ToolName) -> bool:
    return painting.tool is name


class _History:
    """Undo and redo of whichever document is current."""

    def __init__(self, session: Session) -> None:
        self._easel = session.easel

    def can_undo(self) -> bool:
        return self._easel.document.history.position > 0

    def can_redo(self) -> bool:
        history = self._easel.document.history
        return history.position < len(history.titles)

    def undo(self) -> None:
        self._easel.document.history.undo()

    def redo(self) -> None:
        self._easel.document.history.redo()
