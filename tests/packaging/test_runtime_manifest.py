"""What is fetched beside the slim build: as the constraints say, and from public places only."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from installers.contents import HELD, RUNTIME_ROOTS, needed_by, plain_name
from runtime_manifest import CONSTRAINTS, PLACE, manifest_of
from studio.runtime.manifest import Manifest, read, written
from tests.fakes.wheels import wheel_of

SHIPPED = sorted(PLACE.glob("*.json"))
PINNED = {
    plain_name(name): version
    for name, _, version in (line.partition("==") for line in CONSTRAINTS.read_text().split())
    if version
}


def shipped(path: Path) -> Manifest:
    manifest = read(path)
    assert manifest is not None
    return manifest


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_shipped_manifest_has_what_the_constraints_pin(path):
    manifest = shipped(path)
    found = [one.name.split("-") for one in manifest.wheels]
    versions = {plain_name(name): version.partition("+")[0] for name, version, *_ in found}
    assert versions == {one: PINNED.get(one, versions[one]) for one in versions}
    assert {plain_name(one) for one in RUNTIME_ROOTS} <= set(versions)
    assert not set(versions) & needed_by(HELD)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_shipped_manifest_names_public_places_only(path):
    manifest = shipped(path)
    hosts = {urlsplit(one.url).netloc for one in manifest.wheels}
    assert hosts <= {"files.pythonhosted.org", "download.pytorch.org"}
    assert all(one.url.startswith("https://") for one in manifest.wheels)
    assert all(re.fullmatch("[0-9a-f]{64}", one.sha256) for one in manifest.wheels)


def test_a_manifest_says_where_everybody_gets_a_wheel_wherever_it_came_from(tmp_path):
    _, content = wheel_of(tmp_path, "small", {"small/__init__.py": b"x" * 9})
    wheel_of(tmp_path, "torch", {"torch/__init__.py": b""}, version="2.0+cpu")
    manifest = manifest_of(tmp_path, "cpu")
    small, torch = manifest.wheels
    blake2 = hashlib.blake2b(content, digest_size=32).hexdigest()
    place = f"{blake2[:2]}/{blake2[2:4]}/{blake2[4:]}"
    assert small.url == f"https://files.pythonhosted.org/packages/{place}/{small.name}"
    assert torch.url == ("https://download.pytorch.org/whl/cpu/torch-2.0%2Bcpu-py3-none-any.whl")
    assert small.nbytes == len(content)
    assert small.sha256 == hashlib.sha256(content).hexdigest()
    assert small.unpacked > 9


def test_what_the_frozen_program_has_is_not_fetched(tmp_path):
    wheel_of(tmp_path, "numpy", {"numpy/__init__.py": b""})
    wheel_of(tmp_path, "small", {"small/__init__.py": b""})
    manifest = manifest_of(tmp_path, "cpu")
    assert [one.name.split("-")[0] for one in manifest.wheels] == ["small"]


def test_a_manifest_is_read_as_it_was_written(tmp_path):
    wheel_of(tmp_path, "small", {"small/__init__.py": b""})
    manifest = manifest_of(tmp_path, "cpu")
    (tmp_path / "x.json").write_bytes(written(manifest))
    assert read(tmp_path / "x.json") == manifest
    (tmp_path / "x.json").write_bytes(written(manifest)[:-9])
    assert read(tmp_path / "x.json") is None
