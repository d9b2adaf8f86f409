"""What of the libraries a frozen build takes along.

Found by freezing, starting the result and repainting with it; what is kept against appearances is
really imported on the way to a picture.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from enum import Enum
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement


class Flavour(Enum):
    """full: everything, offline. slim: window, painting, files; what repaints is fetched later."""

    full = "full"
    slim = "slim"


# Asked for by name through importlib.metadata while diffusers and transformers are imported.
DISTRIBUTIONS = (
    "accelerate",
    "diffusers",
    "filelock",
    "fsspec",
    "gguf",
    "huggingface_hub",
    "importlib_metadata",
    "numpy",
    "packaging",
    "peft",
    "pillow",
    "pyyaml",
    "regex",
    "requests",
    "safetensors",
    "tokenizers",
    "torch",
    "tqdm",
    "transformers",
)
# What the slim build does without, and fetches when somebody wants to repaint.
RUNTIME_ROOTS = (
    *("torch", "diffusers", "transformers", "accelerate", "peft", "safetensors"),
    "gguf",
)
# What every build has; of what these need too, nothing is fetched.
HELD = (
    "PySide6-Essentials",
    "PyYAML",
    "msgspec",
    "numpy",
    "opencv-python-headless",
    "pillow",
    "platformdirs",
    "psd-tools",
    "psutil",
    "truststore",
    "wasmtime",
)
# torch reads its own sources at import, transformers lists its own .py files.
WITH_SOURCES = ("torch", "transformers")

_TRANSFORMERS_MODELS = frozenset(
    (
        "auto",
        "bloom",
        "clip",
        "dinov2",
        "dinov2_with_registers",
        "encoder_decoder",
        "mistral",
        "qwen2",
        "qwen2_5_vl",
        "qwen2_vl",
        "qwen3",
        "siglip",
        "t5",
        "umt5",
        "vit_mae",
    )
)
_DIFFUSERS_PIPELINES = frozenset(
    (
        "controlnet",
        "deprecated",
        "flux",
        "latent_consistency_models",
        "qwenimage",
        "stable_diffusion",
        "stable_diffusion_3",
        "stable_diffusion_safe",
        "stable_diffusion_xl",
        "z_image",
    )
)
_NEVER = (
    "IPython",
    "PySide6.QtPdf",
    "PySide6.QtQml",
    "PySide6.QtQuick",
    "PyInstaller",
    "_pytest",
    "babel",
    "curses",
    "flax",
    # How the hub's library downloads; ours is the only one that does, and it has its own way.
    "hf_xet",
    "hypothesis",
    "jax",
    "lib2to3",
    "matplotlib",
    "mypy",
    "pandas",
    "pip",
    "pkg_resources",
    "pydoc_data",
    "pytest",
    "readline",
    "ruff",
    "scipy",
    "setuptools",
    "sklearn",
    "tensorboard",
    "tensorflow",
    "tkinter",
    "torch.utils.benchmark",
    "torch.utils.hipify",
    "torch.utils.tensorboard",
    "wheel",
    "xmlrpc",
)
_UNWANTED_DATAS = re.compile(
    r"""^torch/(test|include|share|bin)/ | ^torch/lib/.*\.a$ | \.pyi$
      | ^torch-.*dist-info/(?!METADATA|entry_points)
      | ^PySide6/Qt/translations/(?!qtbase_zh_|qt_zh_)
    """,
    re.VERBOSE,
)
# The system's own GTK clashes with a bundled one; GL and EGL must be the system's.
_UNWANTED_BINARIES = re.compile(
    r"""^torch/(test/|bin/(?!torch_shm_manager))
      | ^torch/lib/lib(torchbind_test|jitbackend_test|backend_with_compiler|aoti_custom_ops)
      | libqgtk3 | libQt6(Qml|Quick|Pdf|VirtualKeyboard|EglF[Ss]|Wayland\w*Compositor)
      | /plugins/(egldeviceintegrations|wayland-graphics-integration-server|generic)/
      | platforms/libq(eglfs|linuxfb|vnc|vkkhrdisplay|minimalegl)
      | ^lib(gtk-3|gdk-3|gdk_pixbuf|atk|atspi|cairo|pango|epoxy|harfbuzz\.so|gio-2|thai|datrie
            |fribidi|graphite2|pixman|krb5|k5crypto|gssapi|mount|blkid|selinux|Xcomposite|Xcursor|Xdamage
            |Xi\.|Xinerama|Xrandr|wayland-egl)
    """,
    re.VERBOSE,
)


def excluded_modules(flavour: Flavour, libraries: Path) -> list[str]:
    """Modules that a frozen build leaves out.

    libraries: the site-packages that it is made of.
    """
    if flavour is Flavour.slim:
        fetched = needed_by(RUNTIME_ROOTS) - needed_by(HELD)
        never = (name for name in _NEVER if name not in sys.stdlib_module_names)
        return [*never, *_modules_of(fetched)]
    models = _packages_in(libraries / "transformers" / "models")
    pipelines = _packages_in(libraries / "diffusers" / "pipelines")
    return [
        *_NEVER,
        *(f"transformers.models.{name}" for name in models if name not in _TRANSFORMERS_MODELS),
        *(f"diffusers.pipelines.{name}" for name in pipelines if name not in _DIFFUSERS_PIPELINES),
    ]


def distributions(flavour: Flavour) -> list[str]:
    """Whose metadata is kept."""
    return list(DISTRIBUTIONS) if flavour is Flavour.full else sorted(_shared())


def shared_modules() -> list[str]:
    """What the slim build must have whole: what is fetched uses other parts of it than we do."""
    return _modules_of(_shared())


def needed_by(roots: Iterable[str]) -> frozenset[str]:
    """The distributions that these need here, themselves among them, by their plain names."""
    found: set[str] = set()
    waiting = [plain_name(one) for one in roots]
    while waiting:
        name = waiting.pop()
        if name not in found and _is_installed(name):
            found.add(name)
            asked = (Requirement(one) for one in metadata.requires(name) or ())
            waiting += [plain_name(one.name) for one in asked if _is_asked_for(one)]
    return frozenset(found)


def plain_name(name: str) -> str:
    """As package indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def is_wanted_data(path: str) -> bool:
    """Whether a data file belongs in, by its place in the build with forward slashes."""
    return _UNWANTED_DATAS.search(path) is None


