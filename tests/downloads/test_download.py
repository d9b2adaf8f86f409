"""A plan, fetched from a hub that fails in every way."""

from __future__ import annotations

import subprocess
import sys
from collections import namedtuple
from dataclasses import replace

import pytest

from studio.downloads.plan import UNTOLD, Plan, PlannedFile
from studio.downloads.staging import Staging, unfinished
from studio.downloads.trouble import NetworkError
from studio.downloads.watch import Stopped
from studio.errors import InputError, StorageError, StudioError
from studio.generation.engine import EngineError
from tests.downloads.conftest import Recorder
from tests.fakes.hub import Fault
from tests.models.folders import write_tensors
from tests.patience import PATIENCE

# For hubs that stall: that is what is waited for.
SHORT = 0.3


def got(bench):
    return (bench.folder / "model" / "big.bin").read_bytes()


def test_all_of_a_plan_comes_to_its_place_at_once(bench):
    other = bench.planned("unet/config.json", b"{}")
    watch = bench.get(bench.plan(bench.file, other))
    assert got(bench) == bench.content
    assert (bench.folder / "model" / "unet" / "config.json").read_bytes() == b"{}"
    assert sorted(one.name for one in (bench.folder / "model").iterdir()) == ["big.bin", "unet"]
    assert bench.aside() == []
    assert watch.done == len(bench.content) + 2
    assert watch.names == ["big.bin", "config.json"]


def test_stopped_and_asked_for_again_it_goes_on_by_range(bench):
    bench.hub.fail("big.bin", Fault(cut_after=40_000))
    with pytest.raises(Stopped):
        bench.get(watch=Recorder(stop_after=40_000))
    assert not (bench.folder / "model").exists()
    (plan,) = unfinished(bench.folder)  # as a program that starts anew finds it
    watch = bench.get(plan)
    first, second = bench.hub.asked_for("big.bin")
    assert (first.range, second.range) == ("", "bytes=40000-")
    assert second.if_range
    assert got(bench) == bench.content
    assert watch.most == len(bench.content)
    assert not list(unfinished(bench.folder))


def test_a_cut_connection_is_taken_up_again_by_itself(bench):
    bench.hub.fail("big.bin", Fault(cut_after=10_000), Fault(cut_after=10_000))
    watch = bench.get()
    assert [one.range for one in bench.hub.asked_for("big.bin")] == [
        *("", "bytes=10000-", "bytes=20000-")
    ]
    assert got(bench) == bench.content
    assert len(watch.waited) == 2


@pytest.mark.parametrize("fault", [Fault(cut_after=0), Fault(status=503), Fault(status=429)])
def test_one_that_never_gives_a_byte_is_told_after_some_tries(bench, fault):
    bench.hub.fail("big.bin", *[fault] * 9)
    with pytest.raises(NetworkError) as caught:
        bench.get()
    assert "kept" in caught.value.hint
    assert len(bench.hub.asked) == 4
    assert bench.aside()


@pytest.mark.parametrize("faults", [[Fault(status=500)], [Fault(stall_after=5_000)]])
def test_a_hub_that_stumbles_or_stalls_once_is_asked_again(bench, faults):
    bench.hub.fail("big.bin", *faults)
    bench.get(patience=SHORT)
    assert got(bench) == bench.content


def test_one_that_stalls_every_time_is_told(bench):
    bench.hub.fail("big.bin", *[Fault(stall_after=0)] * 9)
    with pytest.raises(NetworkError, match="does not answer"):
        bench.get(patience=SHORT)


@pytest.mark.parametrize(
    ("status", "words"), [(404, "has no big.bin"), (403, "everybody"), (401, "everybody")]
)
def test_an_answer_that_will_not_change_is_told_at_once(bench, status, words):
    bench.hub.fail("big.bin", Fault(status=status))
    with pytest.raises(NetworkError, match=words) as caught:
        bench.get()
    assert caught.value.hint
    assert len(bench.hub.asked) == 1


def test_a_web_page_instead_of_the_file_is_not_kept(bench):
    bench.hub.fail("big.bin", Fault(page=True))
    with pytest.raises(NetworkError, match="web page"):
        bench.get()
    assert not (bench.folder / ".model.downloading" / "big.bin.part").exists()


