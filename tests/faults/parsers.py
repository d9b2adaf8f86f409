"""One good input of everything that we parse ourselves: small, quick, and worth a search."""

from __future__ import annotations

import base64
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from itertools import chain
from pathlib import Path

from PySide6.QtCore import QMimeData

from studio.canvas.drop import picture_of
from studio.colour import BLACK
from studio.document.adjustments import Curves
from studio.document.aids import Aids, Grid
from studio.document.fills import GradientFill
from studio.document.texts import Style, Text
from studio.downloads.plan import Plan, PlannedFile
from studio.downloads.staging import Staging, unfinished
from studio.files.formats import open_document
from studio.files.openraster.adjusting import adjustment_text, parse_adjustment
from studio.files.openraster.aids import aids_text, parse_aids
from studio.files.openraster.covering import fill_text, parse_fill
from studio.files.openraster.wording import parse_wording, wording_of
from studio.generation.loras import split_loras
from studio.generation.wildcards import drawn
from studio.models.catalogue import ModelCatalogue
from studio.models.programs import searched
from studio.models.wordlists import WordLists
from studio.resources import resource
from studio.runtime.manifest import read as read_manifest
from studio.runtime.manifest import written
from studio.runtime.wheels import is_whole, unpack
from tests.fakes.wheels import manifest_of, told, wheel_of
from tests.faults.corpus import Kind, as_file, as_text, own_files, texts
from tests.faults.journals import journal_kinds
from tests.faults.scenes import a_document
from tests.files.corpus import SVG, in_openraster, in_photoshop, packed, painting, picture

YAML = b"""comfyui:
    base_path: /opt/comfy/
    checkpoints: |
        models/checkpoints
        ../more
    vae: models/vae
"""
PROMPT = b"a {red|{dark |}blue} __colour__ fox <lora:soft:0.8:1> <lyco:x> \\{a|b\\}"


def parsers() -> Mapping[str, Kind]:
    """All of them, by name."""
    kinds = (_documents(), own_files(), texts(), notes(), _words(), models(), _wheels())
    return dict(chain(*kinds, journal_kinds()))


def _documents() -> Iterator[tuple[str, Kind]]:
    read = as_file(open_document)
    yield "layers.ora", Kind(in_openraster(a_document(1)), read)
    yield "layers.psd", Kind(in_photoshop(painting()), read)
    yield "drawing.svg", Kind(SVG, read)


def notes() -> Iterator[tuple[str, Kind]]:
    """What of a layer is text in a file."""
    aids = Aids((30.0,), (4.5,), Grid(across=7.0), ((1.0, 2.0),))
    curves = adjustment_text(Curves(((0.0, 0.1), (1.0, 0.9))))
    for name, text, read in (
        ("aids", aids_text(aids), parse_aids),
        ("adjustment", curves, parse_adjustment),
        ("fill", fill_text(GradientFill()), parse_fill),
        ("text layer", wording_of(Text("Sea", Style("Sans", 20), BLACK)), parse_wording),
    ):
        yield name, Kind(text.encode(), as_text(read))


def _words() -> Iterator[tuple[str, Kind]]:
    yield "loras", Kind(PROMPT, as_text(split_loras))
    lists = {"colour": ("red", "__colour__", "{a|b}")}
    draw = as_text(lambda text: drawn(text, 1, lambda name: lists.get(name, ())))
    yield "wildcards", Kind(PROMPT, draw)
    address = "data:image/png;base64," + base64.b64encode(packed(picture(), "PNG")).decode()
    yield "dragged page", Kind(f'<img src="{address}">'.encode(), as_text(_dragged))


def _dragged(text: str) -> object:
    dragged = QMimeData()
    dragged.setHtml(text)
    return picture_of(dragged)


def models() -> Iterator[tuple[str, Kind]]:
    """What lies in folders of models."""
    yield "extra_model_paths.yaml", Kind(YAML, as_file(_searched, "extra_model_paths.yaml"))
    yield "colour.txt", Kind(b"red\n# no\n\n blue ", _in("wildcards/colour.txt", _list))
    starter = resource("models", "starter")
    for name in ("model_index.json", "repaint-studio.json", "unet/config.json"):
        content = (starter / name).read_bytes()
        yield f"model's {name}", Kind(content, _in(f"model/{name}", _found, starter))
    plan = Plan("Model", Path("/models/model"), (PlannedFile("a/b.bin", "https://a/b", 3, "ab"),))
    yield "download.json", Kind(_begun(plan), _in(".model.downloading/download.json", _left))


def _searched(path: Path) -> object:
    return searched(path.parent)


def _list(folder: Path) -> object:
    return WordLists([folder])("colour")


def _found(folder: Path) -> object:
    return [(one.name, one.problem) for one in ModelCatalogue([folder]).entries]


def _left(folder: Path) -> object:
    return [Staging(plan).nbytes for plan in unfinished(folder)]


def _begun(plan: Plan) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        here = Plan(plan.title, Path(folder, plan.folder.name), plan.files)
        Staging(here).begin()
        return Path(folder, ".model.downloading", "download.json").read_bytes()


def _wheels() -> Iterator[tuple[str, Kind]]:
    with tempfile.TemporaryDirectory() as folder:
        path, content = wheel_of(Path(folder), "small", {"small/__init__.py": b"x = 1\n"})
        manifest = written(manifest_of(told(path, "https://a")))
    yield "manifest", Kind(manifest, as_file(read_manifest))
    yield "wheel", Kind(content, _in("small.whl", _unpacked))


def _unpacked(folder: Path) -> object:
    with suppress(OSError):  # told by whoever unpacks, as what the disk says
        record = unpack(folder / "small.whl", folder / "out", lambda: None)
        return is_whole(folder / "out", record, lambda: None)
    return None


def _in(
    name: str, read: Callable[[Path], object], others: Path | None = None
) -> Callable[[bytes], object]:
    """What reads a folder with such a file in it, and with others beside it."""

    def from_folder(content: bytes) -> object:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, name)
            if others is not None:
                top = Path(folder, name.partition("/")[0])
                shutil.copytree(others, top, copy_function=_linked)
                path.unlink()
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            return read(Path(folder))

    return from_folder


def _linked(source: str, target: str) -> None:
    Path(target).symlink_to(source)
