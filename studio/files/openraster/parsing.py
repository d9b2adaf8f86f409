"""`stack.xml` read with care: whoever made it may have meant harm."""

from __future__ import annotations

import math
import xml.etree.ElementTree as ET
from dataclasses import replace

from studio.document.blending import BlendMode
from studio.document.document import MAX_SIDE
from studio.document.layers import Label, LayerProperties
from studio.errors import InputError
from studio.files.openraster.stack import (
    CLIPPING,
    MAX_DEPTH,
    MAX_LAYERS,
    NAMESPACE,
    Stack,
    StackGroup,
    StackLayer,
    StackMask,
    StackNode,
)
from studio.geometry import Extent, Point
from studio.text import tr

_FARTHEST = 1 << 20
_MODES = {mode.value: mode for mode in BlendMode} | {
    "svg:add": BlendMode.plus,
    "svg:exclusion": BlendMode.exclusion,
}
_LABELS = {label.value: label for label in Label}
# What Krita writes as OpenRaster's sum is another one where layers are not opaque.
_KRITAS_MODES = {BlendMode.plus.value: BlendMode.linear_dodge.value}


def parse_stack(xml: bytes, remarks: list[str]) -> Stack:
    """Read a stack; what is not known is left out or shown plainly, and said in `remarks`.

    Raises:
        InputError: it is no stack, or one made to harm.
    """
    parser = ET.XMLParser(target=_CarefulBuilder())
    try:
        parser.feed(xml)
        image = parser.close()
    except (ET.ParseError, LookupError, ValueError) as error:
        raise _damaged() from error
    if not isinstance(image, ET.Element) or image.tag != "image":
        raise _damaged()
    root = image.find("stack")
    if _is_by_krita(image, root):
        _name_modes(image)
    nodes = () if root is None else _children_of(root, remarks)
    corner = Point(_whole(_own(image, "selection-x")), _whole(_own(image, "selection-y")))
    return Stack(_extent_of(image), nodes, _own(image, "selection"), corner, _own(image, "aids"))


def _is_by_krita(image: ET.Element, root: ET.Element | None) -> bool:
    """Whether it has the marks of Krita's, which does not sign what it writes."""
    name = None if root is None else root.get("name")
    return image.get("version") == "0.0.1" and "xres" in image.attrib and name == "root"


def _name_modes(image: ET.Element) -> None:
    """Give the modes that Krita means other than OpenRaster does the names they have here."""
    for element in image.iter():
        meant = _KRITAS_MODES.get(element.get("composite-op", ""))
        if meant is not None:
            element.set("composite-op", meant)


def _damaged() -> InputError:
    return InputError(
        tr("The list of layers is damaged."),
        tr("The file may be cut short. Look for a backup of it."),
    )


class _CarefulBuilder(ET.TreeBuilder):
    """Builds no tree that is too deep or too large, and none with entities of its own."""

    def __init__(self) -> None:
        super().__init__()
        self._depth = self._count = 0

    def doctype(self, name: str, pubid: str | None, system: str | None) -> None:  # noqa: ARG002
        """Refuse: a stack has no use for one, an XML bomb has."""
        raise InputError(
            tr("The list of layers holds what it must not."),
            tr("It declares a document type. Do not open files you do not trust."),
        )

    def start(self, tag: str, attrs: dict[str, str]) -> ET.Element:
        """Count what is opened."""
        self._depth += 1
        self._count += 1
        if self._depth > MAX_DEPTH or self._count > MAX_LAYERS:
            raise InputError(
                tr("The document has too many layers."),
                tr("{most} can be opened, in {depth} levels.", most=MAX_LAYERS, depth=MAX_DEPTH),
            )
        return super().start(tag, attrs)

    def end(self, tag: str) -> ET.Element:
        """Count what is closed."""
        self._depth -= 1
        return super().end(tag)


