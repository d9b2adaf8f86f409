"""A landscape painted with the real tools; run by `test_whole_app` on a screen of its own."""

from __future__ import annotations

import math
import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import TypeAlias

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from studio.app import App, Places, build_app
from studio.canvas.writing_field import WritingField
from studio.colour import Colour
from studio.document.blending import BlendMode
from studio.document.composite import flatten
from studio.document.gradients import GradientShape
from studio.document.layers import TextLayer
from studio.document.laying import image_of
from studio.document.tiles import Pixels
from studio.geometry import Extent
from studio.session.filling import Fade
from studio.session.painting import ToolName
from tests.driver import Pen

SCREENSHOTS = Path(os.environ.get("SCREENSHOTS", "tests/output"))
CANVAS = Extent(1280, 800)
HORIZON = 470.0
SUN = (958.0, 346.0)

_Way: TypeAlias = Sequence[tuple[float, float]]


class Hand:
    """A painter at the window, with a pen, and the brushes and colours of the panels."""

    def __init__(self, app: App, qtbot: QtBot) -> None:
        self.session = app.session
        self.window = app.window
        self._pen = Pen(app.window.canvas)
        self._qtbot = qtbot
        self.chance = np.random.default_rng(7)

    def layer(self, name: str, blend: BlendMode = BlendMode.normal, opacity: float = 1.0) -> None:
        """A new layer on top."""
        layering = self.session.layering
        layer = self.session.easel.document.layer(layering.add_layer())
        look = replace(layer.properties, name=name, blend=blend, opacity=opacity)
        layering.set_properties(layer.id, look, "Layer")

    def clip(self) -> None:
        """Clip the active layer to the one beneath."""
        self.session.together.show_as(lambda look: replace(look, clipped=True), "Clip layer")

    def colours(self, foreground: str, background: str = "#ffffff") -> None:
        """Choose both colours."""
        chosen = Colour.from_hex(foreground), Colour.from_hex(background)
        self.session.painting.set_colours(*chosen)

    def brush(
        self, preset: str, size: float, opacity: float | None = None, flow: float | None = None
    ) -> None:
        """Take a brush of a size in hand."""
        self.session.brushes.choose(preset)
        self.change(size, opacity, flow)

    def change(
        self,
        size: float,
        opacity: float | None = None,
        flow: float | None = None,
        roundness: float | None = None,
    ) -> None:
        """Make the brush in hand another size, and otherwise as is said."""
        painting = self.session.painting
        brush = painting.brush_of(painting.tool)
        changed = replace(
            brush,
            size=size,
            opacity=brush.opacity if opacity is None else opacity,
            flow=brush.flow if flow is None else flow,
            roundness=brush.roundness if roundness is None else roundness,
        )
        painting.set_brush(painting.tool, changed)

    def stroke(self, way: _Way, *pressures: float) -> None:
        """Draw along a way, the pressure going through those given."""
        course = np.interp(
            np.linspace(0, 1, len(way)), np.linspace(0, 1, len(pressures)), pressures
        )
        self._pen.pushing(float(course[0])).press(*way[0])
        for spot, pressure in zip(way[1:], course[1:], strict=True):
            self._pen.pushing(float(pressure)).move(*spot)
        self._pen.release()

    def dab(self, x: float, y: float, pressure: float) -> None:
        """One touch."""
        self._pen.pushing(pressure).press(x, y).move(x + 2, y).release()

    def drag(self, tool: ToolName, *way: tuple[float, float]) -> None:
        """Drag a tool along a way."""
        self.session.painting.tool = tool
        self._pen.pushing(1.0).drag(*way)

    def gradient(
        self,
        start: tuple[float, float],
        end: tuple[float, float],
        *,
        shape: GradientShape = GradientShape.linear,
        to_nothing: bool = False,
    ) -> None:
        """Lay a gradient of the two colours where it is selected."""
        self.session.filling.fade = Fade(shape, to_nothing)
        self.drag(ToolName.gradient, start, end)

    def write(self, words: str, at: tuple[float, float], size: int) -> None:
        """Click with the text tool and type."""
        self.session.painting.tool = ToolName.text
        self.session.writing.set_style(replace(self.session.writing.style, size=size))
        self._pen.pushing(1.0).click(*at)
        self._qtbot.keyClicks(self.window.canvas.findChild(WritingField), words)
        self.session.writing.commit()

    def shows(self, picture: Pixels) -> None:
        """Keep the picture, and what the whole screen looks like."""
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        opaque = image_of(picture).convertToFormat(QImage.Format.Format_RGB32)
        assert opaque.save(str(SCREENSHOTS / "landscape.png"))
        self._qtbot.waitUntil(lambda: not self.window.canvas.is_moving)
        screen = self.window.screen().grabWindow(0)
        assert screen.save(str(SCREENSHOTS / "landscape-window.png"))

    def around(self, low: float, high: float) -> float:
        """A number between two."""
        return float(self.chance.uniform(low, high))


