"""The outbox: a message is written in the transaction of the change that causes it, and delivered afterwards.

A sender claims a few messages under a lease and with a fence, posts them outside of any transaction, and settles each
with the fence it got: whoever lost the lease settles nothing. Each method runs in the caller's transaction.
"""

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any, Literal, TypeVar

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, literal, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session, aliased

from store.models.base import UtcInstant
from store.models.outbox import MessageState, OutboxMessage

T = TypeVar("T")
Operation = Literal["post", "update"]
CHUNK = 500
WINDOW = 1000
"""How many due messages a claim looks at: more would make it slow when a great many wait."""
SPARE = 4
"""How many times more than wanted are looked for, because others may hold some of them at this moment."""
STAFF, ANYONE = "staff", "anyone"
MAYBE = "It may have arrived"
"""How the reason of a parked message begins when nobody knows whether it was delivered: a person decides."""
_PARTNER = "partner:"


def people_of(partner: str) -> str:
    """The audience that is the people of a partner, in a channel bound to it."""
    return f"{_PARTNER}{partner}"


def partner_of(audience: str) -> str | None:
    """The partner of an audience of `people_of`; None for every other one."""
    return audience.removeprefix(_PARTNER) if audience.startswith(_PARTNER) else None


UNSETTLED = (MessageState.pending, MessageState.sending)
FLOOR = {"owner": None, "fence": 0, "tries": 0, "maybe_sent": False, "first_try_at": None}
_TRIED = case((OutboxMessage.maybe_sent, OutboxMessage.first_try_at), else_=None)
"""From when a message is looked for: it only counts where one of the attempts may have arrived."""
EMPTY = {"channel": None, "message_id": None, "reason": None, "settled_at": None}


@dataclass(frozen=True, slots=True)
class NewMessage:
    """What to deliver, where and when; all instants are aware.

    `platform` is the surface that `workspace` belongs to: its courier delivers the message. `target` is
    `channel:<id>`, `user:<surface user id>` or `email:<address>`. `operation` is `post`, or `update` to rewrite every
    message that was posted for the same `subject` (an update needs no target). `document` is the JSON of a reply. From
    `due_at` on it is sent; after `not_after` (None: never) it is not sent any more.

    `audience` is whom it is for: `staff`, `anyone`, or `partner:<id>`, the people in a channel bound to that partner.
    Where the target turns out to be open to others, a message for staff goes to the target `instead`, if it has one,
    and is not posted otherwise. `in_budget` counts toward how many messages a person gets a day.
    """

    occurrence_key: str
    kind: str
    platform: str
    workspace: str
    target: str
    document: str
    due_at: datetime
    thread: str | None = None
    operation: Operation = "post"
    subject: str | None = None
    not_after: datetime | None = None
    audience: str = STAFF
    instead: str | None = None
    in_budget: bool = False


@dataclass(frozen=True, slots=True)
class Claimed:
    """A message that the claimer may send until its lease ends; `fence` is its right to settle it.

    `tries` counts the attempts before this one.
    """

    id: int
    fence: int
    tries: int
    maybe_sent: bool
    first_try_at: datetime
    message: NewMessage


@dataclass(frozen=True, slots=True)
class Lanes:
    """What one claim may take of each lane, so that no batch is full of one lane that has thousands due.

    `each` of a lane at rest (0: as many as there are), one of a lane in `warm`, none of a lane in `busy` or of a
    workspace in `resting`.
    """

    each: int = 0
    warm: Collection[str] = ()
    busy: Collection[str] = ()
    resting: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Listed:
    """A message as an operator sees it. `reason` says why it waits, was parked or expired."""

    id: int
    occurrence_key: str
    kind: str
    target: str
    state: str
    due_at: datetime
    next_at: datetime
    tries: int
    maybe_sent: bool
    channel: str | None
    message_id: str | None
    reason: str | None


