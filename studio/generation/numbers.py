"""Numbers of a recipe that no engine could use are refused."""

from __future__ import annotations

from studio.errors import InputError
from studio.text import tr


def check_number(name: str, value: float, low: float, high: float) -> None:
    """Refuse what is no number, or out of its range.

    Raises:
        InputError: it is.
    """
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    # NaN is in no range.
    if not is_number or not low <= value <= high:
        raise InputError(
            tr("{name} cannot be {value}.", name=name, value=value),
            tr("Give a number from {low} to {high}.", low=low, high=high),
        )
