import os
import time

import numpy as np
import pytest

from studio.document.blending import BlendMode
from studio.document.layers import GroupLayer, LayerProperties
from studio.errors import InputError
from studio.files.pictures.images import read_picture
from studio.geometry import Bounds
from studio.session.files.outgoing import file_of_layer, file_of_painting

SPOT = Bounds(10, 20, 30, 40)


@pytest.fixture(autouse=True)
def in_a_folder(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))


def paint(painter):
    active = painter.session.layering.add_layer()
    with painter.document.painting(active, "Brush stroke") as tiles:
        tiles.write(SPOT, np.full((40, 30, 4), 255, np.uint8))
    return active


def test_the_painting_leaves_as_it_is_seen(painter):
    paint(painter)

    path = file_of_painting(painter.session.easel, "a fox.ora")

    assert path.name == "a fox.png"
    assert np.array_equal(read_picture(path).pixels, painter.picture())


def test_a_layer_leaves_alone_and_cut_to_what_is_on_it(painter):
    layer = paint(painter)
    looks = LayerProperties("a: fox?", visible=False, opacity=0.3, blend=BlendMode.multiply)
    painter.document.layer(layer).properties = looks

    path = file_of_layer(painter.session.easel, layer)

    assert path.name == "a_ fox_.png"
    assert read_picture(path).pixels.shape == (40, 30, 4)
    assert (read_picture(path).pixels == 255).all()
    assert painter.document.layer(layer).properties == looks


def test_a_group_leaves_with_all_that_is_in_it(painter):
    layer = painter.document.layer(paint(painter))
    group = GroupLayer(painter.document.new_id(), LayerProperties("../.."), [layer])
    painter.document.root.children[:] = [group]

    path = file_of_layer(painter.session.easel, group.id)

    assert path.name == "_.png"
    assert path.parent.name.startswith("repaint-studio-drag-")
    assert read_picture(path).pixels.shape == (40, 30, 4)


def test_of_an_empty_layer_nothing_leaves(painter):
    empty = painter.session.layering.add_layer()

    with pytest.raises(InputError, match="Nothing is on"):
        file_of_layer(painter.session.easel, empty)


def test_files_of_days_past_are_taken_away(painter, tmp_path):
    paint(painter)
    old = file_of_painting(painter.session.easel, "old")
    long_ago = time.time() - 2 * 24 * 60 * 60
    os.utime(old.parent, (long_ago, long_ago))

    new = file_of_painting(painter.session.easel, "new")

    assert new.is_file()
    assert not old.parent.exists()