def _extent_of(image: ET.Element) -> Extent:
    extent = Extent(_whole(image.get("w", "")), _whole(image.get("h", "")))
    if not 1 <= extent.shortest_side <= extent.longest_side <= MAX_SIDE:
        size = tr("{width} × {height}", width=image.get("w", "?"), height=image.get("h", "?"))
        raise InputError(
            tr("A canvas of {size} pixels cannot be opened.", size=size),
            tr("A canvas has from 1 to {most} pixels a side.", most=MAX_SIDE),
        )
    return extent


def _children_of(element: ET.Element, remarks: list[str]) -> tuple[StackNode, ...]:
    nodes: list[StackNode] = []
    for child in reversed(element):
        if child.tag == "stack":
            nodes.append(_group_of(child, remarks))
        elif child.tag == "layer":
            corner = Point(_whole(child.get("x", "")), _whole(child.get("y", "")))
            properties = _properties_of(child, tr("Layer"), remarks)
            source, recipe = child.get("src", ""), _own(child, "recipe")
            made_of = [_own(child, name) for name in ("unmasked", "fill", "adjustment", "text")]
            mask = _mask_of(child)
            nodes.append(StackLayer(properties, source, corner, recipe, mask, *made_of))
        else:
            name = child.get("name", child.tag)
            remarks.append(tr("“{name}” is of a kind not known; it was left out.", name=name))
    return tuple(nodes)


def _mask_of(element: ET.Element) -> StackMask | None:
    hidden = _own(element, "mask")
    if not hidden:
        return None
    corner = Point(_whole(_own(element, "mask-x")), _whole(_own(element, "mask-y")))
    return StackMask(hidden, corner, is_on=not _is_true(_own(element, "mask-off")))


def _group_of(element: ET.Element, remarks: list[str]) -> StackGroup:
    properties = _properties_of(element, tr("Group"), remarks)
    is_plain = properties.blend is BlendMode.normal and properties.opacity == 1
    if element.get("isolation") != "isolate" and is_plain:
        properties = replace(properties, pass_through=True)
    children = _children_of(element, remarks)
    if _is_true(_own(element, "run")):
        return StackGroup(properties, children, is_run=True)
    return _masked(properties, children)


def _masked(properties: LayerProperties, children: tuple[StackNode, ...]) -> StackGroup:
    """The group, and the layer on top of it taken for its mask if that is what it is."""
    top = children[-1] if children else None
    if (
        isinstance(top, StackLayer)
        and top.properties.blend is BlendMode.destination_in
        and top.mask
    ):
        return StackGroup(properties, children[:-1], replace(top.mask, drawn=top.source))
    return StackGroup(properties, children)


def _properties_of(element: ET.Element, unnamed: str, remarks: list[str]) -> LayerProperties:
    clipped = _own(element, "clipped")
    blend = element.get("composite-op", BlendMode.normal.value)
    if clipped and blend == CLIPPING:
        blend = clipped
    name = element.get("name", "") or unnamed
    if blend not in _MODES:
        remarks.append(
            tr("“{name}” is laid over in a way not known ({blend}).", name=name, blend=blend)
        )
    return LayerProperties(
        name,
        visible=element.get("visibility") != "hidden",
        opacity=_opacity(element.get("opacity", "")),
        blend=_MODES.get(blend, BlendMode.normal),
        locked=_is_true(element.get("edit-locked")),
        alpha_locked=_is_true(_own(element, "alpha-locked")),
        clipped=bool(clipped),
        foreign_blend="" if blend in _MODES else blend,
        label=_LABELS.get(_own(element, "label"), Label.none),
    )


def _own(element: ET.Element, name: str) -> str:
    return element.get(f"{{{NAMESPACE}}}{name}", "")


def _is_true(words: str | None) -> bool:
    return words in {"true", "1"}


def _opacity(words: str) -> float:
    try:
        value = float(words)
    except ValueError:
        return 1.0
    return min(max(value, 0.0), 1.0) if math.isfinite(value) else 1.0


def _whole(words: str) -> int:
    """A whole number however it is written; 0 where it is none."""
    try:
        return int(min(max(float(words), -_FARTHEST), _FARTHEST))
    except ValueError:
        return 0