def test_what_arrived_damaged_is_thrown_away_and_fetched_once_more(bench):
    bench.hub.fail("big.bin", Fault(flip=True))
    bench.get()
    assert got(bench) == bench.content
    assert [one.range for one in bench.hub.asked] == ["", ""]


def test_damaged_twice_it_is_told_and_nothing_is_installed(bench):
    bench.hub.fail("big.bin", Fault(flip=True), Fault(flip=True))
    with pytest.raises(NetworkError, match="damaged"):
        bench.get()
    assert not (bench.folder / "model").exists()
    assert not (bench.folder / ".model.downloading" / "big.bin.part").exists()


def test_small_files_have_gits_digest_alone_and_it_is_checked(bench):
    small = replace(bench.planned("a.json", b"{}"), sha256="")
    good = replace(small, git_sha1="9e26dfeeb6e641a33dae4961196235bdb965b21b")
    bench.hub.fail("a.json", Fault(flip=True), Fault(flip=True))
    with pytest.raises(NetworkError, match="damaged"):
        bench.get(bench.plan(good))
    bench.get(bench.plan(good))
    assert (bench.folder / "model" / "a.json").read_bytes() == b"{}"


@pytest.mark.parametrize(
    "fault",
    [Fault(etag='"other"'), Fault(ignores_range=True), Fault(shifts=True), Fault(status=416)],
    ids=["another state", "no ranges", "a wrong range", "416"],
)
def test_a_part_that_does_not_fit_what_comes_is_begun_anew(bench, fault):
    bench.hub.fail("big.bin", Fault(cut_after=30_000), fault)
    with pytest.raises(Stopped):
        bench.get(watch=Recorder(stop_after=30_000))
    watch = bench.get()
    assert got(bench) == bench.content
    assert watch.done == len(bench.content)


def test_a_part_longer_than_the_file_is_begun_anew(bench):
    part = bench.folder / ".model.downloading" / "big.bin.part"
    part.parent.mkdir()
    part.write_bytes(bytes(len(bench.content) + 5))
    bench.get()
    assert got(bench) == bench.content


def test_a_part_that_is_all_there_is_only_checked(bench):
    part = bench.folder / ".model.downloading" / "big.bin.part"
    part.parent.mkdir()
    part.write_bytes(bench.content)
    bench.get()
    assert bench.hub.asked == []
    assert got(bench) == bench.content


@pytest.mark.parametrize("fault", [Fault(longer=7)], ids=["too long"])
def test_a_file_of_another_size_than_listed_is_told(bench, fault):
    bench.hub.fail("big.bin", fault)
    with pytest.raises(NetworkError, match="listed"):
        bench.get()


def test_redirects_are_followed_but_never_to_an_insecure_place(bench):
    elsewhere = f"{bench.hub.url}/cdn"
    file = replace(bench.file, url=f"{bench.hub.url}/start")
    bench.hub.others["/cdn"] = ("application/octet-stream", bench.content)
    bench.hub.redirects["/start"] = elsewhere
    bench.get(bench.plan(file))
    assert got(bench) == bench.content
    for goal in ("http://example.org/x", "file:///etc/passwd"):
        bench.hub.redirects["/start"] = goal
        with pytest.raises(StudioError):
            bench.get(Plan("Other", bench.folder / "other", (file,)))


def test_nobody_there_is_told(bench):
    file = replace(bench.file, url="http://127.0.0.1:9/x")
    with pytest.raises(NetworkError, match="cannot be reached"):
        bench.get(bench.plan(file))


def test_without_room_nothing_is_begun(bench, monkeypatch):
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr("shutil.disk_usage", lambda _: usage(9, 9, 1000))
    with pytest.raises(StorageError, match="needs"):
        bench.get()
    assert bench.hub.asked == []
    assert bench.aside() == []


@pytest.mark.skipif(sys.platform == "win32", reason="limits of file sizes are POSIX")
def test_a_disk_that_fills_up_on_the_way_keeps_what_arrived(bench):
    import resource

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, before[1]))
    try:
        with pytest.raises(StorageError, match="no room") as caught:
            bench.get()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert "resume" in caught.value.hint
    bench.get()
    assert got(bench) == bench.content
    assert bench.hub.asked_for("big.bin")[-1].range == "bytes=50000-"


def test_a_folder_that_is_there_already_is_not_touched(bench):
    (bench.folder / "model").mkdir()
    with pytest.raises(InputError, match="already"):
        bench.get()
    assert bench.hub.asked == []


