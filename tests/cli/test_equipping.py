"""What repainting stands on, set up from the console."""

from __future__ import annotations

import pytest

from studio.cli.console import Console
from studio.cli.equipping import equip
from studio.errors import InputError
from studio.runtime.manifest import MIRROR
from studio.runtime.shelf import Shelf
from tests.fakes.hub import fake_hub
from tests.runtime.conftest import Workshop


def test_a_program_that_brings_it_all_fetches_nothing(shell):
    assert shell("runtime") == 0
    assert "brings all" in shell.out


def test_a_kind_that_is_not_offered_is_told_with_those_that_are(monkeypatch, tmp_path):
    monkeypatch.setattr("studio.cli.equipping.offered", lambda: ())
    with pytest.raises(InputError):
        equip(Console(is_json=True), "rocm", shelf=Shelf(tmp_path), has_it=lambda: False)


def test_it_is_set_up_where_the_user_has_such_things(monkeypatch, tmp_path, capsys):
    shelf = Shelf(tmp_path / "runtime")
    with fake_hub() as hub:
        monkeypatch.setenv(MIRROR, hub.url)
        manifest = Workshop(hub, tmp_path, shelf).usual()
        monkeypatch.setattr("studio.cli.equipping.offered", lambda: (manifest,))
        monkeypatch.setattr("studio.runtime.trial._command", lambda: ["true"])
        equip(Console(is_json=True), shelf=shelf, has_it=lambda: False)
    assert shelf.chosen is not None
    assert '"backend": "cpu"' in capsys.readouterr().out
