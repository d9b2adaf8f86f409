from __future__ import annotations

import numpy as np

from studio.document.composite import flatten


def test_a_stroke_is_painted_on_both_sides_while_the_mirror_is_on(desk):
    desk.do("symmetry_across")
    desk.stroke()
    mirrored = flatten(desk.document, desk.document.bounds)
    assert (mirrored[30, 190:240] < 255).any()
    assert desk.document.history.position == 1
    desk.do("undo")
    desk.do("symmetry_across")
    desk.stroke()
    assert (flatten(desk.document, desk.document.bounds)[30, 190:240] == 255).all()
    assert not np.array_equal(mirrored, flatten(desk.document, desk.document.bounds))


def test_the_switches_show_what_is_on(desk):
    desk.do("symmetry_around")
    assert desk.session.painting.mirroring.arms == 6
    assert desk.window.menus.action("symmetry_around").isChecked()
    desk.do("symmetry_around")
    assert desk.session.painting.mirroring.arms == 1
