"""Try a .deb as its users will: in a clean system, and from this machine's menu. Needs root.

python packaging/release_check.py PACKAGE.deb [--mirror URL] [--suite bookworm] [--only STEP …]

Leaves screenshots and what it painted in dist/check. Debian packages it needs: debootstrap xvfb
openbox xdotool libglib2.0-bin imagemagick.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PLACE = ROOT / "dist" / "check"
ID = "repaint-studio"
MENU_ENTRY = Path("/usr/share/applications") / f"{ID}.desktop"
PATIENCE = 60.0
# Where the panel of candidates is on the screen; on the canvas selections march.
CANDIDATES = "360x210+10+640"


class FailedError(Exception):
    """The package does not do what it should."""


def main() -> int:
    """Do every step; the exit code says whether all went well."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("package", type=Path)
    parser.add_argument("--mirror", default="http://deb.debian.org/debian")
    parser.add_argument("--suite", default="bookworm")
    parser.add_argument("--only", nargs="*", choices=("clean", "menu", "purge"))
    wanted = parser.parse_args()
    PLACE.mkdir(parents=True, exist_ok=True)
    steps: dict[str, Callable[[], None]] = {
        "clean": lambda: in_a_clean_system(wanted.package, wanted.suite, wanted.mirror),
        "menu": lambda: from_the_menu(wanted.package),
        "purge": purged,
    }
    for name, step in steps.items():
        if wanted.only is not None and name not in wanted.only:
            continue
        try:
            started = time.monotonic()
            step()
        except (FailedError, subprocess.CalledProcessError) as error:
            print(f"{name}: {error}", file=sys.stderr)
            return 1
        print(f"{name}: ok ({time.monotonic() - started:.0f} s)")
    return 0


def in_a_clean_system(package: Path, suite: str, mirror: str) -> None:
    """Install it where nothing else is, and let it repaint there."""
    with tempfile.TemporaryDirectory(prefix="clean-") as folder:
        system = Path(folder)
        run("debootstrap", "--variant=minbase", suite, system, mirror)
        shutil.copy(package, system / "tmp" / package.name)
        inside = {"PATH": os.environ["PATH"], "HOME": "/root", "QT_QPA_PLATFORM": "offscreen"}
        inside |= {"DEBIAN_FRONTEND": "noninteractive"}
        quiet = ("-y", "-qq", "--no-install-recommends")
        # torch counts the cores there.
        run("mount", "-t", "proc", "proc", system / "proc")
        try:
            run("chroot", system, "apt-get", "install", *quiet, f"/tmp/{package.name}", env=inside)
            run("chroot", system, ID, "selftest", env=inside)
        finally:
            run("umount", system / "proc")


def from_the_menu(package: Path) -> None:
    """Install it here; start it from its menu entry, paint, repaint, save, open by double-click."""
    run("apt-get", "install", "-y", "-qq", "--reinstall", package.resolve())
    with home_folder() as home, screen(Path(home)) as surroundings:
        person = Person(surroundings)
        try:
            paint_from_the_menu(person, surroundings)
        except FailedError:
            person.sees("failed")
            raise


def home_folder() -> tempfile.TemporaryDirectory[str]:
    """Of somebody who has never started it; a program that was cut off may still write there."""
    return tempfile.TemporaryDirectory(prefix="home-", ignore_cleanup_errors=True)


def paint_from_the_menu(person: Person, surroundings: Mapping[str, str]) -> None:
    """As somebody does who has just installed it."""
    run("gio", "launch", MENU_ENTRY, env=surroundings)
    person.waits_for_window()
    person.sees("started")
    painting = PLACE / "painting.ora"
    painting.unlink(missing_ok=True)
    paint_and_repaint(person, painting)
    check_painting(painting)
    run("gio", "mime", "image/openraster", f"{ID}.desktop", env=surroundings)
    run("gio", "open", painting, env=surroundings)
    person.waits_for_window(painting.stem)
    person.sees("opened-by-double-click")
    person.does("key", "ctrl+q")


def paint_and_repaint(person: Person, painting: Path) -> None:
    """A stroke, a masked spot, a prompt, a kept candidate, a saved file."""
    person.presses("b")
    person.drags((500, 560), (620, 480), (760, 560))
    person.presses("q")
    person.drags((560, 320), (700, 320), (700, 400), (560, 400), (560, 360), (700, 360))
    person.presses("slash")
    person.does("type", "a red apple")
    person.presses("ctrl+Return")
    person.waits_until_still()
    person.sees("candidate")
    person.presses("Escape")
    person.presses("Return")
    time.sleep(1)
    person.sees("kept")
    person.presses("ctrl+s")
    time.sleep(1)
    person.does("type", str(painting))
    person.presses("Return")
    until(painting.exists, "It did not save.")
    person.presses("ctrl+q")
    until(lambda: not person.windows(), "It did not close.")


