from __future__ import annotations

import ctypes
import sys

import numpy as np
import pytest

from studio.document.allocation import keep_freed_memory


@pytest.mark.skipif(sys.platform != "linux", reason="other systems keep it anyway")
def test_the_memory_of_a_tile_that_is_gone_is_the_next_ones():
    if not hasattr(ctypes.CDLL(None), "mallopt"):
        pytest.skip("not glibc")
    import resource

    keep_freed_memory()
    taken = []
    for _ in range(3):
        before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
        for tile in [np.empty((256, 256, 4), np.uint8) for _ in range(40)]:
            tile.fill(1)
        taken.append(resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before)
    assert taken[-1] < 40 * 64 // 4
