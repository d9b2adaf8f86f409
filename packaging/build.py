"""Make the installers, one command each. Run it with the project's own Python, in .venv.

python packaging/build.py full       the program with everything in it, as a folder that runs
python packaging/build.py slim       without the models' runtime: it paints, but cannot repaint
python packaging/build.py deb        the full build for Debian and Ubuntu
python packaging/build.py tar        the full build as a tar.zst that installs without root
python packaging/build.py appimage   the full build as an AppImage
python packaging/build.py nsis       the slim build as an installer for Windows
python packaging/build.py app        the full build as a disk image for macOS

--frozen FOLDER takes a build that is there already; --output FOLDER (dist) is where all of it goes.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "packaging"), str(ROOT)]

from installers.archive import make_appimage, make_tar  # noqa: E402
from installers.contents import Flavour  # noqa: E402
from installers.deb import make_deb  # noqa: E402
from installers.freeze import freeze, size_of, try_out  # noqa: E402
from installers.macos import make_dmg  # noqa: E402
from installers.windows import make_setup  # noqa: E402


@dataclass(frozen=True, slots=True)
class Kind:
    """One thing that can be made.

    platform: where it can be frozen, as sys.platform says; empty: anywhere. tools: programs that
    must be there. pack: None when the folder itself is what is wanted.
    """

    flavour: Flavour
    platform: str
    tools: tuple[str, ...]
    pack: Callable[[Path, Path], Path] | None


KINDS = {
    "full": Kind(Flavour.full, "", (), None),
    "slim": Kind(Flavour.slim, "", (), None),
    "deb": Kind(Flavour.full, "linux", ("dpkg-deb",), make_deb),
    "tar": Kind(Flavour.full, "linux", ("tar", "zstd"), make_tar),
    "appimage": Kind(Flavour.full, "linux", ("appimagetool",), make_appimage),
    "nsis": Kind(Flavour.slim, "win32", ("makensis",), make_setup),
    "app": Kind(Flavour.full, "darwin", ("hdiutil",), make_dmg),
}

SYSTEMS = {"linux": "Linux", "win32": "Windows", "darwin": "macOS"}


def main() -> int:
    """Do what the command line says."""
    wanted = _parse()
    kind = KINDS[wanted.kind]
    lacking = what_is_lacking(kind, has_frozen=wanted.frozen is not None)
    if lacking:
        print(f"{wanted.kind} cannot be made here: {lacking}.", file=sys.stderr)
        return 2
    wanted.output.mkdir(parents=True, exist_ok=True)
    try:
        made = make(kind, wanted.frozen, wanted.output)
    except subprocess.CalledProcessError as error:
        print(f"{Path(error.cmd[0]).name} failed ({error.returncode}).", file=sys.stderr)
        return 1
    size = size_of(made) if made.is_dir() else made.stat().st_size
    print(f"{made}: {size / 1e6:.0f} MB")
    return 0


def what_is_lacking(kind: Kind, *, has_frozen: bool) -> str:
    """Why this machine cannot make it; empty when it can."""
    if kind.platform not in ("", sys.platform) and not has_frozen:
        return f"it is frozen on the system it is for, and this is not {SYSTEMS[kind.platform]}"
    missing = [tool for tool in kind.tools if shutil.which(tool) is None]
    return f"{', '.join(missing)} is not installed" if missing else ""


def make(kind: Kind, frozen: Path | None, folder: Path) -> Path:
    """Freeze if need be, try it out, pack it; returns what was made."""
    if frozen is None:
        frozen = freeze(kind.flavour, folder)
        try_out(frozen, kind.flavour)
    return frozen if kind.pack is None else kind.pack(frozen, folder)


def _parse() -> argparse.Namespace:
    words = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=words)
    parser.add_argument("kind", choices=KINDS)
    parser.add_argument("--frozen", type=Path)
    parser.add_argument("--output", type=Path, default=ROOT / "dist")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
