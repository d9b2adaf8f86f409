"""What a brush is like."""

from __future__ import annotations

from dataclasses import dataclass, replace

from studio.brush.dynamics import LINE, Curve, Response, Sense, Trait
from studio.brush.own_picture import OwnPicture
from studio.document.blending import BlendMode

SMALLEST = 0.5


@dataclass(frozen=True, slots=True)
class Brush:
    """A tip and how it is used.

    size: diameter, canvas px. hardness: the part of the radius that is solid, 0..1.
    opacity: what a stroke reaches at most; flow: what one dab adds of it; both 0..1.
    spacing: from dab to dab, as a part of the diameter.
    angle: degrees, clockwise as seen. roundness: the short axis as a part of the long one.
    scatter: how far dabs stray, as a part of the diameter.
    hue, saturation, lightness: how far each dab's colour strays, 0..1.
    tip: the picture it stamps, one of ours by name or the painter's own; empty for a round one.
    texture: the paper that shows in the stroke, likewise; grain: how strongly, 0..8;
    texture_scale: how large.
    builds_up: dabs add up without end, so that opacity is that of a dab.
    erases: takes paint away instead. blend: how the stroke is laid on the layer.
    fade: the way after which a stroke has faded, canvas px.
    smoothing: how much the line is steadied, 0..1; string: the length of the string that pulls
    it, canvas px, 0 for none.
    dulls: smudging spreads one mixed colour instead of the picture; charge: how much fresh paint
    it adds, 0..1.
    responses: what its traits follow.
    """

    size: float = 40.0
    hardness: float = 0.8
    opacity: float = 1.0
    flow: float = 1.0
    spacing: float = 0.05
    angle: float = 0.0
    roundness: float = 1.0
    scatter: float = 0.0
    hue: float = 0.0
    saturation: float = 0.0
    lightness: float = 0.0
    tip: str | OwnPicture = ""
    texture: str | OwnPicture = ""
    grain: float = 1.0
    texture_scale: float = 1.0
    builds_up: bool = False
    erases: bool = False
    blend: BlendMode = BlendMode.normal
    fade: float = 600.0
    smoothing: float = 0.0
    string: float = 0.0
    dulls: bool = False
    charge: float = 0.0
    responses: tuple[Response, ...] = (Response(Trait.size, Sense.pressure),)

    @property
    def is_tinted(self) -> bool:
        """Whether its dabs differ in colour."""
        return bool(self.hue or self.saturation or self.lightness)

    def response(self, trait: Trait, sense: Sense) -> Response | None:
        """How a trait follows a sense; None if it does not."""
        found = (one for one in self.responses if (one.trait, one.sense) == (trait, sense))
        return next(found, None)

    def responding(self, trait: Trait, sense: Sense, curve: Curve = LINE) -> Brush:
        """The same, a trait following a sense along a curve."""
        others = self.ignoring(trait, sense).responses
        return replace(self, responses=(*others, Response(trait, sense, curve)))

    def ignoring(self, trait: Trait, sense: Sense) -> Brush:
        """The same, a trait not following a sense."""
        kept = tuple(one for one in self.responses if (one.trait, one.sense) != (trait, sense))
        return replace(self, responses=kept)
