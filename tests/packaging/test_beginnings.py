from __future__ import annotations

import pytest
import torch
from diffusers import AutoencoderKL

from starter_model.beginnings import begin_text, begin_unet, begin_vae
from starter_model.networks import make_text_encoder, make_unet, make_vae, to_latents, to_pictures
from starter_model.profiles import MICRO
from starter_model.tokenizer import load_tokenizer, train_tokenizer

OLD_WORDS = ["a cat in the snow", "red apple", "blue background", "the sun"] * 40


@pytest.fixture(scope="module")
def old_tokenizer(tmp_path_factory):
    """Of a model that knew no Chinese."""
    folder = tmp_path_factory.mktemp("old") / "tokenizer"
    train_tokenizer(OLD_WORDS, folder, size=MICRO.vocabulary, length=MICRO.length)
    return load_tokenizer(folder)


@pytest.fixture(scope="module")
def old(old_tokenizer):
    torch.manual_seed(1)
    return make_text_encoder(MICRO, old_tokenizer), make_unet(MICRO)


@pytest.fixture(scope="module")
def folder(old, old_tokenizer, tmp_path_factory):
    text, unet = old
    folder = tmp_path_factory.mktemp("model")
    text.save_pretrained(folder / "text_encoder")
    unet.to(memory_format=torch.contiguous_format).save_pretrained(folder / "unet")
    old_tokenizer.save_pretrained(folder / "tokenizer")
    return folder


@pytest.fixture
def begun(folder, tokenizer, concepts):
    torch.manual_seed(2)
    text = make_text_encoder(MICRO, tokenizer)
    begin_text(text, tokenizer, folder, concepts)
    return text


def of(text, tokenizer, words):
    """The embeddings of what are single tokens each."""
    found = [tokenizer.tokenize(word) for word in words]
    assert all(len(one) == 1 for one in found)
    index = [tokenizer.get_vocab()[one[0]] for one in found]
    return text.get_input_embeddings().weight[index].detach()


def test_a_word_that_both_know_stays_the_same(begun, old, tokenizer, old_tokenizer):
    words = ["cat", "sun", "snow", "blue"]
    assert torch.equal(of(begun, tokenizer, words), of(old[0], old_tokenizer, words))


def test_what_follows_the_words_is_taken_over(begun, old):
    rest = {name: one for name, one in old[0].state_dict().items() if "token_emb" not in name}
    mine = begun.state_dict()
    assert all(torch.equal(mine[name], one) for name, one in rest.items())


def test_a_new_chinese_word_begins_as_what_it_means(begun, tokenizer):
    assert torch.equal(of(begun, tokenizer, ["猫"]), of(begun, tokenizer, ["cat"]))
    meant = of(begun, tokenizer, ["red", "apple"]).mean(0, keepdim=True)
    assert torch.allclose(of(begun, tokenizer, ["红苹果"]), meant)


def test_another_new_word_is_like_no_other(begun, tokenizer):
    new, known = of(begun, tokenizer, ["watermark"]), of(begun, tokenizer, ["cat"])
    assert not torch.equal(new, known)


def test_the_unet_takes_every_weight(folder, old):
    torch.manual_seed(3)
    unet = make_unet(MICRO)
    begin_unet(unet, folder)
    pairs = zip(unet.parameters(), old[1].parameters(), strict=True)
    assert all(torch.equal(mine, other) for mine, other in pairs)


def test_a_vae_begins_as_one_that_was_narrower_and_saw_nothing_around_holes(tmp_path):
    narrower = AutoencoderKL(
        block_out_channels=(*MICRO.vae[:3], 12),
        down_block_types=("DownEncoderBlock2D",) * 4,
        up_block_types=("UpDecoderBlock2D",) * 4,
        norm_num_groups=1,
        mid_block_add_attention=False,
    )
    narrower.save_pretrained(tmp_path / "vae")
    vae = make_vae(MICRO)
    begin_vae(vae, tmp_path)
    assert vae.config.scaling_factor == narrower.config.scaling_factor
    both = narrower.decoder.up_blocks[0].resnets[0].conv1.weight
    assert torch.equal(vae.decoder.up_blocks[0].resnets[0].conv1.weight[:12, :12], both)


def test_a_vae_takes_over_all_of_one_like_itself(tmp_path):
    torch.manual_seed(4)
    before, after = make_vae(MICRO), make_vae(MICRO)
    before.save_pretrained(tmp_path / "vae")
    begin_vae(after, tmp_path)
    pictures = torch.rand(2, 3, MICRO.side, MICRO.side)
    with torch.no_grad():
        shown = [to_pictures(one, to_latents(one, pictures)) for one in (before, after)]
    assert torch.equal(*shown)
