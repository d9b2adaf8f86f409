import errno
import os
import stat
import subprocess
import sys
import zipfile
from contextlib import contextmanager, nullcontext

import pytest

from studio.errors import StorageError
from studio.files.atomic import backup_of, replace_file, sweep

posix = pytest.mark.skipif(sys.platform == "win32", reason="permissions and limits of POSIX")


def writes(content):
    return lambda stream: stream.write(content)


def names_in(folder):
    return sorted(one.name for one in folder.iterdir())


@contextmanager
def files_of_at_most(limit):
    """The kernel itself refuses to let a file grow past so many bytes."""
    import resource

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


class FullDisk:
    """A stream that has room for so many writes."""

    def __init__(self, stream, room):
        self.stream, self.room = stream, room

    def write(self, content):
        if self.room == 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        self.room -= 1
        return self.stream.write(content)

    def seek(self, *place):
        return self.stream.seek(*place)

    def tell(self):
        return self.stream.tell()

    def flush(self):
        self.stream.flush()

    def close(self):
        self.stream.close()


def test_a_new_file_and_an_old_one_are_replaced_whole(tmp_path):
    path = tmp_path / "fox.ora"
    replace_file(path, writes(b"first"))
    replace_file(path, writes(b"second, longer"))

    assert path.read_bytes() == b"second, longer"
    assert names_in(tmp_path) == ["fox.ora"]


@pytest.mark.parametrize("room", range(12))
def test_a_disk_that_fills_up_at_any_write_leaves_the_old_file_alone(tmp_path, room):
    path = tmp_path / "fox.ora"
    path.write_bytes(b"the old one")

    def write(stream):
        with zipfile.ZipFile(FullDisk(stream, room), "w") as archive:
            for index in range(8):
                archive.writestr(f"{index}.png", bytes(100))

    with pytest.raises(StorageError, match="no room left to save fox") as told:
        replace_file(path, write)

    assert told.value.hint
    assert path.read_bytes() == b"the old one"
    assert names_in(tmp_path) == ["fox.ora"]


@posix
@pytest.mark.parametrize("limit", [0, 1, 100, 8191, 8192, 8193, 60_000, 99_999])
def test_a_file_the_system_cuts_short_at_any_byte_is_never_put_in_place(tmp_path, limit):
    path = tmp_path / "fox.ora"
    path.write_bytes(b"the old one")

    def write(stream):
        for _ in range(100):
            stream.write(bytes(1000))

    with pytest.raises(StorageError), files_of_at_most(limit):
        replace_file(path, write)

    assert path.read_bytes() == b"the old one"
    assert names_in(tmp_path) == ["fox.ora"]


@pytest.mark.parametrize("name", ["fsync", "replace"])
def test_a_failure_of_the_last_steps_leaves_the_old_file_alone(tmp_path, monkeypatch, name):
    path = tmp_path / "fox.ora"
    path.write_bytes(b"the old one")

    def fails(*_):
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(os, name, fails)
    with pytest.raises(StorageError, match="could not be saved"):
        replace_file(path, writes(b"new"))

    assert path.read_bytes() == b"the old one"
    assert names_in(tmp_path) == ["fox.ora"]


@pytest.mark.parametrize("error", [KeyboardInterrupt(), ValueError("a fault of ours")])
def test_an_interruption_passes_through_and_leaves_no_trace(tmp_path, error):
    path = tmp_path / "fox.ora"
    path.write_bytes(b"the old one")

    def write(stream):
        stream.write(b"half")
        raise error

    with pytest.raises(type(error)):
        replace_file(path, write)

    assert path.read_bytes() == b"the old one"
    assert names_in(tmp_path) == ["fox.ora"]


def test_a_missing_folder_is_named(tmp_path):
    with pytest.raises(StorageError, match="gone is not there") as told:
        replace_file(tmp_path / "gone" / "fox.ora", writes(b""))
    assert told.value.hint


def test_a_folder_is_not_replaced(tmp_path):
    (tmp_path / "fox.ora").mkdir()

    with pytest.raises(StorageError, match="is a folder"):
        replace_file(tmp_path / "fox.ora", writes(b""))


def test_a_read_only_file_is_respected(tmp_path):
    path = tmp_path / "fox.ora"
    path.write_bytes(b"the old one")
    path.chmod(0o444)

    with pytest.raises(StorageError, match="may not be written"):
        replace_file(path, writes(b"new"))

    assert path.read_bytes() == b"the old one"
    path.chmod(0o644)


@posix
def test_permissions_are_kept_and_new_files_follow_the_users_mask(tmp_path):
    kept, new = tmp_path / "kept.ora", tmp_path / "new.ora"
    kept.write_bytes(b"")
    kept.chmod(0o640)
    before = os.umask(0o027)
    try:
        replace_file(kept, writes(b"x"))
        replace_file(new, writes(b"x"))
    finally:
        os.umask(before)

    assert stat.S_IMODE(kept.stat().st_mode) == 0o640
    assert stat.S_IMODE(new.stat().st_mode) == 0o640


@posix
def test_a_link_stays_a_link(tmp_path):
    (tmp_path / "real.ora").write_bytes(b"old")
    link = tmp_path / "link.ora"
    link.symlink_to("real.ora")

    replace_file(link, writes(b"new"))

    assert link.is_symlink()
    assert (tmp_path / "real.ora").read_bytes() == b"new"


