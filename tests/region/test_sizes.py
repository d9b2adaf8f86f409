from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.geometry import Extent
from studio.models.families import SD15, SDXL
from studio.models.family import SizeLimits
from studio.region.sizes import WorkingSize, working_size

STARTER = SizeLimits(128, 128, 128**2, 128**2, refines=False)
ONE_PASS = SizeLimits(96, 192, 96**2, 160**2, multiple=8, refines=False)


@pytest.mark.parametrize(
    ("context", "limits", "size", "refine"),
    [
        pytest.param((512, 512), SD15.limits, (512, 512), None, id="native"),
        pytest.param((513, 530), SD15.limits, (528, 544), None, id="raised to the multiple"),
        pytest.param((100, 100), SD15.limits, (512, 512), None, id="enlarged to the minimum area"),
        pytest.param((200, 100), SD15.limits, (736, 368), None, id="enlarged with its aspect"),
        pytest.param((400, 20), SD15.limits, (768, 48), None, id="not past the maximum side"),
        pytest.param((600, 200), SD15.limits, (608, 208), None, id="one side in range is enough"),
        pytest.param((690, 690), SD15.limits, (704, 704), None, id="too large, no side too long"),
        pytest.param((800, 480), SD15.limits, (800, 480), None, id="too long, not too large"),
        pytest.param((1000, 1000), SD15.limits, (640, 640), (1008, 1008), id="two passes"),
        pytest.param((4000, 2000), SD15.limits, (896, 448), (1776, 896), id="the second is capped"),
        pytest.param((1024, 1024), SDXL.limits, (1024, 1024), None, id="native of another family"),
        pytest.param((300, 300), SDXL.limits, (800, 800), None, id="its own minimum area"),
        pytest.param((1000, 1000), STARTER, (128, 128), None, id="the starter model"),
        pytest.param((64, 48), STARTER, (128, 128), None, id="the starter model, enlarged"),
        pytest.param((160, 160), ONE_PASS, (160, 160), None, id="one pass, as it is"),
        pytest.param((150, 100), ONE_PASS, (144, 96), None, id="one pass, the aspect kept best"),
        pytest.param((1500, 1000), ONE_PASS, (192, 128), None, id="one pass, smaller"),
        pytest.param((3000, 300), ONE_PASS, (192, 96), None, id="one pass, within the sides"),
    ],
)
def test_working_size(context, limits, size, refine):
    expected = WorkingSize(Extent(*size), Extent(*refine) if refine else None)

    assert working_size(Extent(*context), limits) == expected


def test_a_cap_in_megapixels_holds_for_both_passes():
    capped = working_size(Extent(2000, 2000), SD15.limits, megapixels=0.6)

    assert capped.size == Extent(640, 640)
    assert capped.refine == Extent(784, 784)


def test_a_low_cap_leaves_one_pass():
    capped = working_size(Extent(2000, 2000), SD15.limits, megapixels=0.25)

    assert capped == WorkingSize(Extent(512, 512))


sides = st.integers(1, 16384)


@given(sides, sides, st.sampled_from([SD15.limits, SDXL.limits, STARTER, ONE_PASS]))
def test_every_size_is_one_the_model_takes(width, height, limits):
    found = working_size(Extent(width, height), limits)

    for size in filter(None, (found.size, found.refine)):
        assert size.width % limits.multiple == size.height % limits.multiple == 0
        assert size.area > 0
    if not limits.refines:
        assert found.refine is None
        assert limits.min_side <= found.size.shortest_side
        assert found.size.longest_side <= limits.max_side


@given(st.integers(200, 4000), st.floats(0.5, 2))
def test_the_aspect_is_kept_to_within_the_multiple(width, aspect):
    context = Extent(width, max(1, round(width * aspect)))
    size = working_size(context, SD15.limits).size

    stretch = size.width * context.height / (size.height * context.width)
    assert abs(math.log(stretch)) <= 16 / (size.shortest_side - 16)
