"""Sheets of samples, to be looked at: prompts, holes and doodles."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageDraw

from starter_model.artist import Artist
from starter_model.autoencoder import Lesson
from starter_model.measure import known_concepts, selection_for
from starter_model.plans import PHOTOGRAPH, Kind
from studio.generation.request import Rgb

LABEL = 14
GAP = 4
PROMPTS, HOLES, DOODLES = 48, 16, 16
SEED = 4000
ENDINGS = (
    "", " on a white background", " on a light blue background", " in the snow", ", cartoon style",
    " in a meadow", " at night", ", watercolour", " on the left", ", pencil sketch", " on wood",
    " on a pink background",
)  # fmt: skip
OTHERS = ("sunset over the sea", "a brick wall", "grass", "clouds", "红苹果", "雪地里的猫")


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """A picture and what was asked for."""

    label: str
    picture: Rgb


def draw_sheets(
    artist: Artist, lesson: Lesson, folder: Path, photographs: Sequence[Path] = ()
) -> None:
    """Write prompts.png, holes.png and doodles.png; photographs: to put things into."""
    folder.mkdir(parents=True, exist_ok=True)
    sheets: dict[str, Callable[[], Iterable[Sample]]] = {
        "prompts": lambda: prompt_samples(artist, lesson),
        "holes": lambda: hole_samples(artist, lesson, photographs),
        "doodles": lambda: doodle_samples(artist, lesson),
    }
    for name, samples in sheets.items():
        sheet(list(samples()), 8, artist.side).save(folder / f"{name}.png")


def prompt_samples(artist: Artist, lesson: Lesson) -> Iterable[Sample]:
    """Things in many ways, and a few without a thing."""
    names = _names(artist, lesson, PROMPTS - len(OTHERS))
    turns = [(at + at // len(ENDINGS)) % len(ENDINGS) for at in range(len(names))]
    asked = [f"{name}{ENDINGS[turn]}" for name, turn in zip(names, turns, strict=True)]
    for at, prompt in enumerate((*asked, *OTHERS)):
        yield Sample(prompt, artist.draw(prompt, SEED + at).pixels)


def hole_samples(artist: Artist, lesson: Lesson, photographs: Sequence[Path]) -> Iterable[Sample]:
    """Each hole before, outlined, and after; every fourth is a removal."""
    names = _names(artist, lesson, HOLES)
    for at, canvas in enumerate(_canvases(lesson, photographs)):
        selected = selection_for(canvas, at)
        prompt = "" if at % 4 == 3 else names[at]
        outline = cv2.morphologyEx(selected, cv2.MORPH_GRADIENT, np.ones((5, 5), np.uint8)) > 0
        before = canvas.copy()
        before[outline] = (255, 0, 255)
        yield Sample("", before)
        painted = artist.repaint(canvas, selected, prompt, SEED + at)
        yield Sample(prompt or "(removed)", painted.picture)


def doodle_samples(artist: Artist, lesson: Lesson) -> Iterable[Sample]:
    """Each doodle, and what became of it."""
    plan = lesson.planner.plan(DOODLES, SEED, Kind.doodle)
    plan.size[:, 0] = 0.75
    plan.centre[:, 0] = 0.5
    known = known_concepts(artist, lesson.planner.concepts)
    wanted = [known[at * 5 % len(known)] for at in range(DOODLES)]
    first = [int(np.flatnonzero(lesson.planner.drawings.concept == one)[0]) for one in wanted]
    plan.sprite[:, 0] = first
    plan.turned[:] = -1
    starts = lesson.composer.compose(plan, SEED).starts.float()
    for at, start in enumerate(starts):
        doodle = (start * 255).round().byte().permute(1, 2, 0).cpu().numpy()
        doodle = cv2.resize(doodle, (artist.side, artist.side), interpolation=cv2.INTER_AREA)
        name = lesson.planner.concepts[wanted[at]].name
        yield Sample("", doodle)
        yield Sample(name, artist.draw_over(doodle, name, SEED + at, 0.7).pixels)


def sheet(samples: Sequence[Sample], columns: int, side: int) -> Image.Image:
    """All of them in rows, with their labels above."""
    rows = -(-len(samples) // columns)
    size = (columns * (side + GAP), rows * (side + GAP + LABEL))
    image = Image.new("RGB", size, "white")
    pen = ImageDraw.Draw(image)
    for at, sample in enumerate(samples):
        left, top = at % columns * (side + GAP), at // columns * (side + GAP + LABEL)
        # The built-in font has no Chinese.
        label = sample.label.encode("ascii", "replace").decode()
        pen.text((left, top), label[: side // 6], fill="black")
        image.paste(Image.fromarray(sample.picture).resize((side, side)), (left, top + LABEL))
    return image


def _names(artist: Artist, lesson: Lesson, count: int) -> list[str]:
    """Of concepts from all over the table, the same ones again where there are too few."""
    known = known_concepts(artist, lesson.planner.concepts)
    step = max(1, len(known) // count)
    return [lesson.planner.concepts[known[at * step % len(known)]].name for at in range(count)]


def _canvases(lesson: Lesson, photographs: Sequence[Path]) -> Iterable[Rgb]:
    """Photographs given, else pictures like photographs; the other half is painted."""
    plan = lesson.planner.plan(HOLES, SEED, Kind.removal)
    plan.backdrop[: HOLES // 2] = PHOTOGRAPH
    pictures = lesson.composer.compose(plan, SEED).pictures.float()
    for at, picture in enumerate(pictures):
        if photographs and at < HOLES // 2:
            image = Image.open(photographs[at % len(photographs)]).convert("RGB")
            image.thumbnail((4 * lesson.composer.side,) * 2)
            yield np.asarray(image, np.uint8).copy()
        else:
            rgb = (picture * 255).round().byte().permute(1, 2, 0).cpu().numpy()
            yield np.asarray(cv2.resize(rgb, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC))
