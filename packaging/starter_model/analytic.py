"""A VAE that works before it is trained: for CPUs, where learning one from nothing takes too long.

Colours go through the encoder unchanged, each channel beside its negative, so that
silu(x) - silu(-x) = x undoes the activation; residual blocks begin as identity. What comes out is
fitted to four features of each 8×8 cell: the principal components of its mean colour, and one
slope of its brightness. Latents are then fixed, and the decoder and the denoiser train apart.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F  # noqa: N812
from torch import nn

from starter_model.networks import Vae

CARRIED = 8  # red green blue one, and their negatives
LUMA = (0.3, 0.59, 0.11)
SLOPES = (((0, 0), (1, 0), (0, 1), (1, 1)), ((0, 0), (0, 1), (1, 0), (1, 1)))  # + + - -
SHRUNK = 0.6  # the power of its deviation by which a component is divided
QUIET = -7.0  # log variance of the latents


@torch.no_grad()
def set_analytically(vae: Vae, pictures: torch.Tensor) -> None:
    """Set the encoder for good and give the decoder its start; pictures: [n, 3, h, w], -1..1."""
    _pass_through(vae)
    features = _features(pictures)
    _fit_encoder(vae, pictures, features)
    _fit_decoder(vae, pictures)
    vae.register_to_config(scaling_factor=1.0)


def freeze_encoder(vae: Vae) -> None:
    """Leave only the decoder to be trained."""
    vae.encoder.requires_grad_(requires_grad=False)
    vae.quant_conv.requires_grad_(requires_grad=False)


def _pass_through(vae: Vae) -> None:
    for block in vae.modules():
        if type(block).__name__ == "ResnetBlock2D":
            nn.init.zeros_(block.conv2.weight)
            nn.init.zeros_(block.conv2.bias)
            if block.conv_shortcut is not None:
                _carry(block.conv_shortcut, ((0, 0),))
    for convolution in (vae.encoder.conv_in, vae.decoder.conv_in):
        _split_signs(convolution)
    for block in vae.encoder.down_blocks:
        for one in block.downsamplers or ():
            _carry(one.conv, ((0, 0), (0, 1), (1, 0), (1, 1)))
    for block in vae.decoder.up_blocks:
        for one in block.upsamplers or ():
            _carry(one.conv, ((1, 1),))
    _silence(vae)
    _add_slopes(vae)
    for convolution in (vae.quant_conv, vae.post_quant_conv):
        nn.init.dirac_(convolution.weight)
        nn.init.zeros_(convolution.bias)


def _carry(convolution: nn.Conv2d, taps: tuple[tuple[int, int], ...]) -> None:
    """The first channels are the mean of the taps of themselves; the others stay, quietly."""
    convolution.weight.mul_(0.3)
    convolution.weight[:CARRIED] = 0
    convolution.bias.zero_()
    for channel in range(CARRIED):
        for row, column in taps:
            convolution.weight[channel, channel, row, column] = 1 / len(taps)


def _split_signs(convolution: nn.Conv2d) -> None:
    """Colours and a constant into the first four channels, their negatives into the next."""
    convolution.weight.mul_(0.3)
    convolution.weight[:CARRIED] = 0
    convolution.bias.zero_()
    for colour in range(3):
        convolution.weight[colour, colour, 1, 1] = 1
        convolution.weight[colour + 4, colour, 1, 1] = -1
    convolution.bias[3], convolution.bias[7] = 1.5, -1.5


def _silence(vae: Vae) -> None:
    """No random channels in the encoder: it is linear up to the scale of its normalisation."""
    quiet = [vae.encoder.conv_in]
    for block in vae.encoder.down_blocks:
        quiet += [one.conv for one in block.downsamplers or ()]
        quiet += [one.conv_shortcut for one in block.resnets if one.conv_shortcut is not None]
    for convolution in quiet:
        convolution.weight[CARRIED:] = 0


def _add_slopes(vae: Vae) -> None:
    """The last halving also takes differences of brightness, across and down."""
    halving = [block for block in vae.encoder.down_blocks if block.downsamplers][-1]
    weight = halving.downsamplers[0].conv.weight
    for slope, taps in enumerate(SLOPES):
        for sign, channel in ((1, CARRIED + 2 * slope), (-1, CARRIED + 2 * slope + 1)):
            for place, (row, column) in enumerate(taps):
                for colour, share in enumerate(LUMA):
                    step = 0.5 if place < 2 else -0.5
                    weight[channel, colour, row, column] = sign * step * share
    for one in vae.encoder.down_blocks[-1].resnets:
        if one.conv_shortcut is not None:
            for channel in range(CARRIED, CARRIED + 4):
                one.conv_shortcut.weight[channel, channel] = 1


def _features(pictures: torch.Tensor) -> torch.Tensor:
    """[n, 4, h/8, w/8] of deviation about 1."""
    mean = F.avg_pool2d(pictures, 8)
    flat = mean.permute(0, 2, 3, 1).reshape(-1, 3)
    _, spread, axes = torch.linalg.svd(flat - flat.mean(0), full_matrices=False)
    deviation = spread / len(flat) ** 0.5
    turned = (flat - flat.mean(0)) @ axes.T * deviation.clamp(min=1e-3) ** -SHRUNK
    colours = turned.view(*mean.permute(0, 2, 3, 1).shape).permute(0, 3, 1, 2)
    weights = torch.tensor(LUMA, device=pictures.device).view(1, 3, 1, 1)
    quarter = F.avg_pool2d((pictures * weights).sum(1, keepdim=True), 4)
    slope = (
        quarter[:, :, 0::2, 0::2] + quarter[:, :, 1::2, 0::2]
        - quarter[:, :, 0::2, 1::2] - quarter[:, :, 1::2, 1::2]
    ) / 2  # fmt: skip
    found = torch.cat((colours, slope * slope.std().clamp(min=1e-3) ** -SHRUNK), 1)
    return found / found.std()


def _fit_encoder(vae: Vae, pictures: torch.Tensor, wanted: torch.Tensor) -> None:
    encoder = vae.encoder
    reached = encoder.conv_in(pictures)
    for block in encoder.down_blocks:
        reached = block(reached)
    reached = F.silu(encoder.conv_norm_out(encoder.mid_block(reached)))
    nn.init.zeros_(encoder.conv_out.weight)
    nn.init.constant_(encoder.conv_out.bias, QUIET)
    _set_centre(encoder.conv_out, _fitted(reached, wanted))


def _fit_decoder(vae: Vae, pictures: torch.Tensor) -> None:
    """Latents back to mean colours at the entrance, and those to the picture at the exit."""
    decoder = vae.decoder
    latents = vae.encode(pictures).latent_dist.mode()
    colours = _fitted(latents, F.avg_pool2d(pictures, 8))
    entrance = decoder.conv_in
    entrance.weight[:CARRIED] = 0
    for colour in range(3):
        for place, sign in ((colour, 1), (colour + 4, -1)):
            entrance.weight[place, :, 1, 1] = sign * colours[:-1, colour]
            entrance.bias[place] = sign * colours[-1, colour]
    reached = decoder.mid_block(entrance(latents))
    for block in decoder.up_blocks:
        reached = block(reached)
    reached = F.silu(decoder.conv_norm_out(reached))
    nn.init.zeros_(decoder.conv_out.weight)
    _set_centre(decoder.conv_out, _fitted(reached, pictures))


def _fitted(seen: torch.Tensor, wanted: torch.Tensor) -> torch.Tensor:
    """Ridge regression of channels on channels: [seen + 1, wanted], the last row the constant."""
    rows = seen.permute(0, 2, 3, 1).reshape(-1, seen.shape[1]).double()
    rows = torch.cat((rows, torch.ones_like(rows[:, :1])), 1)
    goal = wanted.permute(0, 2, 3, 1).reshape(-1, wanted.shape[1]).double()
    ridge = 1e-5 * len(rows) * torch.eye(rows.shape[1], dtype=rows.dtype, device=rows.device)
    return torch.linalg.solve(rows.T @ rows + ridge, rows.T @ goal).float()


def _set_centre(convolution: nn.Conv2d, weights: torch.Tensor) -> None:
    for channel in range(weights.shape[1]):
        convolution.weight[channel, :, 1, 1] = weights[:-1, channel]
        convolution.bias[channel] = weights[-1, channel]
