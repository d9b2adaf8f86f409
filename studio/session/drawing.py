"""Drawing shapes."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise

from studio.brush.polygon import Corner
from studio.brush.sample import PenSample
from studio.session.filling import Filling
from studio.session.painting import Painting

# A hand's turn is rounded off by the path; a pen this little past the corner, canvas px, has
# turned already.
_PAST_CORNER = 0.25
# A turn of fewer degrees is part of a curve.
_CORNER = 20.0
# So fast the pen moves, canvas px a ms: neither slow nor quick to a brush that looks at it.
_SPEED = 1.0


class Drawing:
    """The verbs that draw shapes; each is one step on the active layer.

    is_filled: shapes are filled with the foreground colour, not drawn around with the brush.
    """

    def __init__(self, painting: Painting, filling: Filling) -> None:
        self.is_filled = False
        self._painting = painting
        self._filling = filling

    def draw(self, corners: Sequence[Corner], title: str) -> None:
        """Draw a shape with the brush, or fill it; corners in canvas px.

        Raises:
            InputError: the layer cannot be painted on.
        """
        if self.is_filled and len(corners) > 2:
            self._filling.fill_shape(corners, title)
        else:
            self.outline(corners, title, closed=True)

    def outline(self, corners: Sequence[Corner], title: str, *, closed: bool) -> None:
        """Draw along corners with the brush.

        Raises:
            InputError: the layer cannot be painted on.
        """
        with self._painting.stroke(shape=title) as stroke:
            for sample in _samples([*corners, corners[0]] if closed else corners):
                stroke.add(sample)


def _samples(corners: Sequence[Corner]) -> Iterator[PenSample]:
    """A pen that goes along corners, turning sharply at each that is one."""
    time, heading = 0.0, math.nan
    yield PenSample(*corners[0])
    for start, end in pairwise(corners):
        way = math.dist(start, end)
        if way == 0:
            continue
        before, heading = heading, math.atan2(end[1] - start[1], end[0] - start[0])
        turn = abs(math.remainder(heading - before, 2 * math.pi))
        if way > _PAST_CORNER and turn > math.radians(_CORNER):
            x = start[0] + _PAST_CORNER * math.cos(heading)
            y = start[1] + _PAST_CORNER * math.sin(heading)
            yield PenSample(x, y, time=time + _PAST_CORNER / _SPEED)
        time += way / _SPEED
        yield PenSample(*end, time=time)
