"""SVG drawings, drawn as pixels."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from studio.document.document import MAX_SIDE
from studio.document.tiles import Pixels
from studio.errors import InputError
from studio.files.opening import open_file
from studio.geometry import Extent
from studio.text import tr

_LARGEST_FILE = 32 << 20
_MOST_ELEMENTS, _DEEPEST = 200_000, 256
# What is used again and again counts each time: ten uses of ten uses, nine deep, are a billion.
_MOST_DRAWN = 1_000_000
# A drawing smaller than that is an icon, made to be drawn in any size.
_SMALL, _USUAL = 256, 1024
_START = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*(?:<\?xml|<!--|<!DOCTYPE svg|<svg)", re.IGNORECASE)
_DOCTYPE = re.compile(rb"<!DOCTYPE[^\[>]*>")
_LINKS = "http://www.w3.org/1999/xlink"
_USED = re.compile(r"url\(\s*['\"]?#([^'\")]+)|\A#(.+)", re.DOTALL)
# They colour and draw nothing themselves, and drawings of many thousand shapes share a few.
_COLOURS = ("linearGradient", "radialGradient")
_REFERENCE = re.compile(r"\A\s*(?:#|data:image/(?:png|jpe?g|webp);)", re.IGNORECASE)


def is_vector(start: bytes) -> bool:
    """Whether a file that begins so may be a drawing."""
    return bool(_START.match(start)) and b"<svg" in start


def read_vector(path: Path) -> Pixels:
    """A drawing at the size it asks for, icons larger: premultiplied BGRA uint8[h, w, 4].

    Raises:
        InputError: it is not there, no drawing, damaged, too large, or made to harm.
    """
    with open_file(path) as stream:
        content = stream.read(_LARGEST_FILE + 1)
    if len(content) > _LARGEST_FILE:
        raise _refused(path.name)
    return _drawn(_harmless(content, path.name), path.name)


def _harmless(content: bytes, name: str) -> bytes:
    """The same without a document type, and without pictures from elsewhere on the disk or net.

    Raises:
        InputError: it declares words of its own, or is deeper or longer than any drawing.
    """
    content = _DOCTYPE.sub(b"", content, count=1)
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise _refused(name)
    try:
        root = _parsed(content, name)
    except (ET.ParseError, ValueError, LookupError) as error:
        raise _damaged(name) from error
    root.set("xmlns:xlink", _LINKS)
    for element in root.iter():
        links = [key for key in element.attrib if key.rpartition("}")[2] == "href"]
        targets = [element.attrib.pop(key) for key in links]
        if targets and _REFERENCE.match(targets[0]):
            element.set("xlink:href", targets[0])  # Qt knows it by this name only
    if _Drawn(root).count_of(root) > _MOST_DRAWN:
        raise _refused(name)
    xml: bytes = ET.tostring(root, encoding="utf-8")
    return xml


def _parsed(content: bytes, name: str) -> ET.Element:
    root = ET.XML(content, ET.XMLParser(target=_Modest(name)))
    if not isinstance(root, ET.Element):
        raise ET.ParseError(name)
    return root


class _Modest(ET.TreeBuilder):
    """Builds a tree no deeper and larger than drawings are."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self._depth = self._count = 0

    def start(self, tag: str, attrs: dict[str, str], /) -> ET.Element:
        """One element deeper.

        Raises:
            InputError: that is one too many.
        """
        self._depth += 1
        self._count += 1
        if self._depth > _DEEPEST or self._count > _MOST_ELEMENTS:
            raise _refused(self._name)
        return super().start(tag, attrs)

    def end(self, tag: str, /) -> ET.Element:
        """One less deep."""
        self._depth -= 1
        return super().end(tag)


class _Drawn:
    """How many elements are drawn in all, by whatever way one uses another."""

    def __init__(self, root: ET.Element) -> None:
        self._named = {one.attrib["id"]: one for one in root.iter() if "id" in one.attrib}
        self._known: dict[str, int] = {}

    def count_of(self, element: ET.Element) -> int:
        """Of an element, at most one more than there may be."""
        try:
            return self._counted(element)
        except RecursionError:
            return _MOST_DRAWN + 1

    def _counted(self, element: ET.Element) -> int:
        if str(element.tag).endswith(_COLOURS):
            return 0
        used = {name for value in element.attrib.values() for name in _names_in(value)}
        count = 1 + sum(map(self._counted, element)) + sum(map(self._counted_by_name, used))
        return min(count, _MOST_DRAWN + 1)

    def _counted_by_name(self, name: str) -> int:
        if name not in self._named:
            return 0
        if name not in self._known:
            self._known[name] = 0  # Qt draws nothing of what uses itself
            self._known[name] = self._counted(self._named[name])
        return self._known[name]


def _names_in(value: str) -> Iterator[str]:
    return (first or second for first, second in _USED.findall(value))


def _drawn(xml: bytes, name: str) -> Pixels:
    from PySide6.QtCore import QRectF
    from PySide6.QtGui import QGuiApplication, QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    # Letters need fonts, and fonts need an application.
    application = QGuiApplication.instance() or QGuiApplication(["", "-platform", "offscreen"])
    renderer = QSvgRenderer(xml)
    if not renderer.isValid() or application is None:
        raise _damaged(name)
    size = renderer.defaultSize()
    extent = _extent_of(Extent(size.width(), size.height()), name)
    pixels = np.zeros((extent.height, extent.width, 4), np.uint8)
    form = QImage.Format.Format_ARGB32_Premultiplied
    image = QImage(pixels.data, extent.width, extent.height, 4 * extent.width, form)
    painter = QPainter(image)
    renderer.render(painter, QRectF(0, 0, extent.width, extent.height))
    painter.end()
    return pixels


def _extent_of(asked: Extent, name: str) -> Extent:
    if asked.width < 1 or asked.height < 1:
        raise _damaged(name)
    factor = _USUAL / asked.longest_side if asked.longest_side < _SMALL else 1.0
    extent = Extent(*(max(1, round(factor * side)) for side in (asked.width, asked.height)))
    if extent.longest_side > MAX_SIDE:
        raise InputError(
            tr("{name} is too large to open.", name=name),
            tr("A picture may have up to {most} pixels a side.", most=MAX_SIDE),
        )
    return extent


def _damaged(name: str) -> InputError:
    return InputError(
        tr("{name} cannot be read as a drawing.", name=name),
        tr("It may be damaged or cut short. Save it again where it was made, as plain SVG."),
    )


def _refused(name: str) -> InputError:
    return InputError(
        tr("{name} is not a drawing that can be opened.", name=name),
        tr("It declares more than a drawing needs. Save it again as plain SVG."),
    )
