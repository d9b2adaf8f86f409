"""Write down what repainting needs beside the slim build: wheels, their sizes and digests.

python packaging/runtime_manifest.py cpu|cuda|rocm|mps [--wheels FOLDER]

pip chooses and fetches the wheels, as packaging/constraints.txt says, into FOLDER (they may lie
there already), for the system and the Python that this runs on. From what arrived follows where
everybody gets it: PyPI keeps a file under its BLAKE2 digest, PyTorch's own builds lie under their
names. So no mirror of this machine gets into the manifest, which goes to resources/runtime and
into the slim build.
"""

from __future__ import annotations

import argparse
import hashlib
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from urllib.parse import quote

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "packaging"), str(ROOT)]

from installers.contents import HELD, RUNTIME_ROOTS, needed_by, plain_name  # noqa: E402
from studio.runtime.manifest import Manifest, Wheel, python, system, written  # noqa: E402

CONSTRAINTS = ROOT / "packaging" / "constraints.txt"
PLACE = ROOT / "resources" / "runtime"
PYPI = "https://files.pythonhosted.org/packages"
PYTORCH = "https://download.pytorch.org/whl"
_PIECE = 1 << 20


def main() -> int:
    """Do what the command line says."""
    wanted = _parse()
    with tempfile.TemporaryDirectory() as aside:
        folder = wanted.wheels or Path(aside)
        if not any(folder.glob("torch-*.whl")):
            fetch(folder)
        manifest = manifest_of(folder, wanted.backend)
    file = PLACE / f"{manifest.system}-{manifest.backend}.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(written(manifest))
    print(
        f"{file.relative_to(ROOT)}: {len(manifest.wheels)} wheels, {manifest.nbytes / 1e6:.0f} MB"
    )
    return 0


def fetch(folder: Path) -> None:
    """Let pip fetch what the roots need.

    Raises:
        subprocess.CalledProcessError: pip says why.
    """
    subprocess.run(
        [
            *(sys.executable, "-m", "pip", "download", "--quiet", "--only-binary=:all:"),
            *("-c", str(CONSTRAINTS), "-d", str(folder), *RUNTIME_ROOTS),
        ],
        check=True,
    )


def manifest_of(folder: Path, backend: str) -> Manifest:
    """Of the wheels in a folder, without those whose content the frozen program has."""
    held = needed_by(HELD)
    wheels = sorted(folder.glob("*.whl"), key=lambda one: one.name.lower())
    told = [_told(one) for one in wheels if plain_name(one.name.split("-")[0]) not in held]
    return Manifest(backend, system(), python(), told)


def _told(file: Path) -> Wheel:
    """What is to be known of a wheel before it is fetched."""
    sha256, blake2 = hashlib.sha256(), hashlib.blake2b(digest_size=32)
    with file.open("rb") as stream:
        while piece := stream.read(_PIECE):
            sha256.update(piece)
            blake2.update(piece)
    with zipfile.ZipFile(file) as inside:
        unpacked = sum(one.file_size for one in inside.infolist())
    size = file.stat().st_size
    return Wheel(file.name, _url(file.name, blake2.hexdigest()), size, sha256.hexdigest(), unpacked)


def _url(name: str, blake2: str) -> str:
    """A local version, as in 2.13.0+cpu, is never on PyPI."""
    _, _, local = name.split("-")[1].partition("+")
    if local:
        return f"{PYTORCH}/{local}/{quote(name)}"
    return f"{PYPI}/{blake2[:2]}/{blake2[2:4]}/{blake2[4:]}/{name}"


def _parse() -> argparse.Namespace:
    words = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=words)
    parser.add_argument("backend", choices=("cpu", "cuda", "rocm", "mps"))
    parser.add_argument("--wheels", type=Path)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
