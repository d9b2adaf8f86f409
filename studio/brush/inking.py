"""Ink laid on what a pen event touched, written down as a routine to be compiled."""

from __future__ import annotations

from functools import partial

from studio.brush.layout import (
    COVERAGE,
    INK,
    KEEPS_ALPHA,
    LIMITED,
    PIXEL_BYTES,
    PIXELS,
    RECORD,
    SELECTED,
    SELECTED_BYTES,
    STRIDE,
    TOUCHED,
)
from studio.document.routines import Kind, Number, Routine
from studio.document.tiles import TILE


def lay() -> Routine:
    """Lay the ink on the pixels of so many touched tiles from one on; they hold the ground."""
    r = Routine("lay", "i32", "i32")
    first, count = r.parameters
    left, record = r.variable(count), r.variable(first * RECORD + (TOUCHED + 4))
    pixels, selected = (r.variable(r.number("i32", one)) for one in (PIXELS, SELECTED))
    ink = r.step("i32x4.splat", "i8x16", r.load("i32", INK))
    ink = r.step("i16x8.extend_low_i8x16_u", "i16x8", ink)
    keeps_alpha = r.load("i32", KEEPS_ALPHA)
    with r.repeat_while(lambda: left > 0):
        number = r.load("i32", record, 4)
        for ways, lies in (
            (keeps_alpha, "alike"),
            (keeps_alpha.is_same(0) & (number < 0), "over"),
            (keeps_alpha.is_same(0) & (number >= 0), "bare"),
        ):
            with r.when(ways):
                _lay_tile(r, record, (pixels, selected), ink, lies)
        record.set(record + RECORD)
        pixels.set(pixels + PIXEL_BYTES)
        selected.set(selected + SELECTED_BYTES)
        left.set(left - 1)
    return r


def _lay_tile(
    r: Routine, record: Number, slot: tuple[Number, Number], ink: Number, lies: str
) -> None:
    (pixels, selected), is_limited = slot, r.load("i32", LIMITED)
    address, _, x, top, right, bottom = (r.load("i32", record, 4 * i) for i in range(6))
    x, row = x & -4, r.variable(top)
    with r.repeat_while(lambda: row < bottom):
        start = pixels + row * (4 * TILE)
        covered = address + row * (4 * STRIDE) + COVERAGE
        let_through = selected + row * TILE
        at = r.variable(x << 2)
        with r.repeat_while(partial(Number.is_before, at, right << 2)):
            coverage = r.variable(r.load("f32x4", covered + at))
            with r.when(is_limited):
                coverage.set(coverage * _share(r, let_through + (at >> 2)))
            ground = None if lies == "bare" else r.load("i8x16", start + at)
            r.store(start + at, _inked(r, ground, ink, coverage, keeps_alpha=lies == "alike"))
            at.set(at + 16)
        row.set(row + 1)


def _share(r: Routine, address: Number) -> Number:
    """Four values of a selection, 0..1."""
    lanes = r.kept("i8x16", f"(v128.load32_zero {address.text})")
    lanes = r.step("i16x8.extend_low_i8x16_u", "i16x8", lanes)
    lanes = r.step("i32x4.extend_low_i16x8_u", "i32x4", lanes)
    return r.step("f32x4.convert_i32x4_s", "f32x4", lanes) * (1 / 255)


def _inked(
    r: Routine, ground: Number | None, ink: Number, coverage: Number, *, keeps_alpha: bool
) -> Number:
    """Ground + (ink - ground) · coverage, in 15 bits, rounded once."""
    # So great a number that adding it rounds to a whole one, which is then in the lowest bits.
    shares = coverage.times_plus(32767.0, 1.5 * 2**23).viewed("i8x16")
    laid = []
    for half, first in (("low", 0), ("high", 8)):
        share, multiply = _spread(r, shares, 0, first), "i16x8.relaxed_q15mulr_s"
        if ground is None:
            laid.append(r.step(multiply, "i16x8", ink, share))
            continue
        below = r.step(f"i16x8.extend_{half}_i8x16_u", "i16x8", ground)
        paint = _as_opaque(r, ink, ground, half) if keeps_alpha else ink
        laid.append(below + r.step(multiply, "i16x8", paint - below, share))
    return r.step("i8x16.narrow_i16x8_u", "i8x16", *laid)


def _as_opaque(r: Routine, ink: Number, ground: Number, half: str) -> Number:
    """The ink, as opaque as the ground is at each pixel."""
    alpha = r.step(f"i16x8.extend_{half}_i8x16_u", "i16x8", _spread(r, ground, 3, None))
    paint = ink * alpha + 128
    by = r.number("i32", 8)
    return r.step("i16x8.shr_u", "i16x8", paint + r.step("i16x8.shr_u", "i16x8", paint, by), by)


def _spread(r: Routine, lanes: Number, byte: int, first: int | None) -> Number:
    """One byte of each pixel in all four of it; or, from `first`, two in all four halves."""
    if first is None:
        order = [4 * pixel + byte for pixel in range(4) for _ in range(4)]
    else:
        order = [first + 4 * pixel + i for pixel in range(2) for _ in range(4) for i in range(2)]
    shown = " ".join(map(str, order))
    kind: Kind = "i8x16" if first is None else "i16x8"
    return r.kept(kind, f"(i8x16.shuffle {shown} {lanes.text} {lanes.text})")
