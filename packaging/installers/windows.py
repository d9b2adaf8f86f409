"""The installer for Windows."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from studio import __version__

SCRIPT = Path(__file__).with_name("windows") / "repaint-studio.nsi"


def make_setup(frozen: Path, folder: Path) -> Path:
    """Pack a folder that holds repaint-studio.exe; returns the installer.

    NSIS runs everywhere, PyInstaller makes an .exe on Windows only.
    """
    # NSIS resolves names against the script's folder.
    setup = (folder / f"repaint-studio-{__version__}-win64-setup.exe").resolve()
    makensis = shutil.which("makensis") or "makensis"
    subprocess.run(
        [
            *(makensis, "-V2", "-INPUTCHARSET", "UTF8", f"-DVERSION={__version__}"),
            *(f"-DPAYLOAD={frozen.resolve()}", f"-DOUTPUT={setup}", str(SCRIPT)),
        ],
        check=True,
    )
    return setup
