"""What one reads and types of a quad: where it is, how large, how turned, how slanted."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from studio.transform.quad import Matrix, Quad, frame_matrix

_SMALLEST = 0.5


@dataclass(frozen=True, slots=True)
class Pose:
    """x, y: the middle, canvas px. width, height: px, across and down; height < 0 is mirrored.

    rotation: degrees clockwise. shear: degrees that its sides lean to the right.
    """

    x: float
    y: float
    width: float
    height: float
    rotation: float = 0.0
    shear: float = 0.0


def pose_of(quad: Quad) -> Pose:
    """The pose of the parallelogram that comes nearest to a quad."""
    (x, y), (ax, ay), (dx, dy) = quad.middle, quad.across, quad.down
    width = math.hypot(ax, ay)
    height = (ax * dy - ay * dx) / width
    along = (ax * dx + ay * dy) / width
    shear = math.degrees(math.atan(-along / height))
    return Pose(x, y, width, height, math.degrees(math.atan2(ay, ax)), shear)


def posed(quad: Quad, pose: Pose) -> Quad:
    """The quad brought to a pose; what perspective it has it keeps."""
    before = frame_matrix(quad.middle, quad.across, quad.down)
    return quad.through(_frame(pose) @ np.linalg.inv(before))


def _frame(pose: Pose) -> Matrix:
    turn = math.radians(pose.rotation)
    width, height = _away_from_zero(pose.width), _away_from_zero(pose.height)
    along = -height * math.tan(math.radians(pose.shear))
    x, y = math.cos(turn), math.sin(turn)
    down = (x * along - y * height, y * along + x * height)
    return frame_matrix((pose.x, pose.y), (x * width, y * width), down)


def _away_from_zero(side: float) -> float:
    return math.copysign(max(abs(side), _SMALLEST), side)
