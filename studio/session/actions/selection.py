"""The actions of the Select menu."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from studio.document.selection import Combine
from studio.session.actions.action import Action, Menu
from studio.session.selecting import Selecting
from studio.session.session import Session
from studio.text import tr


def select_actions(session: Session) -> tuple[Action, ...]:
    """Choose what may change."""
    return (
        *_choosing(session),
        *_looking(session),
        *_edges(session),
        _transforming(session),
        _quick_mask(session),
    )


def _has_selection(session: Session) -> Callable[[], bool]:
    return lambda: not session.easel.document.selection.is_none


def _choosing(session: Session) -> tuple[Action, ...]:
    selecting = session.selecting
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
            _has_selection(session),
        ),
        Action(
            "invert_selection",
            Menu.select,
            tr("Invert selection"),
            tr("Select what is not selected."),
            selecting.invert,
            ("Ctrl+Shift+I",),
        ),
    )


def _looking(session: Session) -> tuple[Action, ...]:
    """What is selected by what is painted, and the other way round."""
    wand, painting = session.wand, session.painting
    return (
        Action(
            "select_colour",
            Menu.select,
            tr("Select foreground colour"),
            tr("Select whatever is like it, as the magic wand is set."),
            lambda: wand.select_colour(painting.foreground, Combine.replace),
        ),
        Action(
            "select_layer",
            Menu.select,
            tr("Select what the layer covers"),
            tr("Select the active layer, as far as it is opaque."),
            wand.select_active_layer,
        ),
        Action(
            "select_empty",
            Menu.select,
            tr("Select what is empty"),
            tr("Select where nothing is painted, to have the picture carried on there."),
            wand.select_empty,
        ),
        Action(
            "selection_to_layer",
            Menu.select,
            tr("Selection to new layer"),
            tr("Keep the selection as a layer of the foreground colour."),
            session.filling.selection_to_layer,
            (),
            _has_selection(session),
        ),
    )


def _edges(session: Session) -> tuple[Action, ...]:
    selecting = session.selecting
    verbs = (
        ("grow", tr("Grow"), tr("Widen the selection by the edge width."), selecting.grow),
        ("shrink", tr("Shrink"), tr("Narrow the selection by the edge width."), selecting.shrink),
        ("border", tr("Border"), tr("Select along the edge, as wide."), selecting.border),
        ("smooth", tr("Smooth"), tr("Round corners off, by the edge width."), selecting.smooth),
        ("feather", tr("Feather"), tr("Soften the edge, as wide."), selecting.feather),
    )
    return tuple(
        Action(
            f"{name}_selection",
            Menu.select,
            title,
            tip,
            partial(_by_distance, selecting, verb),
            (),
            _has_selection(session),
        )
        for name, title, tip, verb in verbs
    )


def _by_distance(selecting: Selecting, verb: Callable[[int], None]) -> None:
    verb(selecting.distance)


def _transforming(session: Session) -> Action:
    def may_begin() -> bool:
        return _has_selection(session)() and not session.unfinished.is_on

    return Action(
        "transform_selection",
        Menu.select,
        tr("Transform selection"),
        tr("Move, scale, turn or bend the selection, not the picture."),
        session.transforming.begin_selection,
        (),
        may_begin,
    )


def _quick_mask(session: Session) -> Action:
    painting = session.painting

    def toggle() -> None:
        painting.quick_mask = not painting.quick_mask

    return Action(
        "quick_mask",
        Menu.select,
        tr("Quick mask"),
        tr("Paint what to repaint, shown as a tint."),
        toggle,
        ("Q",),
        is_checked=lambda: painting.quick_mask,
    )
