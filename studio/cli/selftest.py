"""The verb `selftest`: the whole way once, on this machine, with the model that ships."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

import numpy as np

from studio.cli.arguments import Repaint
from studio.cli.console import Console
from studio.cli.repainting import MakeEngine, Repainted, repaint
from studio.document.tiles import Pixels
from studio.files.images import read_picture, write_picture
from studio.generation.engine import EngineError, EngineErrorKind
from studio.jobs.engines import local_engine
from studio.text import tr

_SIDE = 160
_HOLE = slice(40, 120)


def self_test(console: Console, make_engine: MakeEngine = local_engine) -> None:
    """Repaint a hole in a picture, and look that all of it changed within and nothing outside.

    Raises:
        StudioError: something does not work here.
    """
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="repaint-studio-") as folder:
        made = _repaint_in(Path(folder), console, make_engine)
        within, outside = _differences(Path(folder))
    if made.changed_outside or outside or not within:
        raise EngineError(
            EngineErrorKind.crashed,
            tr("The self-test failed: {count} bytes changed outside the mask.", count=outside),
            tr("The installation is damaged, or this machine computes wrongly."),
        )
    seconds = round(time.monotonic() - started, 3)
    console.show({"event": "selftest", "ok": True, "seconds": seconds, "changed_outside_mask": 0})
    console.say(tr("ok: repainted in {seconds} s, nothing changed outside.", seconds=seconds))


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
