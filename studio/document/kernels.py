"""A blend mode's formula made a loop over pixels, in WebAssembly's text."""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce

from studio.document.lanes import Lane, Tape, least
from studio.document.mixes import Colour, Mix

# Pixels at $to mixed with those at $from, four at a time; transparent ones change nothing.
_LOOP = """
(func (export "{name}") (param $to i32) (param $from i32) (param $count i32) (param $opacity f32)
  (local $below v128) (local $above v128) (local $whole v128) (local $share v128)
  {locals}
  (local.set $whole (f32x4.splat (local.get $opacity)))
  (local.set $share (f32x4.splat (f32.div (local.get $opacity) (f32.const 255))))
  (loop $next
    (local.set $above (v128.load (local.get $from)))
    (if (v128.any_true (local.get $above)) (then
      (local.set $below (v128.load (local.get $to)))
      {steps}
      (v128.store (local.get $to) {mixed})))
    (local.set $to (i32.add (local.get $to) (i32.const 16)))
    (local.set $from (i32.add (local.get $from) (i32.const 16)))
    (local.set $count (i32.sub (local.get $count) (i32.const 4)))
    (br_if $next (i32.gt_s (local.get $count) (i32.const 0)))))
"""
_LOWEST_BYTE = "(v128.const i32x4 255 255 255 255)"
# So great a number that adding it rounds to a whole one, which is then in the lowest bits.
_ROUNDING = 1.5 * 2**23

_Pixel = tuple[Lane, Lane, Lane, Lane]


def module_of(mixes: Mapping[str, Mix], *, pages: int) -> str:
    """A module that exports each mode by its name, and a memory of so many pages of 64 KiB.

    A mode takes the addresses of pixels and of what is laid over them, premultiplied BGRA, how
    many they are (four are mixed at a time), and the opacity, 0..1.
    """
    kernels = (_kernel(name, mix) for name, mix in mixes.items())
    return f'(module (memory (export "memory") {pages}) {"".join(kernels)})'


def _kernel(name: str, mix: Mix) -> str:
    tape = Tape()
    below, above = _parted(tape, "(local.get $below)"), _parted(tape, "(local.get $above)")
    mixed = _joined(tape, _mixed(tape, below, above, mix))
    steps = "\n".join(tape.steps)
    return _LOOP.format(name=name, locals=tape.locals, steps=steps, mixed=mixed.expression)


def _mixed(tape: Tape, below: _Pixel, above: _Pixel, mix: Mix) -> _Pixel:
    """What one laid over the other gives.

    All but what is beneath is in proportion to the source's alpha, and so to its opacity.
    """
    whole, share = Lane(tape, "(local.get $whole)"), Lane(tape, "(local.get $share)")
    m = below[3] * above[3]
    p, q = _times(below, above[3]), _times(above, below[3])
    alpha = below[3] + above[3] * whole - m * share
    blue, green, red = (
        least(cb + cs * whole + (b - pc - qc) * share, alpha)
        for cb, cs, b, pc, qc in zip(below[:3], above[:3], mix(p, q, m), p, q, strict=True)
    )
    return blue, green, red, alpha


def _times(pixel: _Pixel, alpha: Lane) -> Colour:
    blue, green, red, _ = pixel
    return blue * alpha, green * alpha, red * alpha


def _parted(tape: Tape, pixels: str) -> _Pixel:
    """Blue, green, red and alpha, 0..255."""

    def channel(place: int) -> Lane:
        moved = tape.step("i32x4.shr_u", pixels, f"(i32.const {8 * place})")
        byte = tape.step("v128.and", moved.expression, _LOWEST_BYTE)
        return tape.step("f32x4.convert_i32x4_s", byte.expression)

    return channel(0), channel(1), channel(2), channel(3)


def _joined(tape: Tape, pixel: _Pixel) -> Lane:
    """The pixels of four channels, 0..255, each rounded."""

    def moved(place: int) -> Lane:
        byte = tape.step("v128.and", (pixel[place] + _ROUNDING).expression, _LOWEST_BYTE)
        return tape.step("i32x4.shl", byte.expression, f"(i32.const {8 * place})")

    def both(one: Lane, other: Lane) -> Lane:
        return tape.step("v128.or", one.expression, other.expression)

    return reduce(both, map(moved, range(4)))
