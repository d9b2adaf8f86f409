from __future__ import annotations

import builtins
import gc
import json
import logging
import os
import subprocess
import sys

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

from studio import __main__ as program
from studio import app as starting
from studio.app import Places, build_app
from studio.geometry import Extent
from studio.session.notice import Notice
from studio.text import language_of, language_of_terminal, use_language
from studio.window.crash import CrashLog, watch_for_crashes
from tests.fakes.engines import FakeEngine


@pytest.mark.parametrize(
    ("chosen", "system", "spoken"),
    [
        ("", "zh_CN", "zh_CN"),
        ("", "zh_TW", "zh_CN"),
        ("", "de_DE", "en"),
        ("en", "zh_CN", "en"),
        ("zh_CN", "en_GB", "zh_CN"),
        ("xx", "en_GB", "en"),
    ],
)
def test_the_language_is_the_chosen_one_or_the_systems(chosen, system, spoken):
    assert language_of(chosen, system) == spoken


@pytest.mark.parametrize(
    ("environment", "spoken"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "zh_CN"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "en_GB", "LC_MESSAGES": "zh_TW"}, "zh_CN"),
        ({"LC_ALL": "", "LANG": "zh_CN"}, "zh_CN"),
        ({}, "en"),
    ],
)
def test_commands_speak_as_the_terminal_does(environment, spoken):
    assert language_of_terminal(environment) == spoken


def test_a_command_answers_in_the_language_of_the_terminal(monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["x", "info", "missing.png"])
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    try:
        assert program.main() == 2
    finally:
        use_language("en")
    assert "找不到" in capsys.readouterr().err


def test_the_program_starts_on_a_white_canvas_with_no_engine_yet(qapp, qtbot, tmp_path):
    made: list[FakeEngine] = []

    def make_engine(_: object) -> FakeEngine:
        made.append(FakeEngine())
        return made[-1]

    app = build_app(Places(tmp_path, tmp_path), make_engine=make_engine)
    qtbot.addWidget(app.window)
    extent = app.session.easel.document.extent
    assert (extent.width, extent.height) == (1024, 768)
    assert not app.session.filing.is_modified
    assert made == []
    app.session.close()


def test_a_broken_preferences_file_does_not_keep_the_program_from_starting(qapp, qtbot, tmp_path):
    (tmp_path / "preferences.json").write_text(json.dumps({"theme": "pink", "language": 7}))
    (tmp_path / "window.ini").write_bytes(b"\x00\xff[General]\ngeometry=@ByteArray(x)\n")
    app = build_app(Places(tmp_path, tmp_path), make_engine=lambda _: FakeEngine())
    qtbot.addWidget(app.window)
    assert app.window.palette().window().color().lightness() < 60
    app.session.close()
    use_language("en")


def test_importing_the_window_leaves_torch_out():
    words = "import sys, studio.app; print([m for m in ('torch', 'diffusers') if m in sys.modules])"
    found = subprocess.run(
        [sys.executable, "-c", words], capture_output=True, text=True, check=True
    )
    assert found.stdout.strip() == "[]"


def test_imports_are_python_s_own_once_the_program_starts(monkeypatch):
    monkeypatch.setattr(builtins, "__import__", vars(builtins)["__feature_import__"])
    program.import_plainly()
    assert builtins.__import__ is vars(builtins)["__orig_import__"]


def test_a_command_never_loads_a_widget(tmp_path):
    words = (
        "import sys; sys.argv = ['x', 'info', 'missing.png']\n"
        "from studio.__main__ import main; code = main()\n"
        "print(code, 'PySide6.QtWidgets' in sys.modules)"
    )
    found = subprocess.run(
        [sys.executable, "-c", words], capture_output=True, text=True, check=True
    )
    assert found.stdout.split()[-2:] == ["2", "False"]


