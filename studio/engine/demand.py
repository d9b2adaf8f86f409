"""What memory a model wants, told from the headers of its files."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from studio.generation.engine import EngineError, EngineErrorKind
from studio.geometry import Extent
from studio.models.catalogue import ModelEntry
from studio.models.check import VARIANTS
from studio.models.headers import read_header
from studio.models.weights import WEIGHTS
from studio.text import tr

# For each pixel of the picture: measured on the VAE of Stable Diffusion, 4.0 KB at 384 px, 4.1 at
# 256. A denoiser at twice the batch wants about half of that; here for each byte of a number.
_DECODED_BYTES = 4200
_DENOISED_BYTES = 550
# The networks of a single file, by how the names of their tensors begin.
_DENOISERS = ("model.diffusion_model", "unet", "transformer", "double_blocks", "single_blocks")


@dataclass(frozen=True, slots=True)
class Demand:
    """weights: numbers in all networks; denoiser: those of the largest; pixels: of the picture."""

    weights: int
    denoiser: int
    pixels: int
    is_transformer: bool = False

    def model_bytes(self, itemsize: int, denoiser_itemsize: int | None = None) -> int:
        """All weights at this precision; the denoiser's may be kept in another."""
        own = itemsize if denoiser_itemsize is None else denoiser_itemsize
        return (self.weights - self.denoiser) * itemsize + self.denoiser * own

    def denoising_bytes(self, itemsize: int) -> int:
        """What a step computes in, beside the weights."""
        return self.pixels * _DENOISED_BYTES * itemsize

    @property
    def decoding_bytes(self) -> int:
        """What the VAE computes a picture in, when it does it whole: in float32, if it must."""
        return self.pixels * _DECODED_BYTES


def demand_of(entry: ModelEntry, size: Extent) -> Demand:
    """What a picture of this size by this model wants.

    Raises:
        EngineError: a file of it is gone or broken.
    """
    networks = _networks_in(entry.path, entry.variant, entry.hash)
    largest = max(networks.values(), default=0)
    weights = sum(networks.values()) + _elsewhere(entry)
    return Demand(weights, largest, size.area, "transformer" in networks)


def _elsewhere(entry: ModelEntry) -> int:
    """Numbers in what a file that is not whole takes from other files, or from a folder."""
    if entry.is_whole or entry.rest is None:
        return 0
    if entry.parts:
        return sum(_count(_shapes(path)) for _, path in entry.parts)
    networks = max(
        (_networks_in(entry.rest, variant, "") for variant in VARIANTS),
        key=lambda found: sum(found.values()),
    )
    return sum(numbers for name, numbers in networks.items() if name != entry.family.denoiser)


@lru_cache(maxsize=64)
def _networks_in(path: Path, variant: str, _hash: str) -> Mapping[str, int]:
    """How many numbers each network has."""
    try:
        return dict(_networks(path, variant))
    except FileNotFoundError as error:
        raise _gone(path) from error


def _networks(path: Path, variant: str) -> Iterator[tuple[str, int]]:
    if path.is_file():
        header = read_header(path)
        shapes = {name: tensor.shape for name, tensor in header.tensors.items()}
        own = [shape for name, shape in shapes.items() if name.startswith(_DENOISERS)]
        is_unet = any("input_blocks" in name or "down_blocks" in name for name in shapes)
        yield "unet" if is_unet else "transformer", _count(own)
        yield "others", _count(shapes.values()) - _count(own)
        return
    for folder in sorted(one for one in path.iterdir() if one.is_dir()):
        yield folder.name, sum(_count(_shapes(file)) for file in _files(folder, variant))


def _files(folder: Path, variant: str) -> Iterator[Path]:
    """The weights that are loaded, where a folder has them in several precisions."""
    for file in folder.glob(f"*{WEIGHTS}"):
        words = file.name.split(".")[1:-1]
        if (variant in words) if variant else not words:
            yield file


def _shapes(file: Path) -> Iterator[tuple[int, ...]]:
    return (tensor.shape for tensor in read_header(file).tensors.values())


def _count(shapes: Iterable[tuple[int, ...]]) -> int:
    return sum(math.prod(shape) for shape in shapes)


def _gone(path: Path) -> EngineError:
    return EngineError(
        EngineErrorKind.model_missing,
        tr("The files of the model {name} are gone.", name=path.name),
        tr("Put them back where they were, or choose another model."),
    )
