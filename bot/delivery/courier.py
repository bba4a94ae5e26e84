"""The courier takes messages out of the outbox and brings them to their platform.

It posts outside of any transaction and settles each message with the fence it claimed it under. After an attempt with
an unclear end, its own or that of a process that died, it looks for the message before it sends it again.
"""

import logging
from collections import deque
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Protocol, TypeVar

from bot.clock import Clock
from bot.delivery.counting import Counts, End, Look, Uncounted
from bot.delivery.pacing import Pacer, Steady
from bot.delivery.transport import LATE, Outcome, Refused, Sent, Transport, Unclear
from bot.references import begun
from store.outbox import MAYBE, Claimed, NewMessage, Outbox, lane

logger = logging.getLogger(__name__)
Result = TypeVar("Result")


class HasOutbox(Protocol):
    @property
    def outbox(self) -> Outbox: ...


class Outboxes(Protocol):
    """A store: each `with` is one transaction, committed at its end."""

    def read(self) -> AbstractContextManager[HasOutbox]: ...

    def write(self) -> AbstractContextManager[HasOutbox]: ...


@dataclass(frozen=True, slots=True)
class Pace:
    """How the courier works; times in seconds.

    `lease` is how long a claim lasts, `call` how long one call of the transport may take at most. `settle` is how long
    an unclear attempt rests before the look, so that the platform's history shows it; nothing is sent in the last
    `call` and `settle` seconds of a lease, because whoever takes over from a sender that died looks at once. `margin`
    allows for clocks that differ from the platform's. After `patience` without a clear end, a person is asked. A call
    of more than `slow` seconds makes its lane rest.
    """

    batch: int = 8
    lease: float = 60.0
    call: float = 12.0
    settle: float = 20.0
    longest: float = 900.0
    margin: float = 300.0
    interval: float = 1.0
    burst: int = 3
    patience: float = 86_400.0
    slow: float = 1.0


