from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from studio.downloads.line import Line
from studio.runtime.manifest import Manifest, Wheel
from studio.runtime.setting_up import Stage, set_up
from studio.runtime.shelf import Shelf
from tests.downloads.conftest import Recorder
from tests.fakes.hub import FakeHub, fake_hub
from tests.fakes.wheels import manifest_of, told, wheel_of
from tests.patience import PATIENCE

LARGE = b"".join(hashlib.sha256(bytes((one,))).digest() for one in range(256)) * 8


@dataclass
class Workshop:
    """Wheels at a hub, and a shelf to put runtimes on; `tried` are those that were tried."""

    hub: FakeHub
    folder: Path
    shelf: Shelf
    tried: list[Path] = field(default_factory=list)
    stages: list[Stage] = field(default_factory=list)

    def wheel(self, name: str, files: dict[str, bytes] | None = None, version: str = "1.0"):
        """One that the hub has."""
        content = files or {f"{name}/__init__.py": f"VERSION = '{version}'\n".encode()}
        path, packed = wheel_of(self.folder / "wheels", name, content, version=version)
        self.hub.others[f"/{path.name}"] = ("application/octet-stream", packed)
        return told(path, self.hub.url)

    def usual(self, version: str = "1.0") -> Manifest:
        """A small library that changes with the version, and a large one that does not."""
        large = self.wheel("large", {"large/data.bin": LARGE, "large/__init__.py": b""})
        return manifest_of(self.wheel("small", version=version), large)

    def set_up(
        self, manifest: Manifest, watch: Recorder | None = None, try_it=None, patience=PATIENCE
    ) -> Path:
        """With a trial that notes what it tries."""
        return set_up(
            manifest,
            self.shelf,
            Line(patience),
            watch or Recorder(),
            at_stage=self.stages.append,
            try_it=try_it or (lambda runtime, _: self.tried.append(runtime)),
        )

    def asked_for(self, wheel: Wheel) -> int:
        return len(self.hub.asked_for(wheel.name))


@pytest.fixture
def workshop(tmp_path):
    with fake_hub() as hub:
        yield Workshop(hub, tmp_path, Shelf(tmp_path / "runtime"))
