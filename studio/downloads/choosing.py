"""Of all the files in a repository, those that are needed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from studio.downloads.plan import PlannedFile
from studio.models.check import VARIANTS
from studio.models.families import FAMILIES
from studio.models.folder import INDEX, SIDECAR
from studio.models.weights import WEIGHTS

_PARTS = {part.name: part for one in FAMILIES for part in one.components if part.is_loaded}
_WEIGHED = {name for name, part in _PARTS.items() if part.weights}
_TEXTS = (".json", ".txt", ".model")
# As in model.fp16.safetensors, and in model.fp16-00001-of-00002.safetensors.
_SHARD = r"(?:-\d{5}-of-\d{5})?"
_WEIGHT_FILE = re.compile(
    rf"(?:model|diffusion_pytorch_model){_SHARD}(?:\.(\w+))?{_SHARD}\.safetensors"
)
_INDEX_FILE = re.compile(r".+\.safetensors\.index(?:\.(\w+))?\.json")
_OWN_TEXTS = ("license", "licence", "readme", "notice", "use_policy")


@dataclass(frozen=True, slots=True)
class Choice:
    """What may be taken of a repository. variant: as in `model.fp16.safetensors`.

    is_folder: a whole model folder; else one file, of that name.
    """

    files: tuple[PlannedFile, ...]
    is_folder: bool
    variant: str = ""

    @property
    def nbytes(self) -> int:
        """All of it."""
        return sum(max(0, one.nbytes) for one in self.files)

    @property
    def name(self) -> str:
        """Of its only file, or of its variant."""
        return self.variant if self.is_folder else self.files[0].path


def choices_in(files: Iterable[PlannedFile]) -> tuple[Choice, ...]:
    """A model folder in each of its variants, the smallest first; then each file by itself."""
    known = tuple(files)
    folders = sorted(_folders(known), key=lambda one: one.nbytes)
    has_folder = any(one.path == INDEX for one in known)
    singles = (
        Choice((one,), is_folder=False)
        for one in known
        if one.path.endswith(WEIGHTS) and not (has_folder and "/" in one.path)
    )
    return (*folders, *singles)


def _folders(files: tuple[PlannedFile, ...]) -> Iterator[Choice]:
    if all(one.path != INDEX for one in files):
        return
    wanted = tuple(one for one in files if _is_needed(one.path))
    parts = {one.path.partition("/")[0] for one in files} & _WEIGHED
    for variant in VARIANTS:
        chosen = tuple(one for one in wanted if _variant_of(one.path) in (None, variant))
        weighed = {one.path.partition("/")[0] for one in chosen if one.path.endswith(WEIGHTS)}
        if parts and weighed == parts:
            yield Choice(chosen, is_folder=True, variant=variant)


def _is_needed(path: str) -> bool:
    """Configs, tokenizers and safetensors of the parts that are loaded, and what the maker says."""
    folder, _, name = path.partition("/")
    if not name:
        return folder in (INDEX, SIDECAR) or folder.lower().partition(".")[0] in _OWN_TEXTS
    if folder not in _PARTS or "/" in name:
        return False
    if name.endswith(WEIGHTS):
        return folder in _WEIGHED and bool(_WEIGHT_FILE.fullmatch(name))
    return name.endswith(_TEXTS) and "flax" not in name and "openvino" not in name


def _variant_of(path: str) -> str | None:
    """Empty for the plain one; None for what belongs to all."""
    name = path.rpartition("/")[2]
    found = _WEIGHT_FILE.fullmatch(name) or _INDEX_FILE.fullmatch(name)
    return (found[1] or "") if found else None
