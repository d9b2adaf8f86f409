"""A passage through the UNet for what the text tells, cut before training finds one.

The last tokens of a prompt tell a sixteenth of the scene each (`reading`). A UNet does not find out
by itself how to draw from them: after 300,000 samples every head of its attention still looked at
all tokens alike, and what sixteen channels hold at 8 x 8 cannot be unfolded to 16 x 16 by
convolutions that do not know an even row from an odd one. So it is set:

1. Where a place of 8 x 8 is, a UNet knows from the border its convolutions see. Thresholds make
   exact rows and columns of it (`mark_places`).
2. Heads look from each place at the token that tells it: of a whole picture at the quarter of it
   that the place is in, one head a quarter, for the others nothing; around a hole, at what is told
   small (`look_up`). What they find goes into channels of its own.
3. On the way to 16 x 16 gates, open at even or odd rows and columns, unfold these (`unfold`).
4. They go on to the last layer unchanged, by another level or none (`lead_on`), and it is fitted
   anew (`fit_last`).

All of it is weights like others, and learns on.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields

import torch
import torch.nn.functional as F  # noqa: N812
from diffusers import UNet2DConditionModel
from torch import nn

from starter_model.reading import CHANNELS, GRID, PATCHES

PLACES = 2 * PATCHES  # across, where the text is looked up
QUARTERS = GRID // PATCHES // 2  # of a patch, across: what one place of them shows
VALUES = CHANNELS * QUARTERS**2
MARKS = 5  # of a place
AT_ONCE = 64  # scenes through the UNet
RIDGE = 1e-4
STEEP, WIDE = 24.0, 2.0  # how thresholds saturate: slope before, and half their height
GATE, LIFT = 7.0, 3.5  # what keeps a gate closed, and what keeps an open one in the linear part
LOUD = 20.0  # of parity, so that a norm divides by nothing else
SEEN = 3.0  # of a place, among what a look is asked from
FAINT = 0.1  # where SiLU is nearly half of what it is given
WANTED = 8.0  # how much those places count that look at something
LOOKS, LOOKED, LOOK_RATE = 600, 48, 1e-2  # steps, scenes of each, rate: fitting a head


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """Scenes on their way, and what should come out.

    inputs: [n, 9, 32, 32]. times: int64[n]. words: [n, length, dim], of the text that was read.
    is_whole: bool[n], all of the picture is painted. wanted, weight: [n, 4, 32, 32], [n, 1, 32,
    32] of the loss.
    """

    inputs: torch.Tensor
    times: torch.Tensor
    words: torch.Tensor
    is_whole: torch.Tensor
    wanted: torch.Tensor
    weight: torch.Tensor

    def lots(self) -> Iterator[Shown]:
        """As many at once as fit."""
        parts = (getattr(self, one.name).split(AT_ONCE) for one in fields(self))
        for some in zip(*parts, strict=True):
            yield Shown(*some)


def has_room(unet: UNet2DConditionModel) -> bool:
    """Whether the UNet comes by 8 x 8 with attention, one or two levels above which it ends."""
    ups, at = unet.up_blocks, -1 - _levels_above(unet)
    return at in (-2, -3) and len(ups) > -at and hasattr(ups[at], "attentions")


def _levels_above(unet: UNet2DConditionModel) -> int:
    """How often it still doubles from 8 x 8."""
    return int(math.log2(unet.config.sample_size / PLACES))


@torch.no_grad()
def open_passage(unet: UNet2DConditionModel, teller: nn.Linear, shown: Shown) -> None:
    """Set it. teller: what a token tells of its patch, as it was taught with (`reading`)."""
    with shown.words.device:
        way = _Way(unet, teller, shown)
        way.mark_places()
        way.look_up()
        way.unfold()
        way.lead_on()
        way.fit_last()


class _Way:
    """What is set, and where.

    told, place: channels of the stream at 8 x 8; place: the row and the column, whether they are
    odd, and one. shown_at: at 16 x 16.
    """

    def __init__(self, unet: UNet2DConditionModel, teller: nn.Linear, shown: Shown) -> None:
        self.unet, self.shown = unet, shown
        self.shown_at = torch.empty(0, dtype=torch.int64)
        self.values = teller(shown.words[:, -(PATCHES**2) :])
        at = -1 - _levels_above(unet)
        self.before, self.coarse, self.middle, *self.finer = unet.up_blocks[at - 1 :]
        # In one group of the first norm above.
        norm = self.middle.resnets[0].norm1
        (stream,) = self.heard([self.coarse])
        quiet = _quietest(stream[:, : norm.num_channels // norm.num_groups], VALUES + MARKS)
        self.told, self.place = quiet[:VALUES], quiet[VALUES:]
        rows, columns = torch.meshgrid(torch.arange(PLACES), torch.arange(PLACES), indexing="ij")
        self.rows, self.columns = rows.flatten(), columns.flatten()

    def heard(self, modules: list[nn.Module], *, is_given: bool = False) -> list[torch.Tensor]:
        """What comes out of each when all is shown, or what goes in."""
        found: dict[nn.Module, list[torch.Tensor]] = {one: [] for one in modules}
        with _listening(found, is_given=is_given):
            for lot in self.shown.lots():
                self.unet(lot.inputs, lot.times, lot.words)
        return [torch.cat(found[one]) for one in modules]

    def mark_places(self) -> None:
        """Rows and columns, -1..1, whether they are odd, -1 or 1, and one, into the stream."""
        first, second = self.coarse.resnets[:2]
        above = self.before.resnets[-1].conv2.out_channels
        given = self.heard([first.conv1], is_given=True)[0][:, :above]
        is_past = [
            where >= step for where in (self.rows, self.columns) for step in range(1, PLACES)
        ]
        wanted = torch.stack(is_past, 1).float() * 2 - 1
        found = _separated(_windows(given), wanted.repeat(len(given), 1))
        group = _weakest_group(first)
        _silence(first, group)
        for at, told in enumerate(found.T):
            pair = group[2 * at : 2 * at + 2]
            first.conv1.weight[pair, :above] = STEEP * told[:-1].view(above, 3, 3)
            first.conv1.bias[pair] = STEEP * told[-1] + torch.tensor((WIDE, -WIDE))
        self._keep_scale(first, group)
        mine = torch.cat((self.told, self.place))
        _shut(first, mine)
        once = torch.tensor((1.0, -1.0)).repeat(PLACES - 1) / (2 * WIDE)
        turns = torch.tensor((1.0, 1.0, -1.0, -1.0)).repeat(PLACES // 2)[: len(once)]
        for at in range(2):
            some = group[at * len(once) : (at + 1) * len(once)]
            first.conv2.weight[self.place[at], some, 1, 1] = 2 / (PLACES - 1) * once
            first.conv2.weight[self.place[2 + at], some, 1, 1] = 2 * once * turns
        first.conv2.bias[self.place] = torch.tensor((-1.0, -1.0, -1.0, -1.0, 1.0))
        _let_through(second, mine, mine)

    def look_up(self) -> None:
        """What is told, into the stream at 8 x 8."""
        whole, inner = self.coarse.attentions[:2]
        own = PATCHES * (self.rows // 2) + self.columns // 2
        parts = self.values.unflatten(-1, (CHANNELS, 2, QUARTERS, 2, QUARTERS))
        self._prepare(whole)
        for head, (down, across) in enumerate(((0, 0), (0, 1), (1, 0), (1, 1))):
            is_here = (self.rows % 2 == down) & (self.columns % 2 == across)
            is_wanted = is_here & self.shown.is_whole[:, None]
            part = parts[..., down, :, across, :].flatten(2)
            self._set_head(whole, head, torch.where(is_wanted, own, -1), part)
        first = PATCHES // 2
        rows, columns = self.rows - first, self.columns - first
        is_inner = (torch.minimum(rows, columns) >= 0) & (torch.maximum(rows, columns) < PATCHES)
        is_wanted = is_inner & ~self.shown.is_whole[:, None]
        self._prepare(inner)
        own = PATCHES * rows + columns
        self._set_head(inner, 0, torch.where(is_wanted, own, -1), parts.mean((-1, -3)).flatten(2))

    def unfold(self) -> None:
        """At 16 x 16: every other row and column opens other gates."""
        up, resnet = self.coarse.upsamplers[0].conv, self.middle.resnets[0]
        before = _deviations(self.heard([resnet], is_given=True)[0], resnet.norm1)
        row, column = self.place[:2]
        mine = torch.cat((self.told, self.place))
        _identity(up, mine)
        self._tell_parity(up)
        (given,) = self.heard([resnet], is_given=True)
        after, means = _deviations(given, resnet.norm1), _means(given, resnet.norm1)
        norm, size = resnet.norm1, resnet.norm1.num_channels // resnet.norm1.num_groups
        norm.weight[:size] *= after[0] / before[0]
        norm.weight[mine], norm.bias[mine] = FAINT * after[0], 0.0
        norm.weight[self.place[:2]] /= LOUD
        norm.weight[self.place[2:]] = 0.0
        gates = _weakest_group(resnet)
        _silence(resnet, gates)
        resnet.conv1.weight[:, mine] = 0.0
        resnet.conv_shortcut.weight[:, mine] = 0.0
        amount, push = 2 / FAINT, GATE / 2
        for at in range(VALUES):
            down, across = 2 * (at // QUARTERS % QUARTERS) - 1, 2 * (at % QUARTERS) - 1
            gate = resnet.conv1.weight[gates[at], :, 1, 1]
            gate[self.told[at]] = amount
            gate[row], gate[column] = amount * push * down, amount * push * across
            lost = means[0] * (1 + push * (down + across) / LOUD)
            bent = amount * push * (down + across) * FAINT**2 / 4  # SiLU is not quite straight
            resnet.conv1.bias[gates[at]] = LIFT - GATE + lost - bent
        self._keep_scale(resnet, gates)
        (stream,) = self.heard([self.middle.resnets[-1]])
        self.shown_at = _quietest(stream, CHANNELS)
        _shut(resnet, self.shown_at)
        for channel, mine in enumerate(self.shown_at):
            some = gates[channel * QUARTERS**2 : (channel + 1) * QUARTERS**2]
            resnet.conv2.weight[mine, some, 1, 1] = 1.0
            resnet.conv2.bias[mine] = -LIFT

    def lead_on(self) -> None:
        """Through the rest of the levels."""
        last = self.shown_at
        for resnet in self.middle.resnets[1:]:
            _let_through(resnet, last, last)
        for attention in getattr(self.middle, "attentions", ()):
            _keep_out(attention, last)
        for fine in self.finer:
            _identity(self.middle.upsamplers[0].conv, self.shown_at)
            (stream,) = self.heard([fine.resnets[-1]])
            last = _quietest(stream, CHANNELS)
            _let_through(fine.resnets[0], self.shown_at, last)
            for resnet in fine.resnets[1:]:
                _let_through(resnet, last, last)
        self.unet.conv_norm_out.weight[last], self.unet.conv_norm_out.bias[last] = 1.0, 0.0

    def fit_last(self) -> None:
        """What the last layer makes of it all, by least squares over all kinds and times."""
        layer = self.unet.conv_out
        both: torch.Tensor | float = 0.0
        missed: torch.Tensor | float = 0.0
        for lot in self.shown.lots():
            found: dict[nn.Module, list[torch.Tensor]] = {layer: []}
            with _listening(found, is_given=True):
                seen = self.unet(lot.inputs, lot.times, lot.words).sample
            weight = lot.weight.sqrt()
            given = _windows(found[layer][0]) * weight.reshape(-1, 1)
            error = ((lot.wanted - seen) * weight).permute(0, 2, 3, 1).flatten(0, 2)
            both, missed = both + given.T @ given, missed + given.T @ error
        change = _solved(both, missed)
        layer.weight += change[:-1].T.view_as(layer.weight)
        layer.bias += change[-1]

    def _prepare(self, attention: nn.Module) -> None:
        """Features of its own for what is told, which it looks for by those of the place."""
        block = attention.transformer_blocks[0]
        hidden = self._hidden(attention)
        for layer in (
            attention.proj_in,
            block.attn1.to_out[0],
            block.attn2.to_out[0],
            block.ff.net[2],
        ):
            layer.weight[hidden], layer.bias[hidden] = 0.0, 0.0
        mine = torch.cat((self.told, self.place))
        _keep_out(attention, mine)
        attention.proj_in.weight[hidden[VALUES:], self.place] = SEEN
        attention.proj_out.weight[:, hidden[VALUES:]] = 0.0
        attention.proj_out.weight[self.told, hidden[:VALUES]] = 1.0

    @staticmethod
    def _hidden(attention: nn.Module) -> torch.Tensor:
        width = attention.proj_out.weight.shape[1]
        return torch.arange(width - VALUES - MARKS, width)

    def _set_head(
        self, attention: nn.Module, head: int, patch: torch.Tensor, told: torch.Tensor
    ) -> None:
        """Let it look at a patch from each place, int64[n, places], -1: at the first token.

        told: [n, patches, VALUES], what is found there.
        """
        look = attention.transformer_blocks[0].attn2
        (asked,) = self.heard([look], is_given=True)
        size = look.to_q.weight.shape[0] // look.heads
        some, words = slice(head * size, (head + 1) * size), self.shown.words
        first = words.shape[1] - PATCHES**2
        query, key = _looking(asked, words, torch.where(patch < 0, 0, patch + first), size)
        look.to_q.weight[some], look.to_k.weight[some] = query, key
        wanted = words.new_zeros((*words.shape[:2], VALUES))
        wanted[:, first:] = told
        # That the first token, which is looked at for nothing, says nothing, matters most.
        weight = words.new_full((words.shape[1], 1), 0.2)
        weight[first:], weight[0] = 1.0, 4.0
        given, meant = (words * weight).flatten(0, 1), (wanted * weight).flatten(0, 1)
        look.to_v.weight[some][:VALUES] = _solved(given.T @ given, given.T @ meant).T
        out = look.to_out[0].weight[:, some]
        out[:, :VALUES] = 0.0
        out[self._hidden(attention)[:VALUES], torch.arange(VALUES)] = 1.0

    def _tell_parity(self, up: nn.Conv2d) -> None:
        """-LOUD and LOUD in turn, of the rows and columns of twice as many."""
        row, column, *_, one = self.place
        steps = (PLACES - 1) / 2
        ramp = LOUD * steps * torch.tensor((1.0, -2.0, 1.0))
        # A border hides the next step, which is so many away from the middle.
        border = LOUD * (steps + 1) * torch.tensor((1.0, 0.0, -1.0))
        up.weight[row], up.weight[column] = 0.0, 0.0
        up.weight[row, row, :, 1], up.weight[row, one, :, 1] = ramp, border
        up.weight[column, column, 1], up.weight[column, one, 1] = ramp, border

    def _keep_scale(self, resnet: nn.Module, group: torch.Tensor) -> None:
        """Make its second norm give back, in a group, what it takes away."""
        (given,) = self.heard([resnet.norm2], is_given=True)
        seen = given[:, group].flatten(1)
        resnet.norm2.weight[group] = seen.std(1).mean()
        resnet.norm2.bias[group] = seen.mean()


@contextmanager
def _listening(found: dict[nn.Module, list[torch.Tensor]], *, is_given: bool) -> Iterator[None]:
    def hear_given(module: nn.Module, given: tuple[torch.Tensor, ...]) -> None:
        found[module].append(given[0])

    def hear(module: nn.Module, _: object, made: torch.Tensor | tuple[torch.Tensor]) -> None:
        found[module].append(made if isinstance(made, torch.Tensor) else made[0])

    handles = [
        one.register_forward_pre_hook(hear_given) if is_given else one.register_forward_hook(hear)
        for one in found
    ]
    try:
        yield
    finally:
        for handle in handles:
            handle.remove()


def _quietest(stream: torch.Tensor, count: int) -> torch.Tensor:
    """Channels of [n, c, h, w] that vary least."""
    return stream.std((0, 2, 3)).argsort()[:count]


def _weakest_group(resnet: nn.Module) -> torch.Tensor:
    """Channels between its convolutions, a group of its second norm, that count least."""
    groups = resnet.norm2.num_groups
    strength = resnet.conv2.weight.flatten(2).norm(dim=(0, 2)).view(groups, -1).sum(1)
    size = resnet.norm2.num_channels // groups
    return int(strength.argmin()) * size + torch.arange(size)


def _silence(resnet: nn.Module, group: torch.Tensor) -> None:
    """Channels between its convolutions: nothing goes in, nothing comes of them."""
    for layer in (resnet.conv1, resnet.time_emb_proj):
        layer.weight[group], layer.bias[group] = 0.0, 0.0
    resnet.conv2.weight[:, group] = 0.0


def _shut(resnet: nn.Module, channels: torch.Tensor) -> None:
    """Nothing comes out there."""
    for layer in (resnet.conv2, resnet.conv_shortcut):
        layer.weight[channels], layer.bias[channels] = 0.0, 0.0


def _let_through(resnet: nn.Module, given: torch.Tensor, made: torch.Tensor) -> None:
    """What goes in there comes out there, and nothing is made of it yet."""
    _shut(resnet, made)
    resnet.conv1.weight[:, given] = 0.0
    resnet.conv_shortcut.weight[:, given] = 0.0
    resnet.conv_shortcut.weight[made, given] = 1.0


def _keep_out(attention: nn.Module, channels: torch.Tensor) -> None:
    """It neither reads nor writes there."""
    attention.proj_in.weight[:, channels] = 0.0
    attention.proj_out.weight[channels], attention.proj_out.bias[channels] = 0.0, 0.0


def _identity(conv: nn.Conv2d, channels: torch.Tensor) -> None:
    conv.weight[:, channels] = 0.0
    conv.weight[channels], conv.bias[channels] = 0.0, 0.0
    conv.weight[channels, channels, 1, 1] = 1.0


def _groups(given: torch.Tensor, norm: nn.GroupNorm) -> torch.Tensor:
    return given.view(len(given), norm.num_groups, -1)


def _deviations(given: torch.Tensor, norm: nn.GroupNorm) -> torch.Tensor:
    """Of each group, the mean over what was given."""
    return _groups(given, norm).std(-1).mean(0)


def _means(given: torch.Tensor, norm: nn.GroupNorm) -> torch.Tensor:
    return _groups(given, norm).mean((0, 2))


def _windows(given: torch.Tensor) -> torch.Tensor:
    """[n * h * w, 9 c + 1]: what a convolution of 3 x 3 sees, and one for its bias."""
    seen = F.unfold(given, 3, padding=1).mT.flatten(0, 1)
    return F.pad(seen, (0, 1), value=1.0)


def _solved(both: torch.Tensor, wanted: torch.Tensor) -> torch.Tensor:
    """Least squares, a little held back."""
    return torch.linalg.solve(both + RIDGE * both.diagonal().mean() * torch.eye(len(both)), wanted)


def _separated(given: torch.Tensor, signs: torch.Tensor) -> torch.Tensor:
    """[dim, k]: linear maps whose signs are these, [rows, k] of ±1, with room between."""
    found = _solved(given.T @ given, given.T @ signs)

    def loss() -> torch.Tensor:
        some = torch.randint(len(given), (4096,))
        return F.softplus(-STEEP / 2 * signs[some] * (given[some] @ found)).mean()

    _improve([found], 150, 3e-4, loss)
    return found


def _looking(
    asked: torch.Tensor, words: torch.Tensor, wanted: torch.Tensor, size: int
) -> tuple[torch.Tensor, torch.Tensor]:
    """[size, dim] each: the query and the key of a head that looks from each place where wanted.

    asked: [n, places, dim]. words: [n, length, dim]. wanted: int64[n, places], of the words.
    """
    query = torch.randn(size, asked.shape[-1]) / 10
    key = torch.randn(size, words.shape[-1]) / 10
    weight = torch.where(wanted > 0, WANTED, 1.0)

    def loss() -> torch.Tensor:
        some = torch.randint(len(asked), (LOOKED,))
        logits = (asked[some] @ query.T) @ (words[some] @ key.T).mT / size**0.5
        missed = F.cross_entropy(logits.flatten(0, 1), wanted[some].flatten(), reduction="none")
        return (missed * weight[some].flatten()).mean()

    _improve([query, key], LOOKS, LOOK_RATE, loss)
    return query, key


@torch.enable_grad()
def _improve(
    weights: list[torch.Tensor], steps: int, rate: float, loss: Callable[[], torch.Tensor]
) -> None:
    """By Adam, its rate going down to nothing."""
    for one in weights:
        one.requires_grad_()
    optimiser = torch.optim.Adam(weights, lr=rate)
    for step in range(steps):
        optimiser.param_groups[0]["lr"] = rate * (1 - step / steps)
        optimiser.zero_grad()
        loss().backward()
        optimiser.step()
    for one in weights:
        one.requires_grad_(requires_grad=False)