def is_wanted_binary(path: str) -> bool:
    """Whether a library belongs in, by its place in the build with forward slashes."""
    return _UNWANTED_BINARIES.search(path) is None


def standard_library(names: Iterable[str]) -> list[str]:
    """What the slim build takes of `sys.stdlib_module_names`, for what is added to it later."""
    unwanted = {
        "antigravity",
        "idlelib",
        "lib2to3",
        "test",
        "this",
        "tkinter",
        "turtle",
        "turtledemo",
    }
    elsewhere = {"msilib", "msvcrt", "nt", "winreg", "winsound", "ensurepip", "curses", "readline"}
    left_out = unwanted | elsewhere
    return sorted(name for name in names if not name.startswith("_") and name not in left_out)


def _shared() -> frozenset[str]:
    return needed_by(HELD) & needed_by(RUNTIME_ROOTS)


def _modules_of(names: frozenset[str]) -> list[str]:
    known = metadata.packages_distributions().items()
    found = (module for module, makers in known if names & {plain_name(one) for one in makers})
    return sorted(one for one in found if one.isidentifier())


def _is_installed(name: str) -> bool:
    try:
        return metadata.distribution(name) is not None
    except metadata.PackageNotFoundError:
        return False


def _is_asked_for(one: Requirement) -> bool:
    """Not for the sake of an extra."""
    return one.marker is None or one.marker.evaluate({"extra": ""})


def _packages_in(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.iterdir() if p.is_dir() and not p.name.startswith("__"))
