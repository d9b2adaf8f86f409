"""The drawings that the scenes are made of: fetched from npm, rendered, kept in one file."""

from __future__ import annotations

import io
import json
import subprocess
import tarfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from starter_model.palette import main_hue
from starter_model.words import Concept

SIDE = 192
Sprites: TypeAlias = NDArray[np.uint8]
Icons: TypeAlias = dict[str, dict[str, float | str]]


@dataclass(frozen=True, slots=True)
class DrawingSet:
    """A package of drawings: exactly this version, under this licence (SPDX)."""

    package: str
    version: str
    licence: str
    style: str

    @property
    def archive(self) -> str:
        """What npm calls the packed file."""
        return f"{self.package.replace('@', '').replace('/', '-')}-{self.version}.tgz"


# In the order in which a concept is taught from them: the last one it has is held out.
SETS = (
    DrawingSet("@iconify-json/fluent-emoji-flat", "1.2.6", "MIT", "flat"),
    DrawingSet("@iconify-json/fluent-emoji", "1.2.7", "MIT", "glossy"),
    DrawingSet("@iconify-json/noto", "1.2.9", "Apache-2.0", "cartoon"),
    DrawingSet("@iconify-json/noto-v1", "1.2.5", "Apache-2.0", "clip art"),
)


@dataclass(frozen=True, slots=True, eq=False)
class Drawings:
    """n drawings, each at the centre of a square that its longer side fills.

    pixels: uint8[n, SIDE, SIDE, 4] premultiplied RGBA. concept, origin: int64[n], of the table of
    words and of SETS. hue: float32[n], 0..1, -1 for none. is_held_out: bool[n], never taught.
    """

    pixels: Sprites
    concept: NDArray[np.int64]
    origin: NDArray[np.int64]
    hue: NDArray[np.float32]

    @property
    def is_held_out(self) -> NDArray[np.bool_]:
        """The last set of each concept; the first of the others stays where there is only one."""
        last = np.full(int(self.concept.max()) + 1, -1)
        np.maximum.at(last, self.concept, self.origin)
        return np.asarray((self.origin == last[self.concept]) & (self.origin > 0))

    def of_concepts(self, count: int) -> Drawings:
        """Only those of the first concepts."""
        return self._only(self.concept < count)

    def of_styles(self, styles: Sequence[str]) -> Drawings:
        """Only those of the sets of these styles."""
        return self._only(
            np.isin(self.origin, [at for at, one in enumerate(SETS) if one.style in styles])
        )

    def taught(self) -> Drawings:
        """Without those held out."""
        return self._only(~self.is_held_out)

    def held_out(self) -> Drawings:
        """Only those held out."""
        return self._only(self.is_held_out)

    def save(self, path: Path) -> None:
        """One compressed file."""
        path.parent.mkdir(parents=True, exist_ok=True)
        np.savez_compressed(
            path, pixels=self.pixels, concept=self.concept, origin=self.origin, hue=self.hue
        )

    @staticmethod
    def load(path: Path) -> Drawings:
        """What `save` wrote."""
        with np.load(path) as file:
            return Drawings(*(file[name] for name in ("pixels", "concept", "origin", "hue")))

    def _only(self, where: NDArray[np.bool_]) -> Drawings:
        return Drawings(
            self.pixels[where], self.concept[where], self.origin[where], self.hue[where]
        )


def fetch(folder: Path) -> None:
    """Pack each set from the npm registry into the folder; what is there already is kept."""
    folder.mkdir(parents=True, exist_ok=True)
    for one in SETS:
        if not (folder / one.archive).exists():
            wanted = f"{one.package}@{one.version}"
            command = ["npm", "pack", "--silent", "--pack-destination", str(folder), wanted]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def render_all(folder: Path, concepts: Sequence[Concept]) -> Drawings:
    """Every drawing of the concepts that the fetched sets have."""
    found = list(_rendered(folder, concepts))
    pixels = np.stack([sprite for sprite, _, _ in found])
    return Drawings(
        pixels,
        np.array([concept for _, concept, _ in found], np.int64),
        np.array([origin for _, _, origin in found], np.int64),
        np.array([main_hue(sprite) for sprite in pixels], np.float32),
    )


def _rendered(folder: Path, concepts: Sequence[Concept]) -> Iterator[tuple[Sprites, int, int]]:
    for origin, one in enumerate(SETS):
        package = _opened(folder / one.archive, one.licence)
        for index, concept in enumerate(concepts):
            svg = package.svg(concept.icon)
            if svg is not None:
                yield sprite_of(svg), index, origin


@dataclass(frozen=True, slots=True)
class _Package:
    """An Iconify set: bodies of SVG, some of them under several names."""

    icons: Icons
    aliases: Icons
    width: float
    height: float

    def svg(self, name: str) -> str | None:
        if name in self.aliases:
            return self.svg(str(self.aliases[name]["parent"]))
        icon = self.icons.get(name)
        if icon is None:
            return None
        width, height = icon.get("width", self.width), icon.get("height", self.height)
        box = f"{icon.get('left', 0)} {icon.get('top', 0)} {width} {height}"
        return (
            '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
            f'viewBox="{box}">{icon["body"]}</svg>'
        )


def _opened(archive: Path, licence: str) -> _Package:
    """Read a packed set, and make sure that its licence is the one we rely on."""
    with tarfile.open(archive) as tar:
        icons, about = (
            json.load(io.BytesIO(_read(tar, f"package/{name}.json"))) for name in ("icons", "info")
        )
    found = about["license"]["spdx"]
    if found != licence:
        raise ValueError(f"{archive.name}: its licence is {found}, not {licence}")
    size = icons.get("width", 16), icons.get("height", 16)
    return _Package(icons["icons"], icons.get("aliases", {}), *size)


def _read(tar: tarfile.TarFile, name: str) -> bytes:
    file = tar.extractfile(name)
    if file is None:
        raise FileNotFoundError(name)
    return file.read()


def sprite_of(svg: str) -> Sprites:
    """uint8[SIDE, SIDE, 4] premultiplied RGBA, cut to what is drawn and centred."""
    import resvg_py

    png = bytes(resvg_py.svg_to_bytes(svg_string=svg, width=2 * SIDE, height=2 * SIDE))
    image = Image.open(io.BytesIO(png)).convert("RGBA")
    box = image.getchannel("A").point(lambda level: 255 if level > 16 else 0).getbbox()
    image = image.crop(box).convert("RGBa")
    scale = SIDE / max(image.size)
    width, height = (max(1, round(side * scale)) for side in image.size)
    out = np.zeros((SIDE, SIDE, 4), np.uint8)
    top, left = (SIDE - height) // 2, (SIDE - width) // 2
    small = image.resize((width, height), Image.Resampling.LANCZOS)
    out[top : top + height, left : left + width] = np.asarray(small)
    return out
