"""What is saved here looks the same in Krita, and what Krita saves looks the same here."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from studio.document.composite import flatten
from studio.document.tiles import Pixels
from studio.files.openraster.format import load, save
from studio.files.pictures.images import read_picture
from studio.geometry import Bounds
from tests.files.openraster.krita_sheet import NAMES, sheet
from tests.screens import own_screen

NEEDED = ("krita", "Xvfb")
PATIENCE = 240
pytestmark = pytest.mark.skipif(
    any(shutil.which(name) is None for name in NEEDED), reason="needs Krita and Xvfb"
)


@dataclass(frozen=True, slots=True)
class Shown:
    """A document as it looks here and in Krita; `again` is a file of Krita's own read here."""

    where: Mapping[str, list[Bounds]]
    here: Pixels
    krita: Pixels
    again: Pixels
    warnings: tuple[str, ...]


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Shown:
    """Both, of every mode and kind of layer: Krita is started twice for all of them."""
    folder = tmp_path_factory.mktemp("krita")
    document, where = sheet()
    save(document, folder / "ours.ora")
    with own_screen() as display:
        environment = {**os.environ, "DISPLAY": display, "HOME": str(folder / "home")}
        environment |= {"QT_QPA_PLATFORM": "xcb", "LC_ALL": "C.UTF-8"}
        for name in ("picture.png", "theirs.ora"):
            export(folder / "ours.ora", folder / name, environment)
    theirs = load(folder / "theirs.ora")
    return Shown(
        where,
        flatten(document, document.bounds),
        read_picture(folder / "picture.png").pixels,
        flatten(theirs.document, document.bounds),
        theirs.warnings,
    )


def export(source: Path, to: Path, environment: Mapping[str, str]) -> None:
    command = ["krita", "--export", "--export-filename", str(to), str(source)]
    subprocess.run(command, env=environment, capture_output=True, timeout=PATIENCE, check=False)
    assert to.exists(), f"Krita wrote no {to.name}"


def alike(left: Pixels, right: Pixels, places: list[Bounds]) -> float:
    """How much of the places is the same within 2 of 255."""
    off = np.concatenate(
        [abs(left[at.slices].astype(int) - right[at.slices]).max(-1) for at in places]
    )
    return float((off <= 2).mean())


@pytest.mark.parametrize("name", NAMES)
def test_krita_shows_the_picture_that_is_shown_here(shown: Shown, name: str) -> None:
    assert alike(shown.here, shown.krita, shown.where[name]) >= 0.99


@pytest.mark.parametrize("name", NAMES)
def test_a_file_of_kritas_own_shows_the_picture_that_krita_shows(shown: Shown, name: str) -> None:
    assert alike(shown.again, shown.krita, shown.where[name]) >= 0.99


def test_nothing_in_a_file_of_kritas_is_strange(shown: Shown) -> None:
    assert shown.warnings == ()
