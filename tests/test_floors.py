"""Imports go down only: the floors of the house, read from the source."""

from __future__ import annotations

import ast
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
GROUND = {
    "colour",
    "colour_spaces",
    "errors",
    "foreign_json",
    "geometry",
    "resources",
    "signals",
    "text",
}
FLOORS: dict[str, set[str]] = {
    **dict.fromkeys(GROUND, GROUND),
    "document": GROUND,
    "generation": GROUND,
    "models": GROUND | {"generation"},
    "downloads": GROUND | {"generation", "models"},
    "brush": GROUND | {"document"},
    "transform": GROUND | {"document", "brush"},
    "region": GROUND | {"document", "generation", "models"},
    "files": GROUND | {"document", "generation"},
    "preview": GROUND | {"document", "generation"},
    "engine": GROUND | {"generation", "models"},
    "runtime": GROUND | {"generation", "downloads", "files"},
    "jobs": GROUND | {"generation", "models", "preview", "runtime"},
    "journal": GROUND | {"document", "generation", "files"},
}
FLOORS["session"] = FLOORS["cli"] = GROUND | (set(FLOORS) - {"engine"})
FLOORS["tools"] = GROUND | {"document", "brush", "transform", "session"}
FLOORS["canvas"] = FLOORS["panels"] = (set(FLOORS) | {"session", "tools"}) - {"engine", "cli"}
FLOORS["window"] = set(FLOORS) - {"engine", "cli"} | {"canvas", "panels"}
TOP = {"app", "__main__", "__init__"}

LIBRARIES = {
    "PySide6.QtWidgets": {"canvas", "panels", "window", "app"},
    "PySide6.QtGui": {"document", "files", "canvas", "panels", "window", "app"},
    "PySide6": {
        "document",
        "files",
        "jobs",
        "canvas",
        "panels",
        "window",
        "app",
        "__main__",
        "cli",
    },
    # The one door to the network.
    **{
        name: {"downloads"}
        for name in ("huggingface_hub", "http.client", "requests", "socket", "urllib.request")
    },
    "torch": {"engine"},
    "diffusers": {"engine"},
    "transformers": {"engine"},
}
# The door to the engine, and the trial of the whole program: imported where they are needed.
DOORS = {("jobs/engines.py", "engine"), ("cli/selftest.py", "app")}

MODULES = sorted((ROOT / "studio").rglob("*.py"))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT / "studio")))
def test_a_module_imports_only_what_lies_beneath_it(path):
    floor = floor_of(path)
    if floor in TOP:
        return
    for name in imports_of(path):
        package, _, rest = name.partition(".")
        if package == "studio" and rest:
            beneath = rest.split(".")[0]
            is_door = (str(path.relative_to(ROOT / "studio")), beneath) in DOORS
            assert beneath == floor or beneath in FLOORS[floor] or is_door, message(path, name)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT / "studio")))
def test_a_module_uses_only_the_libraries_of_its_floor(path):
    floor = floor_of(path)
    for name in imports_of(path):
        for library, floors in LIBRARIES.items():
            if name == library or name.startswith(library + "."):
                assert floor in floors, message(path, name)
                break


def test_every_package_has_its_floor():
    packages = {floor_of(path) for path in MODULES} - TOP
    assert packages <= set(FLOORS)


def test_no_imports_run_in_a_circle_not_even_those_for_types():
    of_name = {module_of(path): path for path in MODULES}
    beneath = {name: imports_of(path) & of_name.keys() for name, path in of_name.items()}
    try:
        TopologicalSorter(beneath).prepare()
    except CycleError as error:
        pytest.fail(" is imported by ".join(error.args[1]))


def module_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def floor_of(path: Path) -> str:
    return path.relative_to(ROOT / "studio").parts[0].removesuffix(".py")


@cache
def imports_of(path: Path) -> frozenset[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module is not None:
            found.add(node.module)
    return frozenset(found)


def message(path: Path, name: str) -> str:
    return f"{path.relative_to(ROOT / 'studio')} imports {name}, which is not beneath it"