def ridge(hand: Hand, heights: Sequence[float], rough: float) -> list[tuple[float, float]]:
    """A skyline through heights, ever rougher between them."""
    line = np.array(heights, float)
    while len(line) < 130:
        middle = (line[:-1] + line[1:]) / 2 + hand.chance.normal(0, rough, len(line) - 1)
        line = np.insert(middle, np.arange(len(line) - 1), line[:-1])
        line = np.append(line, heights[-1])
        rough *= 0.52
    across = np.linspace(-20, CANVAS.width + 20, len(line))
    return [(float(x), float(y)) for x, y in zip(across, line, strict=True)]


def level(x: float, y: float, length: float, bend: float = 0.0, steps: int = 14) -> _Way:
    """A stroke from left to right that bends upwards."""
    along = np.linspace(0, 1, steps)
    return [(x + length * t, y - bend * math.sin(math.pi * t)) for t in along]


def arc(start: tuple[float, float], turn: tuple[float, float], end: tuple[float, float]) -> _Way:
    """A curve of three points (Bézier)."""
    t: NDArray[np.float64] = np.linspace(0, 1, 16)
    x, y = (
        (1 - t) ** 2 * a + 2 * t * (1 - t) * b + t**2 * c
        for a, b, c in zip(start, turn, end, strict=True)
    )
    return list(zip(x.tolist(), y.tolist(), strict=True))


def paint_sky(hand: Hand) -> None:
    hand.layer("Sky")
    hand.colours("#31477f", "#f7c193")
    hand.gradient((0, 0), (0, HORIZON - 20))
    hand.layer("Sun", BlendMode.screen)
    for colour, radius in (("#6e4630", 760), ("#9a5c33", 430), ("#b98150", 210), ("#fff0c4", 74)):
        hand.colours(colour)
        end = SUN[0] + radius, SUN[1]
        hand.gradient(SUN, end, shape=GradientShape.radial, to_nothing=True)
    hand.brush("01-round-hard", 46)
    hand.colours("#fffbe9")
    hand.dab(*SUN, 1.0)


def paint_clouds(hand: Hand) -> None:
    hand.layer("Clouds")
    for x, y, length, size in (
        (-40, 150, 420, 150), (470, 72, 210, 74), (640, 196, 330, 118), (1040, 106, 300, 116),
        (1100, 236, 200, 60), (420, 270, 240, 52), (690, 286, 150, 34),
    ):  # fmt: skip
        puffs = [
            (x + length * t, y - size * 0.5 * math.sin(math.pi * t) * hand.around(0.4, 1.2))
            for t in np.linspace(0, 1, 9)
        ]
        hand.brush("02-round-soft", size * 0.85, opacity=0.34)
        hand.colours("#8577a2")
        for spot in puffs:
            hand.stroke(
                level(spot[0] - size * 0.3, spot[1] + size * 0.1, size * 0.9), 0.5, 1.0, 0.5
            )
        for colour, lift, large in (
            ("#b98ba5", 0.0, 0.9),
            ("#f3b79f", 0.1, 0.7),
            ("#ffe6c8", 0.24, 0.5),
        ):
            hand.colours(colour)
            hand.brush("24-clouds", size * large, flow=0.42)
            for spot in puffs:
                hand.stroke(level(spot[0], spot[1] - lift * size, size * 0.3), 0.9, 0.4)
    hand.brush("32-smudge-blender", 40)
    for x, y, length in ((-40, 170, 400), (650, 214, 300), (1050, 126, 260), (430, 284, 220)):
        hand.stroke(level(x, y, length, 4), 0.1, 0.35, 0.1)


def paint_mountains(hand: Hand) -> None:
    ridges = (
        ("Far range", (392, 330, 376, 300, 352, 318, 396, 360, 388), 17.0, "#8a86ad", "#d9a8a0"),
        ("Range", (430, 372, 398, 440, 424, 446, 410, 384, 420), 15.0, "#5d6690", "#b18e9c"),
        ("Near range", (404, 430, 446, 462, 466, 464, 456, 440, 426), 8.0, "#39486a", "#6d6d86"),
    )
    for name, heights, rough, top, foot in ridges:
        hand.layer(name)
        line = ridge(hand, heights, rough)
        hand.drag(ToolName.lasso, *line, (1300, HORIZON + 4), (-20, HORIZON + 4))
        hand.colours(top, foot)
        hand.gradient((0, min(heights) - 20), (0, HORIZON))
        if name != "Near range":
            paint_light(hand, line)
        hand.session.selecting.select_none()
    hand.layer("Mist")
    hand.colours("#ffdcb8")
    hand.brush("04-airbrush", 64)
    for x in range(-40, 1300, 180):
        hand.stroke(level(x, HORIZON - 8 + hand.around(-5, 5), 280), 0.1, 0.5, 0.1)


