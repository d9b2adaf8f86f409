"""The verb `selftest`: the window, a stroke, a saved file and a repaint, on this machine."""

from __future__ import annotations

import os
import tempfile
import time
from pathlib import Path

import numpy as np

from studio.brush.sample import PenSample
from studio.cli.arguments import Repaint
from studio.cli.console import Console, Json
from studio.cli.repainting import MakeEngine, Repainted, repaint
from studio.document.composite import flatten
from studio.document.tiles import Pixels
from studio.files.formats import open_document
from studio.files.pictures.images import read_picture, write_picture
from studio.generation.engine import EngineError, EngineErrorKind
from studio.jobs.engines import local_engine
from studio.text import tr

_SIDE = 160
_HOLE = slice(40, 120)


def self_test(
    console: Console, make_engine: MakeEngine = local_engine, *, with_model: bool = True
) -> None:
    """Paint in a window and save; then, with a model, repaint a hole and look what changed.

    Raises:
        StudioError: something does not work here.
    """
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="repaint-studio-") as folder:
        _paint_in_a_window(Path(folder))
        outside = _repaint_a_hole(Path(folder), console, make_engine) if with_model else 0
    seconds = round(time.monotonic() - started, 3)
    result: dict[str, Json] = {"ok": True, "seconds": seconds, "repainted": with_model}
    console.show({"event": "selftest", **result, "changed_outside_mask": outside})
    if with_model:
        console.say(tr("ok: repainted in {seconds} s, nothing changed outside.", seconds=seconds))
    else:
        console.say(tr("ok: painted and saved in {seconds} s.", seconds=seconds))


def _paint_in_a_window(folder: Path) -> None:
    """The program's own window, off the screen: a stroke in it is in the file that it saves."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    # Not above: the other commands must not pay for widgets.
    from studio.app import Places, build_app

    app = build_app(Places(folder / "config", folder / "logs"))
    try:
        app.window.grab()
        before = flatten(app.session.easel.document, app.session.easel.document.bounds)
        with app.session.painting.stroke() as stroke:
            for x in range(200, 400, 10):
                stroke.add(PenSample(float(x), 200.0, time=float(x)))
        app.session.filing.save(folder / "painting.ora")
    finally:
        app.window.close()
        app.session.close()
    saved = open_document(folder / "painting.ora").document
    if np.array_equal(flatten(saved, saved.bounds), before):
        raise _failure(tr("The self-test failed: the saved painting lacks its stroke."))


def _repaint_a_hole(folder: Path, console: Console, make_engine: MakeEngine) -> int:
    """Bytes that changed outside of the hole: 0."""
    made = _repaint_in(folder, console, make_engine)
    within, outside = _differences(folder)
    if made.changed_outside or outside or not within:
        raise _failure(
            tr("The self-test failed: {count} bytes changed outside the mask.", count=outside)
        )
    return outside


def _failure(message: str) -> EngineError:
    hint = tr("The installation is damaged, or this machine computes wrongly.")
    return EngineError(EngineErrorKind.crashed, message, hint)


def _repaint_in(folder: Path, console: Console, make_engine: MakeEngine) -> Repainted:
    write_picture(folder / "picture.png", _picture())
    write_picture(folder / "mask.png", _mask())
    wish = Repaint(
        folder / "picture.png",
        folder / "out.png",
        "sun",
        mask=folder / "mask.png",
        steps=4,
        seed=1,
    )
    return repaint(wish, console, make_engine)[0]


def _differences(folder: Path) -> tuple[int, int]:
    """Bytes of the written file that differ within the hole, and outside it."""
    after = read_picture(folder / "out.png").pixels
    differs = after != _picture()
    within = int(np.count_nonzero(differs[_HOLE, _HOLE]))
    return within, int(np.count_nonzero(differs)) - within


def _picture() -> Pixels:
    """Premultiplied BGRA: every byte of the colours tells where it is."""
    ramp = np.linspace(0, 255, _SIDE).astype(np.uint8)
    picture = np.full((_SIDE, _SIDE, 4), 255, np.uint8)
    picture[..., 0], picture[..., 1], picture[..., 2] = ramp[:, None], ramp[None], ramp[::-1, None]
    return picture


def _mask() -> Pixels:
    mask = np.zeros((_SIDE, _SIDE, 4), np.uint8)
    mask[..., 3] = 255
    mask[_HOLE, _HOLE] = 255
    return mask
