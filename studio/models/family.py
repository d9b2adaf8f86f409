"""What there is to say of a family of models."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum

from studio.generation.recipe import Fill, Recipe
from studio.generation.request import Task
from studio.generation.samplers import FLOW_SAMPLERS, SAMPLERS


class ModelKind(Enum):
    """What a file or folder holds; a decoder is a small one, for previews, an encoder for words."""

    checkpoint = "checkpoint"
    lora = "lora"
    vae = "vae"
    embedding = "embedding"
    decoder = "decoder"
    encoder = "encoder"
    unknown = "unknown"


@dataclass(frozen=True, slots=True)
class SizeLimits:
    """The sizes a model works well at, in pixels of the picture it sees.

    multiple: both sides are multiples of it. refines: a large region may be made in two passes,
    the first at `max_area`, the second on its enlargement.
    """

    min_side: int
    max_side: int
    min_area: int
    max_area: int
    multiple: int = 16
    refines: bool = True


@dataclass(frozen=True, slots=True)
class Pipelines:
    """The names of the diffusers classes of a family, one for each task."""

    text_to_image: str
    image_to_image: str
    inpaint: str

    def name(self, task: Task) -> str:
        """The class that does this task."""
        match task:
            case Task.text_to_image:
                return self.text_to_image
            case Task.image_to_image:
                return self.image_to_image
            case Task.inpaint:
                return self.inpaint

    @property
    def names(self) -> frozenset[str]:
        """All of them: a folder of this family names one."""
        return frozenset((self.text_to_image, self.image_to_image, self.inpaint))


@dataclass(frozen=True, slots=True)
class Component:
    """A part of a model folder: where its class may come from, and which classes are known.

    is_loaded: the engine loads it; the others stay on disk whatever they hold.
    weights: the stem of its weight file, empty when it has none.
    is_optional: a folder may say that it is left out.
    """

    name: str
    library: str
    classes: frozenset[str]
    is_loaded: bool = True
    weights: str = ""
    is_optional: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A file that completes a lone denoiser, as other programs keep it.

    component: what it is in a model folder. id: what its header proves it to be; title: as people
    know it. within: how its names begin in a file that holds the denoiser too. stems: what its
    file's name begins with, where the header alone does not tell it from others.
    """

    component: str
    id: str
    title: str
    within: str
    stems: tuple[str, ...] = ()


class Guidance(Enum):
    """What a guidance scale means to a family.

    free: classifier-free, two passes above 1. distilled: one pass that is told the scale. true:
    two passes, asked for under a name of its own. none: the scale is not heard.
    """

    free = "free"
    distilled = "distilled"
    true = "true"
    none = "none"


@dataclass(frozen=True, slots=True)
class Family:
    """Models of one architecture.

    latent_channels: of the VAE. context_width: what its cross attention takes, 0 for any.
    denoiser: the component that takes noise away. is_flow: it was trained on straight paths
    (rectified flow), and only flow samplers suit it. packs: its pipelines lay latents out as
    [b, h/2 * w/2, 4 * channels]. sees_mask: every model of it does. kin: the family whose LoRAs
    fit, its own id when empty. steps, guidance: to begin with.
    parts: the files that a denoiser alone needs, empty where a model folder has to give them.
    readers: of a family that is told what to change in the picture it sees, the diffusers classes
    that read words and picture together; shown_area: at so many pixels of it.
    """

    id: str
    title: str
    pipelines: Pipelines
    limits: SizeLimits
    components: tuple[Component, ...]
    context_width: int = 0
    latent_channels: int = 4
    default_sampler: str = "Euler"
    denoiser: str = "unet"
    is_flow: bool = False
    packs: bool = False
    sees_mask: bool = False
    scale: Guidance = Guidance.free
    kin: str = ""
    steps: int = 20
    guidance: float = 5.0
    parts: tuple[Part, ...] = ()
    readers: tuple[str, ...] = ()
    shown_area: int = 0

    @property
    def edits(self) -> bool:
        """Whether the prompt is an instruction: what to change in the picture that it sees."""
        return bool(self.readers)

    @property
    def named(self) -> frozenset[str]:
        """The pipelines by which a folder of it says what it is."""
        return frozenset(self.readers) or self.pipelines.names

    @property
    def loader(self) -> str:
        """The pipeline that has all its components."""
        return self.readers[0] if self.readers else self.pipelines.inpaint

    def component(self, name: str) -> Component | None:
        """The part of that name, None when the family has no such part."""
        return next((one for one in self.components if one.name == name), None)

    @property
    def samplers(self) -> tuple[str, ...]:
        """The names of those that suit it."""
        return FLOW_SAMPLERS if self.is_flow else SAMPLERS

    def asked(self, recipe: Recipe) -> Recipe:
        """What is asked of it: a picture that it is to edit is left as it is, and not filled."""
        return replace(recipe, fill=Fill.original) if self.edits else recipe

    def suits(self, other: Family) -> bool:
        """Whether what was trained on one (a LoRA) fits the other."""
        return (self.kin or self.id) == (other.kin or other.id)
