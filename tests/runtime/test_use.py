"""The engine finds the libraries of the runtime that is chosen, behind the program's own."""

from __future__ import annotations

import importlib
import subprocess
import sys

import pytest

from studio.generation.engine import EngineError, EngineErrorKind
from studio.runtime.use import brings_its_own, use_runtime


@pytest.fixture
def path(monkeypatch):
    """What is done to it is undone."""
    monkeypatch.setattr(sys, "path", list(sys.path))
    monkeypatch.setattr(sys, "dont_write_bytecode", sys.dont_write_bytecode)
    yield sys.path
    importlib.invalidate_caches()


def test_where_there_is_none_it_says_so(workshop, path):
    with pytest.raises(EngineError) as caught:
        use_runtime(workshop.shelf, "no_such_library")
    assert caught.value.kind is EngineErrorKind.runtime_missing


def test_the_chosen_one_is_appended_once(workshop, path):
    before = list(path)
    place = workshop.set_up(workshop.usual())
    use_runtime(workshop.shelf, "small")
    use_runtime(workshop.shelf, "small")
    assert path == [*before, str(place)]


def test_a_program_that_brings_it_needs_none(workshop, path):
    before = list(path)
    assert brings_its_own("json")
    use_runtime(workshop.shelf, "json")
    assert path == before


def test_one_without_the_library_is_no_help(workshop, path):
    workshop.set_up(workshop.usual())
    with pytest.raises(EngineError):
        use_runtime(workshop.shelf, "no_such_library")


def test_asking_for_it_costs_the_window_neither_the_shelf_nor_torch():
    words = (
        "import sys, studio.runtime.use as use; use.use_runtime();"
        "print([one for one in ('torch', 'msgspec', 'studio.runtime.shelf') if one in sys.modules])"
    )
    told = subprocess.run([sys.executable, "-c", words], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"
