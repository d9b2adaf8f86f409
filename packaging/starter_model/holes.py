"""The holes that the app's masks make: latent cells that may change.

The app grows a selection by 4 px and feathers it outwards by a tenth of its diagonal; a latent
cell may change when any pixel of it may. So a hole is a selection grown by a few cells.
"""

from __future__ import annotations

import math

import torch
import torch.nn.functional as F  # noqa: N812

CELL = 8
# box and ellipse of any roundness, blob, silhouette of the object
SHARES = (0.55, 0.25, 0.20)
# Of holes in crops: drawn by hand; all of the crop, as when there is no selection.
CROPS = (0.5, 0.4)
# How much of the selection's width an object takes. A painter leaves air around what is asked for;
# taught that things reach from edge to edge, a model cuts them off there.
FILL = (0.7, 1.0)


def holes_of(
    boxes: torch.Tensor,
    shapes: torch.Tensor,
    side: int,
    chance: torch.Generator,
    cell: int = CELL,
) -> torch.Tensor:
    """bool[n, 1, side/cell, side/cell] around objects.

    boxes: [n, 4], centre and half sides of each object, in picture sides. shapes: [n, 1, side,
    side], how much of each pixel the object covers. cell: px of a latent cell.
    """
    fill = _between(chance, len(boxes), *FILL)
    selected = _rounded(boxes, fill, side, chance)
    kind = torch.multinomial(torch.tensor(SHARES), len(boxes), replacement=True, generator=chance)
    kind = kind.view(-1, 1, 1, 1).to(boxes.device)
    selected = torch.where(kind == 1, _blobs(boxes, fill, side, chance), selected)
    selected = torch.where(kind == 2, (shapes > 0.05).float(), selected)
    cells = F.max_pool2d(selected, cell)
    most = 1 + side // cell // 16  # the feather is a share of the picture
    grown = torch.randint(1, most + 1, (len(boxes), 1, 1, 1), generator=chance)
    return _grown(cells, grown.to(boxes.device), most) > 0.5


def holes_in_crops(count: int, side: int, chance: torch.Generator) -> torch.Tensor:
    """float[n, 1, side, side]: 1 where a crop of a picture is a hole; of some, all of it is."""
    boxes = torch.rand((count, 4), generator=chance)
    boxes[:, 2:] = 0.1 + 0.6 * boxes[:, 2:]
    fill = torch.ones(count, 1, 1, 1)
    drawn, round_ones = (one(boxes, fill, side, chance) for one in (_blobs, _rounded))
    is_drawn, is_whole = (torch.rand((count, 1, 1, 1), generator=chance) < share for share in CROPS)
    return torch.where(is_whole, torch.ones(()), torch.where(is_drawn, drawn, round_ones))


def pixels_of(holes: torch.Tensor, cell: int = CELL) -> torch.Tensor:
    """float[n, 1, side, side]: 1 where anything may change."""
    return F.interpolate(holes.float(), scale_factor=cell, mode="nearest")


def _grown(cells: torch.Tensor, by: torch.Tensor, most: int) -> torch.Tensor:
    """Each by its own number of cells."""
    for step in range(1, most + 1):
        wider = F.max_pool2d(cells, 3, 1, 1)
        cells = torch.where(by >= step, wider, cells)
    return cells


def _rounded(
    boxes: torch.Tensor, fill: torch.Tensor, side: int, chance: torch.Generator
) -> torch.Tensor:
    """Superellipses |x|^p + |y|^p < 1: p = 2 is an ellipse, a large p a box."""
    across, down = _relative(boxes, fill, side)
    power = 2 ** _between(chance, len(boxes), 1.0, 5.0).to(boxes.device)
    return ((across.abs() ** power + down.abs() ** power) < 1).float()


def _blobs(
    boxes: torch.Tensor, fill: torch.Tensor, side: int, chance: torch.Generator
) -> torch.Tensor:
    """As drawn by hand around the object."""
    across, down = _relative(boxes, fill, side)
    angle, reach = torch.atan2(down, across), (across**2 + down**2).sqrt()
    edge = torch.full_like(reach, 1.2)
    for wave in (1, 2, 3, 5):
        start = _between(chance, len(boxes), 0, math.tau).to(boxes.device)
        height = _between(chance, len(boxes), 0, 0.3 / wave).to(boxes.device)
        edge = edge + height * torch.sin(wave * angle + start)
    return (reach < edge).float()


def _relative(
    boxes: torch.Tensor, fill: torch.Tensor, side: int
) -> tuple[torch.Tensor, torch.Tensor]:
    """Coordinates in which the selection reaches from -1 to 1."""
    axis = (torch.arange(side, device=boxes.device) + 0.5) / side
    centre_x, centre_y, half_x, half_y = (part.view(-1, 1, 1, 1) for part in boxes.unbind(1))
    fill = fill.to(boxes.device)
    across = (axis.view(1, 1, 1, -1) - centre_x) * fill / half_x
    down = (axis.view(1, 1, -1, 1) - centre_y) * fill / half_y
    return across.expand(-1, -1, side, -1), down.expand(-1, -1, -1, side)


def _between(chance: torch.Generator, count: int, low: float, high: float) -> torch.Tensor:
    return low + (high - low) * torch.rand((count, 1, 1, 1), generator=chance)
