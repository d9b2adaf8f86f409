"""Where the panels are, and how they come back."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDockWidget, QMainWindow, QTabWidget, QWidget

from studio.panels.candidates import CandidatesPanel
from studio.panels.colour import ColourPanel
from studio.panels.history import HistoryPanel
from studio.panels.jobs import JobsPanel
from studio.panels.layers import LayersPanel
from studio.panels.repaint import RepaintPanel
from studio.session.actions.action import Action
from studio.session.session import Session
from studio.text import tr

if TYPE_CHECKING:
    from studio.panels.brush import BrushPanel
    from studio.panels.palette import PalettePanel

_Area = Qt.DockWidgetArea
LEFT_WIDTH, RIGHT_WIDTH = 312, 312


class Docks:
    """The panels of a window: what is repainted on the left, what is painted on the right.

    The title of a dock is on its tab, and above it only where it has none.
    """

    def __init__(self, window: QMainWindow, session: Session, actions: dict[str, Action]) -> None:
        self._window = window
        self._session = session
        self._brush: BrushPanel | None = None
        self._repainting = RepaintPanel(session, actions)
        self.repaint = self._dock("repaint", tr("Repaint"), self._repainting)
        self.candidates = self._dock(
            "candidates", tr("Candidates"), CandidatesPanel(session, actions)
        )
        self.jobs = self._dock("jobs", tr("Queue"), JobsPanel(session, actions))
        self.colour = self._dock("colour", tr("Colour"), ColourPanel(session, actions))
        self.palette = self._dock_later("palette", tr("Palette"), self._palette_panel)
        self.brush = self._dock_later("brush", tr("Brush"), self._brush_panel)
        self.layers = self._dock("layers", tr("Layers"), LayersPanel(session, actions))
        self.history = self._dock("history", tr("History"), HistoryPanel(session))
        window.setDockOptions(
            QMainWindow.DockOption.AnimatedDocks
            | QMainWindow.DockOption.AllowNestedDocks
            | QMainWindow.DockOption.AllowTabbedDocks
        )
        window.setTabPosition(_Area.AllDockWidgetAreas, QTabWidget.TabPosition.North)
        self.arrange()

    @property
    def all(self) -> tuple[QDockWidget, ...]:
        """In the order of the View menu."""
        return (
            self.repaint,
            self.candidates,
            self.jobs,
            self.colour,
            self.palette,
            self.brush,
            self.layers,
            self.history,
        )

    def write_prompt(self) -> None:
        """Put the cursor into the prompt."""
        self.repaint.show()
        self.repaint.raise_()
        self._repainting.prompt.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def edit_brush(self) -> None:
        """Open the window in which a brush is made."""
        self._brush_panel().edit_brush()

    def arrange(self) -> None:
        """Put every panel where it was at first."""
        window = self._window
        for dock in self.all:
            dock.setFloating(False)
            window.removeDockWidget(dock)
        window.addDockWidget(_Area.LeftDockWidgetArea, self.repaint)
        window.splitDockWidget(self.repaint, self.candidates, Qt.Orientation.Vertical)
        window.tabifyDockWidget(self.candidates, self.jobs)
        window.addDockWidget(_Area.RightDockWidgetArea, self.colour)
        window.splitDockWidget(self.colour, self.layers, Qt.Orientation.Vertical)
        window.tabifyDockWidget(self.colour, self.palette)
        window.tabifyDockWidget(self.palette, self.brush)
        window.tabifyDockWidget(self.layers, self.history)
        for dock in self.all:
            dock.show()
        for dock in (self.candidates, self.colour, self.layers):
            dock.raise_()
        across, down = Qt.Orientation.Horizontal, Qt.Orientation.Vertical
        window.resizeDocks([self.repaint, self.colour], [LEFT_WIDTH, RIGHT_WIDTH], across)
        window.resizeDocks([self.repaint, self.candidates], [560, 260], down)
        window.resizeDocks([self.colour, self.layers], [300, 520], down)
        self.show_titles()

    def show_titles(self) -> None:
        """A dock that has a tab needs no title as well."""
        for dock in self.all:
            has_tab = not dock.isFloating() and bool(self._window.tabifiedDockWidgets(dock))
            is_bare = dock.titleBarWidget() is not None
            if has_tab and not is_bare:
                dock.setTitleBarWidget(QWidget(dock))
            elif is_bare and not has_tab:
                dock.setTitleBarWidget(None)  # type: ignore[arg-type]  # Qt: its own again

    def _palette_panel(self) -> PalettePanel:
        # Not above: a start that does not show it has no need of it.
        from studio.panels.palette import PalettePanel

        return PalettePanel(self._session)

    def _brush_panel(self) -> BrushPanel:
        """The one there is, in its dock."""
        from studio.panels.brush import BrushPanel

        if self._brush is None:
            self._brush = BrushPanel(self._session)
            self.brush.setWidget(self._brush)
        return self._brush

    def _dock_later(self, name: str, title: str, make: Callable[[], QWidget]) -> QDockWidget:
        """Its panel is made when it is first seen: behind the tab of another it costs nothing."""
        dock = self._dock(name, title)

        def show_panel(is_seen: bool) -> None:  # noqa: FBT001
            if is_seen and dock.widget() is None:
                dock.setWidget(make())

        dock.visibilityChanged.connect(show_panel)
        return dock

    def _dock(self, name: str, title: str, panel: QWidget | None = None) -> QDockWidget:
        dock = QDockWidget(title, self._window)
        dock.setObjectName(f"dock_{name}")
        if panel is not None:
            dock.setWidget(panel)
        dock.topLevelChanged.connect(lambda _: self.show_titles())
        dock.dockLocationChanged.connect(lambda _: self.show_titles())
        return dock
