"""Ticks keep coming: after an error, after the machine's clock was set back, and when somebody asks for one."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from bot.clock import SystemClock, steady
from bot.clockwork import Clockwork, Tick


class Beats:
    """A tick that counts, and lets a test wait for a count."""

    def __init__(self, failures: int = 0) -> None:
        self.count = 0
        self._failures = failures
        self._changed = threading.Condition()

    def __call__(self) -> None:
        with self._changed:
            self.count += 1
            self._changed.notify_all()
        if self.count <= self._failures:
            raise RuntimeError("the database is away")

    def reach(self, count: int) -> bool:
        with self._changed:
            return self._changed.wait_for(lambda: self.count >= count, timeout=10)


@contextmanager
def running(clockwork: Clockwork) -> Iterator[Clockwork]:
    clockwork.start()
    try:
        yield clockwork
    finally:
        clockwork.stop()


def test_each_tick_runs_at_once_and_then_again_and_again() -> None:
    plan = Beats()
    with running(Clockwork({"plan": Tick(plan, 0.05)}, steady, SystemClock().now)):
        assert plan.reach(3)


def test_a_failing_tick_is_followed_by_the_next() -> None:
    plan = Beats(failures=2)
    with running(Clockwork({"plan": Tick(plan, 0.05)}, steady, SystemClock().now)):
        assert plan.reach(4)


def test_a_slow_tick_runs_once_at_a_time_and_holds_up_nobody_else() -> None:
    may_end, began, together = threading.Event(), threading.Event(), []

    def slow() -> None:
        together.append(threading.active_count())
        began.set()
        may_end.wait(10)

    plan = Beats()
    with running(Clockwork({"slow": Tick(slow, 0.02), "plan": Tick(plan, 0.02)}, steady, SystemClock().now)):
        assert began.wait(10)
        assert plan.reach(5)
        assert len(together) == 1
        may_end.set()


def test_a_tick_can_be_asked_for() -> None:
    plan = Beats()
    Clockwork({"plan": Tick(plan, 3600)}, steady, SystemClock().now).tick_now("plan")
    assert plan.count == 1


def test_a_clock_that_went_silent_is_replaced() -> None:
    """A machine's clock set back by an hour leaves every timer asleep for an hour; here the timer simply never ends."""
    passed = [0.0]
    plan = Beats()
    clockwork = Clockwork({"plan": Tick(plan, 3600)}, lambda: passed[0], SystemClock().now)
    with running(clockwork):
        assert plan.reach(1)
        assert not clockwork.rearm()
        passed[0] = 4 * 3600.0
        assert clockwork.rearm()
        assert plan.reach(2)
        assert not clockwork.rearm()


def test_a_clock_whose_thread_died_is_replaced() -> None:
    passed = [0.0]
    plan = Beats()
    clockwork = Clockwork({"plan": Tick(plan, 3600)}, lambda: passed[0], SystemClock().now)
    with running(clockwork):
        assert plan.reach(1)
        clockwork._scheduler.shutdown(wait=False)
        passed[0] = 4 * 3600.0
        assert clockwork.rearm()
        assert plan.reach(2)


def test_stopping_waits_for_the_tick_under_way_and_can_come_before_the_start() -> None:
    plan = Beats()
    never = Clockwork({"plan": Tick(plan, 3600)}, steady, SystemClock().now)
    never.stop()
    assert plan.count == 0


def test_a_clock_that_does_not_tick_is_ailing_and_says_which_tick() -> None:
    passed = [0.0]
    plan, heard = Beats(), []
    ticks = {"plan": Tick(plan, 3600)}
    clockwork = Clockwork(ticks, lambda: passed[0], SystemClock().now, lambda *told: heard.append(told))
    assert clockwork.ailing() is None
    with running(clockwork):
        assert plan.reach(1)
        clockwork._scheduler.shutdown(wait=True)
        assert clockwork.ailing() is None
        passed[0] = 7 * 3600.0
        assert clockwork.ailing() == "The clock has not begun “plan” for 25200 seconds."
        assert clockwork.rearm()
        assert plan.reach(2)
        assert clockwork.ailing() is None
    assert [(name, well) for name, _, well in heard] == [("plan", True)] * 2


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_watchdog_that_died_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    clockwork = Clockwork({"plan": Tick(Beats(), 0.01)}, steady, SystemClock().now)

    def ends() -> bool:
        raise SystemExit

    monkeypatch.setattr(clockwork, "rearm", ends)
    with running(clockwork):
        clockwork._watchdog.join(10)
        assert clockwork.ailing() == "The clock's watchdog has ended."


def test_stopping_waits_no_longer_than_it_is_given() -> None:
    may_end, began = threading.Event(), threading.Event()

    def stuck() -> None:
        began.set()
        may_end.wait(10)

    clockwork = Clockwork({"stuck": Tick(stuck, 0.02)}, steady, SystemClock().now)
    clockwork.start()
    assert began.wait(10)
    assert not clockwork.stop(0.05)
    may_end.set()
