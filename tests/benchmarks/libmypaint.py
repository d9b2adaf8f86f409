"""Our brush beside libmypaint's: the same stroke, the same dabs, CPU time."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Callable, Iterator, Sequence
from ctypes import byref, c_char_p, c_double, c_float, c_int, c_void_p

import cv2

from studio.brush.brush import Brush
from studio.brush.dab import DabCache, tip_of
from studio.brush.dynamics import Curve, Response, Sense, Trait
from studio.brush.ink import Ink
from studio.brush.limits import Limits
from studio.brush.marks import Marker
from studio.brush.printing import Printing
from studio.brush.sample import PenSample
from studio.brush.stroke import Stroke
from studio.brush.symmetry import NO_SYMMETRY
from studio.colour import Colour
from studio.document.tiles import TileStore
from studio.geometry import Bounds
from tests.benchmarks import Benchmark, Row, at_least, cpu_seconds, median, told

LIBRARY = "libmypaint-1.5.so.1"
CANVAS = Bounds(0, 0, 4096, 4096)
HARDNESS, LEAST_SIZE, DABS_PER_RADIUS = 0.5, 0.3, 4
# radius, events of the stroke, px from one to the next, how many times as fast at least
STROKES = ((5, 120, 20.0, 1.0), (50, 80, 30.0, 4.0), (250, 60, 40.0, 5.0))
INK = Ink.of(Colour(200, 60, 20))
_RESPONSES = (
    Response(Trait.size, Sense.pressure, Curve(((0.0, LEAST_SIZE), (1.0, 1.0)))),
    Response(Trait.opacity, Sense.pressure),
)


def beside_libmypaint() -> Iterator[Row]:
    """The same stroke by both, with as many dabs.

    Theirs: tracking, mappings and dabs on libmypaint's own surface of 15 bits, which lasts. Ours,
    coverage: the path, curves and dabs on the stroke's surface of floats, which is new; this is
    held to the bars. Ours, painted: that, and merged into the layer of 8 bits at every sample, on
    tiles that every stroke makes anew, as it could be undone.
    """
    try:
        library = _declared(ctypes.CDLL(LIBRARY))
    except OSError:
        print(f"skip  {LIBRARY} is not installed")
        return
    cv2.setNumThreads(1)
    for radius, count, step, bar in STROKES:
        samples = tuple(_samples(count, step))
        theirs = _theirs(library, radius, samples)
        brush = Brush(
            size=2.0 * radius,
            hardness=HARDNESS,
            spacing=0.5 / DABS_PER_RADIUS,
            responses=_RESPONSES,
        )
        thin = Brush(
            size=brush.size,
            hardness=HARDNESS,
            spacing=brush.spacing,
            flow=0.6,
            responses=_RESPONSES,
        )
        works = theirs, _covered(brush, samples), _ours(brush, samples), _ours(thin, samples)
        taken = [median(seconds) * 1000 for seconds in cpu_seconds(*works, rounds=9)]
        name = f"brush, radius {radius}"
        yield told(f"{name}, libmypaint", taken[0], "ms CPU")
        yield told(f"{name}, ours, painted", taken[2], "ms CPU")
        yield at_least(f"{name}, coverage, as fast as libmypaint", taken[0] / taken[1], "×", bar)
        yield told(f"{name}, painted, as fast", taken[0] / taken[2], "×")
        yield told(f"{name}, painted with flow 0.6, as fast", taken[0] / taken[3], "×")


def _samples(count: int, step: float) -> Iterator[PenSample]:
    """A hand that swings across the canvas, pressing and easing."""
    for number in range(count):
        pressure = 0.15 + 0.85 * abs(math.sin(number * math.pi / count))
        x, y = 600 + 0.9 * number * step, 2000 + 300 * math.sin(number * step / 400)
        yield PenSample(x, y, pressure, time=8.0 * number)


def _ours(brush: Brush, samples: Sequence[PenSample]) -> Callable[[], None]:
    dabs = DabCache(tip_of(brush))

    def paint() -> None:
        stroke = Stroke(TileStore(), brush, INK, limits=Limits(CANVAS), dabs=dabs)
        for sample in samples:
            stroke.add(sample)
        stroke.finish()

    return paint


def _covered(brush: Brush, samples: Sequence[PenSample]) -> Callable[[], None]:
    def paint() -> None:
        marker = Marker(brush, None)
        printing = Printing(brush, marker, within=CANVAS, symmetry=NO_SYMMETRY)
        printing.begin(samples[0])
        for sample in samples:
            for _ in printing.prints(sample):
                pass

    return paint


def _theirs(
    library: ctypes.CDLL, radius: float, samples: Sequence[PenSample]
) -> Callable[[], None]:
    brush = _their_brush(library, radius)
    surface = library.mypaint_fixed_tiled_surface_interface(
        library.mypaint_fixed_tiled_surface_new(CANVAS.width, CANVAS.height)
    )

    def event(sample: PenSample, pressure: float, seconds: float) -> None:
        library.mypaint_surface_begin_atomic(surface)
        spot = sample.x, sample.y
        library.mypaint_brush_stroke_to(brush, surface, *spot, pressure, 0.0, 0.0, seconds)
        library.mypaint_surface_end_atomic(surface, byref((c_int * 4)()))

    def paint() -> None:
        library.mypaint_brush_reset(brush)
        library.mypaint_brush_new_stroke(brush)
        event(samples[0], 0.0, 10.0)
        for sample in samples[1:]:
            event(sample, sample.pressure, 0.008)

    return paint


def _their_brush(library: ctypes.CDLL, radius: float) -> int:
    """Size and opacity by pressure as ours."""
    brush: int = library.mypaint_brush_new()
    library.mypaint_brush_from_defaults(brush)
    values = {
        "radius_logarithmic": math.log(radius),
        "hardness": HARDNESS,
        "opaque": 1.0,
        "dabs_per_actual_radius": DABS_PER_RADIUS,
        "dabs_per_basic_radius": 0.0,
        "opaque_multiply": 0.0,
        "opaque_linearize": 0.0,
        "slow_tracking": 0.0,
    }
    for name, value in values.items():
        library.mypaint_brush_set_base_value(brush, _setting(library, name), value)
    _follow_pressure(library, brush, "opaque_multiply", (0.0, 1.0))
    _follow_pressure(library, brush, "radius_logarithmic", (math.log(LEAST_SIZE), 0.0))
    return brush


def _follow_pressure(
    library: ctypes.CDLL, brush: int, name: str, ends: tuple[float, float]
) -> None:
    pressure = library.mypaint_brush_input_from_cname(b"pressure")
    setting = _setting(library, name)
    library.mypaint_brush_set_mapping_n(brush, setting, pressure, len(ends))
    for index, value in enumerate(ends):
        library.mypaint_brush_set_mapping_point(
            brush, setting, pressure, index, float(index), value
        )


def _setting(library: ctypes.CDLL, name: str) -> int:
    found: int = library.mypaint_brush_setting_from_cname(name.encode())
    return found


def _declared(library: ctypes.CDLL) -> ctypes.CDLL:
    """What its functions take and give, as its headers say."""
    pointer, number, real = c_void_p, c_int, c_float
    takes = {
        "brush_new": (),
        "brush_from_defaults": (pointer,),
        "brush_reset": (pointer,),
        "brush_new_stroke": (pointer,),
        "brush_setting_from_cname": (c_char_p,),
        "brush_input_from_cname": (c_char_p,),
        "brush_set_base_value": (pointer, number, real),
        "brush_set_mapping_n": (pointer, number, number, number),
        "brush_set_mapping_point": (pointer, number, number, number, real, real),
        "brush_stroke_to": (pointer, pointer, *(real,) * 5, c_double),
        "surface_begin_atomic": (pointer,),
        "surface_end_atomic": (pointer, pointer),
        "fixed_tiled_surface_new": (number, number),
        "fixed_tiled_surface_interface": (pointer,),
    }
    for name, types in takes.items():
        getattr(library, f"mypaint_{name}").argtypes = types
    for name in ("brush_new", "fixed_tiled_surface_new", "fixed_tiled_surface_interface"):
        getattr(library, f"mypaint_{name}").restype = pointer
    return library


BENCHMARKS = (Benchmark("libmypaint", beside_libmypaint),)
