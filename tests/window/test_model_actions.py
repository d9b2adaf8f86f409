from __future__ import annotations


def test_a_pickle_is_asked_for_and_what_is_none_is_told(desk, answers, tmp_path):
    answers.path = tmp_path / "x.ckpt"
    answers.path.write_bytes(b"words")
    desk.do("convert_model")
    assert answers.asked == ["pickle"]
    assert "no pickle" in desk.window.notice.words.text()


def test_who_thinks_better_of_it_converts_nothing(desk, answers):
    desk.do("convert_model")
    assert not desk.window.notice.isVisible()
