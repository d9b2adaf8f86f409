"""How large everything is, by what it is trained on."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Profile:
    """How large everything is.

    side: px of a picture. composed: px at which scenes are composed for the denoiser: half of that
    where the encoder has a shortcut. vae, vae_up: channels of its encoder and decoder, from the
    finest; of the decoder each is twice the one before, up to the last. plain_levels: of the UNet,
    from the finest, without attention; unet_groups: of few channels each they would take away what
    is flat in a picture. analytic: the encoder of the VAE is set, not learned. vocabulary, length:
    entries, and tokens of a prompt. batch, rate: of the denoiser; slowest: how much of its averaged
    weights a step keeps. bank: scenes composed at a time, each used `passes` times. crop: px of
    what the VAE is trained on, vae_batch of them at a time. judge: its width.
    """

    name: str
    side: int
    composed: int
    vae: tuple[int, ...]
    vae_up: tuple[int, ...]
    vae_groups: int
    analytic: bool
    unet: tuple[int, ...]
    unet_groups: int
    plain_levels: int
    text: int
    text_layers: int
    vocabulary: int
    length: int
    batch: int
    rate: float
    slowest: float
    bank: int
    passes: int
    crop: int
    vae_batch: int
    vae_rate: float
    judge: int


# 23.1 million weights and 3.5 GFLOP a step in the UNet: 60 ms on a core; 58 MB in all.
GPU = Profile(
    name="gpu",
    side=256,
    composed=256,
    vae=(24, 48, 96, 128),
    vae_up=(24, 48, 96, 128),
    vae_groups=8,
    analytic=False,
    unet=(64, 128, 192, 256),
    unet_groups=4,
    plain_levels=1,
    text=256,
    text_layers=2,
    vocabulary=4096,
    length=48,
    batch=512,
    rate=0.0006,
    slowest=0.999,
    bank=32768,
    passes=6,
    crop=128,
    vae_batch=128,
    vae_rate=0.0006,
    judge=64,
)
# What two cores can teach in hours, if they multiply matrices of bfloat16. Begun with the lower
# levels of a UNet of 256 px, this drew better after 40,000 samples than that after 1,180,000: what
# the text tells is as fine as the latents are.
CPU = Profile(
    name="cpu",
    side=128,
    composed=64,
    vae=(8, 24, 48, 96),
    vae_up=(12, 24, 48, 96),
    vae_groups=1,
    analytic=True,
    unet=(64, 128, 256),
    unet_groups=4,
    plain_levels=1,
    text=256,
    text_layers=3,
    vocabulary=4096,
    length=40,
    batch=48,
    rate=0.0006,
    # A tenth of the steps that a busy CPU takes in an hour.
    slowest=0.998,
    bank=4096,
    passes=8,
    crop=64,
    vae_batch=4,
    vae_rate=0.0004,
    judge=40,
)
# For tests: nothing it draws is worth looking at.
MICRO = Profile(
    name="micro",
    side=64,
    composed=32,
    vae=(8, 12, 16, 16),
    vae_up=(8, 16, 16, 16),
    vae_groups=1,
    analytic=True,
    unet=(16, 32),
    unet_groups=2,
    plain_levels=1,
    text=32,
    text_layers=1,
    vocabulary=1024,
    length=24,
    batch=4,
    rate=0.002,
    slowest=0.99,
    bank=16,
    passes=2,
    crop=32,
    vae_batch=2,
    vae_rate=0.002,
    judge=4,
)
PROFILES = {profile.name: profile for profile in (GPU, CPU, MICRO)}
