import pytest

from studio.generation.request import Task
from studio.models.families import FAMILIES, OTHER_LIMITS, SD15, SDXL


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
