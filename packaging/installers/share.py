"""The files beside the program that make it part of a Linux desktop."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

from studio import __version__

ROOT = Path(__file__).resolve().parents[2]
LINUX = Path(__file__).with_name("linux")
ID = "repaint-studio"
METAINFO = "org.repaint_studio.RepaintStudio.metainfo.xml"


def write_share(share: Path) -> None:
    """Menu entry, icons, file type and description, under a folder such as /usr/share."""
    _copy(LINUX / f"{ID}.desktop", share / "applications")
    _copy(LINUX / f"{ID}.xml", share / "mime" / "packages")
    icons = share / "icons" / "hicolor"
    _copy(ROOT / "resources" / "app" / f"{ID}.png", icons / "256x256" / "apps")
    _copy(ROOT / "resources" / "app" / f"{ID}.svg", icons / "scalable" / "apps")
    words = (LINUX / METAINFO).read_text("utf-8")
    today = datetime.now(UTC).date().isoformat()
    written = share / "metainfo" / METAINFO
    written.parent.mkdir(parents=True)
    written.write_text(words.replace("@VERSION@", __version__).replace("@DATE@", today), "utf-8")


def _copy(file: Path, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(file, folder / file.name)
