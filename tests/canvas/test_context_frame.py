import pytest

from studio.canvas.context_frame import Handle, direction_of, dragged, handle_at
from studio.canvas.viewport import Viewport
from studio.geometry import Bounds, Extent

CANVAS = Bounds(0, 0, 1000, 800)
BOX = Bounds(100, 100, 400, 300)
REGION = Bounds(200, 200, 100, 80)
LOOK = Viewport(Extent(1000, 800), width=1000, height=800, centre=(500.0, 400.0))


@pytest.mark.parametrize(
    ("place", "edges", "expected"),
    [
        pytest.param((100, 100), False, Handle(-1, -1), id="corner"),
        pytest.param((500, 250), False, Handle(1, 0), id="right"),
        pytest.param((303, 396), False, Handle(0, 1), id="bottom, not quite"),
        pytest.param((200, 100), False, None, id="an edge, for a brush"),
        pytest.param((200, 100), True, Handle(0, -1), id="an edge"),
        pytest.param((200, 110), True, None, id="beside an edge"),
        pytest.param((600, 100), True, None, id="past an edge's end"),
        pytest.param((300, 250), True, None, id="inside"),
    ],
)
def test_what_a_place_takes_hold_of(place, edges, expected):
    assert handle_at(LOOK, BOX, place, edges=edges) == expected


def test_a_handle_is_as_easy_to_hit_at_any_zoom():
    far = LOOK.zoomed(0.1)
    x, y = far.to_view(100, 100)
    assert handle_at(far, BOX, (x + 5, y - 5), edges=False) == Handle(-1, -1)


@pytest.mark.parametrize(
    ("handle", "by", "expected"),
    [
        pytest.param(Handle(1, 0), (50, 99), Bounds(100, 100, 450, 300), id="one edge"),
        pytest.param(Handle(-1, -1), (-20, 10), Bounds(80, 110, 420, 290), id="a corner"),
        pytest.param(Handle(1, 1), (9e3, 9e3), Bounds(100, 100, 900, 700), id="to the canvas"),
        pytest.param(Handle(-1, 0), (9e3, 0), Bounds(200, 100, 300, 300), id="to the region"),
        pytest.param(Handle(1, 0), (-9e3, 0), Bounds(100, 100, 200, 300), id="from the right"),
    ],
)
def test_dragging_a_handle(handle, by, expected):
    assert dragged(BOX, handle, by, around=REGION, canvas=CANVAS) == expected


def test_the_box_keeps_a_size_a_model_can_see():
    tiny = Bounds(10, 10, 4, 4)
    box = dragged(BOX, Handle(1, 1), (-9e3, -9e3), around=tiny, canvas=CANVAS)
    assert box.extent == Extent(64, 64)


@pytest.mark.parametrize(
    ("rotation", "handle", "expected"),
    [
        *((0, Handle(1, 0), 0), (0, Handle(1, 1), 1), (0, Handle(0, -1), 2), (0, Handle(1, -1), 3)),
        *((90, Handle(1, 0), 2), (45, Handle(1, 0), 1), (30, Handle(0, 1), 3)),
    ],
)
def test_the_way_a_handle_moves_on_screen(rotation, handle, expected):
    assert direction_of(LOOK.rotated(rotation), handle) == expected


def test_a_mirrored_corner_moves_the_other_way():
    assert direction_of(LOOK.mirrored(), Handle(1, 1)) == 3
