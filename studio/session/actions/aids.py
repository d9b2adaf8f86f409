"""The actions that show rulers, guides and the grid, and say what things snap to."""

from __future__ import annotations

from functools import partial

from studio.session.actions.action import Action, Menu
from studio.session.aids.guiding import Switch
from studio.session.session import Session
from studio.text import tr


def aid_actions(session: Session) -> tuple[Action, ...]:
    """What is shown above the canvas; those that ask nothing."""
    guiding, shown = session.guiding, Menu.view
    dragged = tr("Drag guides out of them.")
    switches = (
        (Switch.rulers, shown, tr("Rulers"), dragged, "Ctrl+Shift+R"),
        (Switch.guides, shown, tr("Guides"), tr("Lines to lay things out by."), "Ctrl+;"),
        (Switch.grid, shown, tr("Grid"), tr("Lines at even distances."), "Ctrl+'"),
        (Switch.locked, shown, tr("Lock guides"), tr("They cannot be moved."), "Ctrl+Alt+;"),
    )
    clear = Action(
        "clear_guides",
        Menu.view,
        tr("Clear guides"),
        tr("Take all of them away."),
        guiding.clear,
        (),
        lambda: guiding.aids.has_guides,
    )
    return (*(_switch(session, *one) for one in switches), clear)


def snap_actions(session: Session) -> tuple[Action, ...]:
    """What strokes and moves catch at, and the vanishing points."""
    snap = tr("Catch at lines nearby; Ctrl held, nothing does.")
    snaps = (
        (Switch.snap, Menu.snap, tr("Snap"), snap, "Ctrl+Shift+;"),
        (Switch.snap_to_canvas, Menu.snap, tr("Canvas"), tr("Its edges and its middle."), ""),
        (Switch.snap_to_layers, Menu.snap, tr("Layers"), tr("Edges of what is painted."), ""),
        (Switch.snap_to_guides, Menu.snap, tr("Guides"), tr("While they are shown."), ""),
        (Switch.snap_to_grid, Menu.snap, tr("Grid"), tr("While it is shown."), ""),
    )
    return (*(_switch(session, *one) for one in snaps), *_perspective_actions(session))


def _perspective_actions(session: Session) -> tuple[Action, ...]:
    perspective, menu = session.perspective, Menu.perspective
    counts = (
        (0, tr("None"), tr("Take the vanishing points away.")),
        (1, tr("One point"), tr("Lines run to one vanishing point.")),
        (2, tr("Two points"), tr("Lines run to both ends of the horizon.")),
        (3, tr("Three points"), tr("Lines run to both ends of the horizon, and down or up.")),
    )
    chosen = tuple(
        Action(
            f"vanishing_{count}",
            menu,
            title,
            tip,
            partial(perspective.set_count, count),
            is_checked=partial(_has_points, session, count),
        )
        for count, title, tip in counts
    )
    locked = tr("What the brush draws runs along them. Ctrl held, drag the points.")
    shown = tr("See the vanishing points, and lines to them.")
    return (
        *chosen,
        _switch(session, Switch.perspective, menu, tr("Show"), shown, ""),
        _switch(session, Switch.strokes, menu, tr("Snap strokes"), locked, ""),
    )


def _has_points(session: Session, count: int) -> bool:
    return session.perspective.count == count


def _switch(session: Session, switch: Switch, menu: Menu, title: str, tip: str, key: str) -> Action:
    guiding = session.guiding
    return Action(
        f"aid_{switch.value}",
        menu,
        title,
        tip,
        partial(guiding.toggle, switch),
        (key,) if key else (),
        is_checked=partial(guiding.has, switch),
    )
