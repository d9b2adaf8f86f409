"""Words as a layer keeps them: what they say, what they look like, where they are."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum

from studio.colour import Colour
from studio.document.placement import IN_PLACE, Placement

REGULAR, BOLD = 400, 700
_LONGEST_NAME = 32


class Alignment(Enum):
    """Where the lines of a text begin and end."""

    left = "left"
    centre = "centre"
    right = "right"
    justify = "justify"


@dataclass(frozen=True, slots=True)
class Style:
    """What the letters look like, and how the lines lie.

    family: the font's; "" is the system's own. size: px of the text, whole. weight: 100..900.
    line_spacing: of the font's own line height. letter_spacing: of the size, added to each letter.
    """

    family: str = ""
    size: int = 48
    weight: int = REGULAR
    is_italic: bool = False
    alignment: Alignment = Alignment.left
    line_spacing: float = 1.0
    letter_spacing: float = 0.0


@dataclass(frozen=True, slots=True)
class Text:
    """All that a text layer is made of.

    placement: from px of the text to canvas px; a flipped or stretched canvas flips and stretches
    it too. width: px of the text at which lines wrap. Without one they end where the words say, and
    the origin is where alignment holds them: their left, middle or right.
    """

    words: str
    style: Style
    colour: Colour
    placement: Placement = IN_PLACE
    width: float | None = None

    @property
    def is_blank(self) -> bool:
        """Whether there is nothing to see."""
        return not self.words.strip()

    @property
    def name(self) -> str:
        """What a layer of it is called: how it begins."""
        line = next((line.strip() for line in self.words.splitlines() if line.strip()), "")
        return line if len(line) <= _LONGEST_NAME else line[: _LONGEST_NAME - 1].rstrip() + "…"

    def moved(self, dx: float, dy: float) -> Text:
        """The same elsewhere, canvas px away."""
        at = self.placement
        return replace(self, placement=replace(at, e=at.e + dx, f=at.f + dy))

    def placed(self, at: Placement) -> Text:
        """On the canvas reshaped: larger or smaller it is set in another size, where it can be."""
        whole = self.placement.followed_by(at)
        size = max(1, round(self.style.size * whole.scale))
        factor = size / self.style.size
        a, b, c, d = (side / factor for side in (whole.a, whole.b, whole.c, whole.d))
        return replace(
            self,
            style=replace(self.style, size=size),
            placement=Placement(a, b, c, d, whole.e, whole.f),
            width=None if self.width is None else self.width * factor,
        )


def with_inserted(words: str, position: int, more: str) -> str:
    """Words with more of them at a position in UTF-16 units, as Qt counts."""
    units = words.encode("utf-16-le", "surrogatepass")
    inserted = units[: 2 * position] + more.encode("utf-16-le", "surrogatepass")
    return (inserted + units[2 * position :]).decode("utf-16-le", "surrogatepass")


def length_of(words: str) -> int:
    """In UTF-16 units, as Qt counts."""
    return len(words.encode("utf-16-le", "surrogatepass")) // 2
