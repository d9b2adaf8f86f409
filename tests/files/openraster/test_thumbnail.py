import numpy as np
import pytest

from studio.document.document import Document
from studio.document.layers import LayerProperties, PaintLayer
from studio.files.openraster.thumbnail import thumbnail_of
from studio.geometry import Bounds, Extent


@pytest.mark.parametrize(
    ("extent", "small"),
    [
        (Extent(1000, 500), (128, 256)),
        (Extent(40, 30), (30, 40)),
        (Extent(2000, 3), (1, 256)),
    ],
)
def test_a_thumbnail_keeps_the_shape_and_the_colours(extent, small):
    document = Document(extent)
    layer = PaintLayer(document.new_id(), LayerProperties("red"))
    red = np.full((extent.height, extent.width, 4), (0, 0, 255, 255), np.uint8)
    layer.tiles.write(Bounds(0, 0, extent.width, extent.height), red)
    document.root.children.append(layer)
    found = thumbnail_of(document)
    assert found.shape == (*small, 4)
    assert (found == (0, 0, 255, 255)).all()
