"""The program as a folder that runs without Python: made by PyInstaller, then tried."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from installers.contents import Flavour

ROOT = Path(__file__).resolve().parents[2]
SPEC = Path(__file__).with_name("repaint_studio.spec")
HEAVY_WITH_SYMBOLS = (
    "torch/lib/*.so*",
    "cv2/*.so",
    "libpython*.so*",
    "python3*/lib-dynload/*.so",
    "wasmtime/*/*.so",
    "PIL/*.so",
)
PROGRAM = "repaint-studio.exe" if sys.platform == "win32" else "repaint-studio"


def freeze(flavour: Flavour, folder: Path) -> Path:
    """Make the build; returns the folder that holds the program.

    folder: where builds are kept; a former one of this flavour is replaced.

    Raises:
        subprocess.CalledProcessError: PyInstaller says why on its standard error.
    """
    place = folder / flavour.value
    shutil.rmtree(place, ignore_errors=True)
    subprocess.run(
        [
            *(sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN"),
            *("--distpath", str(place), "--workpath", str(folder / "work" / flavour.value)),
            *(str(SPEC), "--", flavour.value),
        ],
        check=True,
        # The modules that lie here, whatever checkout is installed in this Python.
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    made = place / "repaint-studio"
    _strip(made)
    return made


def try_out(made: Path, flavour: Flavour) -> None:
    """Let a build paint and save, a full one repaint too, without a network or a display.

    Raises:
        subprocess.CalledProcessError: it does not work.
    """
    surroundings = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "HF_HUB_OFFLINE": "1"}
    without = ["--without-model"] if flavour is Flavour.slim else []
    subprocess.run(
        [made / PROGRAM, "--selftest", *without], check=True, env=surroundings, timeout=600
    )


def size_of(folder: Path) -> int:
    """Bytes on disk."""
    return sum(path.lstat().st_size for path in folder.rglob("*") if not path.is_dir())


def _strip(made: Path) -> None:
    """Take the symbols off the files that carry the most of them.

    Not off all: OpenBLAS does not load any more when it was stripped.
    """
    if shutil.which("strip") is None or sys.platform != "linux":
        return
    for pattern in HEAVY_WITH_SYMBOLS:
        for path in (made / "_internal").glob(pattern):
            if not path.is_symlink():
                subprocess.run(["strip", "--strip-unneeded", path], check=True)
