"""The whole program offscreen, with an engine that behaves and answers prepared."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from studio.app import App, Places, build_app
from studio.document.aids import Axes, Grid
from studio.files.exporting import ExportChoice, ExportSource
from studio.generation.hardware import Hardware, HardwareChoice
from studio.geometry import Extent
from studio.models.programs import Place
from studio.session.files.kept_file import Doubt
from studio.session.session import Session
from studio.text import use_language
from studio.window.asking import Overwriting, Unsaved
from studio.window.canvas_size import CanvasSize
from studio.window.new_document import NewDocument
from tests.driver import Painter
from tests.fakes.engines import FakeEngine


@dataclass
class Answers:
    """Answers what was prepared (`Asking`), and remembers what was asked."""

    new: NewDocument | None = None
    extent: Extent | None = None
    canvas: CanvasSize | None = None
    cells: Grid | None = None
    mirrors: Axes | None = None
    machine: HardwareChoice | None = None
    path: Path | None = None
    places: tuple[Path, ...] | None = None
    unsaved: Unsaved = Unsaved.stay
    overwriting: Overwriting = Overwriting.stay
    export: ExportChoice | None = None
    asked: list[str] = field(default_factory=list)

    def new_document(self) -> NewDocument | None:
        self.asked.append("new")
        return self.new

    def image_size(self, extent: Extent) -> Extent | None:
        self.asked.append("image size")
        return self.extent

    def canvas_size(self, extent: Extent) -> CanvasSize | None:
        self.asked.append("canvas size")
        return self.canvas

    def axes(self, axes: Axes, extent: Extent) -> Axes | None:
        self.asked.append("axes")
        return self.mirrors

    def grid(self, session: Session) -> Grid | None:
        self.asked.append("grid")
        return self.cells

    def hardware(self, choice: HardwareChoice, found: Hardware | None) -> HardwareChoice | None:
        self.asked.append(f"hardware {choice.processor.value}")
        return self.machine

    def folder_of_models(self) -> Path | None:
        self.asked.append("models")
        return self.path

    def places_of_models(self, places: tuple[Place, ...]) -> tuple[Path, ...] | None:
        self.asked.append(f"places {len(places)}")
        return self.places

    def pickle_to_convert(self) -> Path | None:
        self.asked.append("pickle")
        return self.path

    def downloads(self, session: Session) -> None:
        self.asked.append("downloads")

    def runtime(self, session: Session) -> None:
        self.asked.append("runtime")

    def file_to_open(self, folder: Path) -> Path | None:
        self.asked.append("open")
        return self.path

    def where_to_save(self, suggested: Path) -> Path | None:
        self.asked.append(f"save {suggested.name}")
        return self.path

    def how_to_export(self, source: ExportSource, choice: ExportChoice) -> ExportChoice | None:
        self.asked.append(f"how to export {choice.ending}")
        return self.export

    def where_to_export(self, suggested: Path) -> Path | None:
        self.asked.append(f"export {suggested.name}")
        return self.path

    def about_unsaved(self, title: str) -> Unsaved:
        self.asked.append(f"unsaved {title}")
        return self.unsaved

    def about_overwriting(self, name: str, doubt: Doubt) -> Overwriting:
        self.asked.append(f"{doubt.value} {name}")
        return self.overwriting


@dataclass
class Desk:
    """The program as someone in front of it has it."""

    app: App
    engine: FakeEngine
    answers: Answers
    painter: Painter

    @property
    def session(self):
        return self.app.session

    @property
    def window(self):
        return self.app.window

    @property
    def document(self):
        return self.session.easel.document

    def do(self, name: str) -> None:
        """Choose an action from the menus."""
        self.window.menus.show_states()
        self.window.menus.action(name).trigger()

    def stroke(self) -> None:
        self.painter.press(20, 20).move(60, 30).move(120, 60).release()


@pytest.fixture
def answers():
    return Answers()


@pytest.fixture
def desk(qapp, qtbot, tmp_path, answers):
    engine = FakeEngine(steps=3)
    places = Places(tmp_path / "config", tmp_path / "logs")
    app = build_app(places, make_engine=lambda _: engine, asking=answers)
    app.session.filing.new(Extent(256, 192))
    # The window asks before it closes; at the end of a test nothing may.
    qtbot.addWidget(app.window, before_close_func=lambda _: discard(answers))
    app.window.resize(1440, 900)
    with qtbot.waitExposed(app.window):
        app.window.show()
    yield Desk(app, engine, answers, Painter(app.window.canvas))
    engine.release()
    app.session.close()
    use_language("en")


def discard(answers: Answers) -> None:
    answers.unsaved = Unsaved.discard


def pytest_collection_modifyitems(items):
    """The offscreen platform says of every window what it cannot do with it."""
    for item in items:
        if "/window/" in str(item.path):
            item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support", extend=True))