class Courier:
    """Delivers the due messages of one platform; several couriers may share a database."""

    def __init__(
        self,
        owner: str,
        store: Outboxes,
        transport: Transport,
        clock: Clock,
        steady: Steady,
        rng: Random,
        pace: Pace,
        counts: Counts | None = None,
    ) -> None:
        """`owner` names this process in the outbox; `steady` counts seconds and never steps back."""
        self._counts: Counts = counts or Uncounted()
        self._owner = owner
        self._store = store
        self._transport = transport
        self._clock = clock
        self._steady = steady
        self._rng = rng
        self._pace = pace
        self._pacer = Pacer(pace.interval, pace.burst, steady, pace.slow)
        self._strays: deque[tuple[Claimed, Sent]] = deque(maxlen=100)

    def run_once(self, stopping: Callable[[], bool] = lambda: False) -> int:
        """Claim one batch and deliver it; the number of messages that came to an end or were tried.

        Once `stopping()` is true, messages not yet begun go back to the outbox.

        Raises:
            StoreError: the database is not there; what was claimed is taken up again when its lease ends.
        """
        self._withdraw_strays()
        with self._store.read() as work:
            if not work.outbox.anything_due(self._transport.platform, self._clock.now()):
                return 0
        deadline = self._steady() + self._pace.lease - self._pace.call - self._pace.settle
        return sum(self._attended(claimed, deadline, stopping) for claimed in self._claim())

    def _attended(self, claimed: Claimed, deadline: float, stopping: Callable[[], bool]) -> bool:
        with begun(claimed.message.workspace):
            return self._deliver(claimed, deadline, stopping)

    def _claim(self) -> tuple[Claimed, ...]:
        lease = timedelta(seconds=self._pace.lease)
        now, lanes = self._clock.now(), self._pacer.lanes()
        with self._store.write() as work:
            return work.outbox.claim(self._owner, self._transport.platform, now, self._pace.batch, lease, lanes)

    def _deliver(self, claimed: Claimed, deadline: float, stopping: Callable[[], bool]) -> bool:
        """Bring one message to its end; False when it only went back unchanged."""
        message = claimed.message
        if stopping() or self._steady() >= deadline:
            return self._release(claimed, 0)
        if claimed.maybe_sent and message.operation == "post":
            found = self._look(claimed)
            self._counts.looked(_seen(found))
            if found is not None:
                self._settle(claimed, found, looked=True)
                return True
        if message.not_after is not None and self._clock.now() > message.not_after:
            with self._store.write() as work:
                work.outbox.expire(claimed, f"Too late: it was of no use after {message.not_after}.", self._clock.now())
            self._ended(claimed, End.expired)
            return True
        if (wait := self._pacer.wait(_lane(message))) > 0:
            return self._release(claimed, wait)
        self._send(claimed, deadline)
        return True

    def _release(self, claimed: Claimed, seconds: float) -> bool:
        with self._store.write() as work:
            work.outbox.release(claimed, self._in(seconds))
        return False

    def _send(self, claimed: Claimed, deadline: float) -> None:
        with self._store.write() as work:
            if not work.outbox.begin_send(claimed):
                return

        def in_time() -> bool:
            """A process that was frozen since the claim may have lost it: somebody else sends or looks by then."""
            return self._steady() < deadline

        self._pacer.spend(_lane(claimed.message))
        attempt = self._update if claimed.message.operation == "update" else self._post
        self._settle(claimed, self._guarded(lambda claimed: attempt(claimed, in_time), claimed))

    def _post(self, claimed: Claimed, in_time: Callable[[], bool]) -> Outcome:
        return self._transport.post(claimed.message, in_time) if in_time() else LATE

    def _update(self, claimed: Claimed, in_time: Callable[[], bool]) -> Outcome:
        """Rewrite every living message of the subject; repeating a rewrite does no harm."""
        message, outcomes = claimed.message, list[Outcome]()
        with self._store.read() as work:
            living = work.outbox.living(message.workspace, message.subject or "")
        for channel, id in living:
            outcomes.append(self._transport.update(message, channel, id) if in_time() else LATE)
        return next((outcome for outcome in outcomes if not isinstance(outcome, Sent)), Sent("", ""))

    def _look(self, claimed: Claimed) -> Outcome | None:
        since = claimed.first_try_at - timedelta(seconds=self._pace.margin)
        return self._guarded(lambda claimed: self._transport.find(claimed.message, since), claimed)

    def _guarded(self, attempt: Callable[[Claimed], Result], claimed: Claimed) -> Result | Unclear:
        began = self._steady()
        try:
            return attempt(claimed)
        except Exception as error:  # the edge: an error nobody foresaw must not stop the other messages
            logger.exception("message %d could not be delivered", claimed.id)
            return Unclear(f"unexpected {type(error).__name__}")
        finally:
            self._pacer.took(_lane(claimed.message), self._steady() - began)

    def _settle(self, claimed: Claimed, outcome: Outcome, *, looked: bool = False) -> None:
        """`looked`: the outcome is that of a look, so a refusal leaves open whether the message arrived."""
        if isinstance(outcome, Unclear) and not looked:
            self._counts.unclear(claimed.message.kind)
        match outcome:
            case Sent():
                self._finish(claimed, outcome)
            case Refused(reason, None):
                self._park(claimed, f"{MAYBE}, but nobody can look: {reason}" if looked else reason)
            case Refused(reason, float() | int() as seconds, limit):
                hold = self._pacer.limited if limit else self._pacer.hold
                hold(_lane(claimed.message), seconds)
                self._put_back(claimed, reason, seconds + self._rng.random(), surely_not_sent=not looked)
            case Unclear(reason) if self._waited_for(claimed) > self._pace.patience:
                self._park(claimed, f"{MAYBE}; there was no clear answer for a day: {reason}")
            case Unclear(reason):
                self._put_back(claimed, reason, self._rest(claimed), surely_not_sent=False)

    def _finish(self, claimed: Claimed, sent: Sent) -> None:
        with self._store.write() as work:
            ours = work.outbox.finish_sent(claimed, sent.channel or None, sent.id or None, self._clock.now())
        if ours:
            self._ended(claimed, End.sent)
        elif sent.id:
            self._strays.append((claimed, sent))

    def _park(self, claimed: Claimed, reason: str) -> None:
        logger.warning("message %d (%s) is parked: %s", claimed.id, claimed.message.kind, reason)
        with self._store.write() as work:
            work.outbox.park(claimed, reason, self._clock.now(), looks=not self._transport.blind)
        self._ended(claimed, End.parked)

    def _put_back(self, claimed: Claimed, reason: str, seconds: float, *, surely_not_sent: bool) -> None:
        logger.info("message %d (%s) is tried again in %.0f s: %s", claimed.id, claimed.message.kind, seconds, reason)
        with self._store.write() as work:
            work.outbox.put_back(claimed, self._in(seconds), reason, surely_not_sent=surely_not_sent)
        self._ended(claimed, End.retried)

    def _ended(self, claimed: Claimed, end: End) -> None:
        late = self._clock.now() - claimed.message.due_at
        self._counts.ended(claimed.message.kind, end, late.total_seconds())

    def _rest(self, claimed: Claimed) -> float:
        """The pause after an unclear end: doubled with each try, spread so that not all come back at once."""
        doubled = self._pace.settle * float(2 ** min(claimed.tries, 10))
        return min(doubled, self._pace.longest) * (1 + self._rng.random() / 2)

    def _waited_for(self, claimed: Claimed) -> float:
        return (self._clock.now() - claimed.first_try_at).total_seconds()

    def _in(self, seconds: float) -> datetime:
        return self._clock.now() + timedelta(seconds=seconds)

    def _withdraw_strays(self) -> None:
        """Delete what we posted after our claim was lost, when the row was settled with another copy."""
        for _ in range(len(self._strays)):
            claimed, ours = self._strays.popleft()
            with self._store.read() as work:
                settled = work.outbox.sent_as(claimed.id)
            if settled is None:
                self._strays.append((claimed, ours))
            elif settled != ours.id:
                self._transport.withdraw(claimed.message, ours.channel, ours.id)


def _seen(found: Outcome | None) -> Look:
    return Look.missing if found is None else Look.found if isinstance(found, Sent) else Look.unknown


def _lane(message: NewMessage) -> str:
    return lane(message.workspace, message.target)
