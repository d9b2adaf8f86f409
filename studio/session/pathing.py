"""A path: drawn node by node, changed as long as one likes, then stroked, filled or selected."""

from __future__ import annotations

from enum import Enum

from studio.brush.polygon import polygon
from studio.document.selection import Combine
from studio.session.drawing import Drawing
from studio.session.easel import Easel
from studio.session.filling import Filling
from studio.session.painting import Painting, ToolName
from studio.session.selecting import Selecting
from studio.signals import Signal
from studio.text import tr
from studio.transform.bezier import Node, Path, curve
from studio.transform.quad import Spot


class PathUse(Enum):
    """What becomes of a path."""

    stroke = "stroke"
    fill = "fill"
    select = "select"


class Pathing:
    """The path of the pen tool; it waits while another tool is in hand.

    latest: the index of the node touched last, whose handles can be pulled. use: what becomes of
    the path when it is committed.
    """

    def __init__(
        self,
        easel: Easel,
        painting: Painting,
        *,
        drawing: Drawing,
        filling: Filling,
        selecting: Selecting,
    ) -> None:
        self.changed: Signal[None] = Signal()
        self.use = PathUse.stroke
        self.latest = 0
        self._easel = easel
        self._painting = painting
        self._drawing = drawing
        self._filling = filling
        self._selecting = selecting
        self._paths: list[Path] = []
        self._shown = Path()
        self._hovered: Spot | None = None
        easel.document_replaced.connect(lambda _: self.cancel())
        painting.tool_changed.connect(lambda _: self.changed.emit(None))

    @property
    def is_on(self) -> bool:
        """Whether there is a path, and the pen in hand."""
        return bool(self._shown.nodes) and self._painting.tool is ToolName.pen

    @property
    def path(self) -> Path:
        """As far as it goes."""
        return self._shown

    @property
    def band(self) -> tuple[Spot, ...]:
        """Where the curve would go on to the pointer: corners, canvas px; or nothing."""
        nodes = self._shown.nodes
        if self._hovered is None or not self.is_on or self._shown.closed:
            return ()
        return nodes[-1].spot, *curve(nodes[-1], Node.corner(self._hovered))

    def hover(self, spot: Spot | None) -> None:
        """The pointer is over a spot with nothing held, or nowhere."""
        self._hovered = spot

    def show(self, path: Path, latest: int) -> None:
        """Show another path, as while a node is dragged; interim until `settle`."""
        if (path, latest) != (self._shown, self.latest):
            self._shown, self.latest = path, latest
            self.changed.emit(None)

    def settle(self) -> None:
        """Remember the path as a step that `undo` goes back to."""
        if self._paths[-1:] != [self._shown]:
            self._paths.append(self._shown)

    def take_back(self) -> None:
        """Take the last node back; the path is open again if it was closed."""
        path = self._shown.without_last()
        self.show(path, max(0, len(path.nodes) - 1))
        self.settle()

    def undo(self) -> None:
        """Go back to the path before; from the first, give it up."""
        self._paths = self._paths[:-1]
        path = self._paths[-1] if self._paths else Path()
        self.show(path, min(self.latest, max(0, len(path.nodes) - 1)))

    def commit(self, use: PathUse | None = None) -> None:
        """Stroke, fill or select it, as asked or as is set: one step.

        Raises:
            InputError: the layer cannot be painted on; the path stays.
        """
        if len(self._shown.nodes) > 1:
            self._put_to_use(self._shown, use or self.use)
        self.cancel()

    def cancel(self) -> None:
        """Forget the path."""
        self._paths = []
        self.show(Path(), 0)

    def _put_to_use(self, path: Path, use: PathUse) -> None:
        match use:
            case PathUse.stroke:
                self._drawing.outline(path.corners, tr("Stroke path"), closed=path.closed)
            case PathUse.fill:
                self._filling.fill_shape(path.corners, tr("Fill path"))
            case PathUse.select:
                shape = polygon(path.corners, self._easel.document.bounds)
                self._selecting.select(*shape, Combine.replace, tr("Select path"))
