"""What is in each scene of a batch: decided by a seed, before anything is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from starter_model.backdrops import BACKDROPS
from starter_model.drawings import Drawings
from starter_model.palette import COLOURS, HUES
from starter_model.words import Concept

Whole: TypeAlias = NDArray[np.int64]
Real: TypeAlias = NDArray[np.float32]
NONE = -1
PLAIN = next(index for index, one in enumerate(BACKDROPS) if one.name == "plain")
PHOTOGRAPH = next(index for index, one in enumerate(BACKDROPS) if one.name == "photograph")
# Where something of the sky or the water belongs.
SKIES = ("hills", "sea", "mountains", "meadow")
HOMES = {"sky": ("sky", "clouds", "night", "sunset"), "water": ("sea", "underwater", "water")}
RECOLOURED = 0.35


class Kind(IntEnum):
    """What a scene is for."""

    alone = 0  # one object, everything is painted
    inpaint = 1  # one object into a hole
    pair = 2  # two objects
    scenery = 3  # a landscape or texture by itself
    removal = 4  # the hole is filled with what is behind it
    doodle = 5  # one object, from crude shapes of it


# Most of what the app asks for is a hole, but what things look like is learnt where they are large.
SHARES = {
    Kind.alone: 0.38,
    Kind.inpaint: 0.42,
    Kind.pair: 0.03,
    Kind.scenery: 0.04,
    Kind.removal: 0.08,
    Kind.doodle: 0.05,
}


class Filter(IntEnum):
    """What is done to the whole picture at the end."""

    none = 0
    watercolour = 1
    pencil = 2


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """b scenes. Of `sprite` the first is the subject, the second its pair, then two neighbours.

    kind, filtered, backdrop: int64[b], of Kind, Filter, BACKDROPS. named: int64[b, 2], of COLOURS.
    sprite: int64[b, 4], of the drawings, -1 = none. centre: float32[b, 4, 2], x and y; size:
    float32[b, 4]; all in picture sides. lean: float32[b, 4], radians. flip: float32[b, 4], ±1.
    turned: int64[b], the colour the subject is turned to, or -1. is_above: bool[b], the subject is
    in the sky over something.
    """

    kind: Whole
    filtered: Whole
    backdrop: Whole
    named: Whole
    sprite: Whole
    centre: Real
    size: Real
    lean: Real
    flip: Real
    turned: Whole
    is_above: NDArray[np.bool_]

    def __len__(self) -> int:
        """How many scenes."""
        return len(self.kind)


@dataclass(frozen=True, slots=True, eq=False)
class Planner:
    """Draws plans for some concepts and their drawings."""

    concepts: tuple[Concept, ...]
    drawings: Drawings

    def plan(self, count: int, seed: int, only: Kind | None = None) -> Plan:
        """So many scenes; the same seed gives the same ones."""
        rng = np.random.default_rng(seed)
        kind = _kinds(rng, count, only)
        sprite = self._sprites(rng, kind)
        backdrop, is_above = self._backdrops(rng, kind, sprite[:, 0])
        centre, size = _places(rng, kind, is_above)
        return Plan(
            kind=kind,
            filtered=_filters(rng, kind),
            backdrop=backdrop,
            named=rng.integers(len(COLOURS), size=(count, 2)),
            sprite=sprite,
            centre=centre,
            size=size,
            lean=_leans(rng, count),
            flip=_flips(rng, count),
            turned=self._turned(rng, sprite[:, 0]),
            is_above=is_above,
        )

    def _sprites(self, rng: np.random.Generator, kind: Whole) -> Whole:
        """By concept first, so that one with fewer drawings is taught as often."""
        sprite = np.stack([self._any(rng, len(kind)) for _ in range(4)], 1)
        is_there = np.zeros(sprite.shape, np.bool_)
        is_there[:, 0] = ~np.isin(kind, (Kind.scenery, Kind.removal))
        is_there[:, 1] = kind == Kind.pair
        has_hole = np.isin(kind, (Kind.inpaint, Kind.removal))
        is_there[:, 2:] = has_hole[:, None] & (rng.random((len(kind), 2)) < 0.3)
        return np.where(is_there, sprite, NONE)

    def _any(self, rng: np.random.Generator, count: int) -> Whole:
        wanted = rng.integers(len(self.concepts), size=count)
        order = np.argsort(self.drawings.concept, kind="stable")
        known = np.arange(len(self.concepts))
        first = np.searchsorted(self.drawings.concept[order], known)
        last = np.searchsorted(self.drawings.concept[order], known, side="right")
        within = (rng.random(count) * (last - first)[wanted]).astype(np.int64)
        return np.asarray(order[first[wanted] + within], np.int64)

    def _backdrops(
        self, rng: np.random.Generator, kind: Whole, subject: Whole
    ) -> tuple[Whole, NDArray[np.bool_]]:
        """Of each, and whether the subject is high above it."""
        backdrop = _weighted(rng, len(kind), [one.weight for one in BACKDROPS])
        scenes = _weighted(rng, len(kind), [one.weight * one.is_scene for one in BACKDROPS])
        is_photo = np.isin(kind, (Kind.inpaint, Kind.removal)) & (rng.random(len(kind)) < 0.35)
        backdrop = np.where(kind == Kind.scenery, scenes, backdrop)
        backdrop = np.where(is_photo, PHOTOGRAPH, backdrop)
        goes_home = rng.random(len(kind)) < 0.3
        for place, names in HOMES.items():
            is_placed = self._is_of(place, subject) & goes_home & (kind == Kind.alone)
            backdrop = np.where(is_placed, rng.choice(_indices(names), len(kind)), backdrop)
        is_above = np.isin(backdrop, _indices(SKIES)) & (kind == Kind.alone)
        return backdrop, is_above & self._is_of("sky", subject)

    def _is_of(self, place: str, subject: Whole) -> NDArray[np.bool_]:
        is_placed = np.array([concept.place == place for concept in self.concepts])
        return np.asarray(is_placed[self.drawings.concept[subject]] & (subject >= 0))

    def _turned(self, rng: np.random.Generator, subject: Whole) -> Whole:
        can = np.array([concept.is_recolourable for concept in self.concepts])
        does = can[self.drawings.concept[subject]] & (self.drawings.hue[subject] >= 0)
        does &= (subject >= 0) & (rng.random(len(subject)) < RECOLOURED)
        return np.where(does, rng.choice(HUES, len(subject)), NONE)


def _kinds(rng: np.random.Generator, count: int, only: Kind | None) -> Whole:
    if only is not None:
        return np.full(count, int(only), np.int64)
    return _weighted(rng, count, list(SHARES.values()))


def _filters(rng: np.random.Generator, kind: Whole) -> Whole:
    """A tenth of the pictures; not where a hole keeps most of another picture."""
    chosen = _weighted(rng, len(kind), [0.86, 0.07, 0.07])
    return np.where(np.isin(kind, (Kind.inpaint, Kind.removal)), int(Filter.none), chosen)


def _flips(rng: np.random.Generator, count: int) -> Real:
    """Subjects look where they were drawn to look: either way is twice as much to be learnt."""
    flips = rng.choice(np.array([-1, 1], np.float32), (count, 4))
    flips[:, 0] = 1
    return flips


def _leans(rng: np.random.Generator, count: int) -> Real:
    leans = rng.normal(0, 0.12, (count, 4)) * (rng.random((count, 4)) < 0.15)
    return leans.astype(np.float32)


def _places(
    rng: np.random.Generator, kind: Whole, is_above: NDArray[np.bool_]
) -> tuple[Real, Real]:
    """Where each sprite is and how large: float32[b, 4, 2] and float32[b, 4]."""
    count = len(kind)
    size = rng.uniform(0.22, 0.5, (count, 4))
    centre = rng.uniform(0.0, 1.0, (count, 4, 2))
    size[:, 0] = _alone_size(rng, count)
    is_hole = np.isin(kind, (Kind.inpaint, Kind.removal))
    size[is_hole, 0] = _hole_size(rng, count)[is_hole]
    is_high = is_above & (kind == Kind.alone)
    size[is_high, 0] = rng.uniform(0.28, 0.55, count)[is_high]
    is_central = (~is_hole & (size[:, 0] > 0.6)) | (is_hole & (rng.random(count) < 0.8))
    room = np.maximum(1 - size[:, 0], 0)[:, None]
    spread = np.where(is_central[:, None], rng.normal(0, 0.01, (count, 2)), 0)
    free = room * rng.uniform(-0.5, 0.5, (count, 2))
    centre[:, 0] = 0.5 + np.where(is_central[:, None], spread, free)
    centre[is_high, 0, 1] = (size[:, 0] / 2 + rng.uniform(0.02, 0.14, count))[is_high]
    is_pair = kind == Kind.pair
    size[is_pair, :2] = rng.uniform(0.38, 0.5, (count, 2))[is_pair]
    for side, across in enumerate((0.26, 0.74)):
        near = rng.normal((across, 0.5), (0.02, 0.06), (count, 2))
        centre[is_pair, side] = near[is_pair]
    return centre.astype(np.float32), size.astype(np.float32)


def _alone_size(rng: np.random.Generator, count: int) -> NDArray[np.float64]:
    large, small = rng.uniform(0.86, 0.92, count), rng.uniform(0.3, 0.55, count)
    return np.where(rng.random(count) < 0.8, large, small)


def _hole_size(rng: np.random.Generator, count: int) -> NDArray[np.float64]:
    """The app's context is about twice its region, more for a small one, less for a large one."""
    ranges = rng.choice([0, 1, 2], count, p=(0.7, 0.15, 0.15))
    low, high = np.array([0.38, 0.18, 0.55])[ranges], np.array([0.52, 0.33, 0.85])[ranges]
    return np.asarray(rng.uniform(low, high))


def _weighted(rng: np.random.Generator, count: int, weights: list[float]) -> Whole:
    shares = np.array(weights, np.float64)
    return rng.choice(len(shares), count, p=shares / shares.sum())


def _indices(names: tuple[str, ...]) -> Whole:
    return np.array([index for index, one in enumerate(BACKDROPS) if one.name in names], np.int64)