def check_painting(painting: Path) -> None:
    """Ask the installed program what is in the file."""
    asked = [ID, "info", str(painting), "--json"]
    told = json.loads(subprocess.run(asked, capture_output=True, text=True, check=True).stdout)
    if not any("a red apple" in str(layer) for layer in told["layers"]):
        raise FailedError(f"No layer of the saved painting was repainted: {told}")


def purged() -> None:
    """Take it off this machine, and look that nothing stayed."""
    listed = subprocess.run(["dpkg", "-L", ID], capture_output=True, text=True, check=True)
    run("apt-get", "purge", "-y", "-qq", ID)
    left = [name for name in listed.stdout.splitlines() if ID in name and os.path.lexists(name)]
    if left:
        raise FailedError(f"{len(left)} files stayed: {left[:5]}")


class Person:
    """Somebody at the screen, who knows nothing of what is behind it."""

    def __init__(self, surroundings: Mapping[str, str]) -> None:
        self._surroundings = dict(surroundings)

    def does(self, *words: object) -> str:
        """One xdotool command; returns what it printed."""
        command = ["xdotool", *map(str, words)]
        asked = subprocess.run(
            command, env=self._surroundings, capture_output=True, text=True, check=False
        )
        time.sleep(0.15)
        return asked.stdout.strip()

    def presses(self, key: str) -> None:
        """A key."""
        self.does("key", key)

    def drags(self, *points: tuple[int, int]) -> None:
        """Press at the first point of the screen, move along, release."""
        self.does("mousemove", *points[0])
        self.does("mousedown", 1)
        for point in points[1:]:
            self.does("mousemove", *point)
        self.does("mouseup", 1)

    def windows(self, title: str = "Repaint Studio") -> list[str]:
        """The numbers of the windows with such a title."""
        return self.does("search", "--onlyvisible", "--name", title).split()

    def waits_for_window(self, title: str = "Repaint Studio") -> None:
        """Until it is there; it gets the keyboard."""
        until(lambda: bool(self.windows(title)), f"No window {title} came.")
        self.does("windowactivate", "--sync", self.windows(title)[-1])
        time.sleep(1)

    def waits_until_still(self) -> None:
        """Until a candidate is listed: that part has changed, and then not for three seconds."""
        first, last, since = self._looks(), b"", time.monotonic()
        ends = since + PATIENCE
        while time.monotonic() < ends:
            now = self._looks()
            if now != last:
                last, since = now, time.monotonic()
            elif now != first and time.monotonic() - since > 3:
                return
            time.sleep(0.5)
        raise FailedError("The repaint did not come to an end.")

    def sees(self, name: str) -> None:
        """Keep a screenshot."""
        run("import", "-window", "root", PLACE / f"{name}.png", env=self._surroundings)

    def _looks(self) -> bytes:
        looked = subprocess.run(
            ["import", "-window", "root", "-crop", CANDIDATES, "rgb:-"],
            env=self._surroundings,
            capture_output=True,
            check=True,
        )
        return looked.stdout


@contextmanager
def screen(home: Path) -> Iterator[Mapping[str, str]]:
    """A desktop of its own: the surroundings of programs in it."""
    ours, theirs = os.pipe()
    server = ["Xvfb", "-displayfd", str(theirs), "-screen", "0", "1440x900x24", "-nolisten", "tcp"]
    with subprocess.Popen(server, pass_fds=[theirs], stderr=subprocess.DEVNULL) as running:
        os.close(theirs)
        with os.fdopen(ours) as answer:
            display = f":{answer.readline().strip()}"
        kept = {name: os.environ[name] for name in ("PATH",)}
        surroundings = {**kept, "DISPLAY": display, "HOME": str(home), "LC_ALL": "C.UTF-8"}
        with subprocess.Popen(["openbox"], env=surroundings, stderr=subprocess.DEVNULL) as manager:
            try:
                yield surroundings
            finally:
                manager.terminate()
                running.terminate()


def until(is_so: Callable[[], bool], otherwise: str) -> None:
    """Wait for it, but not for ever."""
    ends = time.monotonic() + PATIENCE
    while not is_so():
        if time.monotonic() > ends:
            raise FailedError(otherwise)
        time.sleep(0.3)


def run(*command: object, env: Mapping[str, str] | None = None) -> None:
    """A command that must succeed."""
    subprocess.run([str(word) for word in command], env=env, check=True, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    sys.exit(main())
