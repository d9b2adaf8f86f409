"""The package for Debian, Ubuntu and their kin."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from installers.freeze import size_of
from installers.share import ID, LINUX, write_share
from studio import __version__

# What PyInstaller never bundles: the C library, the drivers' side of OpenGL, and fonts.
DEPENDS = (
    "libc6 (>= 2.35)",
    "libgl1",
    "libegl1",
    "fontconfig-config",
    "fonts-dejavu-core | fonts-liberation | fonts-noto-core",
)


def make_deb(frozen: Path, folder: Path) -> Path:
    """Pack a frozen build; returns the package.

    frozen: the folder that `freeze` made. folder: where the package goes.
    """
    tree = folder / "deb"
    shutil.rmtree(tree, ignore_errors=True)
    place = tree / "usr" / "lib" / ID
    shutil.copytree(frozen, place, symlinks=True, copy_function=_link_or_copy)
    (tree / "usr" / "bin").mkdir()
    (tree / "usr" / "bin" / ID).symlink_to(f"../lib/{ID}/{ID}")
    write_share(tree / "usr" / "share")
    documents = tree / "usr" / "share" / "doc" / ID
    documents.mkdir(parents=True)
    shutil.copyfile(LINUX / "copyright", documents / "copyright")
    _set_modes(tree)
    control = tree / "DEBIAN" / "control"
    control.parent.mkdir()
    control.write_text(control_text(size_of(tree)), "utf-8")
    package = folder / f"{ID}_{__version__}_{architecture()}.deb"
    compression = ["-Zxz", "-z1", "--root-owner-group"]
    subprocess.run(["dpkg-deb", *compression, "--build", tree, package], check=True)
    shutil.rmtree(tree)
    return package


def control_text(size: int) -> str:
    """What dpkg is told. size: bytes installed."""
    return (
        f"Package: {ID}\n"
        f"Version: {__version__}\n"
        f"Architecture: {architecture()}\n"
        "Maintainer: The Repaint Studio authors <maintainers@repaint-studio.invalid>\n"
        f"Installed-Size: {size // 1024}\n"
        f"Depends: {', '.join(DEPENDS)}\n"
        "Section: graphics\n"
        "Priority: optional\n"
        "Description: painting program in which diffusion is a brush\n"
        " Paint on a layered canvas, mark a region, say what it should become, and watch\n"
        " it being repainted in place. Works offline with the small model inside.\n"
    )


def architecture() -> str:
    """As dpkg calls this machine's."""
    asked = subprocess.run(
        ["dpkg", "--print-architecture"], capture_output=True, text=True, check=True
    )
    return asked.stdout.strip()


def _set_modes(tree: Path) -> None:
    """Everybody may read, whatever the umask of whoever makes it."""
    for path in tree.rglob("*"):
        if not path.is_symlink():
            may_run = path.is_dir() or path.stat().st_mode & 0o100
            path.chmod(0o755 if may_run else 0o644)


def _link_or_copy(source: str, target: str) -> str:
    """Half a gigabyte need not be written twice on one disk."""
    try:
        os.link(source, target, follow_symlinks=False)
    except OSError:
        shutil.copy2(source, target, follow_symlinks=False)
    return target
