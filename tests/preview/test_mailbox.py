from __future__ import annotations

from threading import Thread

from studio.generation.events import Step
from studio.preview.mailbox import PreviewMailbox


def test_the_newest_step_wins():
    mailbox = PreviewMailbox()
    for index in (1, 2, 3):
        mailbox.put(Step(index, 3, None))

    taken = mailbox.take()

    assert taken is not None
    assert taken.index == 3


def test_a_step_is_taken_once():
    mailbox = PreviewMailbox()
    mailbox.put(Step(1, 3, None))
    mailbox.take()

    assert mailbox.take() is None


def test_only_a_step_into_an_empty_box_asks_for_someone_to_look():
    mailbox = PreviewMailbox()

    assert mailbox.put(Step(1, 3, None))
    assert not mailbox.put(Step(2, 3, None))
    mailbox.take()
    assert mailbox.put(Step(3, 3, None))


def test_with_two_threads_nothing_is_taken_twice_and_the_last_arrives():
    mailbox, total = PreviewMailbox(), 2000
    asked: list[bool] = []
    taken: list[int] = []
    writer = Thread(
        target=lambda: asked.extend(mailbox.put(Step(i + 1, total, None)) for i in range(total))
    )

    writer.start()
    while not taken or taken[-1] < total:
        step = mailbox.take()
        if step is not None:
            taken.append(step.index)
    writer.join()

    assert taken == sorted(set(taken))
    assert len(taken) == asked.count(True)
