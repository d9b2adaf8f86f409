import pytest

from studio.document.blending import BlendMode
from studio.document.layers import LayerProperties
from studio.errors import InputError
from studio.files.openraster.parsing import parse_stack
from studio.files.openraster.stack import (
    MAX_DEPTH,
    MAX_LAYERS,
    Stack,
    StackGroup,
    StackLayer,
    write_stack,
)
from studio.geometry import Extent, Point

SIZE = Extent(64, 48)


def parsed(inside, image='w="64" h="48"'):
    remarks: list[str] = []
    xml = f"<image {image}><stack>{inside}</stack></image>"
    return parse_stack(xml.encode(), remarks), remarks


def returned(*nodes, **more):
    stack = Stack(SIZE, nodes, **more)
    remarks: list[str] = []
    assert parse_stack(write_stack(stack), remarks) == stack
    assert remarks == []


def layer(name="a", **properties):
    return StackLayer(LayerProperties(name, **properties), "data/layer0.png", Point(0, 0))


@pytest.mark.parametrize("mode", BlendMode, ids=lambda mode: mode.name)
@pytest.mark.parametrize("clipped", [False, True], ids=["free", "clipped"])
def test_every_blend_mode_comes_back(mode, clipped):
    returned(layer(blend=mode, clipped=clipped))


def test_all_properties_come_back():
    inner = layer("狐狸 \"<&>'\n\t", visible=False, opacity=1 / 3, locked=True, alpha_locked=True)
    group = LayerProperties("g", opacity=0.5, blend=BlendMode.multiply, clipped=True)

    returned(layer("below"), StackGroup(group, (inner, StackGroup(LayerProperties("empty")))))
    returned(StackLayer(LayerProperties("moved"), "x.png", Point(-300, 7), recipe="r.json"))
    returned(selection="s.png", selection_corner=Point(3, 4))


def test_the_first_layer_of_the_file_is_the_top_one():
    stack, _ = parsed('<layer name="top"/><layer name="bottom"/>')

    assert [node.properties.name for node in stack.nodes] == ["bottom", "top"]


def test_missing_attributes_have_their_usual_values():
    stack, remarks = parsed('<layer src="a.png"/><stack isolation="isolate"/>')

    group, node = stack.nodes
    assert node == StackLayer(LayerProperties("Layer"), "a.png", Point(0, 0))
    assert group == StackGroup(LayerProperties("Group"))
    assert remarks == []


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        ('opacity="nan"', LayerProperties("a")),
        ('opacity="7"', LayerProperties("a")),
        ('opacity="-1"', LayerProperties("a", opacity=0)),
        ('opacity="half"', LayerProperties("a")),
        ('visibility="maybe"', LayerProperties("a")),
        ('edit-locked="1"', LayerProperties("a", locked=True)),
        ('composite-op="svg:add"', LayerProperties("a", blend=BlendMode.plus)),
    ],
)
def test_odd_values_are_taken_as_meant(attributes, expected):
    stack, _ = parsed(f'<layer name="a" {attributes}/>')

    assert stack.nodes[0].properties == expected


@pytest.mark.parametrize(
    ("words", "value"),
    [("12", 12), ("-3", -3), ("4.0", 4), ("x", 0), ("", 0), ("inf", 1 << 20), ("nan", 0)],
)
def test_places_are_whole_numbers_within_reach(words, value):
    stack, _ = parsed(f'<layer x="{words}"/>')

    assert stack.nodes[0] == StackLayer(LayerProperties("Layer"), "", Point(value, 0))


def test_an_unknown_blend_mode_is_told_kept_and_written_again():
    stack, remarks = parsed('<layer name="glow" composite-op="krita:gamma_light"/>')

    properties = stack.nodes[0].properties
    assert (properties.blend, properties.foreign_blend) == (BlendMode.normal, "krita:gamma_light")
    assert "glow" in remarks[0]
    assert b'composite-op="krita:gamma_light"' in write_stack(stack)


