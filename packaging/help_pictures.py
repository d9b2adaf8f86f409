"""Take the pictures of the help from the program itself: `python packaging/help_pictures.py`.

Drives the real window offscreen, with the model that ships with it, once in each language.
"""

from __future__ import annotations

import argparse
import io
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QBuffer, QEventLoop, Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget  # noqa: TID251

from studio.app import App, Places, build_app
from studio.brush.sample import PenSample
from studio.colour import Colour
from studio.geometry import Extent
from studio.session.painting import ToolName
from studio.session.preferences import Preferences, PreferencesFile
from studio.session.repaint.trying import try_sample
from studio.window.welcome import Welcome

HELP = Path(__file__).resolve().parent.parent / "resources" / "help"
LANGUAGES = ("en", "zh_CN")
WIDEST = 640
WINDOW = 1040, 680
COLOURS = 200
PATIENCE = 120.0
Way = tuple[tuple[float, float], ...]


def main() -> int:
    """Take them in the languages asked for, in all of them if none is."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("languages", nargs="*", help=" ".join(LANGUAGES))
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    wanted = parser.parse_args().languages or LANGUAGES
    if len(wanted) > 1:
        # A process speaks one language: what it read of a model is in that for good.
        return max(subprocess.call([sys.executable, __file__, one]) for one in wanted)
    language = wanted[0]
    with tempfile.TemporaryDirectory() as home, opened(Path(home), language) as app:
        for name, take in SCENES.items():
            picture = take(app)
            wait(app, lambda: not any(one.isSingleShot() and one.isActive() for one in timers(app)))
            keep(picture, HELP / language / "pictures" / f"{name}.png")
            print(f"{language}/{name}")
    return 0


def timers(app: App) -> list[QTimer]:
    """What is yet to be shown, a moment after something happened."""
    return app.window.findChildren(QTimer)


@contextmanager
def opened(home: Path, language: str) -> Iterator[App]:
    """The program with nothing kept from earlier."""
    models = ("/home/mira/models", "/mnt/pictures/checkpoints")
    wanted = Preferences(language=language, model_folders=models)
    PreferencesFile(home / "preferences.json").change(wanted)
    app = build_app(Places(home, home))
    app.window.resize(*WINDOW)
    app.window.show()
    app.qt.processEvents()
    try:
        yield app
    finally:
        app.session.close()
        app.window.hide()
        app.window.deleteLater()


def first_painting(app: App) -> QWidget:
    """Hills and a sun, painted with a few strokes."""
    app.session.filing.new(Extent(1024, 768))
    for colour, size, way in HILLS:
        stroke(app, Colour.from_hex(colour), size, way)
    return app.window


def repaint(app: App) -> QWidget:
    """The sample, a part of it selected, and what it is to become."""
    window = app.window
    for dock in (*window.docks.all[1:], window.options):
        dock.hide()
    window.resize(820, 560)
    try_sample(app.session)
    return window


def candidates(app: App) -> QWidget:
    """What the model that ships with the program makes of it."""
    session = app.session
    app.window.reset_layout()
    app.window.resize(*WINDOW)
    session.repainting.set_count(2)
    session.repainting.repaint()
    wait(app, lambda: len(session.candidates.waiting) >= 2)
    return app.window.docks.candidates


def layers(app: App) -> QWidget:
    """A candidate that was kept, beneath an adjustment."""
    app.window.menus.action("keep").trigger()
    app.window.menus.action("adjust_HueSaturation").trigger()
    return app.window.docks.layers


def brushes(app: App) -> QWidget:
    """The panel of brushes."""
    app.window.docks.brush.raise_()
    app.qt.processEvents()
    app.window.resizeDocks([app.window.docks.brush], [560], Qt.Orientation.Vertical)
    return app.window.docks.brush


def models(app: App) -> QWidget:
    """The folders of models."""
    return preferences(app, "models")


def shortcuts(app: App) -> QWidget:
    """The list of keys."""
    return preferences(app, "shortcuts")


def welcome(app: App) -> QWidget:
    """What is seen first."""
    return Welcome(app.window.canvas, app.session, app.window.files)


def preferences(app: App, page: str) -> QWidget:
    """A page of the preferences."""
    app.window.desktop.show_preferences()
    dialog = app.window.desktop.preferences
    assert dialog is not None
    dialog.resize(WIDEST, 420)
    dialog.open_page(page)
    return dialog


SCENES: dict[str, Callable[[App], QWidget]] = {
    "welcome": welcome,
    "first-painting": first_painting,
    "repaint": repaint,
    "candidates": candidates,
    "layers": layers,
    "brushes": brushes,
    "models": models,
    "shortcuts": shortcuts,
}
# Colour, size (px) and way (canvas px) of each stroke, the farthest first.
HILLS = (
    ("#9cc9e8", 420.0, ((0, 120), (1024, 120))),
    ("#b9dcf0", 420.0, ((0, 330), (1024, 330))),
    ("#f6d365", 120.0, ((760, 150), (762, 151))),
    ("#8fb7a5", 260.0, ((0, 520), (260, 440), (520, 500), (800, 430), (1024, 480))),
    ("#6fa36f", 300.0, ((0, 650), (300, 570), (600, 620), (1024, 560))),
    ("#4f8a4b", 300.0, ((0, 770), (400, 700), (1024, 760))),
)


def stroke(app: App, colour: Colour, size: float, way: Way) -> None:
    """One stroke of the usual brush."""
    painting = app.session.painting
    painting.set_colours(colour, painting.background)
    painting.set_brush(ToolName.brush, replace(painting.brush_of(ToolName.brush), size=size))
    with painting.stroke() as drawn:
        for number, (x, y) in enumerate(way):
            drawn.add(PenSample(x, y, time=number * 20.0))


def wait(app: App, is_so: Callable[[], bool]) -> None:
    """Let the window live until something is so."""
    until = time.monotonic() + PATIENCE
    while not is_so():
        if time.monotonic() > until:
            sys.exit("what was waited for never came")
        app.qt.processEvents()
        time.sleep(0.01)


def keep(widget: QWidget, path: Path) -> None:
    """A picture of a widget as it is now, no wider than a page, in as many colours as it needs."""
    QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 200)
    seen = QBuffer()
    seen.open(QBuffer.OpenModeFlag.WriteOnly)
    widget.grab().save(seen, "PNG")
    picture = Image.open(io.BytesIO(seen.data().data())).convert("RGB")
    if picture.width > WIDEST:
        height = round(picture.height * WIDEST / picture.width)
        picture = picture.resize((WIDEST, height), Image.Resampling.LANCZOS)
    path.parent.mkdir(parents=True, exist_ok=True)
    picture.quantize(COLOURS).save(path, optimize=True)


if __name__ == "__main__":
    sys.exit(main())
