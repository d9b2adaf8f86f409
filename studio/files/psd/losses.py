"""What of a Photoshop document has no place in ours, told in sentences."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from studio.text import tr

if TYPE_CHECKING:
    from psd_tools.api.layers import Layer

_MOST_NAMES = 5


@dataclass(slots=True)
class Losses:
    """Names of layers by what happened to them."""

    texts: list[str] = field(default_factory=list)
    objects: list[str] = field(default_factory=list)
    effects: list[str] = field(default_factory=list)
    modes: list[str] = field(default_factory=list)
    adjustments: list[str] = field(default_factory=list)
    alike: list[str] = field(default_factory=list)
    shapes: list[str] = field(default_factory=list)
    vectors: list[str] = field(default_factory=list)
    masks: list[str] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)

    def of_pixels(self, layer: Layer) -> None:
        """A layer whose picture is kept, but not what it was made of."""
        if layer.kind == "type":
            self.texts.append(layer.name)
        elif layer.kind == "smartobject":
            self.objects.append(layer.name)

    def sentences(self) -> tuple[str, ...]:
        """The gravest first."""
        told = (
            (self.pictures, tr("The picture of {names} is damaged and was left out.")),
            (self.masks, tr("The mask of {names} is damaged and was left out.")),
            (self.adjustments, tr("There is nothing here that does what {names} does; left out.")),
            (self.shapes, tr("Shapes and fills without pixels were left out: {names}.")),
            (self.effects, tr("Effects such as shadows and strokes were left out: {names}.")),
            (self.vectors, tr("Masks made of paths were left out: {names}.")),
            (self.modes, tr("{names} blends in a way not known here; shown as Normal.")),
            (self.alike, tr("{names} looks much as it did, but not exactly.")),
            (self.texts, tr("Texts were opened as paint: {names}.")),
            (self.objects, tr("Smart objects were opened as paint: {names}.")),
        )
        return tuple(words.format(names=_listed(names)) for names, words in told if names)


def _listed(names: list[str]) -> str:
    quoted = ", ".join(f"“{name}”" for name in names[:_MOST_NAMES])
    return quoted + (" …" if len(names) > _MOST_NAMES else "")
