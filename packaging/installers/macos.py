"""The disk image for macOS: the .app, which `freeze` makes there, in a window to drag it from."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from studio import __version__

SETTINGS = Path(__file__).with_name("dmg_settings.py")


def make_dmg(app: Path, folder: Path) -> Path:
    """Pack an .app; returns the image. Needs dmgbuild, and macOS for its hdiutil."""
    image = folder / f"repaint-studio-{__version__}.dmg"
    image.unlink(missing_ok=True)
    subprocess.run(
        [
            *(sys.executable, "-m", "dmgbuild", "-s", str(SETTINGS), "-D", f"app={app}"),
            *("Repaint Studio", str(image)),
        ],
        check=True,
    )
    return image