def lane(workspace: str, target: str) -> str:
    """What is paced together: one target of one workspace."""
    return f"{workspace}|{target}"


class Outbox:
    """The messages of one database, within the caller's transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def put(self, message: NewMessage, now: datetime) -> bool:
        """Write a message down; False, and nothing changes, when its occurrence key is already there."""
        return self._write(message, now)

    def fold(self, message: NewMessage, now: datetime, reason: str) -> bool:
        """Write a message down that is not sent: the next digest lists it. False when its key is already there."""
        return self._write(message, now, state=MessageState.folded, reason=reason, settled_at=now)

    def _write(self, message: NewMessage, now: datetime, **settled: Any) -> bool:
        insert = postgresql.insert if self._session.get_bind().dialect.name == "postgresql" else sqlite.insert
        values = {
            **asdict(message),
            **FLOOR,
            **EMPTY,
            "state": MessageState.pending,
            "next_at": message.due_at,
            "created_at": now,
            **settled,
        }
        statement = insert(OutboxMessage).values(values).on_conflict_do_nothing(index_elements=["occurrence_key"])
        return self._session.execute(statement.returning(OutboxMessage.id)).first() is not None

    def known(self, keys: Collection[str]) -> frozenset[str]:
        """Those of the occurrence keys that were put before, whatever became of them."""
        wanted, key = list(keys), OutboxMessage.occurrence_key
        chunks = (wanted[start : start + CHUNK] for start in range(0, len(wanted), CHUNK))
        return frozenset(
            found for chunk in chunks for found in self._session.scalars(select(key).where(key.in_(chunk)))
        )

    def anything_due(self, platform: str, now: datetime) -> bool:
        """Whether `claim` might find something; a cheap read for an idle sender."""
        return bool(self._session.scalar(select(exists().where(_due(platform, now)))))

    def claim(
        self, owner: str, platform: str, now: datetime, limit: int, lease: timedelta, lanes: Lanes = Lanes()
    ) -> tuple[Claimed, ...]:
        """Take up to `limit` due messages until `now + lease`, the longest due first, from as many lanes as possible.

        A message's lane is `lane(workspace, target)`: what one workspace slows down keeps no other one waiting.

        Messages whose sender's lease ran out are taken over. On PostgreSQL rows claimed by others at this moment are
        skipped; on SQLite the caller's transaction must be a writing one (BEGIN IMMEDIATE).
        """
        ids = _ready_ids(platform, now, limit, lanes).with_for_update(skip_locked=True, of=OutboxMessage)
        taken = self._session.scalars(ids).all()
        if not taken:
            return ()
        change = update(OutboxMessage).where(OutboxMessage.id.in_(taken)).values(_take(owner, now, lease))
        rows = self._session.scalars(change.returning(OutboxMessage), execution_options={"populate_existing": True})
        return tuple(_claimed(row) for row in sorted(rows, key=lambda row: (row.due_at, row.id)))

    def begin_send(self, claimed: Claimed) -> bool:
        """Note, just before the call, that it may reach the platform; False when the claim was lost."""
        return self._change(claimed, maybe_sent=True, tries=claimed.tries + 1)

    def finish_sent(self, claimed: Claimed, channel: str | None, message_id: str | None, now: datetime) -> bool:
        """Settle as sent; `message_id` is the platform's (both None for an update). False when the claim was lost."""
        place = {"channel": channel, "message_id": message_id}
        return self._change(claimed, state=MessageState.sent, settled_at=now, reason=None, **place)

    def put_back(self, claimed: Claimed, next_at: datetime, reason: str | None, *, surely_not_sent: bool) -> bool:
        """Let it be tried again from `next_at`; `surely_not_sent` is for a definite refusal. False: claim lost."""
        known = {"maybe_sent": False, "first_try_at": None} if surely_not_sent else {}
        return self._change(claimed, state=MessageState.pending, next_at=next_at, reason=reason, **known)

    def release(self, claimed: Claimed, next_at: datetime) -> bool:
        """Put back a message that was not tried, as it was before the claim. False when the claim was lost."""
        return self._change(claimed, state=MessageState.pending, next_at=next_at, first_try_at=_TRIED)

    def park(self, claimed: Claimed, reason: str, now: datetime, *, looks: bool = True) -> bool:
        """Give up for a reason that a person can act on; `retry` takes it up again. False when the claim was lost.

        With `looks` it is looked for before it is then sent again; without, whoever retries it has looked.
        """
        known = {} if looks else {"maybe_sent": False, "first_try_at": None}
        return self._change(claimed, state=MessageState.parked, reason=reason, settled_at=now, **known)

    def expire(self, claimed: Claimed, reason: str, now: datetime) -> bool:
        """Settle a message that came too late to be sent. False when the claim was lost."""
        return self._change(claimed, state=MessageState.expired, reason=reason, settled_at=now)

    def retry(self, id: int, now: datetime) -> bool:
        """Take a parked message up again, for instance after the app was invited; False when it is not parked."""
        mine = (OutboxMessage.id == id, OutboxMessage.state == MessageState.parked)
        values = {"state": MessageState.pending, "next_at": now, "settled_at": None, "reason": None}
        return self._update(and_(*mine), values | {"first_try_at": _TRIED})

    def park_workspace(self, workspace: str, reason: str, now: datetime) -> int:
        """Give up every message that waits for a workspace; what is being sent at this moment is its sender's."""
        waits = (OutboxMessage.workspace == workspace, OutboxMessage.state == MessageState.pending)
        statement = update(OutboxMessage).where(*waits)
        values = {"state": MessageState.parked, "reason": reason, "settled_at": now}
        parked = self._session.execute(statement.values(values).returning(OutboxMessage.id))
        return len(parked.all())

    def workspaces(self, subject: str) -> tuple[str, ...]:
        """Every workspace, of whichever platform, that a message about `subject` was written for, in a fixed order."""
        of = OutboxMessage.workspace
        query = select(of).where(OutboxMessage.subject == subject).distinct()
        return tuple(self._session.scalars(query.where(OutboxMessage.operation == "post").order_by(of)))

    def subjects(self, prefix: str) -> tuple[str, ...]:
        """Every subject that begins with `prefix` and of which a message was posted or waits, in a fixed order."""
        of = OutboxMessage.subject
        # The order of a language may pass over punctuation, and puts the last character anywhere.
        plain = of.collate("C") if self._session.get_bind().dialect.name == "postgresql" else of
        query = select(of).where(OutboxMessage.operation == "post").distinct()
        found = self._session.scalars(query.where(plain >= prefix, plain < f"{prefix}\U0010ffff"))
        return tuple(sorted(subject for subject in found if subject))

    def living(self, workspace: str, subject: str) -> tuple[tuple[str, str], ...]:
        """Channel and message id of every message posted for `subject`, the oldest first."""
        query = (
            select(OutboxMessage.channel, OutboxMessage.message_id)
            .where(OutboxMessage.workspace == workspace, OutboxMessage.subject == subject)
            .where(OutboxMessage.operation == "post")
            .where(OutboxMessage.message_id.is_not(None))
            .order_by(OutboxMessage.id)
        )
        return tuple((channel, message) for channel, message in self._session.execute(query) if channel and message)

    def sent_as(self, id: int) -> str | None:
        """The platform's id of the message that the row was settled with; None while it is not settled as sent."""
        return self._session.scalar(select(OutboxMessage.message_id).where(OutboxMessage.id == id))

    def counts(self) -> dict[str, int]:
        """How many messages are in each state; states without any are left out."""
        query = select(OutboxMessage.state, func.count()).group_by(OutboxMessage.state)
        return {state: count for state, count in self._session.execute(query)}

    def listing(self, states: Collection[str], limit: int) -> tuple[Listed, ...]:
        """The newest `limit` messages in any of `states`."""
        query = select(OutboxMessage).where(OutboxMessage.state.in_(states))
        rows = self._session.scalars(query.order_by(OutboxMessage.id.desc()).limit(limit))
        return tuple(_pick(Listed, row) for row in rows)

    def _change(self, claimed: Claimed, **values: Any) -> bool:
        mine = (OutboxMessage.id == claimed.id, OutboxMessage.fence == claimed.fence)
        return self._update(and_(*mine, OutboxMessage.state == MessageState.sending), values)

    def _update(self, condition: ColumnElement[bool], values: dict[str, Any]) -> bool:
        statement = update(OutboxMessage).where(condition).values(values).returning(OutboxMessage.id)
        return self._session.execute(statement, execution_options={"synchronize_session": False}).first() is not None


