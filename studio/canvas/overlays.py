"""Everything drawn over the picture that is not the picture."""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter, QRegion

from studio.canvas.aid_lines import caught_region, draw_aids, draw_caught
from studio.canvas.crop_frame import draw_crop
from studio.canvas.frames import (
    ACCENT,
    REACH,
    draw_context,
    draw_lines,
    draw_outline,
    draw_quad,
    draw_running,
    draw_symmetry,
    view_box_of,
)
from studio.canvas.grips import context_shown
from studio.canvas.marquee import STRIDE, Ants, draw_ants, draw_tint
from studio.canvas.net_frame import draw_net
from studio.canvas.path_frame import draw_path
from studio.canvas.perspective_lines import draw_perspective, draw_point
from studio.canvas.picture import outline_of
from studio.canvas.viewport import Viewport
from studio.geometry import Bounds
from studio.jobs.job import JobState
from studio.session.aids.guiding import Switch
from studio.session.painting import ToolName
from studio.session.session import Session
from studio.tools.tool import Outline


class Overlays:
    """The selection, the context box, the region at work and the rubber band."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._ants = Ants()
        self._phase = 0
        self._context: Bounds | None = None
        self._running: Bounds | None = None
        self._outline: Outline | None = None
        self._band: Outline | None = None

    @property
    def has_ants(self) -> bool:
        """Whether the selection is shown by ants; the mask brush tints it."""
        if self._session.painting.quick_mask or self._session.transforming.outline:
            return False
        return not self._session.easel.document.selection.is_none

    def forget_selection(self) -> None:
        """The selection changed."""
        self._ants.forget()

    def march(self, viewport: Viewport) -> QRegion:
        """Let the ants take a step; returns the parts of the view to draw anew."""
        self._phase = (self._phase + 1) % STRIDE
        return self._ants.edges(self._session.easel.document.selection, viewport).cells

    def take_frames(self, viewport: Viewport) -> QRegion:
        """Look where context and running region are now; returns the parts to draw anew."""
        region = self._take_band(viewport)
        before = self._context, self._running
        self._context = context_shown(self._session)
        self._running = _running(self._session)
        if before == (self._context, self._running):
            return region
        for box in (*before, self._context, self._running):
            region = region.united(frame_region(viewport, box))
        return region

    def _take_band(self, viewport: Viewport) -> QRegion:
        """Where the path would go on to the pointer now, and where before."""
        band = self._session.pathing.band
        before, self._band = self._band, Outline(band, closed=False) if band else None
        if before == self._band:
            return QRegion()
        return band_region(viewport, before).united(band_region(viewport, self._band))

    def take_outline(self, viewport: Viewport, outline: Outline | None) -> QRegion:
        """Show another rubber band; returns the parts to draw anew."""
        region = band_region(viewport, self._outline).united(band_region(viewport, outline))
        self._outline = outline
        return region

    def draw_tint(self, painter: QPainter, viewport: Viewport, exposed: QRect) -> None:
        """Tint the selection where a rectangle of the view is exposed, if it is shown so."""
        if self._session.painting.quick_mask:
            selection = self._session.easel.document.selection
            as_heat = self._session.painting.tool is ToolName.strength
            draw_tint(painter, selection, viewport, exposed, as_heat=as_heat)

    def draw(self, painter: QPainter, viewport: Viewport) -> None:
        """Draw all lines, whatever is exposed of them."""
        guiding = self._session.guiding
        draw_aids(painter, viewport, guiding)
        if guiding.aids.vanishing and guiding.has(Switch.perspective):
            draw_perspective(painter, viewport, guiding.aids.vanishing)
        if self._context is not None:
            draw_context(painter, viewport, self._context)
        if self._running is not None:
            draw_running(painter, viewport, self._running)
        if self.has_ants:
            edges = self._ants.edges(self._session.easel.document.selection, viewport)
            draw_ants(painter, edges, viewport.pixel_ratio, self._phase)
        symmetry = self._session.painting.mirroring.on(viewport.extent)
        if not symmetry.is_none:
            draw_symmetry(painter, viewport, symmetry)
            draw_point(painter, viewport, (symmetry.x, symmetry.y), ACCENT)
        if self._session.painting.tool is ToolName.crop:
            draw_crop(painter, viewport, self._session.cropping)
        if self._session.pathing.is_on:
            draw_path(painter, viewport, self._session.pathing)
        draw_lines(painter, viewport, self._session.transforming.outline)
        if quad := self._session.transforming.quad:
            draw_quad(painter, viewport, quad)
        if net := self._session.transforming.net:
            draw_net(painter, viewport, net)
        if self._outline is not None:
            draw_outline(painter, viewport, self._outline)
            draw_caught(painter, viewport, self._outline.caught)


def frame_region(viewport: Viewport, box: Bounds | None) -> QRegion:
    """View px that the frame of a canvas rectangle colours; without its inside, if upright."""
    if box is None:
        return QRegion()
    line = outline_of(viewport, box).boundingRect().toAlignedRect()
    outer = line.adjusted(-REACH, -REACH, REACH, REACH)
    inner = line.adjusted(REACH, REACH, -REACH, -REACH)
    if viewport.rotation % 90 or not inner.isValid():
        return QRegion(outer)
    return QRegion(outer).subtracted(QRegion(inner))


def band_region(viewport: Viewport, outline: Outline | None) -> QRegion:
    """View px that a rubber band colours, with its inside."""
    if outline is None:
        return QRegion()
    lines = caught_region(viewport, outline.caught)
    return lines.united(view_box_of(viewport, outline).toAlignedRect())


def _running(session: Session) -> Bounds | None:
    for job in session.repainting.jobs.jobs:
        if job.state is JobState.running and not job.is_live:
            return job.request.region
    return None
