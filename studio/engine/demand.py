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
from studio.models.gguf import PACKED
from studio.models.headers import Tensor, read_header
from studio.models.model_file import header_of
from studio.models.weights import WEIGHTS
from studio.text import tr

# For each pixel of the picture: measured on the VAE of Stable Diffusion, 4.0 KB at 384 px, 4.1 at
# 256. A denoiser at twice the batch wants about half of that; here for each byte of a number.
_DECODED_BYTES = 4200
_DENOISED_BYTES = 550
# How the names of a denoiser's tensors begin in a file of all networks, and what it is called here.
_DENOISERS = ("model.diffusion_model", "unet", "transformer")
_DENOISER = "denoiser"


@dataclass(frozen=True, slots=True)
class Demand:
    """weights: numbers in all networks; denoiser: those of it; pixels: of the picture.

    largest: numbers of the largest network beside the denoiser. packed_bytes: what of the denoiser
    is kept in blocks, whatever the precision, and counts in no number.
    """

    weights: int
    denoiser: int
    pixels: int
    is_transformer: bool = False
    largest: int = 0
    packed_bytes: int = 0

    @property
    def is_packed(self) -> bool:
        """Whether its weights are kept small already."""
        return self.packed_bytes > 0

    def model_bytes(self, itemsize: int, denoiser_itemsize: int | None = None) -> int:
        """All weights at this precision; the denoiser's may be kept in another."""
        own = itemsize if denoiser_itemsize is None else denoiser_itemsize
        return (self.weights - self.denoiser) * itemsize + self._denoiser_bytes(own)

    def largest_bytes(self, itemsize: int, denoiser_itemsize: int) -> int:
        """The weights of the largest network."""
        return max(self.largest * itemsize, self._denoiser_bytes(denoiser_itemsize))

    def denoising_bytes(self, itemsize: int) -> int:
        """What a step computes in, beside the weights."""
        return self.pixels * _DENOISED_BYTES * itemsize

    @property
    def decoding_bytes(self) -> int:
        """What the VAE computes a picture in, when it does it whole: in float32, if it must."""
        return self.pixels * _DECODED_BYTES

    def _denoiser_bytes(self, itemsize: int) -> int:
        return self.denoiser * itemsize + self.packed_bytes


@dataclass(frozen=True, slots=True)
class _Network:
    """numbers: those that stand by themselves; packed_bytes: of all others."""

    numbers: int
    packed_bytes: int = 0


def demand_of(entry: ModelEntry, size: Extent) -> Demand:
    """What a picture of this size by this model wants.

    Raises:
        EngineError: a file of it is gone or broken.
    """
    networks = dict(_networks_in(entry.path, entry.variant, entry.hash))
    if entry.rest is not None and not entry.is_whole and not _holds_all(entry):
        networks = {_DENOISER: _joined(networks.values()), **_elsewhere(entry, entry.rest)}
    denoiser = networks.pop(_DENOISER, None) or networks.pop(entry.family.denoiser, _Network(0))
    counts = [one.numbers for one in networks.values()]
    return Demand(
        sum(counts) + denoiser.numbers,
        denoiser.numbers,
        size.area,
        entry.family.denoiser == "transformer",
        max(counts, default=0),
        denoiser.packed_bytes,
    )


def _holds_all(entry: ModelEntry) -> bool:
    return any(path == entry.path for _, path in entry.parts)


def _elsewhere(entry: ModelEntry, rest: Path) -> Mapping[str, _Network]:
    """What a file that is not whole takes from other files, or from a folder."""
    if entry.parts:
        return {name: _network(_tensors(path)) for name, path in entry.parts}
    lent = _networks_in(rest, entry.variant)
    return {name: one for name, one in lent.items() if name != entry.family.denoiser}


def _joined(networks: Iterable[_Network]) -> _Network:
    found = tuple(networks)
    return _Network(sum(one.numbers for one in found), sum(one.packed_bytes for one in found))


@lru_cache(maxsize=64)
def _networks_in(path: Path, variant: str, _hash: str = "") -> Mapping[str, _Network]:
    """How large each network is."""
    try:
        return dict(_networks(path, variant))
    except FileNotFoundError as error:
        raise _gone(path) from error


def _networks(path: Path, variant: str) -> Iterator[tuple[str, _Network]]:
    if path.is_file():
        tensors = header_of(path).tensors
        own = {name: one for name, one in tensors.items() if name.startswith(_DENOISERS)}
        yield _DENOISER, _network(own.values())
        yield "others", _network(one for name, one in tensors.items() if name not in own)
        return
    for folder in sorted(one for one in path.iterdir() if one.is_dir()):
        yield folder.name, _joined(_network(_tensors(file)) for file in _files(folder, variant))


def _network(tensors: Iterable[Tensor]) -> _Network:
    numbers = packed = 0
    for one in tensors:
        if one.dtype in PACKED and not PACKED[one.dtype].is_plain:
            start, end = one.data_offsets
            packed += end - start
        else:
            numbers += math.prod(one.shape)
    return _Network(numbers, packed)


def _files(folder: Path, variant: str) -> Iterator[Path]:
    """The weights that are loaded, where a folder has them in several precisions."""
    for file in folder.glob(f"*{WEIGHTS}"):
        words = file.name.split(".")[1:-1]
        if (variant in words) if variant else not words:
            yield file


def _tensors(file: Path) -> Iterable[Tensor]:
    return read_header(file).tensors.values()


def _gone(path: Path) -> EngineError:
    return EngineError(
        EngineErrorKind.model_missing,
        tr("The files of the model {name} are gone.", name=path.name),
        tr("Put them back where they were, or choose another model."),
    )
