"""How good a finished model is, in numbers; they are what the issue of a release is judged by."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import cv2
import numpy as np
import torch

from starter_model.artist import Artist, Repainted
from starter_model.autoencoder import MEASURED, Lesson, load_vae
from starter_model.export import weight
from starter_model.judges import Judge, real_scenes
from starter_model.networks import decibels, to_latents, to_pictures
from starter_model.palette import COLOURS, rgb_table
from starter_model.plans import Kind
from starter_model.words import Concept
from studio.generation.request import Rgb

WAYS = ("a {}", "{} on a white background", "{}, cartoon style", "a picture of a {}, flat style")
WITHIN = 40  # of 255, a background colour that was named
SEED = 1000
# A thing is listed when each judge names most of so many pictures of it, none of them measured.
TRIED, TRIED_SEED = 3, 40_000


@dataclass(frozen=True, slots=True)
class Asked:
    """A prompt, the concept it means, and what it is for: name, synonym, chinese or colour."""

    text: str
    concept: int
    kind: str
    colour: int = -1


@dataclass(frozen=True, slots=True)
class Scores:
    """One line of figures. Shares are 0..1; `ceiling_…` are of real scenes, `…_unseen_…` of real
    scenes of drawings that were held out; `…_grey` by the judge without colour.
    """  # noqa: D205

    concepts: int
    prompts: int
    top1: float
    top5: float
    top1_grey: float
    top5_grey: float
    top1_synonyms: float
    top1_chinese: float
    background_error: float
    background_within_40: float
    seam: float
    seconds_per_picture: float
    megabytes: float
    vae_db: float
    ceiling_top1: float
    ceiling_top5: float
    ceiling_top1_grey: float
    ceiling_unseen_top1: float
    ceiling_unseen_top5: float
    ceiling_unseen_top1_grey: float

    def facts(self) -> dict[str, float]:
        """As one JSON object."""
        return {name: round(value, 4) for name, value in asdict(self).items()}


@dataclass(frozen=True, slots=True, eq=False)
class Court:
    """Who judges, and the real scenes of drawings that were taught and of those held out."""

    colour: Judge
    grey: Judge
    taught: Lesson
    held_out: Lesson


def measure(artist: Artist, folder: Path, court: Court, *, is_quick: bool) -> Scores:
    """Draw, repaint and judge; quick: a tenth of the prompts."""
    table = court.taught.planner.concepts
    known = known_concepts(artist, table)
    asked = prompts(table, known[:: max(1, len(known) // 12)] if is_quick else known)
    results = [artist.draw(one.text, SEED + at) for at, one in enumerate(asked)]
    pictures = _stacked([one.pixels for one in results], court)
    ranks = _ranks(court.colour, pictures, asked)
    grey = _ranks(court.grey, pictures, asked)
    usual = [at for at, one in enumerate(asked) if one.kind in ("name", "colour")]
    errors = [
        background_error(results[at].pixels, one.colour)
        for at, one in enumerate(asked)
        if one.colour >= 0
    ]
    count = 48 if is_quick else 512
    return Scores(
        concepts=len(known),
        prompts=len(asked),
        top1=_share(ranks, usual, 1),
        top5=_share(ranks, usual, 5),
        top1_grey=_share(grey, usual, 1),
        top5_grey=_share(grey, usual, 5),
        top1_synonyms=_share(ranks, _of(asked, "synonym"), 1),
        top1_chinese=_share(ranks, _of(asked, "chinese"), 1),
        background_error=float(np.mean(errors)),
        background_within_40=float(np.mean([error <= WITHIN for error in errors])),
        seam=float(
            np.mean([one.seam for one in repaint_scenes(artist, court, 4 if is_quick else 32)])
        ),
        seconds_per_picture=float(np.mean([one.seconds for one in results[1:]])),
        megabytes=weight(folder),
        vae_db=vae_decibels(folder, court.held_out, 16 if is_quick else 128),
        **_ceilings(court, count),
    )


def known_concepts(artist: Artist, table: Sequence[Concept]) -> list[int]:
    """Of the table, those that the model says it was taught."""
    taught = {word.text for word in artist.entry.words}
    return [index for index, concept in enumerate(table) if concept.name in taught]


def well_drawn(artist: Artist, court: Court, taught: int) -> list[str]:
    """Of the first `taught` concepts those that are named right, with and without colour.

    Whatever the model says that it knows: that is what comes of this.
    """
    table = court.taught.planner.concepts
    tried = [
        Asked(WAYS[turn % len(WAYS)].format(table[index].name), index, "name")
        for index in range(taught)
        for turn in range(TRIED)
    ]
    drawn = [artist.draw(one.text, TRIED_SEED + at).pixels for at, one in enumerate(tried)]
    pictures = _stacked(drawn, court)
    is_named = [np.array(_ranks(one, pictures, tried)) < 1 for one in (court.colour, court.grey)]
    most = np.all([one.reshape(-1, TRIED).mean(1) > 0.5 for one in is_named], axis=0)
    return [one.name for one, is_most in zip(table[:taught], most, strict=True) if is_most]


def prompts(table: Sequence[Concept], wanted: Sequence[int]) -> list[Asked]:
    """Five of each concept: two by its name, a synonym, in Chinese, on a named colour."""
    ways, colours = itertools.cycle(WAYS), itertools.cycle(range(len(COLOURS)))
    asked = []
    for turn, index in enumerate(wanted):
        concept = table[index]
        other, chinese = concept.others[turn % len(concept.others)], concept.chinese[0]
        colour = next(colours)
        asked += [Asked(next(ways).format(concept.name), index, "name") for _ in range(2)]
        asked.append(Asked(f"a {other}", index, "synonym"))
        asked.append(Asked(chinese, index, "chinese"))
        text = f"{concept.name} on a {COLOURS[colour].name} background"
        asked.append(Asked(text, index, "colour", colour))
    return asked


def background_error(picture: Rgb, colour: int) -> float:
    """How far the mean of the four corners is from a named colour: 0..255, the worst channel."""
    size = max(4, picture.shape[0] * 12 // 128)
    ends = (slice(None, size), slice(-size, None))
    corners = np.stack([picture[rows, columns] for rows in ends for columns in ends])
    mean = corners.reshape(-1, 3).astype(np.float32).mean(0)
    return float(np.abs(mean - 255 * rgb_table()[colour]).max())


def repaint_scenes(artist: Artist, court: Court, count: int) -> Iterable[Repainted]:
    """Half of them on pictures like photographs; a different thing into each."""
    lesson = court.taught
    plan = lesson.planner.plan(count, SEED, Kind.removal)
    pictures = lesson.composer.compose(plan, SEED).pictures.float()
    known = known_concepts(artist, lesson.planner.concepts)
    for at, picture in enumerate(pictures):
        rgb = (picture * 255).round().byte().permute(1, 2, 0).cpu().numpy()
        canvas = cv2.resize(rgb, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC)
        concept = lesson.planner.concepts[known[at * 7 % len(known)]]
        yield artist.repaint(canvas, selection_for(canvas, at), concept.name, SEED + at)


def selection_for(canvas: Rgb, turn: int) -> Rgb:
    """uint8[h, w]: a box or an ellipse of about half the side, in a different place each turn."""
    height, width = canvas.shape[:2]
    selected = np.zeros((height, width), np.uint8)
    across = round(width * (0.35 + 0.1 * (turn % 3)))
    down = round(height * (0.35 + 0.1 * (turn % 4)))
    left, top = (width - across) * (turn % 5) // 4, (height - down) * (turn * 2 % 5) // 4
    if turn % 2:
        centre = (left + across // 2, top + down // 2)
        cv2.ellipse(selected, centre, (across // 2, down // 2), 0, 0, 360, (255,), -1)
    else:
        selected[top : top + down, left : left + across] = 255
    return selected


@torch.no_grad()
def vae_decibels(folder: Path, lesson: Lesson, count: int) -> float:
    """Of the round trip of scenes with drawings that it never saw, as the app has it."""
    vae = load_vae(folder / "vae").float().to(lesson.device)
    pictures = lesson.pictures(count, MEASURED + 1)
    seen = [to_pictures(vae, to_latents(vae, some)) for some in pictures.split(8)]
    return decibels(torch.cat(seen), pictures)


def _ceilings(court: Court, count: int) -> dict[str, float]:
    found: dict[str, float] = {}
    for name, lesson in (("ceiling", court.taught), ("ceiling_unseen", court.held_out)):
        pictures, meant = real_scenes(lesson, count, MEASURED + 2)
        ranks = court.colour.ranks(pictures, meant)
        found[f"{name}_top1"] = float((ranks < 1).float().mean())
        found[f"{name}_top5"] = float((ranks < 5).float().mean())
        found[f"{name}_top1_grey"] = float((court.grey.ranks(pictures, meant) < 1).float().mean())
    return found


def _stacked(drawn: Sequence[Rgb], court: Court) -> torch.Tensor:
    """float[n, 3, h, w], 0..1."""
    pictures = torch.from_numpy(np.stack(drawn)).permute(0, 3, 1, 2)
    return pictures.to(court.taught.device).float() / 255


def _ranks(judge: Judge, pictures: torch.Tensor, asked: Sequence[Asked]) -> list[int]:
    meant = torch.tensor([one.concept for one in asked], device=pictures.device)
    return [int(rank) for rank in judge.ranks(pictures, meant)]


def _of(asked: Sequence[Asked], kind: str) -> list[int]:
    return [at for at, one in enumerate(asked) if one.kind == kind]


def _share(ranks: Sequence[int], where: Sequence[int], first: int) -> float:
    return float(np.mean([ranks[at] < first for at in where]))