def paint_light(hand: Hand, line: _Way) -> None:
    """Where the ridge falls away from the sun it is darker, where it faces it lit; in the mask."""
    hand.brush("14-charcoal-side", 26)
    for left, right in pairwise(line[::3]):
        faces = (right[1] < left[1]) == (left[0] < SUN[0])
        hand.colours("#f4bd9c" if not faces else "#40466f")
        hand.change(26, opacity=0.5 if not faces else 0.35)
        way = arc(left, (left[0] + 4, left[1] + 16), (left[0] + hand.around(-14, 14), left[1] + 44))
        hand.stroke(way, 0.75, 0.25)


def paint_lake(hand: Hand) -> None:
    hand.layer("Lake")
    hand.drag(ToolName.rectangle, (0, HORIZON), (1280, 800))
    hand.colours("#eab393", "#2f4269")
    hand.gradient((0, HORIZON), (0, 700))
    hand.brush("02-round-soft", 30)
    hand.change(30, opacity=0.55, roundness=0.3)
    for number in range(14):
        hand.colours("#6f6b93")
        spot = -60 + number * 96 + hand.around(-20, 20), HORIZON + hand.around(12, 46)
        hand.stroke(level(*spot, 170), 0.3, 0.9, 0.3)
    for number in range(120):
        far = hand.around(0, 1) ** 1.3
        hand.change(3 + 15 * far, opacity=0.2 + 0.3 * far)
        hand.colours(("#43527f", "#f4c2a0", "#8f7f9f")[number % 3])
        spot = hand.around(-60, 1240), HORIZON + 5 + far * 230
        hand.stroke(level(*spot, 50 + 200 * far, hand.around(-2, 3)), 0.1, 0.8, 0.1)
    for step in range(44):
        y, wide = HORIZON + 3 + step * 4.6, 24 + step * 2.6
        hand.change(3 + step * 0.16, opacity=1.0)
        hand.colours(("#ffe2b0", "#fff6df", "#ffd39a")[step % 3])
        for _ in range(2):
            x, length = SUN[0] + hand.around(-0.5, 0.5) * wide, wide * hand.around(0.3, 0.9)
            hand.stroke(level(x - length / 2, y, length, 1, 6), 0.1, 0.9, 0.1)
    hand.session.selecting.select_none()


def paint_shore(hand: Hand) -> None:
    hand.layer("Shore")
    line = ridge(hand, (640, 652, 690, 726, 716, 690, 640, 610, 592), 7.0)
    hand.drag(ToolName.lasso, *line, (1300, 820), (-20, 820))
    hand.colours("#4d5a3a", "#1d2622")
    hand.gradient((0, 600), (0, 800))
    for preset, size, colours in (
        ("23-sponge", 74, ("#6d7141", "#2a3a2c", "#80743f")),
        ("14-charcoal-side", 66, ("#39452f", "#8a7d4a")),
    ):
        hand.brush(preset, size, opacity=0.55)
        for number in range(26):
            hand.colours(colours[number % len(colours)])
            spot = hand.around(0, 1280), hand.around(640, 800)
            hand.stroke(level(*spot, 130, hand.around(-10, 16)), 0.2, 0.8, 0.2)
    hand.session.selecting.select_none()
    hand.brush("26-grass", 50)
    for number, (x, y) in enumerate(line[4:-4:2]):
        hand.colours(("#5f7040", "#3c5034", "#8c8a4c")[number % 3])
        hand.stroke(level(x - 20, y + hand.around(0, 16), 52), 0.5, 0.8)
    for number in range(26):
        hand.colours(("#2c3f2d", "#55683a", "#7c7f45")[number % 3])
        x, y = hand.around(-20, 1260), hand.around(730, 810)
        hand.stroke(level(x, y, 60), 0.6, 1.0)


