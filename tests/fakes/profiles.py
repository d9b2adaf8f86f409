"""Colour profiles that are easy to see."""

from __future__ import annotations

from PIL import ImageCms


def swapped_profile() -> bytes:
    """sRGB with the primaries of red and green in each other's place, and another name."""
    content = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    red, green = content.index(b"rXYZ"), content.index(b"gXYZ")
    content[red : red + 4], content[green : green + 4] = b"gXYZ", b"rXYZ"
    return bytes(content).replace("sRGB".encode("utf-16-be"), "Swap".encode("utf-16-be"))
