from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel, QScrollArea

from studio.panels.jobs import JobsPanel


@pytest.fixture
def panel(session, actions, qtbot):
    panel = JobsPanel(session, actions)
    qtbot.addWidget(panel)
    panel.show()
    return panel


def states(panel):
    return [panel._list.itemAt(row).widget().state.text() for row in range(len(panel.rows))]


def test_an_empty_queue_says_what_it_is_for(panel, session, qtbot):
    words, rows = panel.findChild(QLabel), panel.findChild(QScrollArea)
    assert words.isVisible()
    assert not rows.isVisible()
    session.repainting.repaint()
    assert not words.isVisible()
    assert rows.isVisible()
    qtbot.waitUntil(lambda: states(panel) == ["done"])


def test_jobs_show_how_far_they_are(panel, session, engine, qtbot):
    engine.hold_at(2)
    session.repainting.set_count(3)
    session.repainting.repaint()
    qtbot.waitUntil(lambda: states(panel) == ["1 of 3", "waiting", "waiting"])
    engine.release()
    qtbot.waitUntil(lambda: states(panel) == ["done"] * 3)


def test_a_waiting_job_is_cancelled_by_its_button(panel, session, engine, qtbot):
    engine.hold_at(1)
    session.repainting.set_count(2)
    first, second = session.repainting.repaint()
    qtbot.waitUntil(engine.holding.is_set)
    panel.rows[second].stop.click()
    assert panel.rows[second].state.text() == "cancelled"
    assert not panel.rows[second].stop.isVisible()
    engine.release()
    qtbot.waitUntil(lambda: panel.rows[first].state.text() == "done")


def test_pause_begins_no_further_job(panel, session, qtbot):
    panel.pause.click()
    session.repainting.repaint()
    assert states(panel) == ["waiting"]
    panel.pause.click()
    qtbot.waitUntil(lambda: states(panel) == ["done"])


def test_cancel_all_leaves_none_open(panel, session, engine, qtbot):
    engine.hold_at(1)
    session.repainting.set_count(3)
    session.repainting.repaint()
    qtbot.waitUntil(engine.holding.is_set)
    panel.cancel_all.click()
    assert states(panel) == ["cancelled"] * 3
    assert not panel.cancel_all.isEnabled()


def test_a_live_repaint_is_not_in_the_list(panel, session, qtbot):
    session.live.switch()
    session.live.ask()
    assert states(panel) == []
    qtbot.waitUntil(lambda: session.live.is_shown)
    assert states(panel) == []
