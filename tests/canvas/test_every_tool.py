"""Every tool under every hand, on the canvas: click, drag, interrupt, undo, redo.

A tool without a row in the table fails, so that a new one cannot be forgotten.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from studio.brush.brush import Brush
from studio.canvas.view import CanvasView
from studio.colour import Colour
from studio.document.composite import flatten
from studio.document.document import Document
from studio.geometry import Bounds, Point
from studio.session.painting import ToolName
from studio.session.session import Session
from studio.session.tool_groups import WITH_BRUSH
from studio.session.writing import Caret
from studio.tools.toolbox import all_tools
from tests.driver import Painter, Pen
from tests.fakes.engines import FakeEngine
from tests.fakes.sessions import document_of, session_of

BLUE, RED, GREEN = (200, 0, 0, 255), Colour(255, 0, 0), Colour(0, 255, 0)
PAINTED = Bounds(50, 50, 120, 80)
WAY = ((60, 60), (100, 70), (140, 120), (90, 150))


@dataclass(frozen=True, slots=True)
class Row:
    """How a tool is used.

    then: where it is clicked after the drag, until Enter. titles: the steps it leaves, at most
    one. takes_colour: it changes the colour in hand, and nothing else.
    """

    titles: frozenset[str]
    then: tuple[tuple[int, int], ...] = ()
    takes_colour: bool = False


def row(*titles: str, then: tuple[tuple[int, int], ...] = ()) -> Row:
    return Row(frozenset(titles), then)


CORNERS = ((200, 60), (180, 200))
TABLE = {
    ToolName.brush: row("Brush stroke", "Erase"),
    ToolName.eraser: row("Erase"),
    ToolName.mask: row("Paint mask", "Erase mask"),
    ToolName.strength: row("Paint mask", "Erase mask"),
    ToolName.smudge: row("Smudge"),
    ToolName.blur: row("Blur"),
    ToolName.liquify: row("Liquify"),
    ToolName.clone: row("Clone"),
    ToolName.heal: row("Heal"),
    ToolName.rectangle: row("Select rectangle", "Select none"),
    ToolName.ellipse: row("Select ellipse", "Select none"),
    ToolName.lasso: row("Select freehand", "Select none"),
    ToolName.polygon: row("Select polygon", "Select none", then=CORNERS),
    ToolName.magnetic: row("Select along edges", "Select none", then=CORNERS),
    ToolName.wand: row("Magic wand"),
    ToolName.fill: row("Fill"),
    ToolName.gradient: row("Gradient"),
    ToolName.line: row("Line"),
    ToolName.draw_rectangle: row("Rectangle"),
    ToolName.draw_ellipse: row("Ellipse"),
    ToolName.draw_polygon: row("Polygon", then=CORNERS),
    ToolName.text: row("Add text"),
    ToolName.picker: Row(frozenset(), takes_colour=True),
    ToolName.move: row("Move"),
    ToolName.crop: row("Crop"),
    ToolName.pen: row("Stroke path", then=CORNERS),
}
TOOLS = [pytest.param(name, id=name.value) for name in all_tools()]
# A pen whose other end is down takes away what is not selected yet.
LEAVES_NOTHING = {
    "mouse": frozenset[ToolName](),
    "pen": frozenset[ToolName](),
    "other_end": frozenset({ToolName.mask, ToolName.strength}),
}
HANDS: dict[str, Callable[[CanvasView], Painter]] = {
    "mouse": Painter,
    "pen": lambda view: Pen(view).pushing(0.7),
    "other_end": lambda view: Pen(view, is_eraser=True).pushing(0.7),
}


@pytest.fixture
def session(qapp: object, tmp_path: Path) -> Iterator[Session]:
    """A blue rectangle on the layer, red in the brush."""
    session = session_of(document_of(320, 240), tmp_path, FakeEngine())
    layer = session.easel.target()
    pixels = layer.tiles.read(PAINTED)
    pixels[...] = BLUE
    layer.tiles.write(PAINTED, pixels)
    session.easel.document.touched(layer.id, PAINTED)
    session.painting.set_colours(RED, GREEN)
    for tool in WITH_BRUSH:
        brush = session.painting.brush_of(tool)
        session.painting.set_brush(tool, replace(brush, size=24.0))
    yield session
    session.close()


@pytest.fixture
def view(session: Session, qtbot: QtBot) -> CanvasView:
    view = CanvasView(session, all_tools())
    qtbot.addWidget(view)
    view.resize(400, 300)
    view.show()
    view.zoom_to_actual()
    return view


@pytest.fixture
def take(session: Session) -> Callable[[ToolName], None]:
    """Take a tool in hand; those that need a source have one."""

    def take(name: ToolName) -> None:
        session.painting.tool = name
        session.retouching.set_source(Point(150, 110))

    return take


@dataclass(frozen=True, slots=True)
class Trace:
    """All that a tool may change."""

    picture: bytes
    selected: bytes
    size: object
    titles: tuple[str, ...]
    position: int
    foreground: Colour

    def changed_from(self, other: Trace) -> bool:
        """Whether anything of the document is another."""
        return (self.picture, self.selected, self.size) != (
            *(other.picture, other.selected),
            other.size,
        )


def trace(session: Session, document: Document | None = None) -> Trace:
    document = document or session.easel.document
    history = document.history
    return Trace(
        flatten(document, document.bounds).tobytes(),
        document.selection.read(document.bounds).tobytes(),
        document.extent,
        history.titles[: history.position],
        history.position,
        session.painting.foreground,
    )


def press_and_drag(hand: Painter) -> Painter:
    first, *others = WAY
    hand.move(*first).press(*first)
    for spot in others:
        hand.move(*spot)
    return hand


def end(session: Session, view: CanvasView, hand: Painter, row: Row) -> None:
    """Let go, and finish what goes on after that."""
    hand.release()
    for spot in row.then:
        hand.move(*spot).press(*spot).release()
    if view.pointing.is_busy:
        hand.key(Qt.Key.Key_Return)
    if session.writing.is_on:
        session.writing.write("words", Caret(5, 5))
    session.unfinished.commit()
    assert not view.pointing.is_busy


def test_every_tool_has_a_row():
    assert set(TABLE) == set(all_tools()) == set(ToolName)


@pytest.mark.parametrize("name", TOOLS)
def test_a_drag_is_one_step_that_is_undone_and_redone(session, view, take, name):
    take(name)
    before = trace(session)
    for hand, of_view in HANDS.items():
        end(session, view, press_and_drag(of_view(view)), TABLE[name])
        check_step(session, before, name, hand)


def check_step(session: Session, before: Trace, name: ToolName, hand: str) -> None:
    """One step at most, of the right name, which undone and redone gives the same again."""
    after, row, history = trace(session), TABLE[name], session.easel.document.history
    if row.takes_colour:
        assert replace(after, foreground=RED) == before != after, hand
        session.painting.set_colours(RED, GREEN)
        return
    assert set(after.titles) <= row.titles, hand
    if name not in LEAVES_NOTHING[hand]:
        assert after.position == 1, hand
        assert after.changed_from(before), hand
    if after.position:
        history.undo()
        assert trace(session) == before, hand
        history.redo()
        assert trace(session) == after, hand
        history.undo()
    assert trace(session) == before, hand


@pytest.mark.parametrize("name", TOOLS)
def test_a_click_is_at_most_one_step(session, view, take, name):
    take(name)
    before = trace(session)
    for hand, of_view in HANDS.items():
        pointing = of_view(view).move(80, 80).press(80, 80)
        end(session, view, pointing, replace(TABLE[name], then=()))
        after = trace(session)
        assert set(after.titles) <= TABLE[name].titles, hand
        assert after.position <= 1, hand
        session.easel.document.history.undo()
        session.painting.set_colours(RED, GREEN)
        assert trace(session) == before, hand


def other_tool(session: Session, view: CanvasView, hand: Painter) -> None:
    is_brush = session.painting.tool is ToolName.brush
    session.painting.tool = ToolName.fill if is_brush else ToolName.brush


RIGHT = Qt.MouseButton.RightButton
INTERRUPTIONS: dict[str, tuple[str, Callable[[Session, CanvasView, Painter], object]]] = {
    "escape": ("mouse", lambda session, view, hand: hand.escape()),
    "escape_with_pen": ("pen", lambda session, view, hand: hand.escape()),
    "focus_lost": ("pen", lambda session, view, hand: hand.lose_focus()),
    "another_tool": ("pen", other_tool),
    "document_closed": ("pen", lambda session, view, hand: session.easel.put(document_of(9, 9))),
    "window_hidden": ("mouse", lambda session, view, hand: view.hide()),
    "second_button": ("mouse", lambda session, view, hand: hand.press(90, 150, RIGHT)),
}


@pytest.mark.parametrize("name", TOOLS)
def test_what_is_interrupted_leaves_no_trace(session, view, take, name):
    document, before = session.easel.document, trace(session)
    for interruption, (hand, interrupt) in INTERRUPTIONS.items():
        take(name)
        pointing = press_and_drag(HANDS[hand](view))
        interrupt(session, view, pointing)
        assert not view.pointing.is_busy, interruption
        pointing.move(70, 70).release()
        assert trace(session, document) == before, interruption
        assert document.history.titles == (), interruption
        if session.easel.document is not document:
            session.easel.put(document)
        view.show()
        view.zoom_to_actual()


@pytest.mark.parametrize("name", [name for name in TABLE if TABLE[name].then])
def test_what_goes_from_click_to_click_is_interrupted_between_two(session, view, take, name):
    take(name)
    before = trace(session)
    hand = press_and_drag(Painter(view)).release()
    hand.move(200, 60).press(200, 60).release().escape()
    if session.unfinished.is_on:
        session.unfinished.cancel()
    assert not view.pointing.is_busy
    assert trace(session) == before


def test_the_other_end_of_the_pen_paints_with_the_eraser(session, view, take):
    take(ToolName.brush)
    eraser = Brush(size=60.0, hardness=1.0, responses=())
    session.painting.set_brush(ToolName.eraser, eraser)
    HANDS["other_end"](view).drag((110, 20), (110, 200))
    pixels = flatten(session.easel.document, session.easel.document.bounds)
    assert pixels[90, 110 - 26, 3] == 0
    assert pixels[90, 110 + 26, 3] == 0
    assert pixels[90, 60].tolist() == list(BLUE)
    assert session.painting.tool is ToolName.brush
