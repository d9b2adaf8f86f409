"""A tar.zst to unpack anywhere, with an installer that needs no root; and a folder for AppImage."""

from __future__ import annotations

import platform
import shutil
import subprocess
from pathlib import Path

from installers.share import ID, LINUX, ROOT, write_share
from studio import __version__

_START = f'#!/bin/sh\nexec "$(dirname "$(readlink -f "$0")")/usr/lib/{ID}/{ID}" "$@"\n'


def make_tar(frozen: Path, folder: Path) -> Path:
    """Pack a frozen build; returns the archive."""
    name = f"{ID}-{__version__}-{_machine()}"
    tree = folder / name
    shutil.rmtree(tree, ignore_errors=True)
    share = tree / "share"
    share.mkdir(parents=True)
    icons = ROOT / "resources" / "app"
    for file in (
        LINUX / f"{ID}.desktop",
        LINUX / f"{ID}.xml",
        icons / f"{ID}.png",
        icons / f"{ID}.svg",
    ):
        shutil.copyfile(file, share / file.name)
    shutil.copy2(LINUX / "install.sh", tree / "install.sh")
    shutil.copyfile(ROOT / "LICENSE", tree / "LICENSE")
    archive = folder / f"{name}.tar.zst"
    archive.unlink(missing_ok=True)
    # The build is half a gigabyte: it is read where it lies, under the archive's name for it.
    subprocess.run(
        [
            *(
                "tar",
                "--owner=0",
                "--group=0",
                "--sort=name",
                "-I",
                "zstd -9 -T0 -q",
                "-cf",
                archive,
            ),
            *("-C", folder, name),
            *("-C", frozen.parent, "--transform", rf"s,^{frozen.name}\(/\|$\),{name}/{ID}\1,S"),
            frozen.name,
        ],
        check=True,
    )
    shutil.rmtree(tree)
    return archive


def make_appimage(frozen: Path, folder: Path) -> Path:
    """Pack a frozen build with appimagetool, which must be there; returns the image."""
    tree = folder / "AppDir"
    shutil.rmtree(tree, ignore_errors=True)
    shutil.copytree(frozen, tree / "usr" / "lib" / ID, symlinks=True)
    write_share(tree / "usr" / "share")
    shutil.copyfile(LINUX / f"{ID}.desktop", tree / f"{ID}.desktop")
    shutil.copyfile(ROOT / "resources" / "app" / f"{ID}.svg", tree / f"{ID}.svg")
    start = tree / "AppRun"
    start.write_text(_START, "utf-8")
    start.chmod(0o755)
    image = folder / f"{ID}-{__version__}-{_machine()}.AppImage"
    subprocess.run(["appimagetool", tree, image], check=True)
    shutil.rmtree(tree)
    return image


def _machine() -> str:
    return f"linux-{platform.machine()}"
