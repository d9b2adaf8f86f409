"""The formulas of every background, on any device.

Each takes the ground it paints on and `named`, float[n, 2, 3]: the colours that words may name.
"""

from __future__ import annotations

import torch

from starter_model.ground import Ground, over, shaded

DAY = ((130.0, 195.0, 240.0), (160.0, 215.0, 250.0), (90.0, 165.0, 230.0))
HAZE = (220.0, 240.0, 252.0)
GRASS = (105.0, 180.0, 85.0)


def plain(ground: Ground, named: torch.Tensor) -> torch.Tensor:
    """One named colour."""
    off = torch.randn((ground.count, 3), generator=ground.chance.few).to(ground.device) * 0.03
    return ground.filled((named[:, 0] + off).clamp(0, 1)[..., None, None])


def white(ground: Ground, _: torch.Tensor) -> torch.Tensor:
    """Paper."""
    return ground.filled(ground.colour((255, 255, 255), (252, 252, 252), spread=1))


def gradient(ground: Ground, named: torch.Tensor) -> torch.Tensor:
    """From one named colour down to another."""
    return ground.upright(named[:, 0][..., None, None], named[:, 1][..., None, None])


def strokes(ground: Ground, named: torch.Tensor) -> torch.Tensor:
    """Broad strokes of two named colours."""
    first, second = (named[:, one][..., None, None] for one in (0, 1))
    across = ground.cells(24, 3) + 0.5 * ground.cells(48, 6)
    picture = over(ground.filled(first), (across * 1.5).sigmoid(), second)
    return shaded(picture, ground.cells(64, 8), 0.06)


def sky(ground: Ground, _: torch.Tensor) -> torch.Tensor:
    """Clear, paler downwards."""
    return ground.upright(ground.colour(*DAY, spread=8), ground.colour(HAZE, spread=6))


def cloudy(ground: Ground, _: torch.Tensor) -> torch.Tensor:
    """Clouds in the sky."""
    cover = ((ground.noise(3, 48) - 0.1) * 1.6).clamp(0, 1)
    return over(sky(ground, _), cover, ground.colour((248, 250, 253), spread=4))


def hills(ground: Ground, _: torch.Tensor) -> torch.Tensor:
    """Three rows of them."""
    picture, level = sky(ground, _), ground.between(0.45, 0.62)
    for row, colour in enumerate(((140, 200, 120), (100, 175, 90), (60, 140, 70))):
        cover = ground.below(level + 0.13 * row, 0.05)
        picture = over(picture, cover, ground.colour(colour))
    return picture


def sea(ground: Ground, _: torch.Tensor) -> torch.Tensor:
    """Water to the horizon."""
    water = shaded(
        ground.filled(ground.colour((40, 115, 190), (50, 135, 185))), ground.cells(48, 5), 0.10
    )
    return over(sky(ground, _), ground.soft(ground.y - ground.between(0.4, 0.62)), water)


def meadow(ground: Ground, _: torch.Tensor) -> torch.Tensor:
    """Grass under the sky."""
    green = shaded(ground.filled(ground.colour(GRASS, spread=14)), ground.noise(16, 128, 0.9), 0.06)
    return over(sky(ground, _), ground.below(ground.between(0.5, 0.7), 0.02), green)


def beach(ground: Ground, _: torch.Tensor) -> torch.Tensor:
    """Sand before the sea."""
    picture = over(
        sky(ground, _),
        ground.soft(ground.y - ground.between(0.38, 0.5)),
        ground.colour((50, 140, 200)),
    )
    grains = shaded(ground.filled(ground.colour((238, 214, 160))), ground.noise(32, 128, 1.0), 0.03)
    return over(picture, ground.below(ground.between(0.62, 0.76), 0.025), grains)


