from __future__ import annotations

import io
import json
import tarfile

import numpy as np
import pytest

from starter_model.drawings import SETS, SIDE, Drawings, fetch, render_all, sprite_of
from starter_model.words import concepts_taught

SQUARE = '<rect x="8" y="12" width="16" height="8" fill="#d62828"/>'


def pack(folder, one, icons, *, licence=None, aliases=None):
    """A packed npm package as Iconify's are."""
    icons = {"icons": icons, "aliases": aliases or {}, "width": 32, "height": 32}
    about = {"license": {"spdx": licence or one.licence}}
    folder.mkdir(parents=True, exist_ok=True)
    with tarfile.open(folder / one.archive, "w:gz") as tar:
        for name, content in (("icons", icons), ("info", about)):
            text = json.dumps(content).encode()
            entry = tarfile.TarInfo(f"package/{name}.json")
            entry.size = len(text)
            tar.addfile(entry, io.BytesIO(text))


def test_a_drawing_is_cut_to_what_is_drawn_and_centred():
    pytest.importorskip("resvg_py")
    sprite = sprite_of(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">{SQUARE}</svg>'
    )
    assert sprite.shape == (SIDE, SIDE, 4)
    assert tuple(sprite[SIDE // 2, SIDE // 2]) == (214, 40, 40, 255)
    assert sprite[SIDE // 2, 2, 3] == sprite[SIDE // 2, -3, 3] == 255
    assert sprite[5, SIDE // 2, 3] == 0


def test_every_set_is_rendered_and_another_name_counts(tmp_path):
    pytest.importorskip("resvg_py")
    concepts = concepts_taught(2)
    for one in SETS:
        fish = {"fish": {"parent": "cat"}} if one is SETS[0] else {}
        pack(tmp_path, one, {"cat": {"body": SQUARE}}, aliases=fish)
    found = render_all(tmp_path, concepts)
    assert sorted(zip(found.concept, found.origin, strict=True)) == [
        (0, 0), (0, 1), (0, 2), (0, 3), (1, 0),
    ]  # fmt: skip


def test_a_package_under_another_licence_is_refused(tmp_path):
    for one in SETS:
        pack(tmp_path, one, {"cat": {"body": SQUARE}}, licence="CC-BY-NC-4.0")
    with pytest.raises(ValueError, match=r"licence is CC-BY-NC-4\.0"):
        render_all(tmp_path, concepts_taught(1))


def test_what_is_packed_already_is_not_fetched(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))  # no npm there
    for one in SETS:
        pack(tmp_path, one, {})
    fetch(tmp_path)


def test_one_drawing_of_each_concept_is_held_out_for_good(drawings):
    taught, held_out = drawings.taught(), drawings.held_out()
    assert set(held_out.concept) == set(taught.concept) == set(drawings.concept)
    assert len(held_out.concept) == len(set(drawings.concept))
    assert len(taught.concept) + len(held_out.concept) == len(drawings.concept)
    assert set(held_out.origin) == {len(SETS) - 1}


def test_drawings_come_back_from_their_file(drawings, tmp_path):
    drawings.save(tmp_path / "drawings.npz")
    again = Drawings.load(tmp_path / "drawings.npz")
    assert np.array_equal(again.pixels, drawings.pixels)
    assert np.array_equal(again.hue, drawings.hue)


def test_fewer_concepts_have_fewer_drawings(drawings):
    assert set(drawings.of_concepts(2).concept) == {0, 1}


def test_some_styles_can_be_taught_alone(drawings):
    chosen = drawings.of_styles(["flat", "cartoon"])
    assert {SETS[at].style for at in chosen.origin} == {"flat", "cartoon"}
    assert set(chosen.concept) == set(drawings.concept)
