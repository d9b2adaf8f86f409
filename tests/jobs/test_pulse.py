import pytest

from studio.jobs.pulse import ASK, LOOK, PATIENCE, Pulse, Vitals


def _silent_for(pulse, seconds, step=0.1):
    """Whether it is found frozen by then."""
    for _ in range(round(seconds / step)):
        pulse.waited(step)
        if pulse.is_frozen():
            return True
    return False


def test_a_process_that_the_system_has_stopped_is_frozen_once_it_is_looked_at():
    pulse = Pulse(lambda: Vitals(is_stopped=True, cpu=1.0))
    assert not _silent_for(pulse, LOOK - 0.1)
    assert _silent_for(pulse, 0.3)


def test_one_that_computes_is_busy_however_long_it_says_nothing():
    spent = iter(range(10_000))
    pulse = Pulse(lambda: Vitals(is_stopped=False, cpu=float(next(spent))))
    assert not _silent_for(pulse, 600)


def test_one_that_neither_speaks_nor_computes_is_frozen_in_the_end():
    pulse = Pulse(lambda: Vitals(is_stopped=False, cpu=1.0))
    assert not _silent_for(pulse, PATIENCE - 1)
    assert _silent_for(pulse, 4)


def test_a_word_begins_the_silence_anew():
    pulse = Pulse(lambda: Vitals(is_stopped=True, cpu=1.0))
    for _ in range(20):
        assert not _silent_for(pulse, LOOK - 0.1)
        pulse.heard()


def test_it_is_asked_once_in_a_silence():
    pulse = Pulse(lambda: None)
    asked = 0
    for _ in range(100):
        pulse.waited(0.1)
        asked += pulse.should_ask()
    assert asked == 1
    pulse.heard()
    pulse.waited(0.1)
    assert not pulse.should_ask()


def test_time_in_which_the_app_stood_still_itself_proves_nothing():
    pulse = Pulse(lambda: Vitals(is_stopped=True, cpu=1.0))
    pulse.waited(8 * 3600.0)
    assert not pulse.is_frozen()
    assert not pulse.should_ask()


@pytest.mark.parametrize("silence", [ASK, LOOK, PATIENCE, 100.0])
def test_one_that_is_gone_is_not_frozen(silence):
    assert not _silent_for(Pulse(lambda: None), silence)
