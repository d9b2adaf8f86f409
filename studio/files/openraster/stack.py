"""The layer stack of an OpenRaster file: `stack.xml`, as it is and as it is written.

Beside what OpenRaster 0.0.5 names, elements carry attributes of our own namespace, which other
programs ignore: `alpha-locked`, `label`, `clipped` (its value is the layer's own blend mode) and
`recipe` (an entry of the file) on layers, `selection` (an entry) and where it lies on the image,
and `aids`: guides and what else helps to draw.

A masked layer is written as it is seen, so that it looks right everywhere; `unmasked` is the entry
with all of it and `mask` the one with what the mask hides, which lies at `mask-x` and `mask-y`. The
mask of a group is a layer on top of it that keeps what is beneath, told by its `mask` alone.

A fill layer is written as its picture, with its colour in `fill`; an adjustment layer as one with
nothing on it, so that others show what is beneath as it is, and what it does in `adjustment`. A
text layer is written as its picture too; `text` is the entry with its words. A group marked with
`run` stands for a layer and those clipped to it.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from typing import TypeAlias

from studio.document.blending import BlendMode
from studio.document.layers import Label, LayerProperties
from studio.geometry import Extent, Point

VERSION = "0.0.5"
NAMESPACE = "urn:repaint-studio"
MAX_DEPTH = 64
MAX_LAYERS = 4096

_PREFIX = "repaint-studio"
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# What clips in other programs: Krita's "inherit alpha" is written and read as this.
CLIPPING = BlendMode.source_atop.value
ORIGIN = Point(0, 0)


@dataclass(frozen=True, slots=True)
class StackMask:
    """What a mask hides: an entry of the file, at `corner` (canvas px).

    drawn: the picture of the layer that stands for the mask of a group.
    """

    hidden: str
    corner: Point
    is_on: bool = True
    drawn: str = ""


@dataclass(frozen=True, slots=True)
class StackLayer:
    """A layer whose picture is an entry of the file, at `corner` (canvas px).

    unmasked: the entry with all of it, where `source` shows it masked.
    fill, adjustment: what a fill or adjustment layer is made of. text: the entry with the words.
    """

    properties: LayerProperties
    source: str
    corner: Point
    recipe: str = ""
    mask: StackMask | None = None
    unmasked: str = ""
    fill: str = ""
    adjustment: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class StackGroup:
    """Layers from bottom to top; the file has them from top to bottom.

    is_run: it is no group of the document, but a layer and those clipped to it.
    """

    properties: LayerProperties
    children: tuple[StackNode, ...] = ()
    mask: StackMask | None = None
    is_run: bool = False


StackNode: TypeAlias = StackLayer | StackGroup


@dataclass(frozen=True, slots=True)
class Stack:
    """All that `stack.xml` says; `selection` is an entry of the file or nothing."""

    extent: Extent
    nodes: tuple[StackNode, ...]
    selection: str = ""
    selection_corner: Point = ORIGIN
    aids: str = ""


def write_stack(stack: Stack) -> bytes:
    """The XML of a stack."""
    image = ET.Element("image", {"version": VERSION, f"xmlns:{_PREFIX}": NAMESPACE})
    image.attrib |= {"w": str(stack.extent.width), "h": str(stack.extent.height)}
    if stack.selection:
        image.set(f"{_PREFIX}:selection", stack.selection)
        image.set(f"{_PREFIX}:selection-x", str(stack.selection_corner.x))
        image.set(f"{_PREFIX}:selection-y", str(stack.selection_corner.y))
    if stack.aids:
        image.set(f"{_PREFIX}:aids", stack.aids)
    _append(ET.SubElement(image, "stack"), stack.nodes)
    ET.indent(image)
    xml: bytes = ET.tostring(image, encoding="UTF-8", xml_declaration=True)
    return xml


def _append(element: ET.Element, nodes: tuple[StackNode, ...]) -> None:
    for node in reversed(nodes):
        attributes = _attributes_of(node.properties)
        if isinstance(node, StackGroup):
            isolation = "auto" if node.properties.pass_through else "isolate"
            group = ET.SubElement(element, "stack", attributes | {"isolation": isolation})
            if node.is_run:
                group.set(f"{_PREFIX}:run", "true")
            _append(group, node.children)
            continue
        place = {"src": node.source, "x": str(node.corner.x), "y": str(node.corner.y)}
        layer = ET.SubElement(element, "layer", attributes | place)
        own = {"recipe": node.recipe, "unmasked": node.unmasked, "fill": node.fill}
        own |= {"adjustment": node.adjustment, "text": node.text} | _mask_attributes(node.mask)
        layer.attrib |= {f"{_PREFIX}:{key}": value for key, value in own.items() if value}


def _mask_attributes(mask: StackMask | None) -> dict[str, str]:
    if mask is None:
        return {}
    place = {"mask": mask.hidden, "mask-x": str(mask.corner.x), "mask-y": str(mask.corner.y)}
    return place | ({} if mask.is_on else {"mask-off": "true"})


def _attributes_of(properties: LayerProperties) -> dict[str, str]:
    blend = properties.blend.value
    if properties.foreign_blend and properties.blend is BlendMode.normal:
        blend = properties.foreign_blend
    attributes = {
        "name": _NOT_IN_XML.sub("\ufffd", properties.name),
        "opacity": repr(properties.opacity),
        "visibility": "visible" if properties.visible else "hidden",
        "composite-op": blend,
    }
    if properties.locked:
        attributes["edit-locked"] = "true"
    if properties.alpha_locked:
        attributes[f"{_PREFIX}:alpha-locked"] = "true"
    if properties.label is not Label.none:
        attributes[f"{_PREFIX}:label"] = properties.label.value
    if properties.clipped:
        attributes[f"{_PREFIX}:clipped"] = blend
        if blend == BlendMode.normal.value:
            attributes["composite-op"] = CLIPPING
    return attributes
