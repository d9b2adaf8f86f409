"""Pieces of a Photoshop file: big-endian numbers, names and tagged blocks."""

from __future__ import annotations

import struct

from studio.colour import Colour
from studio.document.layers import Label

# In the order of their numbers.
LABELS = (
    *(Label.none, Label.red, Label.orange, Label.yellow, Label.green),
    *(Label.blue, Label.violet, Label.grey),
)
_LONGEST_NAME = 255


def block(key: bytes, content: bytes) -> bytes:
    """A tagged block of a layer; even in length, as Photoshop wants it."""
    padded = content + bytes(-len(content) % 2)
    return b"8BIM" + key + struct.pack(">I", len(padded)) + padded


def resource(number: int, content: bytes) -> bytes:
    """A resource of the whole document, without a name."""
    head = b"8BIM" + struct.pack(">HHI", number, 0, len(content))
    return head + content + bytes(len(content) % 2)


def short_name(name: str) -> bytes:
    """A Pascal string of Mac Roman, a multiple of four long: for readers without Unicode."""
    letters = name.encode("mac_roman", "replace")[:_LONGEST_NAME]
    text = bytes((len(letters),)) + letters
    return text + bytes(-len(text) % 4)


def unicode_name(name: str) -> bytes:
    """The block with the real name."""
    return block(b"luni", unicode_string(name))


def unicode_string(text: str) -> bytes:
    """A count of UTF-16 units, and they."""
    units = text.encode("utf-16-be", "replace")
    return struct.pack(">I", len(units) // 2) + units


def section(kind: int, key: bytes) -> bytes:
    """What makes a layer the head (1, open) or the foot (3) of a group, and the group's mode."""
    return block(b"lsct", struct.pack(">I", kind) + b"8BIM" + key)


def protection(*, all_of_it: bool, alpha: bool) -> bytes:
    """What may not be changed."""
    return block(b"lspf", struct.pack(">I", alpha | all_of_it << 1))


def label_block(label: Label) -> bytes:
    """The colour that marks it in the list."""
    return block(b"lclr", struct.pack(">H6x", LABELS.index(label)))


def solid_fill(colour: Colour) -> bytes:
    """What makes a layer one of one colour."""
    parts = {b"Rd  ": colour.red, b"Grn ": colour.green, b"Bl  ": colour.blue}
    tones = [(key, b"doub", struct.pack(">d", part)) for key, part in parts.items()]
    rgb = _descriptor(b"RGBC", tones)
    return block(b"SoCo", _versioned([(b"Clr ", b"Objc", rgb)]))


def brightness_block(brightness: int, contrast: int) -> bytes:
    """The words of a brightness layer since Photoshop CS3, beside the older `brit`.

    The plain way is asked for, in which a step of brightness adds one to every tone.
    """
    numbers = {b"Vrsn": 1, b"Brgh": brightness, b"Cntr": contrast, b"means": 127}
    flags = {b"Lab ": False, b"useLegacy": True, b"Auto": False}
    longs = [(key, b"long", struct.pack(">i", number)) for key, number in numbers.items()]
    bools = [(key, b"bool", bytes((flag,))) for key, flag in flags.items()]
    return block(b"CgEd", _versioned(longs + bools))


def _versioned(items: list[tuple[bytes, bytes, bytes]]) -> bytes:
    return struct.pack(">I", 16) + _descriptor(b"null", items)


def _descriptor(kind: bytes, items: list[tuple[bytes, bytes, bytes]]) -> bytes:
    """Keys, types and values, as Photoshop's scripts have them."""
    whole = unicode_string("\0") + _key(kind) + struct.pack(">I", len(items))
    return whole + b"".join(_key(key) + letters + value for key, letters, value in items)


def _key(letters: bytes) -> bytes:
    """A class or key; a length of zero stands for four letters."""
    return struct.pack(">I", 0 if len(letters) == 4 else len(letters)) + letters
