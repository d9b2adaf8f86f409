"""Which wheels make a runtime: written when the program is built, shipped with it."""

from __future__ import annotations

import hashlib
import os
import sys
import sysconfig
from dataclasses import dataclass
from pathlib import Path

import msgspec

from studio.downloads.plan import Plan, PlannedFile
from studio.foreign_json import read_as
from studio.resources import resource

# Where a company or a country keeps copies of the wheels, all in one place.
MIRROR = "REPAINT_STUDIO_WHEELS"
_LARGEST = 4 << 20


@dataclass(frozen=True, slots=True)
class Wheel:
    """One of them. nbytes: of the file. unpacked: bytes of what is in it."""

    name: str
    url: str
    nbytes: int
    sha256: str
    unpacked: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """All of them. backend: cpu, cuda, rocm or mps. system, python: what they are made for."""

    backend: str
    system: str
    python: str
    wheels: list[Wheel]

    @property
    def id(self) -> str:
        """Tells it from any other: the same wheels, the same name."""
        digests = "\n".join(sorted(one.sha256 for one in self.wheels))
        return f"{self.backend}-{hashlib.sha256(digests.encode()).hexdigest()[:12]}"

    @property
    def nbytes(self) -> int:
        """What is to be fetched."""
        return sum(one.nbytes for one in self.wheels)

    @property
    def unpacked(self) -> int:
        """What it takes on the disk."""
        return sum(one.unpacked for one in self.wheels)

    @property
    def suits(self) -> bool:
        """Whether this program on this machine can use it."""
        return self.python == python() and self.system == system()


def offered(folder: Path | None = None) -> tuple[Manifest, ...]:
    """Those that this build can use, the smallest first."""
    place = folder or resource("runtime")
    found = (read(one) for one in sorted(place.glob("*.json")))
    return tuple(sorted((one for one in found if one and one.suits), key=lambda one: one.nbytes))


def plan_of(wheels: list[Wheel], folder: Path, title: str) -> Plan:
    """The same as something to download."""
    files = tuple(PlannedFile(one.name, _url(one), one.nbytes, one.sha256) for one in wheels)
    return Plan(title, folder, files, is_new=False)


def read(path: Path) -> Manifest | None:
    """What a file says; None when it is none."""
    try:
        with path.open("rb") as file:
            return read_as(file.read(_LARGEST), Manifest)
    except (OSError, ValueError):
        return None


def written(manifest: Manifest) -> bytes:
    """As `read` takes it."""
    return msgspec.json.format(msgspec.json.encode(manifest), indent=1) + b"\n"


def python() -> str:
    """The Python that runs this, as wheels are told apart by it."""
    return ".".join(map(str, sys.version_info[:2]))


def system() -> str:
    """This system, as wheels are told apart by it."""
    return sysconfig.get_platform()


def _url(wheel: Wheel) -> str:
    mirror = os.environ.get(MIRROR, "").rstrip("/")
    return f"{mirror}/{wheel.name}" if mirror else wheel.url
