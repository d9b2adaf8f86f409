"""Everything that can be behind an object, and what it is called."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import torch

from starter_model import scenery
from starter_model.ground import Chance, Ground
from starter_model.palette import COLOURS

Paint = Callable[[Ground, torch.Tensor], torch.Tensor]


@dataclass(frozen=True, slots=True)
class Backdrop:
    """A kind of background.

    paint(ground, named): named is [n, 2, 3], the colours that words may name. weight: how often.
    english, chinese: phrases; `{0}` and `{1}` are the named colours. over: what is below the sky of
    it, if anything. is_scene: a landscape or texture worth asking for by itself.
    """

    name: str
    paint: Paint
    weight: float
    english: tuple[str, ...]
    chinese: tuple[str, ...]
    over: tuple[str, str] | None = None
    is_scene: bool = True


BACKDROPS = (
    Backdrop(
        "plain",
        scenery.plain,
        26,
        ("on a {0} background", "{0} background", "on {0}"),
        ("{0}背景", "{0}的背景"),
        is_scene=False,
    ),
    Backdrop(
        "white",
        scenery.white,
        12,
        ("on a white background", "on white", "white background"),
        ("白色背景", "白底"),
        is_scene=False,
    ),
    Backdrop(
        "gradient",
        scenery.gradient,
        6,
        ("on a {0} and {1} gradient", "{0} to {1} gradient background"),
        ("{0}和{1}渐变背景",),
        is_scene=False,
    ),
    Backdrop(
        "strokes",
        scenery.strokes,
        4,
        ("on {0} and {1} brush strokes", "brush strokes background", "on a painted background"),
        ("{0}和{1}笔触背景", "笔触背景"),
    ),
    Backdrop("sky", scenery.sky, 4, ("in the sky", "blue sky", "sky"), ("天空", "蓝天")),
    Backdrop(
        "clouds",
        scenery.cloudy,
        4,
        ("among clouds", "cloudy sky", "clouds"),
        ("云层", "多云的天空"),
    ),
    Backdrop(
        "hills",
        scenery.hills,
        5,
        ("hills", "green hills", "over hills", "in the hills"),
        ("山丘", "绿色的山丘"),
        ("hills", "山丘"),
    ),
    Backdrop(
        "sea",
        scenery.sea,
        5,
        ("on the sea", "at sea", "on the ocean", "on the water"),
        ("大海", "海上"),
        ("the sea", "大海"),
    ),
    Backdrop(
        "meadow",
        scenery.meadow,
        6,
        ("in a meadow", "on green grass", "in a field", "on the grass"),
        ("草地", "草原"),
        ("a meadow", "草地"),
    ),
    Backdrop(
        "beach", scenery.beach, 3, ("on a beach", "at the beach", "by the sea"), ("海滩", "沙滩")
    ),
    Backdrop(
        "night",
        scenery.night,
        5,
        ("at night", "night sky", "in the night sky", "under the stars"),
        ("夜空", "夜晚", "星空"),
    ),
    Backdrop(
        "sunset", scenery.sunset, 4, ("at sunset", "sunset sky", "in the evening"), ("日落", "黄昏")
    ),
    Backdrop("snow", scenery.snow, 4, ("in the snow", "on snow", "in winter"), ("雪地", "冬天")),
    Backdrop("desert", scenery.desert, 3, ("in the desert", "desert", "on sand dunes"), ("沙漠",)),
    Backdrop("room", scenery.room, 3, ("in a room", "indoors", "on the floor"), ("房间", "室内")),
    Backdrop(
        "mountains",
        scenery.mountains,
        4,
        ("in the mountains", "mountains", "with mountains"),
        ("群山", "山中"),
        ("mountains", "群山"),
    ),
    Backdrop(
        "forest", scenery.forest, 3, ("in a forest", "forest", "in the woods"), ("森林", "树林")
    ),
    Backdrop(
        "underwater",
        scenery.underwater,
        3,
        ("under water", "underwater", "under the sea"),
        ("水下", "海底"),
    ),
    Backdrop("grass", scenery.grass, 3, ("on grass", "grass", "green lawn"), ("青草", "草坪")),
    Backdrop("sand", scenery.sand, 3, ("on sand", "sand", "on the sand"), ("沙子", "沙地")),
    Backdrop("water", scenery.water, 3, ("on water", "water", "waves"), ("水面", "水波")),
    Backdrop(
        "fresh snow",
        scenery.snow_ground,
        2,
        ("on fresh snow", "fresh snow", "snow"),
        ("白雪", "雪"),
    ),
    Backdrop("wood", scenery.wood, 3, ("on wood", "wood", "wooden boards"), ("木板", "木头")),
    Backdrop(
        "brick", scenery.brick, 2, ("brick wall", "bricks", "on a brick wall"), ("砖墙", "砖块")
    ),
    Backdrop("stone", scenery.stone, 2, ("on stone", "stone", "rock"), ("石头", "岩石")),
    Backdrop(
        "photograph",
        scenery.photograph,
        12,
        ("photograph", "photo", "blurred background"),
        ("照片", "模糊背景"),
        is_scene=False,
    ),
)
# Their light falls on what is put in front of them.
PHOTOGRAPHIC = frozenset(
    {"grass", "sand", "water", "fresh snow", "wood", "brick", "stone", "clouds", "photograph"}
)


def paint_backdrops(
    kinds: torch.Tensor, named: torch.Tensor, side: int, chance: Chance
) -> torch.Tensor:
    """float[n, 3, side, side] of each kind (index of BACKDROPS) in the named colours [n, 2]."""
    device = named.device
    table = torch.tensor([colour.rgb for colour in COLOURS], device=device) / 255
    picture = torch.empty((len(kinds), 3, side, side), device=device)
    for kind in kinds.unique().tolist():
        where = (kinds == kind).nonzero()[:, 0]
        ground = Ground(len(where), side, device, chance)
        picture[where] = BACKDROPS[kind].paint(ground, table[named[where]]).clamp(0, 1)
    return picture
