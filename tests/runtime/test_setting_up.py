"""A runtime comes to its place whole and tried, or not at all."""

from __future__ import annotations

from collections import namedtuple
from dataclasses import replace

import pytest

from studio.downloads.trouble import NetworkError
from studio.downloads.watch import Stopped
from studio.errors import InputError, StorageError
from studio.generation.engine import EngineError, EngineErrorKind
from studio.runtime.manifest import MIRROR
from studio.runtime.setting_up import Stage
from studio.runtime.shelf import Shelf, contents_of
from tests.downloads.conftest import Recorder
from tests.fakes.hub import Fault
from tests.fakes.wheels import manifest_of
from tests.runtime.conftest import LARGE


def left_aside(workshop):
    return [one.name for one in workshop.shelf.folder.iterdir() if one.name.startswith(".")]


def test_all_wheels_are_fetched_unpacked_tried_and_only_then_chosen(workshop):
    manifest = workshop.usual()
    seen = []

    def look(runtime, _):
        seen.append((workshop.shelf.chosen, sorted(one.name for one in runtime.iterdir())))

    place = workshop.set_up(manifest, try_it=look)
    assert seen[0][0] is None
    assert {"small", "large"} <= set(seen[0][1])
    assert workshop.shelf.chosen == place == workshop.shelf.folder / manifest.id
    assert (place / "large" / "data.bin").read_bytes() == LARGE
    assert left_aside(workshop) == []
    assert workshop.stages == [*Stage]


def test_the_progress_ends_at_all_bytes_even_where_some_were_here(workshop):
    manifest = workshop.usual()
    workshop.set_up(manifest)
    newer, watch = workshop.usual("2.0"), Recorder()
    workshop.set_up(newer, watch)
    assert watch.done == watch.most == newer.nbytes


def test_one_that_does_not_work_is_not_used_and_not_fetched_again(workshop):
    manifest = workshop.usual()
    old = workshop.set_up(manifest)
    newer = workshop.usual("2.0")

    def fail(runtime, watch):
        raise EngineError(EngineErrorKind.crashed, "It does not.")

    with pytest.raises(EngineError):
        workshop.set_up(newer, try_it=fail)
    assert workshop.shelf.chosen == old
    assert left_aside(workshop) == [".wheels"]
    workshop.set_up(newer)
    assert workshop.asked_for(newer.wheels[0]) == 1


def test_stopped_it_goes_on_by_range_the_next_time(workshop):
    manifest = workshop.usual()
    large = manifest.wheels[1]
    workshop.hub.fail(large.name, Fault(cut_after=3_000))
    with pytest.raises(Stopped):
        workshop.set_up(manifest, Recorder(stop_after=manifest.wheels[0].nbytes + 3_000))
    assert workshop.shelf.chosen is None
    workshop.set_up(manifest)
    assert workshop.hub.asked_for(large.name)[-1].range == "bytes=3000-"
    assert workshop.shelf.chosen is not None


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (Fault(status=404), NetworkError),
        (Fault(page=True), NetworkError),
        (Fault(flip=True), NetworkError),
        (Fault(longer=9), NetworkError),
        (Fault(stall_after=0), NetworkError),
    ],
)
def test_what_cannot_be_had_is_told_and_the_old_one_stays(workshop, fault, error):
    old = workshop.set_up(workshop.usual())
    newer = workshop.usual("2.0")
    workshop.hub.fail(newer.wheels[0].name, *[fault] * 9)
    with pytest.raises(error):
        workshop.set_up(newer, patience=0.3)
    assert workshop.shelf.chosen == old
    assert len(workshop.tried) == 1


def test_what_did_not_change_is_taken_over_from_the_one_in_use(workshop):
    workshop.set_up(workshop.usual())
    newer = workshop.usual("2.0")
    place = workshop.set_up(newer)
    assert workshop.asked_for(newer.wheels[1]) == 1
    assert (place / "large" / "data.bin").read_bytes() == LARGE
    assert "2.0" in (place / "small" / "__init__.py").read_text()


@pytest.mark.parametrize("harm", ["changed", "gone", "list gone"])
def test_set_up_again_it_repairs_what_is_damaged_and_fetches_nothing_else(workshop, harm):
    manifest = workshop.usual()
    old = workshop.set_up(manifest)
    match harm:
        case "changed":
            (old / "small" / "__init__.py").write_text("broken")
        case "gone":
            (old / "small" / "__init__.py").unlink()
        case "list gone":
            (old / "small-1.0.dist-info" / "RECORD").unlink()
    place = workshop.set_up(manifest)
    assert "1.0" in (place / "small" / "__init__.py").read_text()
    assert [workshop.asked_for(one) for one in manifest.wheels] == [2, 1]
    assert workshop.shelf.chosen == place
    assert workshop.shelf.former is None  # nobody wants the damaged one back
    assert not old.exists()


def test_one_can_go_back_to_the_former_and_return(workshop):
    first = workshop.set_up(workshop.usual())
    second = workshop.set_up(workshop.usual("2.0"))
    workshop.shelf.go_back()
    assert (workshop.shelf.chosen, workshop.shelf.former) == (first, second)
    workshop.shelf.go_back()
    assert (workshop.shelf.chosen, workshop.shelf.former) == (second, first)


def test_with_no_former_there_is_no_way_back(workshop):
    workshop.set_up(workshop.usual())
    with pytest.raises(InputError):
        workshop.shelf.go_back()


def test_the_third_takes_the_place_of_the_first(workshop):
    first, second, third = (workshop.set_up(workshop.usual(f"{one}.0")) for one in (1, 2, 3))
    assert not first.exists()
    assert (workshop.shelf.chosen, workshop.shelf.former) == (third, second)


def test_a_disk_without_room_for_all_of_it_is_told_before_anything_is_fetched(
    workshop, monkeypatch
):
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr("shutil.disk_usage", lambda _: usage(1 << 30, 0, (256 << 20) + 10_000))
    with pytest.raises(StorageError):
        workshop.set_up(workshop.usual())
    assert workshop.hub.asked == []


def test_two_windows_do_not_set_up_at_once(workshop):
    manifest = workshop.usual()

    def meanwhile(runtime, watch):
        workshop.shelf = Shelf(workshop.shelf.folder)
        with pytest.raises(InputError):
            workshop.set_up(manifest)

    workshop.set_up(manifest, try_it=meanwhile)
    assert workshop.shelf.chosen is not None


def test_a_mirror_may_have_all_the_wheels(workshop, monkeypatch):
    manifest = workshop.usual()
    monkeypatch.setenv(MIRROR, workshop.hub.url)
    elsewhere = [replace(one, url="https://example.invalid/x.whl") for one in manifest.wheels]
    workshop.set_up(manifest_of(*elsewhere))
    assert workshop.shelf.chosen is not None


def test_one_for_another_python_is_none(workshop):
    place = workshop.set_up(workshop.usual())
    text = (place / "runtime.json").read_text()
    (place / "runtime.json").write_text(text.replace('"python":"3', '"python":"2'))
    assert contents_of(place) is None
    assert workshop.shelf.chosen is None


@pytest.mark.parametrize("damage", [b"", b"{", b'{"chosen":"../x"}', b'{"chosen":7}'])
def test_a_damaged_choice_chooses_nothing(workshop, damage):
    workshop.set_up(workshop.usual())
    (workshop.shelf.folder / "chosen.json").write_bytes(damage)
    assert workshop.shelf.chosen is None
    workshop.set_up(workshop.usual())
    assert workshop.shelf.chosen is not None
