from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from studio.downloads.download import download
from studio.downloads.line import Line
from studio.downloads.plan import Plan, PlannedFile
from studio.downloads.watch import Stopped
from tests.fakes.hub import REVISION, FakeHub, fake_hub
from tests.patience import PATIENCE


@dataclass
class Recorder:
    """Looks on (`DownloadWatch`); waits for nothing. stop_after: bytes."""

    stop_after: int | None = None
    done: int = 0
    most: int = 0
    waited: list[float] = field(default_factory=list)
    names: list[str] = field(default_factory=list)

    def check(self) -> None:
        if self.stop_after is not None and self.done >= self.stop_after:
            raise Stopped

    def wait(self, seconds: float) -> None:
        self.waited.append(seconds)

    def arrived(self, nbytes: int) -> None:
        self.done += nbytes
        self.most = max(self.most, self.done)

    def at(self, name: str) -> None:
        self.names.append(name)


@dataclass
class Bench:
    """A hub, a folder, and a plan of one file."""

    hub: FakeHub
    folder: Path
    content: bytes

    @property
    def file(self) -> PlannedFile:
        return self.planned("big.bin", self.content)

    def planned(self, name: str, content: bytes, repository: str = "some/model") -> PlannedFile:
        """A file that the hub has, with its digest."""
        self.hub.repositories.setdefault(repository, {})[name] = content
        url = f"{self.hub.url}/{repository}/resolve/{REVISION}/{name}"
        return PlannedFile(name, url, len(content), hashlib.sha256(content).hexdigest())

    def plan(self, *files: PlannedFile) -> Plan:
        return Plan("Model", self.folder / "model", files or (self.file,))

    def get(
        self,
        plan: Plan | None = None,
        watch: Recorder | None = None,
        *,
        patience: float = PATIENCE,
    ) -> Recorder:
        """Download it."""
        watch = watch or Recorder()
        download(plan or self.plan(), Line(patience), watch)
        return watch

    def aside(self) -> list[Path]:
        """What lies beside what is installed."""
        return [one for one in self.folder.iterdir() if one.name.startswith(".")]


@pytest.fixture
def hub(monkeypatch):
    with fake_hub() as found:
        monkeypatch.setenv("HF_ENDPOINT", found.url)
        yield found


@pytest.fixture
def bench(hub, tmp_path):
    content = b"".join(hashlib.sha256(bytes((one,))).digest() for one in range(256)) * 8
    return Bench(hub, tmp_path, content)
