"""What the program keeps for the painter, damaged: it starts, and says what it set aside."""

from __future__ import annotations

import numpy as np
import pytest

from studio.app import Places, build_app
from tests.fakes.engines import FakeEngine
from tests.faults import times
from tests.faults.scenes import SCENES
from tests.files.corpus import flipped

DAMAGED = {
    "preferences.json": (b"", b"{", b"[]", b"\xff\xfe", b"[" * 5000, b'"words"', bytes(4096)),
    "brushes/mine.json": (b"", b"{", b'{"format": 3}', b"\xff\xfe", b"[" * 5000),
    "palettes/mine.gpl": (b"", b"GIMP Palette\n1 2 x\n", b"\xff\xfe", bytes(4096)),
}
SCENE_OF = {
    "preferences.json": SCENES["preferences.json"],
    "brushes/mine.json": SCENES["brush.json"],
    "palettes/mine.gpl": SCENES["colours.gpl"],
}


@pytest.fixture
def started(qapp, tmp_path):
    """The program's session over such files; what it told is with it."""
    apps = []

    def start():
        app = build_app(Places(tmp_path, tmp_path / "logs"), make_engine=lambda _: FakeEngine())
        apps.append(app)
        told = []
        app.session.preferences.set_aside.tell_to(told.append)
        assert app.session.brushes.presets
        assert app.session.palettes.ids
        return told

    yield start
    for app in apps:
        app.session.close()
        app.window.deleteLater()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        pytest.param(name, content, id=f"{name} {content[:6]!r}")
        for name, contents in DAMAGED.items()
        for content in contents
    ],
)
def test_a_damaged_file_is_set_aside_and_told_and_the_program_starts(
    started, tmp_path, name, content
):
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)
    if name.startswith("palettes"):
        (tmp_path / "preferences.json").write_text('{"palette": "mine"}')
    told = started()
    assert [notice.message for notice in told] == [f"{path.name} is damaged and was set aside."]
    assert path.with_name(f"{path.name}.damaged").read_bytes() == content
    assert not path.exists()


@pytest.mark.parametrize("name", SCENE_OF)
def test_with_any_byte_of_it_changed_the_program_starts(started, tmp_path, name):
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    SCENE_OF[name].write(path, 100)
    for damaged in flipped(path.read_bytes(), times(3, 200)):
        path.write_bytes(damaged)
        started()


def test_damaged_places_of_windows_do_not_keep_the_program_from_starting(started, tmp_path):
    noise = np.random.default_rng(1).bytes(2000)
    (tmp_path / "window.ini").write_bytes(b"[General]\ngeometry=@ByteArray(" + noise + b")\n")
    assert started() == []
