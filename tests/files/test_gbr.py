"""Brush tips of GIMP."""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
import pytest

from studio.errors import InputError
from studio.files.gbr import read_gbr

NAME = b"Leaf\0"


def head(version: int = 2, width: int = 3, height: int = 2, depth: int = 1) -> bytes:
    size = (20 if version == 1 else 28) + len(NAME)
    fields = struct.pack(">5I", size, version, width, height, depth)
    return fields + (b"" if version == 1 else b"GIMP" + struct.pack(">I", 10)) + NAME


@pytest.mark.parametrize("version", [1, 2])
def test_a_grey_tip_covers_where_it_is_bright(tmp_path: Path, version: int):
    path = tmp_path / "leaf.gbr"
    path.write_bytes(head(version) + bytes([0, 10, 20, 30, 40, 255]))
    np.testing.assert_array_equal(read_gbr(path)[..., 3], [[0, 10, 20], [30, 40, 255]])


def test_a_coloured_tip_covers_where_it_is_opaque(tmp_path: Path):
    path = tmp_path / "leaf.gbr"
    path.write_bytes(head(depth=4, width=1) + bytes([9, 9, 9, 200, 9, 9, 9, 0]))
    np.testing.assert_array_equal(read_gbr(path)[..., 3], [[200], [0]])


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="empty"),
        pytest.param(head(), id="cut short"),
        pytest.param(head(depth=3) + bytes(18), id="of three channels"),
        pytest.param(head(width=1 << 20, height=1 << 20), id="huge"),
        pytest.param(head().replace(b"GIMP", b"PIMG") + bytes(6), id="of another program"),
    ],
)
def test_what_is_no_tip_is_told(tmp_path: Path, content: bytes):
    path = tmp_path / "leaf.gbr"
    path.write_bytes(content)
    with pytest.raises(InputError, match="brush tip"):
        read_gbr(path)
