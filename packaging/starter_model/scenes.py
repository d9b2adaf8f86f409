"""Scenes composed of drawings, on the CPU or the GPU by the same operations."""

from __future__ import annotations

from dataclasses import dataclass

import torch
import torch.nn.functional as F  # noqa: N812

from starter_model.backdrops import BACKDROPS, PHOTOGRAPHIC, paint_backdrops
from starter_model.drawings import Drawings
from starter_model.finish import (
    doodled,
    lit_like,
    pencil,
    photographed,
    shadowed,
    turned,
    watercolour,
)
from starter_model.ground import Chance, Ground
from starter_model.holes import CELL, holes_of
from starter_model.palette import COLOURS
from starter_model.plans import NONE, Filter, Kind, Plan

IS_PHOTO = torch.tensor([one.name in PHOTOGRAPHIC for one in BACKDROPS])
HUE_OF = torch.tensor([colour.hue for colour in COLOURS])
LEVELS = 3


@dataclass(frozen=True, slots=True, eq=False)
class Scenes:
    """n scenes. pictures, starts: float16[n, 3, side, side], 0..1; a start differs for a doodle.

    holes: bool[n, 1, side/cell, side/cell], True where the model paints. subjects: float16[n, 1,
    side, side], how much of each pixel the subject covers.
    """

    pictures: torch.Tensor
    starts: torch.Tensor
    holes: torch.Tensor
    subjects: torch.Tensor


@dataclass(frozen=True, slots=True, eq=False)
class _Layers:
    """A picture so far; subject: [n, 1, side, side], how much of each pixel the subject covers."""

    picture: torch.Tensor
    subject: torch.Tensor


class Composer:
    """Composes scenes of one side (px) from drawings, which it keeps on the device.

    cell: px of a latent cell: fewer than CELL for scenes that stand for larger pictures.
    """

    def __init__(
        self, drawings: Drawings, side: int, device: torch.device, cell: int = CELL
    ) -> None:
        pixels = torch.from_numpy(drawings.pixels).permute(0, 3, 1, 2)
        self._sprites = pixels.contiguous().to(device)
        self._hue = torch.from_numpy(drawings.hue)
        self._extent = _extents(pixels).to(device)
        self.side, self.cell = side, cell
        self.device = device

    def compose(self, plan: Plan, seed: int) -> Scenes:
        """The scenes of a plan; the same seed gives the same ones on the same kind of device."""
        chance = Chance.of(seed, self.device)
        layers = self._composed(plan, chance)
        kind = torch.from_numpy(plan.kind)
        picture = self._filtered(layers.picture, plan, chance)
        starts = picture.clone()
        where = (kind == Kind.doodle).nonzero()[:, 0]
        if len(where):
            ground = self._ground(len(where), chance)
            starts[where] = doodled(picture[where], layers.subject[where], ground)
        holes = self._holes(plan, layers.subject, chance)
        pictures, starts = (one.clamp(0, 1).half() for one in (picture, starts))
        return Scenes(pictures, starts, holes, layers.subject.half())

    def _ground(self, count: int, chance: Chance) -> Ground:
        return Ground(count, self.side, self.device, chance)

    def _composed(self, plan: Plan, chance: Chance) -> _Layers:
        """Neighbours first, then the pair, the subject in front."""
        kinds = torch.from_numpy(plan.backdrop)
        named = torch.from_numpy(plan.named).to(self.device)
        picture = paint_backdrops(kinds, named, self.side, chance)
        subject = torch.zeros_like(picture[:, :1])
        for slot in (3, 2, 1, 0):
            where = torch.from_numpy((plan.sprite[:, slot] != NONE).nonzero()[0])
            for some in where.split(256):
                sprite = self._placed(plan, some, slot)
                matched = self._matched(sprite, picture[some], IS_PHOTO[kinds[some]])
                picture[some] = matched
                if slot == 0:
                    subject[some] = sprite[:, 3:]
        return _Layers(self._photographed(picture, IS_PHOTO[kinds], chance), subject)

    def _placed(self, plan: Plan, where: torch.Tensor, slot: int) -> torch.Tensor:
        """[k, 4, side, side], premultiplied: sprites on nothing, as the plan places them."""
        rows = where.numpy()
        index = torch.from_numpy(plan.sprite[rows, slot])
        sprite = self._sprites[index.to(self.device)].float() / 255
        if slot == 0:
            sprite = self._recoloured(sprite, index, torch.from_numpy(plan.turned[rows]))
        size = torch.from_numpy(plan.size[rows, slot])
        numbers = (plan.centre[rows, slot], plan.lean[rows, slot], plan.flip[rows, slot])
        centre, lean, flip = (torch.from_numpy(one) for one in numbers)
        inverse = _inverse(centre, size, lean, flip).to(self.device)
        level = (sprite.shape[-1] / (size * self.side)).log2().floor().clamp(0, LEVELS - 1)
        placed = sprite.new_empty((len(where), 4, self.side, self.side))
        for one in level.unique().tolist():
            some = (level == one).nonzero()[:, 0].to(self.device)
            small = F.avg_pool2d(sprite[some], 2 ** int(one))
            shape = [len(some), 4, self.side, self.side]
            grid = F.affine_grid(inverse[some], shape, align_corners=False)
            placed[some] = F.grid_sample(small, grid, align_corners=False)
        return placed

    def _recoloured(
        self, sprite: torch.Tensor, index: torch.Tensor, wanted: torch.Tensor
    ) -> torch.Tensor:
        some = (wanted != NONE).nonzero()[:, 0]
        if not len(some):
            return sprite
        by = (HUE_OF[wanted[some]] - self._hue[index[some]]).to(self.device)
        sprite[some.to(self.device), :3] = turned(sprite[some.to(self.device), :3], by)
        return sprite

    def _matched(
        self, sprite: torch.Tensor, behind: torch.Tensor, is_photo: torch.Tensor
    ) -> torch.Tensor:
        """The sprites in front of what is behind, in its light where that is a photograph."""
        cover, rgb = sprite[:, 3:], sprite[:, :3]
        photo = is_photo.view(-1, 1, 1, 1).to(self.device)
        rgb = torch.where(photo, lit_like(rgb, cover, behind), rgb)
        behind = torch.where(photo, shadowed(behind, cover), behind)
        return behind * (1 - cover) + torch.minimum(rgb, cover)

    def _photographed(
        self, picture: torch.Tensor, is_photo: torch.Tensor, chance: Chance
    ) -> torch.Tensor:
        where = is_photo.nonzero()[:, 0].to(self.device)
        if len(where):
            picture[where] = photographed(picture[where], self._ground(len(where), chance))
        return picture

    def _filtered(self, picture: torch.Tensor, plan: Plan, chance: Chance) -> torch.Tensor:
        for filtered, apply in ((Filter.watercolour, watercolour), (Filter.pencil, pencil)):
            where = torch.from_numpy((plan.filtered == filtered).nonzero()[0]).to(self.device)
            if len(where):
                picture[where] = apply(picture[where], self._ground(len(where), chance))
        return picture

    def _holes(self, plan: Plan, subject: torch.Tensor, chance: Chance) -> torch.Tensor:
        cells = self.side // self.cell
        holes = torch.ones((len(plan), 1, cells, cells), dtype=torch.bool, device=self.device)
        has_hole = (plan.kind == Kind.inpaint) | (plan.kind == Kind.removal)
        where = torch.from_numpy(has_hole.nonzero()[0])
        if len(where):
            boxes = self._boxes(plan, where)
            where = where.to(self.device)
            shapes = subject[where]
            around = holes_of(boxes, shapes, self.side, chance.few, self.cell)
            holes[where] = around | _is_empty(shapes, boxes, cells)
        return holes

    def _boxes(self, plan: Plan, where: torch.Tensor) -> torch.Tensor:
        """[k, 4]: centre and half sides of the subjects, a square where there is none."""
        rows = where.numpy()
        centre = torch.from_numpy(plan.centre[rows, 0])
        half = torch.from_numpy(plan.size[rows, :1]) / 2
        index = torch.from_numpy(plan.sprite[rows, 0])
        extent = self._extent[index.clamp(min=0).to(self.device)].cpu()
        extent = torch.where((index == NONE).view(-1, 1), torch.ones_like(extent), extent)
        return torch.cat((centre, half * extent), 1).to(self.device)


