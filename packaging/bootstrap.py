"""Set Repaint Studio up from a checkout, and start or test it. Standard library only.

python3 packaging/bootstrap.py setup   make .venv and install what is missing
python3 packaging/bootstrap.py run     set up, then start the window; without a display, repaint the
                                       sample picture and leave the pictures in sample-repaint/
python3 packaging/bootstrap.py test    set up with the development tools, then run the tests
"""

from __future__ import annotations

import ctypes.util
import hashlib
import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMP = VENV / "set-up.sha256"
CONSTRAINTS = ROOT / "packaging" / "constraints.txt"
OLDEST = (3, 11)

# Debian package by the library it brings, each found missing on a machine with nothing installed.
QT_LIBRARIES = {
    "EGL": "libegl1",
    "GL": "libgl1",
    "xkbcommon": "libxkbcommon0",
    "fontconfig": "libfontconfig1",
    "dbus-1": "libdbus-1-3",
    "glib-2.0": "libglib2.0-0",
    "xcb-cursor": "libxcb-cursor0",
    "xkbcommon-x11": "libxkbcommon-x11-0",
    "xcb-icccm": "libxcb-icccm4",
    "xcb-keysyms": "libxcb-keysyms1",
    "xcb-shape": "libxcb-shape0",
}
TEST_PROGRAMS = {
    "Xvfb": "xvfb",
    "xdotool": "xdotool",
    "openbox": "openbox",
    "objdump": "binutils",  # PyInstaller reads libraries with it.
}


def main() -> int:
    """Do what the command line says."""
    verb, *rest = sys.argv[1:] or ["run"]
    if verb not in {"setup", "run", "test"} or sys.version_info < OLDEST:
        print(__doc__, file=sys.stderr)
        print(f"This needs Python {OLDEST[0]}.{OLDEST[1]} or newer.", file=sys.stderr)
        return 2
    is_test = verb == "test"
    if not provide_libraries(with_programs=is_test) and verb != "setup":
        return 1
    install(with_tools=is_test)
    if verb == "setup":
        return 0
    return test(rest) if is_test else run(rest)


def install(*, with_tools: bool) -> None:
    """Make .venv hold what pyproject.toml and the constraints say; seconds when it does already."""
    wanted = _fingerprint(with_tools=with_tools)
    done = STAMP.read_text().split() if STAMP.exists() else []
    if wanted in done:
        return
    if not _python().exists():
        print("Making .venv …", flush=True)
        venv.create(VENV, with_pip=True)
    print("Installing (a few minutes the first time) …", flush=True)
    extra = "[dev]" if with_tools else ""
    command = [str(_python()), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*command, "-c", str(CONSTRAINTS), "-e", f"{ROOT}{extra}"], check=True)
    # What has the tools has the rest too.
    STAMP.write_text("\n".join({wanted, _fingerprint(with_tools=False)}))


def run(arguments: list[str]) -> int:
    """Start the window, or do the main job headless where there is no display."""
    if _has_display():
        return subprocess.call([_python(), "-m", "studio", *arguments], cwd=ROOT)
    folder = ROOT / "sample-repaint"
    print(f"There is no display. Repainting the sample picture instead, into {folder} …")
    picture, mask = (ROOT / "resources" / "sample" / name for name in ("picture.png", "mask.png"))
    folder.mkdir(exist_ok=True)
    for name, source in (("before.png", picture), ("mask.png", mask)):
        (folder / name).write_bytes(source.read_bytes())
    previews, after = folder / "previews", folder / "after.png"
    prompt = ["--prompt", "a sunflower", "--seed", "3"]
    command = [str(_python()), "-m", "studio", "repaint", str(picture), "--mask", str(mask)]
    return subprocess.call(
        [*command, *prompt, "--out", str(after), "--previews", str(previews)], cwd=ROOT
    )


def test(arguments: list[str]) -> int:
    """Run the tests; without arguments all of them, on every core."""
    arguments = arguments or ["-n", "auto", "--dist", "worksteal"]
    environment = {"QT_QPA_PLATFORM": "offscreen", **os.environ}
    return subprocess.call([_python(), "-m", "pytest", "-q", *arguments], cwd=ROOT, env=environment)


def provide_libraries(*, with_programs: bool) -> bool:
    """See that Qt finds its system libraries; install the missing ones where that is possible."""
    if not sys.platform.startswith("linux"):
        return True
    missing = [package for name, package in QT_LIBRARIES.items() if not _has_library(name)]
    if with_programs:
        missing += [package for name, package in TEST_PROGRAMS.items() if not _has_program(name)]
        missing += _missing_python_library()
    if not missing:
        return True
    line = ["apt-get", "install", "-y", "--no-install-recommends", *missing]
    if _has_program("apt-get") and os.geteuid() == 0:
        print("Installing the system libraries that Qt needs:", *missing, flush=True)
        for command in (["apt-get", "update", "-qq"], [*line, "-qq"]):
            environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
            subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL)
        return True
    print("Qt needs system libraries that are not here. On Debian or Ubuntu run:", file=sys.stderr)
    print("  sudo " + " ".join(line), file=sys.stderr)
    return False


def _missing_python_library() -> list[str]:
    """Debian has apart what PyInstaller puts into a frozen build: Python as a library."""
    name = f"python{sys.version_info[0]}.{sys.version_info[1]}"
    folder, library = (sysconfig.get_config_var(one) or "" for one in ("LIBDIR", "INSTSONAME"))
    is_there = _has_library(name) or Path(folder, library).is_file()
    return [] if is_there else [f"lib{name}"]


def _fingerprint(*, with_tools: bool) -> str:
    content = (ROOT / "pyproject.toml").read_bytes() + CONSTRAINTS.read_bytes()
    return hashlib.sha256(content + bytes([with_tools]) + sys.version.encode()).hexdigest()


def _python() -> Path:
    folder, name = ("Scripts", "python.exe") if os.name == "nt" else ("bin", "python")
    return VENV / folder / name


def _has_display() -> bool:
    if not sys.platform.startswith("linux"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _has_library(name: str) -> bool:
    """Ask the loader's cache; find_library also tries compilers, which may not be here."""
    try:
        listed = subprocess.run(
            ["/sbin/ldconfig", "-p"], capture_output=True, text=True, check=True
        ).stdout
    except (OSError, subprocess.CalledProcessError):
        return ctypes.util.find_library(name) is not None
    return f"lib{name}.so" in listed


def _has_program(name: str) -> bool:
    folders = os.environ.get("PATH", "").split(os.pathsep)
    return any(Path(folder, name).exists() for folder in folders)


if __name__ == "__main__":
    sys.exit(main())