def test_a_start_loads_nothing_that_its_first_window_does_without():
    spared = (
        "PIL.Image",
        "psutil",
        "studio.canvas.writing_field",
        "studio.files.pictures.images",
        "studio.files.openraster.format",
        "studio.jobs.process",
        "studio.tools.toolbox",
    )
    words = f"import sys, studio.app; print([one for one in {spared} if one in sys.modules])"
    found = subprocess.run(
        [sys.executable, "-c", words], capture_output=True, text=True, check=True
    )
    assert found.stdout.strip() == "[]"


def test_verbs_go_to_the_command_line_and_files_to_the_window(monkeypatch):
    monkeypatch.setattr(program, "run", lambda argv: 40 + len(argv))
    monkeypatch.setattr("studio.app.run_window", lambda argv: 70 + len(argv))
    monkeypatch.setattr(sys, "argv", ["repaint-studio", "models", "--json"])
    assert program.main() == 42
    monkeypatch.setattr(sys, "argv", ["repaint-studio", "--engine=thread", "sea.ora"])
    assert program.main() == 72


def test_no_garbage_is_looked_for_before_the_window_is_there(monkeypatch):
    looked: list[bool] = []

    def run_window(_: object) -> int:
        looked.append(gc.isenabled())
        return 0

    monkeypatch.setattr("studio.app.run_window", run_window)
    monkeypatch.setattr(sys, "argv", ["repaint-studio"])
    assert program.main() == 0
    assert looked == [False]
    assert gc.isenabled()


def test_without_a_display_it_says_so_in_a_sentence(tmp_path):
    env = {"PATH": "/usr/bin", "HOME": str(tmp_path), "LANG": "C"}
    found = subprocess.run(
        [sys.executable, "-m", "studio"], capture_output=True, text=True, env=env, check=False
    )
    if sys.platform.startswith("linux"):
        assert found.returncode == 2
        assert "no display" in found.stderr
        assert "Traceback" not in found.stderr


def test_what_nobody_caught_is_logged_and_told(tmp_path, caplog):
    told: list[Notice] = []
    end = watch_for_crashes(told.append)
    try:
        error = ValueError("surprise")
        sys.excepthook(ValueError, error, None)
    finally:
        end()
    assert "surprise" in told[0].details
    assert "surprise" in caplog.text


def test_the_log_is_written_where_it_is_told(tmp_path):
    log = CrashLog(tmp_path / "logs")
    logging.getLogger("studio.test").warning("hello")
    log.close()
    assert "hello" in log.path.read_text()


def test_a_home_that_cannot_be_written_does_not_stop_the_start(tmp_path):
    (tmp_path / "file").write_text("")
    CrashLog(tmp_path / "file" / "logs").close()


@pytest.mark.parametrize(
    ("percent", "before", "after"),
    [(100, None, None), (150, None, "1.5"), (75, None, "0.75"), (200, "3", "3")],
)
def test_everything_is_scaled_unless_whoever_starts_the_program_said_how(
    monkeypatch, percent, before, after
):
    monkeypatch.setattr(os, "environ", {"QT_SCALE_FACTOR": before} if before else {})
    starting._scale(percent)
    assert os.environ.get("QT_SCALE_FACTOR") == after


def test_files_are_taken_over_by_the_window_that_is_there(qapp, qtbot, tmp_path):
    built = build_app(Places(tmp_path, tmp_path), make_engine=lambda _: FakeEngine())
    qtbot.addWidget(built.window)
    for name in ("one", "two"):
        picture = QImage(40, 30, QImage.Format.Format_RGB32)
        picture.fill(Qt.GlobalColor.red)
        picture.save(str(tmp_path / f"{name}.png"))
    starting._take_over(built.window, (tmp_path / "one.png", tmp_path / "two.png"))
    document = built.session.easel.document
    assert (document.extent.width, document.extent.height) == (40, 30)
    assert len(tuple(document.layers)) == 2
    built.session.filing.new(Extent(8, 8))
    built.session.close()