def _is_empty(subject: torch.Tensor, boxes: torch.Tensor, cells: int) -> torch.Tensor:
    """Where there is nothing to follow the outline of: a square of the box, as cells."""
    axis = (torch.arange(cells, device=boxes.device) + 0.5) / cells
    across = (axis.view(1, 1, 1, -1) - boxes[:, 0].view(-1, 1, 1, 1)).abs()
    down = (axis.view(1, 1, -1, 1) - boxes[:, 1].view(-1, 1, 1, 1)).abs()
    inside = (across < boxes[:, 2].view(-1, 1, 1, 1)) & (down < boxes[:, 3].view(-1, 1, 1, 1))
    return inside & (subject.amax((1, 2, 3)).view(-1, 1, 1, 1) == 0)


def _extents(pixels: torch.Tensor) -> torch.Tensor:
    """[n, 2]: how much of the square's width and height each drawing takes, 0..1."""
    is_drawn = pixels[:, 3] > 16
    across, down = is_drawn.any(1).float().mean(1), is_drawn.any(2).float().mean(1)
    return torch.stack((across, down), 1).clamp(min=0.1)


def _inverse(
    centre: torch.Tensor, size: torch.Tensor, lean: torch.Tensor, flip: torch.Tensor
) -> torch.Tensor:
    """[k, 2, 3]: from picture to sprite coordinates, both -1..1, as affine_grid wants it."""
    cos, sin = torch.cos(lean) / size, torch.sin(lean) / size
    x, y = (2 * centre - 1).unbind(1)
    rows = (flip * cos, flip * sin, -flip * (cos * x + sin * y)), (-sin, cos, sin * x - cos * y)
    return torch.stack([torch.stack(row, 1) for row in rows], 1)