def night(ground: Ground, _: torch.Tensor) -> torch.Tensor:
    """Stars, and sometimes dark land."""
    picture = ground.upright(
        ground.colour((14, 18, 58), spread=8), ground.colour((50, 55, 120), spread=10)
    )
    picture = over(picture, ground.spots(16, 0.004, 0.012), ground.colour((250, 245, 210)))
    land = ground.below(ground.between(0.7, 0.85), 0.04) * ground.often(0.5)
    return over(picture, land, ground.colour((16, 34, 34), spread=6))


def sunset(ground: Ground, _: torch.Tensor) -> torch.Tensor:
    """Purple above orange."""
    picture = ground.upright(ground.colour((120, 70, 140)), ground.colour((255, 170, 80)))
    land = ground.below(ground.between(0.66, 0.8), 0.04) * ground.often(0.6)
    return over(picture, land, ground.colour((70, 40, 70), spread=8))


def snow(ground: Ground, _: torch.Tensor) -> torch.Tensor:
    """Snow under the sky."""
    white_ground = shaded(
        ground.filled(ground.colour((240, 246, 252), spread=4)), ground.noise(4, 32), 0.02
    )
    return over(sky(ground, _), ground.below(ground.between(0.5, 0.7), 0.04), white_ground)


def desert(ground: Ground, _: torch.Tensor) -> torch.Tensor:
    """Two dunes."""
    picture, level = sky(ground, _), ground.between(0.5, 0.66)
    for row, colour in enumerate(((225, 180, 110), (205, 155, 90))):
        cover = ground.below(level + 0.15 * row, 0.05)
        picture = over(picture, cover, ground.colour(colour, spread=10))
    return picture


def room(ground: Ground, _: torch.Tensor) -> torch.Tensor:
    """A wall and a floor."""
    wall = ground.colour((235, 225, 205), (200, 215, 225), (225, 200, 200), (205, 220, 195))
    level = ground.between(0.62, 0.78)
    boards = shaded(ground.filled(ground.colour((150, 105, 70))), ground.cells(40, 3), 0.06)
    picture = over(ground.filled(wall), ground.soft(ground.y - level), boards)
    skirting = ground.soft(ground.y - level + 0.02) - ground.soft(ground.y - level)
    return over(picture, skirting, ground.colour((245, 240, 235), spread=4))


def mountains(ground: Ground, _: torch.Tensor) -> torch.Tensor:
    """Peaks with snow on them behind a meadow."""
    picture = sky(ground, _)
    for _row in range(3):
        slope = (ground.x - ground.between(0, 1)).abs() * ground.between(1.0, 1.9)
        inside = ground.y - ground.between(0.15, 0.42) - slope
        picture = over(picture, ground.soft(inside), ground.colour((120, 130, 150), spread=14))
        cap = ground.soft(inside) * ground.soft(0.16 - slope)
        picture = over(picture, cap, ground.colour((245, 248, 252), spread=4))
    return over(picture, ground.below(ground.between(0.7, 0.8), 0.03), ground.colour(GRASS))


def forest(ground: Ground, _: torch.Tensor) -> torch.Tensor:
    """Two rows of pointed trees."""
    picture = sky(ground, _)
    for row, colour in enumerate(((70, 130, 80), (40, 100, 60))):
        place = (ground.x * ground.between(6, 9) + ground.between(0, 1)) % 1
        tops = 0.3 + 0.12 * row + 0.03 * ground.cells(2, 9) + (place - 0.5).abs() * 0.55
        cover = ground.soft(ground.y - tops)
        picture = over(picture, cover, ground.colour(colour, spread=10))
    return over(picture, ground.below(ground.between(0.76, 0.84), 0.02), ground.colour(GRASS))


def underwater(ground: Ground, _: torch.Tensor) -> torch.Tensor:
    """Deep blue with bubbles."""
    picture = ground.upright(ground.colour((70, 170, 220)), ground.colour((10, 60, 130)))
    return over(picture, 0.4 * ground.spots(7, 0.008, 0.03), ground.colour((190, 230, 250)))


