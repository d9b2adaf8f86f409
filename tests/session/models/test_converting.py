from __future__ import annotations

import torch

from studio.models.catalogue import ModelKind


def test_a_pickle_is_converted_listed_and_told(painter, tmp_path):
    folder = tmp_path / "vae"
    folder.mkdir()
    torch.save(
        {"state_dict": {"decoder.conv_in.weight": torch.ones(8, 4, 3, 3)}}, folder / "v.ckpt"
    )
    session, told = painter.session, []
    session.repainting.catalogue.include((folder,))
    session.repainting.catalogue.rescan()
    session.notice.connect(told.append)
    session.converting.convert(folder / "v.ckpt")
    assert not session.attempt(lambda: session.converting.convert(folder / "v.ckpt"))
    painter.wait_for(lambda: any("there now" in one.message for one in told))
    (entry,) = session.repainting.catalogue.of_kind(ModelKind.vae)
    assert entry.name == "v"


def test_one_that_cannot_be_converted_is_told_and_the_next_may_be_tried(painter, tmp_path):
    session, told = painter.session, []
    session.notice.connect(told.append)
    (tmp_path / "a.ckpt").write_bytes(b"\x80\x02]q\x00.")
    session.converting.convert(tmp_path / "a.ckpt")
    painter.wait_for(lambda: any("cannot be converted" in one.message for one in told))
    assert session.converting._running is None


def test_closed_amid_a_conversion_nothing_is_left(painter, tmp_path):
    folder = tmp_path / "x"
    folder.mkdir()
    torch.save({"x": torch.ones(4)}, folder / "x.ckpt")
    painter.session.converting.convert(folder / "x.ckpt")
    painter.session.close()
    assert [one.name for one in folder.iterdir()] in (["x.ckpt"], ["x.ckpt", "x.safetensors"])