def test_a_blend_mode_chosen_since_replaces_the_unknown_one():
    chosen = layer(blend=BlendMode.screen, foreign_blend="krita:gamma_light")

    assert b'composite-op="svg:screen"' in write_stack(Stack(SIZE, (chosen,)))


@pytest.mark.parametrize(
    ("size", "root", "expected"),
    [
        ('version="0.0.1" xres="75"', 'name="root"', BlendMode.linear_dodge),
        ('version="0.0.5" xres="75"', 'name="root"', BlendMode.plus),
        ("", "", BlendMode.plus),
    ],
    ids=["krita's", "mypaint's", "gimp's"],
)
def test_a_sum_is_the_one_that_its_program_means(size, root, expected):
    inside = '<layer composite-op="svg:plus"/>'
    xml = f'<image w="64" h="48" {size}><stack {root}>{inside}</stack></image>'

    assert parse_stack(xml.encode(), []).nodes[0].properties.blend is expected


def test_other_programs_see_a_clipped_layer_clipped():
    assert b'composite-op="svg:src-atop"' in write_stack(Stack(SIZE, (layer(clipped=True),)))


def test_unknown_elements_are_told_and_left_out():
    stack, remarks = parsed('<filter name="blur"/><layer name="a"/>')

    assert len(stack.nodes) == 1
    assert "blur" in remarks[0]


@pytest.mark.parametrize(
    ("words", "is_through"),
    [
        ("", True),
        ('isolation="auto"', True),
        ('isolation="isolate"', False),
        ('opacity="0.5"', False),
        ('composite-op="svg:multiply"', False),
    ],
)
def test_a_plain_group_lets_its_layers_through_unless_told_not_to(words, is_through):
    stack, remarks = parsed(f'<stack name="g" {words}><layer/></stack>')

    assert stack.nodes[0].properties.pass_through == is_through
    assert remarks == []


def test_a_group_that_lets_its_layers_through_is_written_so():
    through = StackGroup(LayerProperties("g", pass_through=True), (layer(),))

    stack = Stack(SIZE, (through, StackGroup(LayerProperties("h"), (layer(),))))
    assert parse_stack(write_stack(stack), []) == stack


def test_names_that_xml_cannot_hold_do_not_spoil_the_file():
    stack = Stack(SIZE, (layer("a\x00b\x1b\ud800c\uffff"),))

    assert (
        parse_stack(write_stack(stack), []).nodes[0].properties.name
        == "a\ufffdb\ufffd\ufffdc\ufffd"
    )


def refused(xml, words):
    with pytest.raises(InputError, match=words) as told:
        parse_stack(xml, [])
    assert told.value.hint


@pytest.mark.parametrize(
    "xml",
    [b"", b"<image", b"\xff\xfe", b"<html/>", b"no xml", b'<?xml encoding="x"?><image/>'],
)
def test_what_is_no_stack_is_refused(xml):
    refused(xml, "damaged")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_document_type_is_refused(encoding):
    bomb = '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><image w="1" h="1">&b;</image>'

    refused(bomb.encode(encoding), "must not")


@pytest.mark.parametrize(
    "size", ['w="0" h="5"', 'w="16385" h="1"', 'w="-1" h="1"', "", 'w="x" h="1"']
)
def test_impossible_canvases_are_refused(size):
    refused(f"<image {size}><stack/></image>".encode(), "canvas")


def test_too_many_layers_and_too_deep_groups_are_refused():
    many = "<layer/>" * MAX_LAYERS
    deep = "<stack>" * 50_000 + "</stack>" * 50_000

    refused(f'<image w="1" h="1"><stack>{many}</stack></image>'.encode(), "too many layers")
    refused(f'<image w="1" h="1">{deep}</image>'.encode(), "too many layers")


def test_groups_as_deep_as_allowed_come_back():
    depth = MAX_DEPTH - 3  # the image, the root stack and the layer
    node = layer()
    for _ in range(depth):
        node = StackGroup(LayerProperties("g"), (node,))

    returned(node)
