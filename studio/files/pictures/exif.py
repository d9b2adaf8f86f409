"""The camera's notes, and the comment among them in which settings travel."""

from __future__ import annotations

import struct
import zlib

from PIL import Image

# What Pillow's and psd-tools' readers raise on damaged files, found by flipping and cutting bytes.
BROKEN = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    LookupError,
    TypeError,
    ArithmeticError,
    AttributeError,
    AssertionError,
    struct.error,
    zlib.error,
    RuntimeError,
)

_EXIF_IFD, _GPS_IFD, _USER_COMMENT = 0x8769, 0x8825, 0x9286
_COMFY_TAGS, _COMFY_WORDS = (0x010F, 0x0110), {"prompt", "workflow"}
# Of a TIFF, the notes share a list with how its pixels are laid out: description, maker, model,
# software, date, artist, copyright.
_NOTES = (0x010E, 0x010F, 0x0110, 0x0131, 0x0132, 0x013B, 0x8298)


def exif_of(image: Image.Image) -> bytes:
    """The notes of an upright picture, as they are kept; nothing where there are none."""
    exif = image.info.get("exif", b"")
    return exif if isinstance(exif, bytes) else b""


def exif_of_tiff(image: Image.Image) -> bytes:
    """The notes of a TIFF picture that is upright by now."""
    kept = Image.Exif()
    try:
        found = image.getexif()
        kept.update({tag: found[tag] for tag in _NOTES if tag in found})
        for part in (_EXIF_IFD, _GPS_IFD):
            kept.get_ifd(part).update(found.get_ifd(part))
        return kept.tobytes() if kept or kept.get_ifd(_EXIF_IFD) else b""
    except BROKEN:
        return b""


def user_comment(image: Image.Image) -> str:
    """The comment in which JPEG, WebP, AVIF and TIFF carry settings."""
    try:
        comment = image.getexif().get_ifd(_EXIF_IFD).get(_USER_COMMENT, b"")
    except BROKEN:
        return ""
    if not isinstance(comment, bytes):
        return str(comment)
    codec = "utf-16-be" if comment.startswith(b"UNICODE\0") else "utf-8"
    return comment[8:].decode(codec, "replace").strip("\0 ")


def comfy_words(image: Image.Image) -> dict[str, str]:
    """The graph that ComfyUI puts where others have the camera's model: `prompt:{…}`."""
    try:
        notes = [image.getexif().get(tag) for tag in _COMFY_TAGS]
    except BROKEN:
        return {}
    pairs = (note.partition(":") for note in notes if isinstance(note, str))
    return {key.casefold(): words for key, _, words in pairs if key.casefold() in _COMFY_WORDS}


def exif_with_comment(exif: bytes, words: str) -> bytes:
    """EXIF with these words as its comment, in UTF-16 as the web UIs write it."""
    tags = Image.Exif()
    try:
        tags.load(exif)
    except BROKEN:
        tags = Image.Exif()
    if words:
        tags.get_ifd(_EXIF_IFD)[_USER_COMMENT] = b"UNICODE\0" + words.encode("utf-16-be")
    return tags.tobytes() if words or exif else b""
