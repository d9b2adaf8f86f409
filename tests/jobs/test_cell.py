"""What a process that is shut in cannot do any more, tried in one."""

from __future__ import annotations

import subprocess
import sys

import pytest

_TRIED = {
    "a program": "import os; shut(); os.system('true')",
    "another": "import subprocess; shut(); subprocess.run(['true'])",
    "a fork": "import os; shut(); os.fork()",
    "a socket": "import socket; shut(); socket.socket()",
    "a name": "import socket; shut(); socket.getaddrinfo('localhost', 80)",
    "code from words": "shut(); eval('1 + 1')",
    "a library": "import ctypes; shut(); ctypes.CDLL(None)",
    "a file elsewhere": "shut(); open(other, 'w')",
    "a longer one": "shut(); open(other, 'a')",
    "by its number": "import os; shut(); os.open(other, os.O_CREAT | os.O_WRONLY)",
    "one removed": "import os; shut(); os.remove(other)",
    "one renamed": "import os; shut(); os.rename(other, other + '2')",
}


def run(code, folder):
    (folder / "cell").mkdir()
    (folder / "other").write_text("stays")
    head = (
        "import sys; from pathlib import Path; from studio.jobs.cell import *;"
        f"place, other = Path({str(folder / 'cell')!r}), {str(folder / 'other')!r};"
        "shut = lambda: shut_in(place, 1000);"
    )
    return subprocess.run([sys.executable, "-c", head + code], capture_output=True, text=True)


@pytest.mark.parametrize("code", _TRIED.values(), ids=_TRIED.keys())
def test_what_it_gave_up_is_not_done(tmp_path, code):
    if "fork" in code and sys.platform == "win32":
        pytest.skip("there is none")
    done = run(code, tmp_path)
    assert "NotAllowedError" in done.stderr
    assert (tmp_path / "other").read_text() == "stays"


def test_its_own_folder_it_may_write(tmp_path):
    done = run("shut(); (place / 'x').write_text('x')", tmp_path)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "cell" / "x").read_text() == "x"


@pytest.mark.skipif(sys.platform != "linux", reason="a network of its own is Linux's")
def test_where_the_kernel_allows_it_there_is_no_network_at_all(tmp_path):
    code = (
        "import os; before = os.readlink('/proc/self/ns/net'); leave_network();"
        "print(os.readlink('/proc/self/ns/net') != before)"
    )
    done = run(code, tmp_path)
    assert done.stdout.strip() in ("True", "False")
