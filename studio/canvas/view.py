"""The canvas: the one big widget on which the user paints."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QFocusEvent,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QRegion,
    QResizeEvent,
    QShowEvent,
    QTabletEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QPinchGesture, QWidget

from studio.canvas.brush_keys import press_brush_key
from studio.canvas.cursor import draw_ring, ring_region
from studio.canvas.drop import files_of, has_pictures, picture_of
from studio.canvas.overlays import Overlays
from studio.canvas.picture import (
    draw_picture,
    draw_surround,
    is_resampled,
    rect_of,
    rects_of,
    shift_between,
)
from studio.canvas.pinch import pinch_of, pinched_on_pad, pinched_on_screen
from studio.canvas.pointer import from_mouse, from_tablet, modifiers_of
from studio.canvas.pointing import Pointing
from studio.canvas.screen import tiles_for
from studio.canvas.viewport import Spot, Viewport
from studio.canvas.wheel import Wheel
from studio.canvas.writing_keyboard import WritingKeyboard
from studio.document.changes import Change, ExtentChanged, SelectionChanged, each
from studio.document.document import Document
from studio.geometry import Bounds, Extent
from studio.session.painting import ToolName
from studio.session.session import Session
from studio.text import tr
from studio.tools.tool import Outline, Pointer, PointerEvent, Tool

# After this many ms of rest the picture is drawn smoothly; until then nearest, 2 to 5 times
# faster wherever pixels are resampled.
REST = 120
ANT_STEP = 120


class CanvasView(QWidget):
    """Shows the document of a session and passes pointer and keys on to its tools."""

    viewport_changed = Signal()
    pointer_moved = Signal(object)  # the canvas spot (x, y) under the pointer, or None
    pictures_dropped = Signal(tuple)  # paths of files
    image_dropped = Signal(object)  # a QImage that is in no file

    def __init__(
        self, session: Session, tools: Mapping[ToolName, Tool], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.ring_pinned: Spot | None = None
        self._session = session
        self._viewport = Viewport(session.easel.document.extent).fitted()
        self._tiles = tiles_for(session)
        self._overlays = Overlays(session)
        self.pointing = Pointing(session, tools, self)
        self._wheel = Wheel()
        self._writing = WritingKeyboard(session, self, self)
        self._ring: tuple[Spot, float] | None = None
        self._rest = QTimer(self, interval=REST, singleShot=True)
        self._march = QTimer(self, interval=ANT_STEP)
        self._set_up()
        self._listen()

    @property
    def viewport(self) -> Viewport:
        """Where the canvas lies."""
        return self._viewport

    @viewport.setter
    def viewport(self, viewport: Viewport) -> None:
        before, self._viewport = self._viewport, viewport
        if viewport == before:
            return
        if is_resampled(viewport) and self.isVisible():
            self._rest.start()
        self._show_moved(before)
        self._writing.follow_view()
        self.viewport_changed.emit()

    @property
    def ring(self) -> tuple[Spot, float] | None:
        """Where the brush ring is and its diameter, view px; None when there is none."""
        return self._ring

    @property
    def is_moving(self) -> bool:
        """Whether the view moved a moment ago: then the picture is drawn the quick way."""
        return self._rest.isActive()

    @property
    def is_marching(self) -> bool:
        """Whether ants march around the selection."""
        return self._march.isActive()

    def zoom_in(self) -> None:
        """One step closer to the middle of the view."""
        self.viewport = self._viewport.stepped(1)

    def zoom_out(self) -> None:
        """One step farther from the middle of the view."""
        self.viewport = self._viewport.stepped(-1)

    def zoom_to_fit(self) -> None:
        """The whole canvas."""
        self.viewport = self._viewport.fitted()

    def zoom_to_actual(self) -> None:
        """A canvas pixel on a screen pixel."""
        self.viewport = self._viewport.zoomed(1.0)

    def rotate_by(self, degrees: float) -> None:
        """Turn the canvas clockwise, as seen; the painting stays as it is."""
        self.viewport = self._viewport.rotated(degrees)

    def mirror(self) -> None:
        """Swap left and right, as seen; the painting stays as it is."""
        self.viewport = self._viewport.mirrored()

    def reset_view(self) -> None:
        """Neither turned nor mirrored, and the whole canvas."""
        self.viewport = self._viewport.upright().fitted()

    def _set_up(self) -> None:
        self.setAccessibleName(tr("Canvas"))
        self.setAccessibleDescription(tr("The painting. Draw here with a pen or the mouse."))
        # Every exposed pixel is painted; erasing them first would cost as much again.
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMouseTracking(True)
        self.setTabletTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAcceptDrops(True)
        self.grabGesture(Qt.GestureType.PinchGesture)
        self._show_pointer()

    def _listen(self) -> None:
        session = self._session
        session.easel.appearance_changed.connect(self._on_appearance_changed)
        session.easel.document_changed.connect(self._on_document_changed)
        session.easel.document_replaced.connect(self._on_document_replaced)
        session.screen.changed.connect(lambda _: self._show_canvas(self._viewport.extent))
        session.painting.tool_changed.connect(self._on_tool_changed)
        session.painting.brush_changed.connect(lambda _: self._show_pointer())
        session.repainting.context_changed.connect(lambda _: self._show_frames())
        session.repainting.progress_changed.connect(lambda _: self._show_frames())
        session.unfinished.changed.connect(lambda _: self.update())
        session.painting.mirroring.changed.connect(lambda _: self.update())
        session.guiding.changed.connect(lambda _: self.update())
        self.pointing.changed.connect(lambda _: self._show_frames())
        self.pointing.changed.connect(lambda _: self._show_pointer())
        self.pointing.outline_changed.connect(self._on_outline_changed)
        self._rest.timeout.connect(self.update)
        self._march.timeout.connect(lambda: self.update(self._overlays.march(self._viewport)))
        self._show_frames()

    def _on_appearance_changed(self, bounds: Bounds) -> None:
        self._tiles.mark(bounds)
        self._update_canvas(bounds)

    def _on_document_changed(self, change: Change) -> None:
        for one in each(change):
            if isinstance(one, SelectionChanged):
                self._on_selection_changed(one.bounds)
            elif isinstance(one, ExtentChanged):
                self._show_canvas(one.after)

    def _on_selection_changed(self, bounds: Bounds) -> None:
        """A tint changes where the selection did; ants may, with how strong it is, anywhere."""
        self._overlays.forget_selection()
        if self._overlays.has_ants or self.is_marching:
            self.update()
        else:
            self._update_canvas(bounds)
        self._show_march()

    def _on_document_replaced(self, document: Document) -> None:
        self.pointing.let_go()
        self.viewport = replace(self._viewport, extent=document.extent).upright().fitted()
        self._show_canvas(document.extent)

    def _show_canvas(self, extent: Extent) -> None:
        """Show a canvas of that size anew; where it is as large as before, from the same place."""
        self._overlays.forget_selection()
        self._tiles = tiles_for(self._session)
        if extent != self._viewport.extent:
            self.viewport = replace(self._viewport, extent=extent).fitted()
        self._show_march()
        self.update()

    def _on_tool_changed(self, _: ToolName) -> None:
        self.pointing.let_go()
        self._show_march()
        self.update()

    def _on_outline_changed(self, outline: Outline | None) -> None:
        self.update(self._overlays.take_outline(self._viewport, outline))

    def _show_march(self) -> None:
        """Run the timer only while there is something for it to move."""
        runs = self._overlays.has_ants and self.isVisible()
        self._march.start() if runs else self._march.stop()

    def _show_frames(self) -> None:
        """Not amid a gesture: under a mask stroke the context changes with every event."""
        if not self.pointing.is_busy:
            self.update(self._overlays.take_frames(self._viewport))

    def _show_pointer(self) -> None:
        """The cursor, and the ring at its place."""
        shape, ring = self.pointing.shape, self.pointing.ring
        if self.cursor().shape() != shape:
            self.setCursor(shape)
        if ring != self._ring:
            for one in (self._ring, ring):
                self.update(ring_region(*one) if one else QRegion())
            self._ring = ring

    def _show_moved(self, before: Viewport) -> None:
        """Draw the picture where it is now; if it only moved, what is seen already is kept."""
        shift = shift_between(before, self._viewport)
        if shift is None:
            self.update()
        else:
            self.scroll(shift.x(), shift.y())
            if self._ring is not None:  # it stays with the pointer
                ring = ring_region(*self._ring)
                self.update(ring.united(ring.translated(shift)))
        self._show_pointer()

    def _update_canvas(self, bounds: Bounds) -> None:
        self.update(rect_of(self._viewport, bounds).intersected(self.rect()))

    def _follow_size(self) -> None:
        """Keep the middle where it is; a canvas that was fitted stays fitted."""
        before = self._viewport
        was_fitted = before == before.fitted()
        resized = before.resized(self.width(), self.height(), self.devicePixelRatioF())
        self.viewport = resized.fitted() if was_fitted else resized

    def sizeHint(self) -> QSize:
        """Room to paint."""
        return QSize(960, 720)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw what is exposed, changing nothing."""
        painter = QPainter(self)
        try:
            for rect in rects_of(event.region()):
                painter.setClipRect(rect)
                draw_surround(painter, self._viewport, rect)
                draw_picture(painter, self._tiles, self._viewport, rect, is_moving=self.is_moving)
                self._overlays.draw_tint(painter, self._viewport, rect)
            painter.setClipRegion(event.region())
            self._overlays.draw(painter, self._viewport)
            self._writing.draw(painter)
            if self._ring is not None:
                draw_ring(painter, *self._ring)
        finally:
            painter.end()  # a painter left open brings the program down

    def _take(self, event: PointerEvent) -> bool:
        """Pass a pointer event on; False when it means nothing to the canvas."""
        match event.kind:
            case Pointer.press:
                self.setFocus(Qt.FocusReason.MouseFocusReason)
                return self.pointing.press(event)
            case Pointer.move:
                self.pointing.move(event)
            case Pointer.release:
                self.pointing.release(event)
        self.pointer_moved.emit(self.pointing.spot)
        return True

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a gesture, or leave the press to whoever shows a menu."""
        event.setAccepted(self._take(from_mouse(event, self._viewport)))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the pointer."""
        if event.buttons() == Qt.MouseButton.NoButton:
            self.pointing.let_go_unheld()  # the release went to another window
        self._take(from_mouse(event, self._viewport))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the gesture."""
        self._take(from_mouse(event, self._viewport))

    def tabletEvent(self, event: QTabletEvent) -> None:
        """The pen takes the same path as the mouse."""
        event.setAccepted(self._take(from_tablet(event, self._viewport)))

    def leaveEvent(self, event: QEvent) -> None:
        """Draw no ring beside the canvas."""
        super().leaveEvent(event)
        self.pointing.leave()
        self.pointer_moved.emit(None)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom at the pointer; never under a gesture."""
        if not self.pointing.is_held:
            self.viewport = self._wheel.turned(self._viewport, event)
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys that are held, keys that size the brush, and Escape."""
        self.pointing.hold(modifiers_of(event.modifiers()))
        if event.key() == Qt.Key.Key_Space:
            self.pointing.hold_space(on=True)
        elif self.pointing.is_busy:
            self.pointing.press_key(event.key())
        elif not press_brush_key(self._session.painting, event.text()):
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Keys that were held."""
        self.pointing.hold(modifiers_of(event.modifiers()))
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self.pointing.hold_space(on=False)
        else:
            super().keyReleaseEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """What is begun cannot be finished blindly."""
        super().focusOutEvent(event)
        if not self._writing.has_focus:  # a gesture may have begun a text
            self.pointing.let_go()
        self.pointing.hold_space(on=False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the canvas in place."""
        super().resizeEvent(event)
        self._follow_size()

    def showEvent(self, event: QShowEvent) -> None:
        """Ants march only where they are seen."""
        super().showEvent(event)
        self._follow_size()
        self._show_march()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing runs unseen."""
        super().hideEvent(event)
        self.pointing.let_go()
        self._rest.stop()
        self._march.stop()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Let pictures in."""
        if has_pictures(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Tell which pictures came."""
        files, picture = files_of(event.mimeData()), picture_of(event.mimeData())
        if files:
            self.pictures_dropped.emit(files)
        elif picture is not None:
            self.image_dropped.emit(picture)
        event.acceptProposedAction()

    def event(self, event: QEvent) -> bool:
        """What has no method of its own: two fingers, another screen, keys amid a gesture."""
        if event.type() is QEvent.Type.ShortcutOverride and self.pointing.is_busy:
            event.accept()  # an undo in the middle of a stroke would pull the layer from under it
            return True
        if event.type() is QEvent.Type.DevicePixelRatioChange:
            self._follow_size()
        elif isinstance(event, QNativeGestureEvent):
            self.viewport = pinched_on_pad(self._viewport, event)
            return True
        elif pinch := pinch_of(event):
            return self._pinch(pinch)
        return super().event(event)

    def _pinch(self, pinch: QPinchGesture) -> bool:
        self.pointing.let_go()  # the first finger of two began a stroke
        middle = self.mapFromGlobal(pinch.centerPoint())
        self.viewport = pinched_on_screen(self._viewport, pinch, middle)
        return True
