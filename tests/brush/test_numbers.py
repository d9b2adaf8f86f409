"""The numbers of a brush, by name."""

from __future__ import annotations

from dataclasses import fields

import pytest

from studio.brush.brush import Brush
from studio.brush.dynamics import Trait
from studio.brush.numbers import Number, base_of, number_of, with_number


@pytest.mark.parametrize("number", list(Number), ids=lambda one: one.value)
def test_every_number_of_a_brush_can_be_read_and_set(number: Number):
    changed = with_number(Brush(), number, 0.25)
    assert number_of(changed, number) == 0.25
    assert with_number(changed, number, number_of(Brush(), number)) == Brush()


def test_no_number_of_a_brush_is_forgotten():
    numbers = {field.name for field in fields(Brush) if field.type == "float"}
    assert numbers == {number.value for number in Number}


def test_every_trait_starts_from_a_number():
    assert [base_of(trait).value for trait in Trait] == [trait.value for trait in Trait]
