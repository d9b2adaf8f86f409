"""Every verb with a name, a key and a place in the menus; dialogs and views add their own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from studio.document.layers import PaintLayer
from studio.session.painting import ToolName
from studio.session.session import Session
from studio.text import tr


class Menu(Enum):
    """Where an action is found."""

    file = "file"
    edit = "edit"
    layer = "layer"
    select = "select"
    repaint = "repaint"
    tools = "tools"
    view = "view"
    help = "help"


def _always() -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Action:
    """One thing a user can ask for.

    id: fixed, for shortcuts and tests. tip: one line. keys: the first is shown, as Qt spells keys.
    is_checked: whether it is on; None for an action that is not a switch.
    """

    id: str
    menu: Menu
    title: str
    tip: str
    run: Callable[[], object]
    keys: tuple[str, ...] = ()
    is_enabled: Callable[[], bool] = _always
    is_checked: Callable[[], bool] | None = None


def actions_of(session: Session) -> tuple[Action, ...]:
    """All actions that need nothing but the session, in the order of the menus."""
    return (
        *_edit_actions(session),
        *_layer_actions(session),
        *_select_actions(session),
        *_repaint_actions(session),
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


def _layer_actions(session: Session) -> tuple[Action, ...]:
    layering, easel = session.layering, session.easel

    def has_active() -> bool:
        return easel.active != easel.document.root.id

    def is_generated() -> bool:
        layer = easel.document.layer(easel.active)
        return isinstance(layer, PaintLayer) and bool(layer.recipe)

    return (
        Action(
            "add_layer",
            Menu.layer,
            tr("New layer"),
            tr("Add an empty layer above."),
            layering.add_layer,
            ("Ctrl+Shift+N", "Ins"),
        ),
        Action(
            "add_group",
            Menu.layer,
            tr("New group"),
            tr("Add an empty group above."),
            layering.add_group,
        ),
        Action(
            "group_layer",
            Menu.layer,
            tr("Group layer"),
            tr("Put the layer into a new group."),
            layering.group_active,
            ("Ctrl+G",),
            has_active,
        ),
        Action(
            "duplicate_layer",
            Menu.layer,
            tr("Duplicate layer"),
            tr("Copy the layer above itself."),
            lambda: layering.duplicate(easel.active),
            ("Ctrl+J",),
            has_active,
        ),
        Action(
            "remove_layer",
            Menu.layer,
            tr("Delete layer"),
            tr("Take the layer away."),
            lambda: layering.remove(easel.active),
            ("Shift+Delete",),
            has_active,
        ),
        Action(
            "raise_layer",
            Menu.layer,
            tr("Raise layer"),
            tr("Move the layer one up."),
            layering.raise_active,
            ("Ctrl+]",),
            has_active,
        ),
        Action(
            "lower_layer",
            Menu.layer,
            tr("Lower layer"),
            tr("Move the layer one down."),
            layering.lower_active,
            ("Ctrl+[",),
            has_active,
        ),
        Action(
            "merge_down",
            Menu.layer,
            tr("Merge down"),
            tr("Paint the layer onto the one beneath."),
            lambda: layering.merge_down(easel.active),
            ("Ctrl+E",),
            has_active,
        ),
        Action(
            "flatten",
            Menu.layer,
            tr("Flatten image"),
            tr("Make one layer of all that is seen."),
            layering.flatten_image,
            ("Ctrl+Shift+E",),
        ),
        Action(
            "reroll",
            Menu.layer,
            tr("Re-roll"),
            tr("Make a generated layer anew from its recipe, with another seed."),
            lambda: session.repainting.reroll(easel.active),
            ("Ctrl+R",),
            is_generated,
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


def _repaint_actions(session: Session) -> tuple[Action, ...]:
    repainting, candidates = session.repainting, session.candidates

    def is_shown() -> bool:
        return candidates.shown is not None

    def is_busy() -> bool:
        return any(job.is_open for job in repainting.jobs.jobs)

    def keep_shown() -> None:
        if candidates.shown is not None:
            candidates.keep(candidates.shown)

    def drop_shown() -> None:
        if candidates.shown is not None:
            candidates.drop(candidates.shown)

    return (
        Action(
            "repaint",
            Menu.repaint,
            tr("Repaint"),
            tr("Repaint what is selected, or the whole canvas."),
            repainting.repaint,
            ("Ctrl+Return", "Shift+Return", "Ctrl+Enter"),
        ),
        Action(
            "cancel",
            Menu.repaint,
            tr("Cancel repaint"),
            tr("Stop the repaint that is running."),
            repainting.cancel,
            ("Esc",),
            is_busy,
        ),
        Action(
            "cancel_all",
            Menu.repaint,
            tr("Cancel all"),
            tr("Stop it and forget those waiting."),
            repainting.cancel_all,
            ("Ctrl+Esc",),
            is_busy,
        ),
        Action(
            "keep",
            Menu.repaint,
            tr("Keep candidate"),
            tr("Make it a layer."),
            keep_shown,
            ("Return", "Enter"),
            is_shown,
        ),
        Action(
            "drop",
            Menu.repaint,
            tr("Drop candidate"),
            tr("Throw it away."),
            drop_shown,
            ("Backspace",),
            is_shown,
        ),
        Action(
            "hide",
            Menu.repaint,
            tr("Show the painting alone"),
            tr("Show no candidate in place."),
            lambda: candidates.show(None),
            (),
            is_shown,
        ),
        Action(
            "next_candidate",
            Menu.repaint,
            tr("Next candidate"),
            tr("Show the next in place."),
            lambda: candidates.show_next(1),
            ("Alt+Right",),
            lambda: bool(candidates.waiting),
        ),
        Action(
            "previous_candidate",
            Menu.repaint,
            tr("Previous candidate"),
            tr("Show the one before in place."),
            lambda: candidates.show_next(-1),
            ("Alt+Left",),
            lambda: bool(candidates.waiting),
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
            lambda name=name: setattr(painting, "tool", name),
            (key,),
            is_checked=lambda name=name: painting.tool is name,
        )
        for name, title, tip, key in tools
    )


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
