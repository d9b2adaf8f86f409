"""The installers bring a frozen build and take it away again; a small stand-in is packed here."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import pytest

from installers.archive import make_tar
from installers.contents import (
    Flavour,
    distributions,
    excluded_modules,
    is_wanted_binary,
    is_wanted_data,
    standard_library,
)
from installers.deb import make_deb
from installers.share import LINUX, METAINFO, write_share
from installers.windows import make_setup

linux_only = pytest.mark.skipif(sys.platform != "linux", reason="packs for Linux")


def needs(*programs: str) -> pytest.MarkDecorator:
    missing = [one for one in programs if shutil.which(one) is None]
    return pytest.mark.skipif(bool(missing), reason=f"needs {', '.join(missing)}")


@pytest.fixture
def frozen(tmp_path):
    """What stands in for half a gigabyte: a program that says its name, and a library."""
    folder = tmp_path / "frozen" / "repaint-studio"
    (folder / "_internal").mkdir(parents=True)
    (folder / "_internal" / "libsmall.so.1").write_bytes(b"library")
    (folder / "_internal" / "libsmall.so").symlink_to("libsmall.so.1")
    program = folder / "repaint-studio"
    program.write_text('#!/bin/sh\necho "painting $*"\n')
    program.chmod(0o755)
    return folder


def test_the_slim_build_leaves_the_models_runtime_out_and_takes_the_whole_standard_library(
    tmp_path,
):
    excluded = excluded_modules(Flavour.slim, tmp_path)
    assert {"torch", "diffusers", "transformers"} <= set(excluded)
    assert not set(excluded) & set(standard_library(sys.stdlib_module_names))
    assert "torch" not in distributions(Flavour.slim)


def test_the_full_build_leaves_out_the_models_of_transformers_that_no_family_needs(tmp_path):
    for name in ("clip", "whisper"):
        (tmp_path / "transformers" / "models" / name).mkdir(parents=True)
    (tmp_path / "diffusers" / "pipelines" / "audioldm").mkdir(parents=True)
    excluded = excluded_modules(Flavour.full, tmp_path)
    assert "transformers.models.whisper" in excluded
    assert "diffusers.pipelines.audioldm" in excluded
    assert "transformers.models.clip" not in excluded
    assert "torch" not in excluded


@pytest.mark.parametrize(
    ("path", "is_wanted"),
    [
        ("torch/lib/libtorch_cpu.so", True),
        ("torch/bin/torch_shm_manager", True),
        ("torch/bin/protoc", False),
        ("PySide6/Qt/plugins/platforms/libqxcb.so", True),
        ("PySide6/Qt/plugins/platforms/libqeglfs.so", False),
        ("PySide6/Qt/plugins/platformthemes/libqgtk3.so", False),
        ("libgtk-3.so.0", False),
        ("libxcb-cursor.so.0", True),
    ],
)
def test_libraries_that_clash_with_the_system_or_only_test_are_left_out(path, is_wanted):
    assert is_wanted_binary(path) is is_wanted


def test_headers_and_stubs_are_left_out_but_not_what_torch_reads_at_import():
    assert not is_wanted_data("torch/include/ATen/ATen.h")
    assert not is_wanted_data("cv2/__init__.pyi")
    assert not is_wanted_data("PySide6/Qt/translations/qtbase_fr.qm")
    assert is_wanted_data("PySide6/Qt/translations/qtbase_zh_CN.qm")
    assert is_wanted_data("torch/utils/_config_module.py")


@needs("desktop-file-validate")
def test_the_menu_entry_is_valid():
    subprocess.run(["desktop-file-validate", LINUX / "repaint-studio.desktop"], check=True)


@needs("appstreamcli")
def test_the_description_for_software_centres_is_valid(tmp_path):
    write_share(tmp_path / "share")
    written = tmp_path / "share" / "metainfo" / METAINFO
    subprocess.run(["appstreamcli", "validate", "--no-net", written], check=True)


@linux_only
@needs("dpkg-deb", "dpkg")
def test_the_deb_holds_the_program_its_link_and_its_place_in_the_menu(frozen, tmp_path):
    package = make_deb(frozen, tmp_path)
    shown = subprocess.run(["dpkg-deb", "-c", package], capture_output=True, text=True, check=True)
    assert "./usr/bin/repaint-studio -> ../lib/repaint-studio/repaint-studio" in shown.stdout
    assert "./usr/lib/repaint-studio/_internal/libsmall.so -> libsmall.so.1" in shown.stdout
    assert "./usr/share/applications/repaint-studio.desktop" in shown.stdout
    assert "./usr/share/mime/packages/repaint-studio.xml" in shown.stdout
    assert "root/root" in shown.stdout
    assert not (tmp_path / "deb").exists()
    assert frozen.exists()


@linux_only
@needs("tar", "zstd")
def test_the_archive_installs_without_root_replaces_a_former_version_and_leaves_nothing(
    frozen, tmp_path
):
    archive = make_tar(frozen, tmp_path)
    home = tmp_path / "home"
    home.mkdir()
    subprocess.run(["tar", "-I", "zstd", "-xf", archive, "-C", tmp_path], check=True)
    install = tmp_path / archive.name.removesuffix(".tar.zst") / "install.sh"
    settings = {"HOME": str(home), "PATH": os.environ["PATH"]}

    for _ in range(2):
        subprocess.run([install], env=settings, check=True, capture_output=True)
    started = subprocess.run(
        [home / ".local" / "bin" / "repaint-studio", "a.ora"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert started.stdout == "painting a.ora\n"
    menu = home / ".local" / "share" / "applications" / "repaint-studio.desktop"
    assert f'Exec="{home}/.local/opt/repaint-studio/repaint-studio" %F' in menu.read_text()

    subprocess.run([install, "--remove"], env=settings, check=True, capture_output=True)
    left = [path.name for path in home.rglob("*") if not path.is_dir()]
    assert [name for name in left if "repaint" in name] == []


@needs("makensis", "wine")
def test_the_windows_installer_installs_for_the_user_and_uninstalls_without_a_trace(
    frozen, tmp_path
):
    (frozen / "repaint-studio").rename(frozen / "repaint-studio.exe")
    setup = make_setup(frozen, tmp_path)
    wine = Wine(tmp_path / "wine")
    wine.run(setup, "/S")
    place = wine.programs / "Repaint Studio"
    assert (place / "repaint-studio.exe").exists()
    assert (place / "_internal" / "libsmall.so.1").exists()
    assert wine.opens_with(".ora")
    wine.run(place / "uninstall.exe", "/S", f"_?={wine.windows(place)}")
    assert not (place / "_internal").exists()
    assert not (place / "repaint-studio.exe").exists()
    assert not wine.opens_with(".ora")


class Wine:
    """A Windows of its own."""

    def __init__(self, prefix) -> None:
        self._prefix = prefix
        self._settings = {
            **os.environ,
            "WINEPREFIX": str(prefix),
            "WINEDEBUG": "-all",
            "WINEDLLOVERRIDES": "mscoree,mshtml=",
            "DISPLAY": "",
        }

    @property
    def programs(self):
        """Where programs for one user go."""
        return next((self._prefix / "drive_c" / "users").glob("*/AppData/Local/Programs"))

    def run(self, *command) -> str:
        """Run a program to its end; returns what it printed."""
        words = ["wine", *map(str, command)]
        return subprocess.run(
            words, env=self._settings, capture_output=True, text=True, check=True, timeout=120
        ).stdout

    def windows(self, path) -> str:
        """How Windows calls a file."""
        return "Z:" + str(path).replace("/", "\\")

    def opens_with(self, ending: str) -> bool:
        """Whether our program is among those for a kind of file."""
        key = f"HKCU\\Software\\Classes\\{ending}\\OpenWithProgids"
        asked = subprocess.run(
            ["wine", "reg", "query", key, "/v", "RepaintStudio.ora"],
            env=self._settings,
            capture_output=True,
            check=False,
            timeout=120,
        )
        return asked.returncode == 0
