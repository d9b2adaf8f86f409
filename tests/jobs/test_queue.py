import numpy as np
import pytest

from studio.generation.engine import EngineError, EngineErrorKind
from studio.jobs.job import JobState
from tests.fakes.engines import painted
from tests.fakes.requests import small_request


def _wait(qtbot, condition):
    qtbot.waitUntil(condition)


def _states(queue):
    return [job.state for job in queue.jobs]


@pytest.fixture
def held(queue, engine, qtbot):
    """A queue whose first job stands still at its second step."""
    engine.hold_at(2)
    queue.add(small_request(100))
    _wait(qtbot, engine.holding.is_set)
    return queue


def _release(qtbot, queue, engine):
    engine.release()
    _wait(qtbot, lambda: queue.is_idle)


def test_a_job_runs_and_has_the_picture_of_its_request(queue, qtbot):
    finished: list[int] = []
    queue.finished.connect(finished.append)
    asked = queue.add(small_request(7))
    _wait(qtbot, lambda: finished == [asked])
    job = queue.job(asked)
    assert job.state is JobState.done
    assert np.array_equal(job.result.pixels, painted(small_request(7)))
    assert job.step.index == job.step.total
    assert queue.is_idle


def test_one_runs_and_the_others_wait_in_their_order(held, engine, qtbot):
    held.add(small_request(1))
    held.add(small_request(2))
    assert _states(held) == [JobState.running, JobState.waiting, JobState.waiting]
    _release(qtbot, held, engine)
    assert [request.seed for request in engine.served] == [100, 1, 2]
    assert _states(held) == [JobState.done] * 3


def test_a_job_in_front_is_next(held, engine, qtbot):
    held.add(small_request(1))
    held.add(small_request(2), front=True)
    _release(qtbot, held, engine)
    assert [request.seed for request in engine.served] == [100, 2, 1]


def test_a_job_that_replaces_stops_all_others(held, engine, qtbot):
    held.add(small_request(1))
    held.add(small_request(2), replace=True)
    _wait(qtbot, lambda: len(engine.served) == 2)
    _release(qtbot, held, engine)
    assert [request.seed for request in engine.served] == [100, 2]
    assert _states(held).count(JobState.cancelled) == 2
    assert _states(held).count(JobState.done) == 1


def test_a_running_job_that_is_cancelled_is_so_at_once_and_nothing_more_comes_of_it(
    held, engine, qtbot
):
    heard: list[int] = []
    held.stepped.connect(heard.append)
    held.finished.connect(heard.append)
    job = held.jobs[0]
    held.cancel(job.id)
    assert job.state is JobState.cancelled
    heard.clear()
    _wait(qtbot, lambda: held.is_idle)
    assert heard == []
    assert job.result is None
    assert engine.told == 1


def test_a_waiting_job_that_is_cancelled_is_never_served(held, engine, qtbot):
    asked = held.add(small_request(1))
    held.cancel(asked)
    _release(qtbot, held, engine)
    assert [request.seed for request in engine.served] == [100]


def test_a_job_that_finished_before_it_heard_of_its_cancelling_stays_cancelled(
    queue, engine, qtbot
):
    asked = queue.add(small_request(1))
    # The thread serves it all without the GUI thread looking.
    assert engine.reached(4)
    queue.cancel(asked)
    _wait(qtbot, lambda: queue.is_idle)
    assert queue.job(asked).state is JobState.cancelled
    assert queue.job(asked).result is None


def test_cancelling_all_leaves_nothing_running_or_waiting(held, engine, qtbot):
    held.add(small_request(1))
    held.cancel_all()
    _wait(qtbot, lambda: held.is_idle)
    assert _states(held) == [JobState.cancelled] * 2
    assert len(engine.served) == 1


def test_cancelling_what_is_over_or_unknown_changes_nothing(queue, qtbot):
    asked = queue.add(small_request(1))
    _wait(qtbot, lambda: queue.is_idle)
    queue.cancel(asked)
    queue.cancel(999)
    assert _states(queue) == [JobState.done]


def test_after_a_cancelled_job_the_next_is_served_as_if_it_never_was(held, engine, qtbot):
    held.cancel_all()
    engine.release()
    asked = held.add(small_request(5))
    _wait(qtbot, lambda: held.is_idle)
    assert np.array_equal(held.job(asked).result.pixels, painted(small_request(5)))


def test_a_paused_queue_finishes_what_runs_and_begins_nothing(held, engine, qtbot):
    held.pause()
    waiting = held.add(small_request(1))
    _release(qtbot, held, engine)
    assert held.is_paused
    assert held.job(waiting).state is JobState.waiting
    held.resume()
    _wait(qtbot, lambda: held.job(waiting).state is JobState.done)


def test_a_job_that_fails_says_why_and_the_next_one_runs(queue, engine, qtbot):
    error = EngineError(EngineErrorKind.out_of_memory, "No memory left.", "Close something.")
    engine.fail_at = (2, error)
    failed: list[int] = []
    queue.failed.connect(failed.append)
    first = queue.add(small_request(1))
    _wait(qtbot, lambda: failed == [first])
    assert queue.job(first).state is JobState.failed
    assert queue.job(first).error is error
    engine.fail_at = None
    second = queue.add(small_request(2))
    _wait(qtbot, lambda: queue.job(second).state is JobState.done)


def test_a_listener_that_raises_does_not_hold_up_the_queue(queue, qtbot, capture_slots):
    def raises(_id):
        raise ZeroDivisionError

    queue.finished.connect(raises)
    queue.add(small_request(1))
    second = queue.add(small_request(2))
    _wait(qtbot, lambda: queue.job(second).state is JobState.done)
    assert [kind for kind, *_ in capture_slots] == [ZeroDivisionError] * 2


@pytest.fixture
def capture_slots(qtbot):
    with qtbot.captureExceptions() as exceptions:
        yield exceptions


def test_what_is_being_loaded_is_told_until_the_first_step(queue, engine, qtbot):
    engine.hold_at(1)
    job = queue.job(queue.add(small_request(1)))
    _wait(qtbot, lambda: job.loading is not None)
    assert job.loading.what == "model"
    _release(qtbot, queue, engine)
    assert job.loading is None


def test_every_change_of_a_job_is_told(queue, qtbot):
    seen = []
    queue.changed.connect(lambda one: seen.append(queue.job(one).state))
    queue.add(small_request(1))
    _wait(qtbot, lambda: queue.is_idle)
    assert seen[0] is JobState.waiting
    assert seen[-1] is JobState.done
    assert JobState.running in seen


def test_jobs_that_are_long_over_are_forgotten(queue, qtbot):
    ids = [queue.add(small_request(seed)) for seed in range(25)]
    _wait(qtbot, lambda: queue.is_idle)
    assert [job.id for job in queue.jobs] == ids[-20:]
    with pytest.raises(KeyError):
        queue.job(ids[0])


def test_closing_cancels_waits_and_may_be_done_twice(held, engine):
    held.add(small_request(1))
    held.close()
    held.close()
    assert _states(held) == [JobState.cancelled] * 2
    held.add(small_request(2))
    assert len(engine.served) == 1


def test_of_live_jobs_that_are_over_only_the_last_is_remembered(queue, qtbot):
    asked = [queue.add(small_request(seed), is_live=seed != 2) for seed in range(1, 5)]
    _wait(qtbot, lambda: queue.is_idle)
    assert [job.id for job in queue.jobs] == [asked[1], asked[3]]