def grass(ground: Ground, _: torch.Tensor) -> torch.Tensor:
    """Blades, seen from near."""
    blades = ground.cells(24, 128) + 0.6 * ground.noise(4, 16)
    return shaded(ground.filled(ground.colour((80, 150, 55), (110, 165, 70))), blades, 0.17)


def sand(ground: Ground, _: torch.Tensor) -> torch.Tensor:
    """Grains and ripples."""
    field = ground.noise(64, 256, 1.0) + ground.cells(14, 3)
    return shaded(ground.filled(ground.colour((226, 200, 150))), field, 0.05)


def water(ground: Ground, _: torch.Tensor) -> torch.Tensor:
    """A surface of small waves."""
    waves = ground.cells(40, 8) + 0.7 * ground.cells(20, 5)
    return shaded(ground.filled(ground.colour((45, 120, 180), (60, 150, 170))), waves, 0.12)


def snow_ground(ground: Ground, _: torch.Tensor) -> torch.Tensor:
    """Snow from near: white with blue shadows."""
    picture = ground.filled(ground.colour((238, 243, 250), spread=5))
    shadow = (ground.noise(3, 32) * 0.5).clamp(0, 1)
    return over(picture, 0.35 * shadow, ground.colour((190, 210, 235)))


def wood(ground: Ground, _: torch.Tensor) -> torch.Tensor:
    """Boards with grain."""
    base = ground.filled(ground.colour((160, 110, 65), (195, 150, 100), (110, 75, 45)))
    board = ground.x * ground.between(3, 6).round()
    rings = torch.sin(ground.cells(3, 24) * 4 + board.floor() * 7)
    gap = ground.soft(0.015 - ((board + 0.5) % 1 - 0.5).abs())
    return shaded(shaded(base, rings + ground.cells(4, 96), 0.07), gap, -0.5)


def brick(ground: Ground, _: torch.Tensor) -> torch.Tensor:
    """Courses of bricks."""
    rows = ground.y * ground.between(8, 13).round()
    across = ground.x * ground.between(4, 6).round() + 0.5 * (rows.floor() % 2)
    joint = torch.maximum(
        ground.soft(0.012 - ((rows + 0.5) % 1 - 0.5).abs() / 10),
        ground.soft(0.012 - ((across + 0.5) % 1 - 0.5).abs() / 5),
    )
    base = shaded(
        ground.filled(ground.colour((170, 80, 60), (150, 90, 70))), ground.noise(12, 128, 0.8), 0.09
    )
    return over(base, joint, ground.colour((205, 195, 185)))


def stone(ground: Ground, _: torch.Tensor) -> torch.Tensor:
    """Rough and grey."""
    return shaded(ground.filled(ground.colour((140, 138, 132))), ground.noise(3, 256, 0.75), 0.16)


def photograph(ground: Ground, _: torch.Tensor) -> torch.Tensor:
    """The colours, blur and light of a photograph of nothing in particular."""
    picture = ground.upright(ground.any_colour(), ground.any_colour())
    surface = ground.upright(ground.any_colour(), ground.any_colour())
    level = ground.between(0.3, 1.1) + 0.04 * ground.cells(2, 7)
    edge = (ground.y - level) * ground.between(8, 200)
    picture = over(picture, edge.sigmoid(), surface)
    for lowest in (1, 2, 5):
        masses = ground.cells(lowest + 1, lowest + 1) + 0.3 * ground.noise(2 * lowest, 16)
        cover = ((masses - 0.5) * ground.between(2, 30)).sigmoid()
        picture = over(picture, cover * ground.between(0.2, 1), ground.any_colour())
    light = over(picture, 0.5 * ground.spots(4, 0.02, 0.1), ground.any_colour() ** 0.5)
    picture = over(picture, ground.often(0.3), light)
    roughness = ground.noise(16, 256, 0.9) * ground.often(0.5) * ground.between(0, 1)
    return shaded(picture, roughness, 0.1)
