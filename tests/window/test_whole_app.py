"""The whole program in a real window under Xvfb: xdotool paints, masks, repaints and saves.

The last picture of the screen stays in build/window.png.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from studio.document.document import Document
from studio.document.layers import PaintLayer
from studio.files.formats import open_document, save_document
from studio.files.images import write_picture
from studio.generation.recipe import LayerRecipe
from studio.geometry import Extent
from studio.session.filing import blank_document

ROOT = Path(__file__).parent.parent.parent
SCREEN = Extent(1440, 900)
PATIENCE = 120.0

pytestmark = [
    pytest.mark.window,
    pytest.mark.model,
    pytest.mark.skipif(
        not all(map(shutil.which, ("Xvfb", "xdotool", "openbox"))),
        reason="needs Xvfb, xdotool and openbox",
    ),
]


class Screen:
    """A display of its own, and hands at it."""

    def __init__(self, folder: Path) -> None:
        self._frame = folder / "Xvfb_screen0"
        read, write = os.pipe()
        size = f"{SCREEN.width}x{SCREEN.height}x24"
        self._server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(write), "-screen", "0", size, "-fbdir", str(folder)],
            pass_fds=[write],
            stderr=subprocess.DEVNULL,
        )
        os.close(write)
        with os.fdopen(read) as told:
            self.env = {**os.environ, "DISPLAY": f":{told.readline().strip()}"}
        self.env["QT_QPA_PLATFORM"] = "xcb"
        self._manager = subprocess.Popen(["openbox"], env=self.env, stderr=subprocess.DEVNULL)

    def do(self, *words: str) -> str:
        """Have xdotool do something."""
        run = ["xdotool", *words]
        found = subprocess.run(run, env=self.env, capture_output=True, text=True, check=False)
        return found.stdout.strip()

    def drag(self, *spots: tuple[int, int]) -> None:
        """Draw with the left button."""
        self.do("mousemove", *map(str, spots[0]), "mousedown", "1")
        for x, y in spots[1:]:
            self.do("mousemove", str(x), str(y), "sleep", "0.02")
        self.do("mouseup", "1")

    def picture(self) -> np.ndarray:
        """What is on the screen, uint8[h, w, 4] BGRX; X's own dump format, big-endian header."""
        dump = self._frame.read_bytes()
        words = np.frombuffer(dump, ">u4", 25)
        start = int(words[0]) + 12 * int(words[19])
        rows = np.frombuffer(dump, np.uint8, offset=start)
        return rows[: SCREEN.area * 4].reshape(SCREEN.height, SCREEN.width, 4)

    def keep(self, path: Path) -> None:
        """Write what is on the screen."""
        opaque = self.picture().copy()
        opaque[..., 3] = 255
        path.parent.mkdir(exist_ok=True)
        write_picture(path, opaque)

    def close(self) -> None:
        """Take it down."""
        for one in (self._manager, self._server):
            one.terminate()
            one.wait(20)


@pytest.fixture
def screen(tmp_path) -> Iterator[Screen]:
    screen = Screen(tmp_path)
    yield screen
    screen.close()


@pytest.fixture
def painting(tmp_path: Path) -> Path:
    path = tmp_path / "sea.ora"
    save_document(blank_document(Extent(512, 512)), path)
    return path


@pytest.fixture
def program(screen, painting, tmp_path) -> Iterator[subprocess.Popen[bytes]]:
    home = {"HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path), "LANG": "C.UTF-8"}
    run = [sys.executable, "-m", "studio", "--engine=thread", str(painting)]
    running = subprocess.Popen(run, cwd=ROOT, env={**screen.env, **home})
    yield running
    running.kill()
    running.wait(20)


def wait_for(is_so: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < deadline, f"never came: {what}"
        time.sleep(0.25)


def saved(screen: Screen, painting: Path) -> Document:
    before = painting.stat().st_mtime_ns
    screen.do("key", "ctrl+s")
    wait_for(lambda: painting.stat().st_mtime_ns != before, "the file saved")
    return open_document(painting).document


def test_paint_mask_repaint_keep_and_save_by_hand(screen, program, painting):
    wait_for(lambda: bool(screen.do("search", "--onlyvisible", "--name", "sea.ora")), "a window")
    window = screen.do("search", "--onlyvisible", "--name", "sea.ora").splitlines()[0]
    screen.do("windowactivate", "--sync", window, "windowmove", window, "0", "0")
    screen.do("windowsize", "--sync", window, "1438", "870")
    middle = (743, 470)
    wait_for(lambda: screen.picture()[middle[1], middle[0], :3].min() == 255, "a white canvas")

    screen.drag((600, 400), (650, 430), (700, 400), (760, 420), (840, 400))
    screen.do("key", "k")
    screen.drag((690, 520), (720, 540), (760, 530), (790, 545), (740, 560))
    screen.do("mousemove", "210", "160", "click", "1")
    screen.do("type", "a yellow flower")
    screen.do("key", "ctrl+Return")
    screen.do("mousemove", *map(str, middle), "click", "2")  # back to the canvas, painting nothing
    layers: list[object] = []

    def is_kept() -> bool:
        screen.do("key", "Return")
        layers[:] = saved(screen, painting).layers if program.poll() is None else []
        return len(layers) == 2

    try:
        wait_for(is_kept, "a kept candidate")
    finally:
        screen.keep(ROOT / "build" / "window.png")
    document = open_document(painting).document
    ground, made = document.layers
    assert isinstance(ground, PaintLayer)
    assert isinstance(made, PaintLayer)
    assert ground.tiles.read(document.bounds)[..., 0].min() < 60  # the stroke
    coverage = made.tiles.read(document.bounds)[..., 3]
    assert coverage.max() == 255
    assert 0.005 < np.count_nonzero(coverage) / coverage.size < 0.2  # what the mask brush covered
    assert LayerRecipe.from_json(made.recipe).recipe.prompt == "a yellow flower"
