"""The audit trail: entries are chained, added and read, never changed."""

import os
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, func, insert, or_, select, text
from sqlalchemy.event import listen
from sqlalchemy.orm import Session

from store.chain import DETAILS, GENESIS, Link, committed, impersonal_place, impersonal_subject
from store.models import AuditDetailsRow, AuditRow
from store.records import AuditEntry
from store.upsert import table_of

_ENTRIES, _ASIDE = table_of(AuditRow), table_of(AuditDetailsRow)
_LOCK = text("SELECT pg_advisory_xact_lock(7216553102)")  # any fixed number: who links the chain waits for the other
_HEAD = select(_ENTRIES.c.sequence, _ENTRIES.c.hash).order_by(_ENTRIES.c.sequence.desc()).limit(1)
_ADD, _ADD_ASIDE = insert(_ENTRIES), insert(_ASIDE)
_PLACE = func.coalesce(_ASIDE.c.place, _ENTRIES.c.place).label("place")
_SUBJECT = func.coalesce(_ASIDE.c.subject, _ENTRIES.c.subject).label("subject")
_COLUMNS = (
    *(_ENTRIES.c.at, _ASIDE.c.actor, _ASIDE.c.on_behalf_of, _PLACE, _ENTRIES.c.action, _SUBJECT),
    *(_ASIDE.c.before, _ASIDE.c.after, _ASIDE.c.reason, _ENTRIES.c.workspace, _ENTRIES.c.partner, _ASIDE.c.email),
    _ENTRIES.c.sequence,
)
_READ = select(*_COLUMNS).select_from(_ENTRIES).outerjoin(_ASIDE, _ASIDE.c.sequence == _ENTRIES.c.sequence)


@dataclass(frozen=True, slots=True)
class Head:
    """The last entry of the chain, or one noted earlier: kept elsewhere, it shows whether the chain was cut short."""

    sequence: int
    hash: str


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """Which entries are asked for; all that is set holds together.

    `since` is included, `until` is not. `action` is a whole action or its first word, `who` part of a name, a user id
    or an e-mail address.
    """

    partner: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    action: str | None = None
    who: str | None = None

    def conditions(self) -> list[ColumnElement[bool]]:
        """What must be true of an entry."""
        asked: list[ColumnElement[bool]] = []
        if self.partner is not None:
            asked.append(_ENTRIES.c.partner == self.partner)
        if self.since is not None:
            asked.append(_ENTRIES.c.at >= self.since)
        if self.until is not None:
            asked.append(_ENTRIES.c.at < self.until)
        if self.action is not None:
            begins = _ENTRIES.c.action.startswith(f"{self.action}.", autoescape=True)
            asked.append(or_(_ENTRIES.c.action == self.action, begins))
        if self.who is not None:
            asked.append(or_(*(_holds(column, self.who) for column in (_ASIDE.c.actor, _ASIDE.c.email))))
        return asked


class AuditTrail:
    """Who did what, never changed and never deleted.

    Entries are linked at the very end of their transaction: the chain has one end, and whoever links waits for the
    one before. So nobody holds it while working, and no two can wait for each other.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._waiting: list[AuditEntry] = []
        self._listens = False

    def add(self, entry: AuditEntry) -> None:
        """Record what was done, in the transaction that does it."""
        if entry.at.tzinfo is None:
            raise ValueError("an audit entry needs an aware instant; got a naive datetime")
        if not self._listens:
            listen(self._session, "before_commit", lambda _: self._link())
            listen(self._session, "after_rollback", lambda _: self._waiting.clear())
            self._listens = True
        self._waiting.append(entry)

    def of(self, subject: str) -> tuple[AuditEntry, ...]:
        """Everything recorded about a subject such as `registration:DR-1001`, oldest first."""
        self._link()
        named = _ASIDE.c.subject == subject if impersonal_subject(subject) != subject else _ENTRIES.c.subject == subject
        rows = self._session.execute(_READ.where(named).order_by(_ENTRIES.c.sequence))
        return tuple(map(_entry, rows))

    def found(self, asked: AuditFilter, limit: int | None = None) -> tuple[AuditEntry, ...]:
        """The newest `limit` entries (all for None) that are asked for, oldest first."""
        self._link()
        query = _READ.where(*asked.conditions()).order_by(_ENTRIES.c.sequence.desc()).limit(limit)
        return tuple(map(_entry, reversed(self._session.execute(query).all())))

    def count(self, asked: AuditFilter) -> int:
        """How many entries are asked for."""
        self._link()
        joined = _ENTRIES.outerjoin(_ASIDE, _ASIDE.c.sequence == _ENTRIES.c.sequence)
        return self._session.scalar(select(func.count()).select_from(joined).where(*asked.conditions())) or 0

    def head(self) -> Head | None:
        """The last entry; None while nothing was recorded."""
        self._link()
        found = self._session.execute(_HEAD).first()
        return None if found is None else Head(*found)

    def _link(self) -> None:
        """Chain what waits, in the order in which it was added."""
        if not self._waiting or self._session.in_nested_transaction():
            return
        if self._session.get_bind().dialect.name == "postgresql":
            self._session.execute(_LOCK)
        last = self._session.execute(_HEAD).first()
        sequence, previous = (0, GENESIS) if last is None else last
        waiting, self._waiting = self._waiting, []
        for entry in waiting:
            sequence += 1
            link, aside = linked(entry, sequence, previous)
            previous = link["hash"]
            self._session.execute(_ADD, link)
            self._session.execute(_ADD_ASIDE, aside)


def linked(entry: AuditEntry, sequence: int, previous: str) -> tuple[dict[str, object], dict[str, object]]:
    """The two rows of an entry: what is chained, and what may hold personal data."""
    place, subject = impersonal_place(entry.place), impersonal_subject(entry.subject)
    details: dict[str, str | None] = {name: getattr(entry, name) for name in DETAILS}
    details["place"] = None if place == entry.place else entry.place
    details["subject"] = None if subject == entry.subject else entry.subject
    hashes, salts, commitments = committed(details, os.urandom)
    workspace = entry.workspace or entry.actor.partition("/")[0]
    link = Link(sequence, entry.at, workspace, place, entry.action, subject, entry.partner, hashes, previous)
    chained = {
        "sequence": sequence,
        "at": entry.at,
        "workspace": workspace,
        "place": place,
        "action": entry.action,
        "subject": subject,
        "partner": entry.partner,
        "commitments": commitments,
        "previous": previous,
        "hash": link.hash(),
    }
    return chained, details | {"sequence": sequence, "salts": salts}


def _holds(column: ColumnElement[str | None], words: str) -> ColumnElement[bool]:
    return func.lower(column).contains(words.lower(), autoescape=True)


def _entry(row: Row[*tuple[Any, ...]]) -> AuditEntry:
    found = dict(row._mapping)
    return AuditEntry(**{**found, "actor": found["actor"] or ""})
