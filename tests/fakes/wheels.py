"""Small wheels as pip makes them, and manifests of them."""

from __future__ import annotations

import base64
import hashlib
import zipfile
from collections.abc import Mapping
from pathlib import Path

from studio.runtime.manifest import Manifest, Wheel, python, system


def wheel_of(
    folder: Path, name: str, files: Mapping[str, bytes], *, version: str = "1.0"
) -> tuple[Path, bytes]:
    """A wheel with these files and a true RECORD; its path and its bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}-{version}-py3-none-any.whl"
    listed = f"{name}-{version}.dist-info/RECORD"
    lines = [f"{one},sha256={_digest(content)},{len(content)}" for one, content in files.items()]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as inside:
        for one, content in files.items():
            inside.writestr(one, content)
        inside.writestr(listed, "\n".join([*lines, f"{listed},,", ""]))
    return path, path.read_bytes()


def told(path: Path, url: str) -> Wheel:
    """As a manifest tells of a wheel."""
    content = path.read_bytes()
    with zipfile.ZipFile(path) as inside:
        unpacked = sum(one.file_size for one in inside.infolist())
    digest = hashlib.sha256(content).hexdigest()
    return Wheel(path.name, f"{url}/{path.name}", len(content), digest, unpacked)


def manifest_of(*wheels: Wheel, backend: str = "cpu") -> Manifest:
    """Of wheels for this very Python and system."""
    return Manifest(backend, system(), python(), list(wheels))


def _digest(content: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
