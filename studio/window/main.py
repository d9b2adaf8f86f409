"""The window: the canvas in the middle, what is asked of it around."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QChildEvent, QPoint, QSettings, QSize, Qt
from PySide6.QtGui import (
    QCloseEvent,
    QGuiApplication,
    QHideEvent,
    QImage,
    QShowEvent,
)
from PySide6.QtWidgets import QApplication, QMainWindow, QTabBar, QToolBar, QVBoxLayout, QWidget

from studio import APP_NAME
from studio.canvas.ruled import RuledCanvas
from studio.canvas.view import CanvasView
from studio.files.pictures.straight import pixels_of
from studio.panels.buttons import show_keys
from studio.panels.icons import redress
from studio.panels.tools import ToolsPanel
from studio.session.actions.action import Action, Menu
from studio.session.actions.aids import aid_actions, snap_actions
from studio.session.actions.every import actions_of
from studio.session.actions.text import ending_text
from studio.session.notice import Notice, NoticeKind
from studio.session.preferences import Preferences
from studio.session.session import Session
from studio.text import tr
from studio.window.about import AboutDialog
from studio.window.arrow_keys import add_arrow_keys
from studio.window.asking import Asking, Dialogs
from studio.window.axes import axes_actions
from studio.window.canvas_focus import CanvasFocus
from studio.window.choices import (
    RecentFiles,
    add_choices,
    choose_language,
    choose_theme,
    language_choices,
    theme_choices,
)
from studio.window.desktop import Desktop, desktop_actions
from studio.window.docks import Docks
from studio.window.file_actions import FileVerbs, clipboard_actions, file_actions
from studio.window.grid import grid_actions
from studio.window.hardware import hardware_actions
from studio.window.image_size import size_actions
from studio.window.layouts import LayoutShelf, LayoutsMenu
from studio.window.live_rest import LiveRest
from studio.window.menus import Menus
from studio.window.model_actions import model_actions
from studio.window.notice_bar import NoticeBar
from studio.window.options_bar import OptionsBar
from studio.window.screen_colours import ScreenColours
from studio.window.status import StatusLine
from studio.window.theme import theme_named, use_theme
from studio.window.view_actions import WindowVerbs, canvas_actions, prompt_actions, window_actions

if TYPE_CHECKING:
    from studio.panels.brush_popup import BrushPopup

# Raised when the docks change: an older layout would lack some of them.
LAYOUT_VERSION = 2
USUAL_SIZE = QSize(1440, 900)
# What window systems put around a window, at most: no screen tells before it is shown.
FRAME = QSize(16, 48)


class MainWindow(QMainWindow):
    """Shows a session. `settings` keeps where things are from one start to the next."""

    def __init__(
        self,
        session: Session,
        canvas: CanvasView,
        settings: QSettings,
        asking: Asking | None = None,
    ) -> None:
        super().__init__()
        self.session = session
        self.canvas = canvas
        self._asking = asking or Dialogs(self)
        self.files = FileVerbs(session, self._asking)
        self.notice = NoticeBar()
        self._settings = settings
        self._bare_from = b""
        # As they come, before the painter chose other keys for them.
        self.desktop = Desktop(self, session, self._parts)
        self.verbs = tuple(ending_text(session.writing, one) for one in self._all_actions())
        self.desktop.verbs = self.verbs
        self._shown = session.preferences.current
        actions = self._keyed_actions()
        self.setCentralWidget(_stacked(self.notice, RuledCanvas(session, canvas)))
        self.options = OptionsBar(session, actions)
        self._tools_panel = ToolsPanel(session, actions)
        self.tools = _tool_strip(self._tools_panel)
        self.addToolBar(Qt.ToolBarArea.TopToolBarArea, self.options)
        self.addToolBar(Qt.ToolBarArea.LeftToolBarArea, self.tools)
        self.docks = Docks(self, session, actions)
        self._popup: BrushPopup | None = None
        self.status = StatusLine(session)
        self.setStatusBar(self.status)
        self.menus = Menus(self, session, actions.values())
        self._extend_menus()
        self.live_rest = LiveRest(self, session)
        self._listen()
        self._restore()
        self._show_title()
        canvas.setFocus()

    def toggle_panels(self) -> None:
        """Show nothing but the canvas, or everything again."""
        if self._bare_from:
            self.restoreState(self._bare_from, LAYOUT_VERSION)
            self._bare_from = b""
        else:
            self._bare_from = self._layout()
            for part in (*self.docks.all, self.options, self.tools):
                part.hide()
        self.menuBar().setVisible(not self._bare_from)
        self.status.setVisible(not self._bare_from)

    def write_prompt(self) -> None:
        """Put the cursor into the prompt, wherever it is."""
        if self._bare_from:
            self.toggle_panels()
        self.docks.write_prompt()

    def toggle_full_screen(self) -> None:
        """Use the whole screen, or what it was before."""
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def reset_layout(self) -> None:
        """Put every panel where it was at first."""
        if self._bare_from:
            self.toggle_panels()
        self.docks.arrange()

    def open_path(self, path: Path) -> None:
        """Open a file; what is wrong with it is told."""
        self.session.attempt(lambda: self.files.open_path(path))

    def _all_actions(self) -> tuple[Action, ...]:
        """In the order of the menus."""
        verbs = WindowVerbs(
            toggle_panels=self.toggle_panels,
            write_prompt=self.write_prompt,
            edit_brush=lambda: self.docks.edit_brush(),
            toggle_full_screen=self.toggle_full_screen,
            reset_layout=self.reset_layout,
            about=lambda: AboutDialog(self).exec(),
            is_bare=lambda: bool(self._bare_from),
            is_full_screen=self.isFullScreen,
        )
        common = actions_of(self.session)
        undoing = tuple(one for one in common if one.id in ("undo", "redo"))
        return (
            *file_actions(self.files, self.close),
            *undoing,
            *clipboard_actions(self.session),
            *size_actions(self.session, self._asking),
            *prompt_actions(verbs),
            *(one for one in common if one not in undoing),
            *model_actions(self.session, self._asking),
            *hardware_actions(self.session, self._asking),
            *axes_actions(self.session, self._asking),
            *canvas_actions(self.canvas),
            *aid_actions(self.session),
            *grid_actions(self.session, self._asking),
            *snap_actions(self.session),
            *desktop_actions(self.desktop),
            *window_actions(verbs),
        )

    def _parts(self) -> tuple[QWidget, ...]:
        """What the keyboard goes to, one after another."""
        return (self.canvas, self.tools, self.options, *self.docks.all)

    def _keyed_actions(self) -> dict[str, Action]:
        """With the keys they have now, by id."""
        shortcuts = self._shown.shortcuts
        return {action.id: shortcuts.keyed(action) for action in self.verbs}

    def _extend_menus(self) -> None:
        file, view = self.menus.menu(Menu.file), self.menus.menu(Menu.view)
        self.recent = RecentFiles(file, lambda: self.session.filing.recent, self.open_path)
        after_open = file.actions()[file.actions().index(self.menus.action("open")) + 1]
        file.insertMenu(after_open, self.recent)
        view.addSeparator()
        panels = view.addMenu(tr("Panels"))
        panels.addActions([dock.toggleViewAction() for dock in self.docks.all])
        view.addMenu(LayoutsMenu(self, LayoutShelf(self._settings), self._layout, self._use_layout))
        view.addMenu(ScreenColours(self, self.session))
        kept = self.session.preferences
        add_choices(view, tr("Theme"), partial(theme_choices, kept), self._choose_theme)
        add_choices(view, tr("Language"), partial(language_choices, kept), self._choose_language)
        # Tab moves between fields everywhere but on the canvas.
        bare = self.menus.action("canvas_only")
        bare.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self.canvas.addAction(bare)

    def _listen(self) -> None:
        session, canvas = self.session, self.canvas
        easel = session.easel
        session.notice.connect(lambda one: self.notice.show_notice(one, easel.document))
        easel.document_replaced.connect(self.notice.let_go)
        session.runtime_wanted.connect(lambda _: self._asking.runtime(session))
        session.filing.state_changed.connect(lambda _: self._show_title())
        session.preferences.changed.connect(self._on_preferences_changed)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._show_theme)
        canvas.pictures_dropped.connect(self._on_pictures_dropped)
        canvas.image_dropped.connect(self._on_image_dropped)
        canvas.pointer_moved.connect(self.status.show_pointer)
        canvas.viewport_changed.connect(lambda: self.status.show_zoom(canvas.viewport.zoom))
        canvas.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        canvas.customContextMenuRequested.connect(self._on_right_click)
        self.status.show_zoom(canvas.viewport.zoom)
        # From the prompt to the picture: there Enter keeps, Delete drops, arrows show the others.
        session.repainting.asked.connect(lambda _: canvas.setFocus())
        add_arrow_keys(canvas, session)
        CanvasFocus(canvas)

    def _on_right_click(self, place: QPoint) -> None:
        """Brushes and colours; with Alt held it sizes the brush, amid a stroke it ends that."""
        alt, left = Qt.KeyboardModifier.AltModifier, Qt.MouseButton.LeftButton
        if not (QApplication.keyboardModifiers() & alt or QApplication.mouseButtons() & left):
            self._brush_popup().show_at(place)

    def _brush_popup(self) -> BrushPopup:
        # Not above: nobody asks for it before there is something to paint.
        from studio.panels.brush_popup import BrushPopup

        if self._popup is None:
            self._popup = BrushPopup(self.session, self.canvas)
        return self._popup

    def _choose_theme(self, name: str) -> None:
        choose_theme(self.session.preferences, name)

    def _on_preferences_changed(self, now: Preferences) -> None:
        before, self._shown = self._shown, now
        if now.theme != before.theme:
            self._show_theme()
        if now.shortcuts != before.shortcuts:
            actions = self._keyed_actions()
            self.menus.show_keys(actions)
            show_keys(self, actions)
            self._tools_panel.show_keys(actions)

    def _show_theme(self) -> None:
        app = QApplication.instance()
        if isinstance(app, QApplication) and use_theme(app, theme_named(self._shown.theme)):
            redress(self)

    def _choose_language(self, code: str) -> None:
        choose_language(self.session.preferences, code)
        message = tr("The language changes with the next start.")
        hint = tr("Save your painting, then quit and start again.")
        self.session.notice.emit(Notice(NoticeKind.info, message, hint))

    def _on_pictures_dropped(self, paths: tuple[Path, ...]) -> None:
        self.session.attempt(lambda: self.files.take_in(paths))

    def _on_image_dropped(self, image: QImage) -> None:
        filing = self.session.filing
        self.session.attempt(lambda: filing.insert_pixels(pixels_of(image), tr("Dropped")))

    def _show_title(self) -> None:
        filing = self.session.filing
        self.setWindowTitle(f"{filing.title}[*] — {APP_NAME}")
        self.setWindowModified(filing.is_modified)

    def _layout(self) -> bytes:
        return bytes(self.saveState(LAYOUT_VERSION).data())

    def _restore(self) -> None:
        """Where things were, or a sensible size on this screen."""
        geometry, layout = self._settings.value("geometry"), self._settings.value("layout")
        # Of any type in a damaged file.
        if not isinstance(geometry, QByteArray) or not self.restoreGeometry(geometry):
            self.resize(_fitting_size())
        if isinstance(layout, QByteArray):
            self._use_layout(layout)

    def _use_layout(self, layout: QByteArray | bytes) -> None:
        if self._bare_from:
            self.toggle_panels()
        if self.restoreState(layout, LAYOUT_VERSION):
            self.docks.show_titles()

    def childEvent(self, event: QChildEvent) -> None:
        """Qt makes the tabs of panels when it has to, and gives them no name."""
        super().childEvent(event)
        # Asked first: to make out what 200 menu entries are, as they are added, takes 15 ms.
        if event.polished() and isinstance(bar := event.child(), QTabBar):
            bar.setAccessibleName(tr("Panels"))

    def showEvent(self, event: QShowEvent) -> None:
        """Only now it is settled which docks share tabs."""
        super().showEvent(event)
        self.docks.show_titles()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing runs unseen."""
        super().hideEvent(event)
        self.menus.rest()
        self.live_rest.timer.stop()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Lose nothing unsaved, and keep where things are."""
        if not self.files.may_leave():
            event.ignore()
            return
        self._settings.setValue("geometry", self.saveGeometry())
        self._settings.setValue("layout", self._bare_from or self._layout())
        self._settings.sync()
        self.session.close()
        self.menus.rest()
        event.accept()


def _stacked(above: QWidget, canvas: QWidget) -> QWidget:
    centre = QWidget()
    layout = QVBoxLayout(centre)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(0)
    layout.addWidget(above)
    layout.addWidget(canvas, 1)
    return centre


def _tool_strip(panel: ToolsPanel) -> QToolBar:
    strip = QToolBar(tr("Tools"))
    strip.setObjectName("bar_tools")
    strip.setMovable(False)
    strip.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
    strip.addWidget(panel)
    return strip


def _fitting_size() -> QSize:
    """As usual, or what the screen has room for; the frame around it comes on top."""
    screen = QGuiApplication.primaryScreen()
    return USUAL_SIZE if screen is None else USUAL_SIZE.boundedTo(screen.availableSize() - FRAME)
