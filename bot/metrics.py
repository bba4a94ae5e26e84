"""What a running Tierline measures of itself, for Prometheus. No label ever names a partner, a channel or a person.

The registry is made with the parts and belongs to them. Counting is a dictionary look-up and an addition; whatever
costs a look into the database is asked when somebody asks for the page.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from typing import Final, Protocol

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, PlatformCollector, ProcessCollector
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from bot.clock import Clock
from bot.delivery.counting import End, Look
from bot.slack.payload_kinds import KINDS
from store.errors import StoreError
from store.models.outbox import MessageState
from store.outbox import Outbox
from store.repositories.undelivered import UndeliveredMessages

CONTENT_TYPE: Final = CONTENT_TYPE_LATEST
OTHER: Final = "other"
_KIND: Final = re.compile(r"[a-z_]{1,40}")
_LAG: Final = (0.1, 0.5, 1, 2, 5, 10, 30, 60, 300, 900, 3600, 21_600, 86_400)
_ANSWERED: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5)
_TICK: Final = (0.001, 0.01, 0.1, 0.5, 1, 5, 15, 60)


class HasOutbox(Protocol):
    """One transaction."""

    @property
    def outbox(self) -> Outbox:
        """The messages."""

    @property
    def undelivered(self) -> UndeliveredMessages:
        """Those that did not get through."""


class Readable(Protocol):
    """The database."""

    def read(self) -> AbstractContextManager[HasOutbox]:
        """One snapshot."""


class Metrics:
    """Counts deliveries (`bot.delivery.counting.Counts`), answers and ticks. Safe to use from several threads."""

    def __init__(self) -> None:
        self._registry = every = CollectorRegistry()
        ProcessCollector(registry=every)
        PlatformCollector(registry=every)
        self._ends = Counter("tierline_attempts", "How attempts to deliver ended.", ("kind", "end"), registry=every)
        self._lag = Histogram(
            "tierline_delivery_lag_seconds", "From due to sent.", ("kind",), buckets=_LAG, registry=every
        )
        self._unclear = Counter(
            "tierline_unclear_attempts",
            "Attempts that may or may not have arrived.",
            ("kind",),
            registry=every,
        )
        self._looks = Counter(
            "tierline_looks", "Looks for a message that may have arrived.", ("result",), registry=every
        )
        self._all_answers = Histogram(
            "tierline_acknowledgement_seconds",
            "From a request of Slack or Teams to its answer.",
            ("payload",),
            buckets=_ANSWERED,
            registry=every,
        )
        self._answers = {kind: self._all_answers.labels(kind) for kind in KINDS}
        self._ticks = Histogram(
            "tierline_tick_seconds", "How long ticks took.", ("tick",), buckets=_TICK, registry=every
        )
        self._failures = Counter("tierline_tick_failures", "Ticks that failed.", ("tick",), registry=every)
        self._well = Gauge(
            "tierline_tick_last_success_timestamp_seconds", "When a tick last went well.", ("tick",), registry=every
        )

    def ended(self, kind: str, end: End, lag: float) -> None:
        """An attempt to deliver a message of `kind` came to an end `lag` seconds after it was due."""
        self._ends.labels(_known(kind), end.value).inc()
        if end is End.sent:
            self._lag.labels(_known(kind)).observe(max(0.0, lag))

    def unclear(self, kind: str) -> None:
        """Nobody knows whether an attempt arrived."""
        self._unclear.labels(_known(kind)).inc()

    def looked(self, result: Look) -> None:
        """It was looked whether a message had arrived."""
        self._looks.labels(result.value).inc()

    def answered(self, kind: str, seconds: float) -> None:
        """A request of a surface with a payload of `kind`, one of the few that it tells apart, was answered."""
        if kind not in self._answers:
            self._answers[kind] = self._all_answers.labels(kind)
        self._answers[kind].observe(seconds)

    def ticked(self, name: str, seconds: float, well: bool) -> None:
        """A tick ran."""
        self._ticks.labels(name).observe(seconds)
        if well:
            self._well.labels(name).set_to_current_time()
        else:
            self._failures.labels(name).inc()

    def look_at(self, store: Readable, clock: Clock, since: Callable[[], Mapping[str, float]]) -> None:
        """Ask these when the page is asked for; `since` gives the seconds since each tick last began."""
        self._registry.register(_Asked(store, clock, since))

    def page(self) -> bytes:
        """Everything, in Prometheus' text format."""
        return generate_latest(self._registry)


class _Asked(Collector):
    """What is looked up at the moment of asking."""

    def __init__(self, store: Readable, clock: Clock, since: Callable[[], Mapping[str, float]]) -> None:
        self._store = store
        self._clock = clock
        self._since = since

    def describe(self) -> Iterable[Metric]:
        """Nothing: registering must not touch the database."""
        return ()

    def collect(self) -> Iterable[Metric]:
        """Gauges of this moment; those of a database that is away are left out."""
        age = GaugeMetricFamily("tierline_tick_age_seconds", "Since a tick last began.", labels=("tick",))
        for name, seconds in self._since().items():
            age.add_metric((name,), seconds)
        yield age
        up = GaugeMetricFamily("tierline_database_up", "Whether the database can be used.")
        try:
            with self._store.read() as work:
                counts = work.outbox.counts()
                oldest = work.undelivered.oldest_due(self._clock.now())
        except StoreError:
            up.add_metric((), 0)
            yield up
            return
        up.add_metric((), 1)
        yield up
        states = GaugeMetricFamily("tierline_outbox_messages", "Messages in each state.", labels=("state",))
        for state in MessageState:
            states.add_metric((state.value,), counts.get(state, 0))
        yield states
        waiting = (self._clock.now() - oldest).total_seconds() if oldest else 0.0
        yield GaugeMetricFamily("tierline_outbox_oldest_due_seconds", "How long the oldest waits.", max(0.0, waiting))


def _known(kind: str) -> str:
    """The kind of a message as a label: whatever does not look like one is not spelled out."""
    return kind if _KIND.fullmatch(kind) else OTHER
