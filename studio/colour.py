"""A colour that paint has: sRGB, 8 bits a channel."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Colour:
    """sRGB, each channel 0..255."""

    red: int
    green: int
    blue: int

    @property
    def hex(self) -> str:
        """As `#rrggbb`."""
        return f"#{self.red:02x}{self.green:02x}{self.blue:02x}"

    @staticmethod
    def from_hex(text: str) -> Colour:
        """Read `#rrggbb`, the hash optional.

        Raises:
            ValueError: it is no such text.
        """
        digits = text.strip().removeprefix("#")
        if len(digits) != 6:
            raise ValueError(text)
        return Colour(*bytes.fromhex(digits))


BLACK = Colour(0, 0, 0)
WHITE = Colour(255, 255, 255)
