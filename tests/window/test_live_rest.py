from __future__ import annotations

from studio.document.layers import PaintLayer


def test_a_live_repaint_asks_once_nothing_stirs_and_enter_keeps_it(desk, qtbot):
    session, menus = desk.session, desk.window.menus
    desk.do("live")
    qtbot.waitUntil(lambda: session.live.is_shown)
    assert menus.action("live").isChecked()
    assert len(desk.engine.served) == 1
    qtbot.waitUntil(lambda: menus.action("keep").isEnabled())
    desk.do("keep")
    layer = session.easel.document.layer(session.easel.active)
    assert isinstance(layer, PaintLayer)
    assert layer.recipe
    assert not desk.window.live_rest.timer.isActive()


def test_switched_off_it_asks_no_more(desk):
    desk.session.live.switch()
    assert desk.window.live_rest.timer.isActive()
    desk.session.live.switch()
    assert not desk.window.live_rest.timer.isActive()
    assert desk.engine.served == []


def test_a_window_that_is_hidden_asks_no_more(desk):
    desk.session.live.switch()
    desk.window.hide()
    assert not desk.window.live_rest.timer.isActive()
