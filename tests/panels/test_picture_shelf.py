"""Tips and papers to choose from, and the painter's own among them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from studio.brush.own_picture import OwnPicture, Role, packed
from studio.panels.brush_pages import TipPage
from studio.session.painting import ToolName
from studio.session.session import Session


@pytest.fixture
def page(session: Session, qtbot) -> TipPage:
    page = TipPage(session)
    qtbot.addWidget(page)
    session.painting.brush_changed.connect(lambda _: page.show_brush(brush(session)))
    page.show_brush(brush(session))
    return page


def brush(session: Session):
    return session.painting.brush_of(ToolName.brush)


def titles(page: TipPage) -> list[str]:
    choice = page.tips.choice
    return [choice.item(row).text() for row in range(choice.count())]


def star(tmp_path: Path) -> Path:
    sheet = np.full((40, 40), 255, np.uint8)
    sheet[10:30, 18:22] = 0
    path = tmp_path / "Star.png"
    cv2.imwrite(str(path), sheet)
    return path


def test_a_picture_becomes_a_tip_and_is_taken_in_hand(page, session, tmp_path):
    page.tips.bring([str(star(tmp_path))])
    tip = brush(session).tip
    assert isinstance(tip, OwnPicture)
    assert titles(page)[-1] == "Star"
    assert page.tips.choice.currentItem().text() == "Star"
    assert page.tips.remove.isEnabled()


def test_what_is_no_picture_is_told_and_the_tip_stays(page, session, tmp_path):
    told = []
    session.notice.connect(told.append)
    (tmp_path / "words.png").write_text("no picture")
    page.tips.bring([str(tmp_path / "words.png")])
    assert len(told) == 1
    assert brush(session).tip == ""


def test_one_of_the_painter_s_own_can_be_removed_and_ours_cannot(page, session, tmp_path):
    page.tips.bring([str(star(tmp_path))])
    page.tips.remove.click()
    assert brush(session).tip == ""
    assert "Star" not in titles(page)
    session.painting.set_brush(ToolName.brush, replace(brush(session), tip="chalk"))
    assert not page.tips.remove.isEnabled()


def test_a_tip_that_only_the_brush_holds_is_shown_with_it(page, session):
    tip = packed("Somebody's", np.eye(16, dtype=np.uint8) * 255)
    session.painting.set_brush(ToolName.brush, replace(brush(session), tip=tip))
    assert page.tips.choice.currentItem().text() == "Somebody's"
    assert not page.tips.remove.isEnabled()
    assert session.brushes.pictures.all_of(Role.tip) == ()
