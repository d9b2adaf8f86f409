import json
import os
import signal
import subprocess
import sys

import numpy as np
import pytest

from studio.brush.sample import PenSample
from studio.cli import VERBS, is_verb
from tests.cli.conftest import HOLE, load, photograph

RUN = "import sys; from studio.cli import run; sys.exit(run(sys.argv[1:]))"


@pytest.mark.parametrize(
    ("argv", "expected"),
    [
        ([], False),
        (["picture.png"], False),
        (["--engine=thread"], False),
        (["repaint"], True),
        (["selftest", "--json"], True),
        (["--selftest"], True),
        (["--help"], True),
        (["--version"], True),
    ],
)
def test_a_command_is_told_from_a_file_to_open(argv, expected):
    assert is_verb(argv) is expected


def test_asking_whether_it_is_a_command_imports_nothing_heavy():
    code = (
        "import sys; from studio.cli import is_verb; is_verb(['x.png']);"
        "print({'numpy', 'cv2', 'PySide6'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_help_names_every_command(shell):
    assert shell("--help") == 0
    assert all(verb in shell.out for verb in VERBS)


def test_the_version_is_told(shell):
    assert shell("--version") == 0
    assert shell.out.strip()


def test_the_self_test_is_content_with_an_engine_that_keeps_the_rest(shell):
    assert shell("selftest", "--json") == 0
    told = shell.events[-1]
    assert (told["event"], told["ok"], told["changed_outside_mask"]) == ("selftest", True, 0)
    assert shell("selftest") == 0
    assert shell.out.splitlines()[-1].startswith("ok")


def test_without_a_model_the_self_test_paints_and_saves(shell):
    assert shell("selftest", "--without-model", "--json") == 0
    assert (shell.events[-1]["ok"], shell.events[-1]["repainted"]) == (True, False)


def test_a_painting_that_was_not_saved_whole_fails_the_self_test(shell, monkeypatch):
    monkeypatch.setattr("studio.cli.selftest.PenSample", lambda *_, **__: PenSample(-90.0, -90.0))
    assert shell("selftest", "--without-model", "--json") == 1


def test_commands_without_an_engine_leave_widgets_and_torch_out(shell):
    code = (
        "import sys; from studio.cli import run\n"
        "assert run(['info', sys.argv[1]]) == 0\n"
        "assert run(['models']) == 0\n"
        "found = {'PySide6.QtWidgets', 'torch', 'diffusers', 'transformers'} & set(sys.modules)\n"
        "print(found)"
    )
    picture = str(shell.folder / "picture.png")
    done = subprocess.run(
        [sys.executable, "-c", code, picture], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "set()"


@pytest.mark.skipif(sys.platform == "win32", reason="pipes there break in another way")
def test_a_reader_that_leaves_ends_the_command_in_silence():
    reader, writer = os.pipe()
    os.close(reader)
    command = [sys.executable, "-c", RUN, "models", "--json"]
    done = subprocess.run(command, stdout=writer, stderr=subprocess.PIPE, text=True, check=False)
    os.close(writer)
    assert done.returncode == 1
    assert done.stderr == ""


def _command(folder, *words):
    picture, mask = folder / "picture.png", folder / "mask.png"
    given = ["repaint", str(picture), "--mask", str(mask), "--prompt", "sun", "--json", *words]
    return [sys.executable, "-c", RUN, *given]


@pytest.mark.model
def test_the_real_model_repaints_the_same_twice_without_widgets(shell):
    code = (
        "import sys; from studio.cli import run\n"
        "for out in sys.argv[-2:]: assert run([*sys.argv[1:-2], '--out', out]) == 0\n"
        "print('PySide6.QtWidgets' in sys.modules)"
    )
    outs = [str(shell.folder / name) for name in ("one.png", "two.png")]
    command = _command(shell.folder, "--seed", "3", "--steps", "4", *outs)
    command[2] = code
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    *_, result, has_widgets = done.stdout.splitlines()
    assert json.loads(result)["changed_outside_mask"] == 0
    assert has_widgets == "False"
    one, two = (load(path) for path in outs)
    assert np.array_equal(one, two)
    assert (one != photograph())[HOLE].any()


@pytest.mark.model
@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl+C goes to a whole console there")
def test_ctrl_c_stops_the_real_model_and_leaves_nothing_behind(shell):
    out = shell.folder / "out.ora"
    command = _command(shell.folder, "--steps", "500", "--out", str(out))
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        for line in running.stdout:
            if json.loads(line)["event"] == "step":
                break
        running.send_signal(signal.SIGINT)
        *_, last = running.stdout
    assert running.returncode == 130
    assert json.loads(last)["kind"] == "cancelled"
    assert sorted(path.name for path in shell.folder.iterdir()) == ["mask.png", "picture.png"]
