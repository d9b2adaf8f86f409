import pytest

from studio.generation.request import Task
from studio.models.families import (
    FAMILIES,
    FLUX_SCHNELL,
    OTHER_LIMITS,
    QWEN_IMAGE,
    SD15,
    SDXL,
    Z_IMAGE,
)
from studio.models.few_steps import few_steps


@pytest.mark.parametrize(
    ("limits", "sides", "areas"),
    [
        (SD15.limits, (512, 768), (512 * 512, 512 * 768)),
        (SDXL.limits, (640, 1280), (800 * 800, 1024 * 1024)),
        (OTHER_LIMITS, (256, 2048), (512 * 512, 2048 * 2048)),
    ],
    ids=["sd15", "sdxl", "others"],
)
def test_working_sizes_are_those_of_the_product(limits, sides, areas):
    assert (limits.min_side, limits.max_side) == sides
    assert (limits.min_area, limits.max_area) == areas
    assert limits.multiple == 16
    assert limits.refines


def test_every_family_names_a_class_for_each_task_that_diffusers_has():
    import diffusers

    for family in FAMILIES:
        for task in Task:
            assert family.pipelines.name(task) in dir(diffusers)
        assert family.named <= set(dir(diffusers))


def test_every_class_that_may_be_loaded_exists():
    import diffusers
    import transformers

    for component in (one for family in FAMILIES for one in family.components if one.is_loaded):
        for name in component.classes:
            # Asking diffusers for the class itself would import it.
            in_diffusers = component.library == "diffusers" and name in dir(diffusers)
            assert in_diffusers or hasattr(transformers, name), name


@pytest.mark.parametrize(
    ("name", "family", "steps"),
    [
        ("Z-Image-Turbo", Z_IMAGE, 9),
        ("z_image_turbo_8step", Z_IMAGE, 8),
        ("sdxl_turbo", SDXL, 4),
        ("Qwen-Image-Lightning-8steps", QWEN_IMAGE, 8),
        ("flux1-schnell-turbo", FLUX_SCHNELL, 4),
    ],
)
def test_few_step_models_have_the_steps_they_were_made_for(name, family, steps):
    paced = few_steps(name, {}, family)
    assert paced is not None
    assert (paced.steps, paced.guidance) == (steps, 1.0)
