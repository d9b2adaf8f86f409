"""Where in their memory the compiled routines of a stroke find things, and leave them.

What is asked for, which tiles were touched, where each tile is, masks of small dabs, pixels to be
inked, and then the tiles: a head, and coverage float32[256, STRIDE], whose last columns take what
many pixels at once spill over the edge.
"""

from __future__ import annotations

from studio.document.tiles import TILE

# A cubic's coefficients, float64[4, 2]; where on it, and what the brush makes of the pen there.
LEG, FELT = 0, 64
# float64: hardness, spacing, and how many steps the path is long so far.
HARDNESS, SPACING, WALKED = 128, 136, 144
# int32: where the grid of tiles begins and how many columns it has; where paint may go, in edges;
# whether dabs build up; whether alpha stays; the ink, BGRA; from where on memory is free; whether
# a selection lets only part of the ink through.
GRID, WITHIN, BUILDS_UP, KEEPS_ALPHA, INK, NEXT, LIMITED = 160, 176, 192, 196, 200, 204, 208
# float32[2, 4]: how far a dab reaches to the left and to the right of its centre, two more that are
# free, in a row level with it; and by how much farther from row to row.
CUT, FAR = 224, 65536.0
# float64[n, 4] and [n, 5]: t, or x and y; then size, opacity and flow. The first dab is the last of
# the event before, and after the last there is one of no size.
KNOTS, DABS = 1 << 10, 1 << 12
# int32 count, then [n, 6]: address and number of a tile, what of it was touched in edges.
TOUCHED = 1 << 15
# int32: the address of each tile of the grid, 0 for none yet.
PLACES, MASKS = 1 << 16, 1 << 18
# uint8[SLOTS, 256, 256, 4], and what of them is selected, uint8[SLOTS, 256, 256]: of so many
# touched tiles at a time, as each event needs the same.
PIXELS, SLOTS = 5 << 20, 32
PIXEL_BYTES, SELECTED_BYTES = 4 * TILE * TILE, TILE * TILE
SELECTED = PIXELS + SLOTS * PIXEL_BYTES
TILES = SELECTED + SLOTS * SELECTED_BYTES

KNOT, DAB, RECORD = 32, 40, 24
FIRST_DAB = DABS + DAB
MOST_KNOTS, MOST_DABS = (DABS - KNOTS) // KNOT, (TOUCHED - DABS) // DAB - 2

# Of a tile: its record among those touched, 0 for none, its number, and which bands of so many rows
# hold coverage, a bit each; the others hold anything.
HOLDS, BAND = 8, 32
COVERAGE = 16
STRIDE = TILE + 8
TILE_BYTES = COVERAGE + 4 * TILE * STRIDE + 48
# Of 4 GiB that can be reached.
MOST_PLACES = min((MASKS - PLACES) // 4, ((1 << 32) - TILES) // TILE_BYTES - 8)
# Of a mask: what hardness it is of, how far it reaches, whether it is there; then float32[19, 24].
MASK, MASK_BYTES, MASK_STRIDE = 16, 2048, 24
