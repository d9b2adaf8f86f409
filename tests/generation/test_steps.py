from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.generation.steps import StepPlan, plan_steps


@pytest.mark.parametrize(
    ("strength", "steps", "plan"),
    [
        pytest.param(1.0, 20, StepPlan(20, 0), id="all of it from pure noise"),
        pytest.param(0.5, 20, StepPlan(20, 10), id="half"),
        pytest.param(0.3, 8, StepPlan(13, 9), id="finer, so that four run"),
        pytest.param(0.1, 20, StepPlan(40, 36), id="weak, finer still"),
        pytest.param(0.8, 5, StepPlan(5, 1), id="just four"),
        pytest.param(0.5, 2, StepPlan(4, 2), id="a few-step model runs all its steps"),
        pytest.param(0.5, 1, StepPlan(2, 1), id="a one-step model runs one"),
        pytest.param(0.01, 20, StepPlan(400, 396), id="the weakest there is"),
    ],
)
def test_strength_chooses_the_steps(strength, steps, plan):
    assert plan_steps(steps, strength) == plan


@given(st.integers(1, 500), st.floats(0.01, 1.0))
def test_some_steps_always_run_and_never_more_than_asked(steps, strength):
    plan = plan_steps(steps, strength)

    assert min(4, steps) <= plan.count <= steps
    assert plan.start >= 0