def test_a_very_long_name_is_saved(tmp_path):
    path = tmp_path / ("x" * 251 + ".ora")
    replace_file(path, writes(b"new"))
    assert path.read_bytes() == b"new"


def test_what_a_killed_save_left_is_swept_a_day_later(tmp_path):
    old, fresh = tmp_path / ".repaint-studio-1.part", tmp_path / ".repaint-studio-2.part"
    for left in (old, fresh):
        left.write_bytes(b"half")
    os.utime(old, (0, 0))

    replace_file(tmp_path / "fox.ora", writes(b"new"))

    assert names_in(tmp_path) == [fresh.name, "fox.ora"]


def test_the_version_before_is_kept_beside_it(tmp_path):
    path = tmp_path / "fox.ora"
    for content in (b"first", b"second", b"third"):
        replace_file(path, writes(content), keeps_backup=True)
    assert path.read_bytes() == b"third"
    assert (tmp_path / "fox.ora~").read_bytes() == b"second"
    assert names_in(tmp_path) == ["fox.ora", "fox.ora~"]


def test_where_there_are_no_links_the_version_before_is_copied(tmp_path, monkeypatch):
    def fails(*_):
        raise PermissionError(errno.EPERM, os.strerror(errno.EPERM))

    monkeypatch.setattr(os, "link", fails)
    path = tmp_path / "fox.ora"
    replace_file(path, writes(b"first"), keeps_backup=True)
    replace_file(path, writes(b"second"), keeps_backup=True)
    assert (path.read_bytes(), backup_of(path).read_bytes()) == (b"second", b"first")


def test_a_save_that_fails_leaves_the_backup_alone(tmp_path):
    path = tmp_path / "fox.ora"
    for content in (b"first", b"second"):
        replace_file(path, writes(content), keeps_backup=True)

    def write(stream):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with pytest.raises(StorageError):
        replace_file(path, write, keeps_backup=True)
    assert (path.read_bytes(), backup_of(path).read_bytes()) == (b"second", b"first")


def test_a_backup_that_cannot_be_made_does_not_stop_the_save(tmp_path):
    path = tmp_path / "fox.ora"
    (tmp_path / "fox.ora~").mkdir()
    replace_file(path, writes(b"first"), keeps_backup=True)
    replace_file(path, writes(b"second"), keeps_backup=True)
    assert path.read_bytes() == b"second"
    assert names_in(tmp_path) == ["fox.ora", "fox.ora~"]


@posix
def test_the_backup_of_a_link_lies_beside_what_it_points_to(tmp_path):
    (tmp_path / "there").mkdir()
    (tmp_path / "there" / "real.ora").write_bytes(b"old")
    (tmp_path / "link.ora").symlink_to("there/real.ora")
    replace_file(tmp_path / "link.ora", writes(b"new"), keeps_backup=True)
    assert backup_of(tmp_path / "link.ora") == tmp_path / "there" / "real.ora~"
    assert (tmp_path / "there" / "real.ora~").read_bytes() == b"old"


KILLED = """
import os, signal, sys
from pathlib import Path
from studio.files.atomic import replace_file

def write(stream):
    stream.write(b"half")
    stream.flush()
    os.kill(os.getpid(), signal.SIGKILL)

replace_file(Path(sys.argv[1]), write)
"""


@posix
def test_what_a_process_that_is_gone_left_is_swept_at_once(tmp_path):
    path = tmp_path / "fox.ora"
    path.write_bytes(b"the old one")
    subprocess.run([sys.executable, "-c", KILLED, str(path)], check=False)
    assert len(names_in(tmp_path)) == 2

    sweep(tmp_path)

    assert names_in(tmp_path) == ["fox.ora"]
    assert path.read_bytes() == b"the old one"


def test_what_is_being_written_now_is_not_swept(tmp_path):
    def write(stream):
        stream.write(b"half")
        sweep(tmp_path)

    replace_file(tmp_path / "fox.ora", write)
    assert (tmp_path / "fox.ora").read_bytes() == b"half"


def test_a_folder_that_is_gone_is_swept_without_a_word(tmp_path):
    sweep(tmp_path / "gone")


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, errno.EROFS], ids=errno.errorcode.get)
@pytest.mark.parametrize("name", ["open", "fsync", "link", "chmod", "replace"])
def test_a_failure_of_any_step_leaves_a_whole_file_and_nothing_else(
    tmp_path, monkeypatch, name, number
):
    path = tmp_path / "fox.ora"
    path.write_bytes(b"the old one")
    backup_of(path).write_bytes(b"an older one")

    def fails(*_, **__):
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as broken:
        broken.setattr(*{"open": ("io.open",)}.get(name, (os, name)), fails)
        with nullcontext() if name == "link" else pytest.raises(StorageError, match="fox"):
            replace_file(path, writes(b"new"), keeps_backup=True)
    whole = b"new" if name == "link" else b"the old one"
    assert path.read_bytes() == whole
    assert backup_of(path).read_bytes() in {b"the old one", b"an older one"}
    assert names_in(tmp_path) == ["fox.ora", "fox.ora~"]