def _due(platform: str, now: datetime) -> ColumnElement[bool]:
    unsettled = OutboxMessage.state.in_(UNSETTLED)
    return and_(unsettled, OutboxMessage.next_at <= now, OutboxMessage.platform == platform)


def _ready_ids(platform: str, now: datetime, limit: int, lanes: Lanes) -> Select[int]:
    """The ids to claim: the first of every lane, then the second of every lane, and so on, each lane in its order."""
    of = OutboxMessage.workspace + "|" + OutboxMessage.target
    ready = [_due(platform, now), _its_turn()]
    if lanes.busy:
        ready.append(of.not_in(lanes.busy))
    if lanes.resting:
        ready.append(OutboxMessage.workspace.not_in(lanes.resting))
    columns = (OutboxMessage.id, OutboxMessage.next_at, OutboxMessage.due_at, of.label("lane"))
    near = select(*columns).where(*ready).order_by(OutboxMessage.next_at, OutboxMessage.id).limit(WINDOW).subquery()
    place = func.row_number().over(partition_by=near.c.lane, order_by=(near.c.due_at, near.c.id)).label("place")
    ranked = select(near.c.id, near.c.next_at, near.c.lane, place).subquery()
    most = case((ranked.c.lane.in_(lanes.warm), 1), else_=lanes.each or limit)
    order = (ranked.c.place, ranked.c.next_at, ranked.c.id)
    first = select(ranked).where(ranked.c.place <= most).order_by(*order).limit(SPARE * limit).subquery()
    # Asked again of the row itself: PostgreSQL looks at it once more when somebody else has just let go of it.
    chosen = select(OutboxMessage.id).join(first, first.c.id == OutboxMessage.id).where(_due(platform, now))
    return chosen.order_by(first.c.place, first.c.next_at, first.c.id).limit(limit)


def _its_turn() -> ColumnElement[bool]:
    """An update waits until everything written before it about its subject is settled: the last word is last."""
    earlier = aliased(OutboxMessage)
    waiting = exists().where(
        earlier.subject == OutboxMessage.subject, earlier.id < OutboxMessage.id, earlier.state.in_(UNSETTLED)
    )
    return or_(OutboxMessage.operation == "post", ~waiting)


def _take(owner: str, now: datetime, lease: timedelta) -> dict[str, Any]:
    return {
        "state": MessageState.sending,
        "owner": owner,
        "fence": OutboxMessage.fence + 1,
        "next_at": now + lease,
        "first_try_at": func.coalesce(OutboxMessage.first_try_at, literal(now, UtcInstant())),
    }


def _claimed(row: OutboxMessage) -> Claimed:
    first_try = row.first_try_at or row.due_at
    return Claimed(row.id, row.fence, row.tries, row.maybe_sent, first_try, _pick(NewMessage, row))


def _pick(cls: type[T], row: OutboxMessage) -> T:
    """The dataclass `cls` with the row's columns of the same names."""
    return cls(**{name: getattr(row, name) for name in cls.__annotations__})