def paint_tree(hand: Hand) -> None:
    trunk = (206.0, 690.0)
    hand.layer("Tree")
    hand.colours("#3a2c28")
    hand.brush("10-ink-brush", 46)
    hand.stroke(arc(trunk, (190, 560), (226, 420)), 1.0, 0.75, 0.5)
    for foot in (150.0, 184.0, 232.0, 262.0):
        hand.stroke(arc((206, 640), (206, 690), (foot, 706 + hand.around(-4, 8))), 0.6, 0.05)
    hand.brush("10-ink-brush", 24)
    crowns = ((120, 372), (182, 310), (262, 292), (330, 350), (226, 360), (160, 420), (300, 420))
    for x, y in crowns:
        hand.stroke(arc((212, 520), ((x + 212) / 2, 470), (x, y)), 0.9, 0.5, 0.15)
    for size, count, colours in (
        (92, 46, ("#2d4233", "#3a5036")),
        (74, 40, ("#566b3a", "#6d7a3e")),
        (50, 26, ("#a3903f", "#c9a24a")),
    ):
        hand.brush("25-foliage", size)
        for number in range(count):
            x, y = crowns[number % len(crowns)]
            lit = 18 if size == 48 else 0
            hand.colours(colours[number % len(colours)])
            spot = x + hand.around(-54, 54) + lit, y + hand.around(-44, 44) - lit
            hand.stroke(level(*spot, 34, 8), 0.7, 1.0)
    hand.layer("Shadow on the tree", BlendMode.multiply, 0.72)
    hand.clip()
    hand.colours("#4a4a86")
    hand.brush("02-round-soft", 190)
    hand.stroke(arc((96, 330), (110, 470), (170, 560)), 0.5, 0.9, 0.7)
    hand.stroke(arc((172, 560), (176, 640), (186, 700)), 0.4, 0.5)


def paint_ink(hand: Hand) -> None:
    hand.layer("Ink")
    hand.colours("#1b1a22")
    hand.brush("08-ink-pen", 9)
    posts: list[tuple[float, float]] = [(930 + 58 * n, 742 - 17 * n) for n in range(6)]
    for x, y in posts:
        hand.stroke(arc((x, y), (x + 1, y - 30), (x + hand.around(-4, 4), y - 62)), 0.9, 0.7, 0.5)
    hand.brush("09-ink-fine", 3.4)
    for height in (20, 44):
        for (x, y), (right, end) in pairwise(posts):
            sag = (x + right) / 2, (y + end) / 2 - height + 9
            hand.stroke(arc((x, y - height), sag, (right, end - height)), 0.5, 0.8, 0.5)
    hand.change(2.6)
    for _ in range(54):
        x, y = hand.around(470, 760), hand.around(724, 770)
        lean = hand.around(-20, 34)
        hand.stroke(arc((x, y), (x, y - 34), (x + lean, y - hand.around(44, 86))), 1.0, 0.6, 0.05)
    hand.change(3.4)
    for x, y, wing in ((560, 214, 19), (604, 196, 15), (640, 222, 12), (526, 240, 11)):
        hand.stroke(arc((x - wing, y - 4), (x - wing / 2, y - wing * 0.8), (x, y)), 0.3, 0.9)
        hand.stroke(arc((x, y), (x + wing / 2, y - wing * 0.8), (x + wing, y - 5)), 0.9, 0.3)


def sign(hand: Hand) -> None:
    hand.colours("#fff4e2")
    hand.write("Evening at the lake", (44, 762), size=34)


@pytest.fixture
def hand(qtbot: QtBot, tmp_path: Path) -> Iterator[Hand]:
    app = build_app(Places(tmp_path / "config", tmp_path / "logs"))
    app.window.setGeometry(0, 0, 1440, 900)
    with qtbot.waitExposed(app.window):
        app.window.show()
    app.session.filing.new(CANVAS)
    app.window.canvas.zoom_to_fit()
    yield Hand(app, qtbot)
    # Not closed: it would ask what becomes of the painting.
    app.window.hide()
    app.session.close()


def test_a_landscape(hand: Hand) -> None:
    document = hand.session.easel.document
    blank = flatten(document, document.bounds)
    for paint in (paint_sky, paint_clouds, paint_mountains, paint_lake):
        paint(hand)
    for paint in (paint_shore, paint_tree, paint_ink, sign):
        paint(hand)
    picture = flatten(document, document.bounds)
    hand.shows(picture)

    layers = {layer.properties.name: layer for layer in document.layers}
    text, shadow = layers["Evening at the lake"], layers["Shadow on the tree"]
    assert isinstance(text, TextLayer)
    assert shadow.properties.clipped
    assert (picture[..., 3] == 255).all()
    assert picture[5, 5, 0] > picture[5, 5, 2]  # the sky is blue above
    assert picture[460, 640, 2] > picture[460, 640, 0]  # and warm at the horizon

    while document.history.undo():
        pass
    assert (flatten(document, document.bounds) == blank).all()