def test_single_files_take_their_places_one_by_one(bench):
    folder = bench.folder / "loras"
    folder.mkdir()
    (folder / "old.txt").write_text("stays")
    bench.get(Plan("Two", folder, (bench.file, bench.planned("b", b"b")), is_new=False))
    assert sorted(one.name for one in folder.iterdir()) == ["b", "big.bin", "old.txt"]


def test_of_a_file_without_a_digest_the_header_must_fit(bench):
    whole = write_tensors(bench.folder / "w", {"x": (64,)}).read_bytes()
    contents = (whole, whole[:-3], b"PK\x03\x04" * 50)
    for index, content in enumerate(contents):
        file = replace(bench.planned("a.safetensors", content), sha256="", nbytes=UNTOLD)
        plan = Plan("It", bench.folder / f"it{index}", (file,))
        if content == whole:
            bench.get(plan)
            continue
        with pytest.raises(EngineError):
            bench.get(plan)
        assert bench.aside() == []


def test_a_file_nobody_vouches_for_is_not_resumed_without_a_mark(bench):
    file = replace(bench.file, sha256="", nbytes=UNTOLD)
    part = bench.folder / ".model.downloading" / "big.bin.part"
    part.parent.mkdir()
    part.write_bytes(b"of something else")
    bench.get(bench.plan(file))
    assert got(bench) == bench.content


@pytest.mark.parametrize(
    "path", ["../x", "/x", "a/../../x", "C:/x", "a\\..\\x", "", "CON", "a/nul.txt", "a\0b"]
)
def test_a_path_that_leads_elsewhere_is_refused(path):
    with pytest.raises(InputError):
        PlannedFile(path, "https://example.org/x")


@pytest.mark.parametrize("text", ["", "{", "[]", '{"title": 1}'])
def test_notes_that_cannot_be_read_are_passed_over(tmp_path, text):
    (tmp_path / ".model.downloading").mkdir()
    (tmp_path / ".model.downloading" / "download.json").write_text(text)
    assert list(unfinished(tmp_path)) == []


def test_notes_that_name_another_place_are_passed_over(bench):
    with pytest.raises(Stopped):
        bench.get(watch=Recorder(stop_after=0))
    (aside,) = bench.aside()
    aside.rename(bench.folder / ".another.downloading")
    assert list(unfinished(bench.folder)) == []


@pytest.mark.skipif(sys.platform == "win32", reason="signals as POSIX has them")
def test_killed_amid_it_the_next_start_goes_on_and_nothing_is_damaged(bench):
    bench.hub.fail("big.bin", Fault(stall_after=50_000))
    file = bench.file
    code = (
        "from pathlib import Path; from studio.downloads.download import download;"
        "from studio.downloads.line import Line; from studio.downloads.plan import *;"
        "from studio.downloads.watch import Wanted;"
        f"file = PlannedFile('big.bin', {file.url!r}, {file.nbytes}, {file.sha256!r});"
        f"plan = Plan('Model', Path({str(bench.folder / 'model')!r}), (file,));"
        "download(plan, Line(), Wanted(1, lambda: print('some', flush=True)))"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        assert child.stdout.readline()
        assert bench.hub.stalling.wait(PATIENCE)
        child.kill()
    assert not (bench.folder / "model").exists()
    (plan,) = unfinished(bench.folder)
    bench.get(plan)
    assert got(bench) == bench.content
    assert bench.aside() == []


@pytest.mark.parametrize("is_new", [True, False])
def test_what_a_kill_left_of_one_that_was_done_is_removed_at_the_next_start(bench, is_new):
    plan = replace(bench.plan(), is_new=is_new)
    with pytest.raises(Stopped):
        bench.get(plan, Recorder(stop_after=0))
    staging = Staging(plan)
    notes = (staging.folder / "download.json").read_bytes()
    bench.get(plan)
    left = plan.folder if is_new else staging.folder
    left.mkdir(exist_ok=True)
    (left / "download.json").write_bytes(notes)
    home = bench.folder if is_new else plan.folder
    (home / ".gone.downloading" / "unet").mkdir(parents=True)
    assert list(unfinished(home)) == []
    assert [one.name for one in plan.folder.iterdir()] == ["big.bin"]
    assert bench.aside() == []
