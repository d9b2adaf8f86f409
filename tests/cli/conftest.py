"""A folder with a picture and a mask, and a console to run commands at."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from studio.cli.verbs import run_verb
from tests.fakes.engines import FakeEngine

WIDTH, HEIGHT = 200, 150
HOLE = (slice(40, 110), slice(50, 150))


@dataclass
class Shell:
    """Runs commands in one folder and keeps what was said."""

    folder: Path
    capsys: Any
    engine: Any = field(default_factory=FakeEngine)
    catalogue: Any = None

    def __call__(self, *words: object) -> int:
        code = run_verb([str(word) for word in words], self._make)
        said = self.capsys.readouterr()
        self.out, self.err = said.out, said.err
        return code

    def repaint(self, *words: object, out: str = "out.png") -> int:
        """The usual repaint of the picture under the mask, as JSON."""
        given = ("--mask", self.folder / "mask.png") if "--mask" not in words else ()
        prompt = ("--prompt", "a cat") if "--prompt" not in words else ()
        return self(
            "repaint",
            self.folder / "picture.png",
            *prompt,
            *given,
            "--out",
            self.folder / out,
            "--json",
            *words,
        )

    @property
    def events(self) -> list[dict[str, Any]]:
        """Every JSON line of the last command."""
        return [json.loads(line) for line in self.out.splitlines()]

    def of(self, event: str) -> list[dict[str, Any]]:
        """The JSON lines of one kind."""
        return [one for one in self.events if one["event"] == event]

    def _make(self, catalogue):
        self.catalogue = catalogue
        return self.engine


@pytest.fixture
def shell(tmp_path, capsys):
    save(tmp_path / "picture.png", photograph())
    mask = np.zeros((HEIGHT, WIDTH), np.uint8)
    mask[HOLE] = 255
    save(tmp_path / "mask.png", mask)
    return Shell(tmp_path, capsys)


def photograph(seed: int = 1):
    """uint8[h, w, 3] RGB of noise, so that any byte that moves is seen."""
    return np.random.default_rng(seed).integers(0, 256, (HEIGHT, WIDTH, 3), dtype=np.uint8)


def save(path, pixels):
    Image.fromarray(pixels).save(path)


def load(path):
    """uint8[h, w, 3] RGB."""
    return np.asarray(Image.open(path).convert("RGB"))
