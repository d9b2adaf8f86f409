"""Arithmetic on four pixels at once, written down as WebAssembly instead of done.

A formula of `Lane`s, run once, leaves its steps on a tape; compiled, they run on every pixel.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import reduce
from typing import TypeAlias

Operand: TypeAlias = "Lane | float"


@dataclass(slots=True)
class Tape:
    """Steps in the order they are taken, in WebAssembly's text; nothing is worked out twice."""

    steps: list[str] = field(default_factory=list)
    _known: dict[str, int] = field(default_factory=dict)

    def step(self, operation: str, *operands: str) -> Lane:
        """What an operation gives, a v128; each operand is an expression."""
        expression = f"({' '.join((operation, *operands))})"
        number = self._known.setdefault(expression, len(self.steps))
        if number == len(self.steps):
            self.steps.append(f"(local.set $v{number} {expression})")
        return Lane(self, f"(local.get $v{number})")

    def number(self, value: float) -> Lane:
        """The same number in all four."""
        return Lane(self, f"(v128.const f32x4{f' {value!r}' * 4})")

    @property
    def locals(self) -> str:
        """What the steps write to, to be declared where they are used."""
        return "\n".join(f"(local $v{number} v128)" for number in range(len(self.steps)))


@dataclass(frozen=True, slots=True)
class Lane:
    """Four float32 numbers, or four yes-or-noes, that the tape has come to."""

    tape: Tape
    expression: str

    def __add__(self, other: Operand) -> Lane:
        return self._with("f32x4.add", other)

    def __sub__(self, other: Operand) -> Lane:
        return self._with("f32x4.sub", other)

    def __mul__(self, other: Operand) -> Lane:
        return self._with("f32x4.mul", other)

    def __truediv__(self, other: Operand) -> Lane:
        return self._with("f32x4.div", other)

    def root(self) -> Lane:
        """The square root."""
        return self.tape.step("f32x4.sqrt", self.expression)

    def is_above(self, other: Lane) -> Lane:
        """Whether it is greater, for `choose`."""
        return self._with("f32x4.gt", other)

    def choose(self, chosen: Lane, otherwise: Lane) -> Lane:
        """One where it is so, the other where it is not."""
        operands = chosen.expression, otherwise.expression, self.expression
        return self.tape.step("v128.bitselect", *operands)

    def least_with(self, other: Operand) -> Lane:
        """The smaller of both."""
        return self._with("f32x4.pmin", other)

    def greatest_with(self, other: Operand) -> Lane:
        """The greater of both."""
        return self._with("f32x4.pmax", other)

    def _with(self, operation: str, other: Operand) -> Lane:
        lane = other if isinstance(other, Lane) else self.tape.number(float(other))
        return self.tape.step(operation, self.expression, lane.expression)


def least(first: Lane, *others: Operand) -> Lane:
    """The smallest of all."""
    return reduce(Lane.least_with, others, first)


def greatest(first: Lane, *others: Operand) -> Lane:
    """The greatest of all."""
    return reduce(Lane.greatest_with, others, first)
