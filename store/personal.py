"""Where a person of the vendor is recorded: one table of places, to export what is known and to erase it.

What a partner's people and their managers are called comes with the portfolio and would come again: it is exported and
named, and taken out of the portfolio by whoever keeps it.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import ColumnElement, Table, case, delete, func, or_, select, update
from sqlalchemy.orm import DeclarativeBase, Session

from store.audit_check import ERASED
from store.chain import opened
from store.customers import mail_key
from store.models import (
    AccountRow,
    AskedQuestionRow,
    AuditDetailsRow,
    ChannelBindingRow,
    CommitmentRow,
    ConversationRow,
    DroppedCreditRow,
    EnrollmentRow,
    FirstApprovalRow,
    HandedFileRow,
    InboxRow,
    InstallationRow,
    MatchKeyRow,
    MeetingChangeRow,
    MeetingOutcomeRow,
    OpenFormRow,
    OpportunityChangeRow,
    OpportunityRow,
    OutboxMessage,
    PersonClockRow,
    PersonRow,
    RegistrationDraftRow,
    RegistrationMatchRow,
    RegistrationRow,
    ReviewCadenceRow,
    ReviewSnoozeRow,
    StaffRow,
    StandInRow,
    SubscriptionRow,
)
from store.records import AuditEntry
from store.repositories.counters import touch_portfolio
from store.upsert import table_of
from store.work import Work


class Holds(StrEnum):
    """How a column names a person."""

    signature = "signature"
    """The user id, a space, the name."""
    user = "user"
    """The user id."""
    key = "key"
    """An e-mail address or `T…/U…`."""
    email = "email"
    target = "target"
    """`user:U…` or `email:…`."""
    match_key = "match_key"
    """The key under which an e-mail address is looked for."""


class Fate(StrEnum):
    """What erasing does with a row that names the person."""

    renamed = "renamed"
    deleted = "deleted"
    named = "named"
    """Nothing: it came with the portfolio, and must be taken out there."""


@dataclass(frozen=True, slots=True)
class Place:
    """The columns of a table that name a person, and what becomes of its rows."""

    model: type[DeclarativeBase]
    columns: dict[str, Holds]
    fate: Fate


PLACES: Final = (
    Place(StaffRow, {"person": Holds.key}, Fate.deleted),
    Place(StaffRow, {"changed_by": Holds.signature}, Fate.renamed),
    Place(AccountRow, {"user": Holds.user, "email": Holds.email}, Fate.deleted),
    Place(StandInRow, {"person": Holds.key, "colleague": Holds.email}, Fate.deleted),
    Place(StandInRow, {"added_by": Holds.signature}, Fate.renamed),
    Place(FirstApprovalRow, {"approved_by": Holds.signature}, Fate.renamed),
    Place(
        RegistrationRow,
        dict.fromkeys(("submitted_by", "decided_by", "taken_by", "first_decider"), Holds.signature),
        Fate.renamed,
    ),
    Place(RegistrationRow, {"contact_email": Holds.email}, Fate.renamed),
    Place(MatchKeyRow, {"key": Holds.match_key}, Fate.deleted),
    Place(RegistrationMatchRow, {"seen_by": Holds.signature}, Fate.renamed),
    Place(RegistrationDraftRow, {"author": Holds.user}, Fate.deleted),
    Place(DroppedCreditRow, {"dropped_by": Holds.signature}, Fate.renamed),
    Place(ReviewCadenceRow, {"set_by": Holds.signature}, Fate.renamed),
    Place(MeetingChangeRow, {"changed_by": Holds.signature}, Fate.renamed),
    Place(ReviewSnoozeRow, {"snoozed_by": Holds.signature}, Fate.renamed),
    Place(MeetingOutcomeRow, {"recorded_by": Holds.signature}, Fate.renamed),
    Place(CommitmentRow, {"added_by": Holds.signature, "closed_by": Holds.signature}, Fate.renamed),
    Place(CommitmentRow, {"owner": Holds.email}, Fate.renamed),
    Place(OpportunityChangeRow, {"before": Holds.email, "after": Holds.email}, Fate.renamed),
    Place(PersonClockRow, {"person": Holds.email}, Fate.deleted),
    Place(AskedQuestionRow, {"actor": Holds.user}, Fate.deleted),
    Place(AskedQuestionRow, {"verdict_by": Holds.user}, Fate.renamed),
    Place(ChannelBindingRow, {"bound_by": Holds.signature}, Fate.renamed),
    Place(SubscriptionRow, {"created_by": Holds.user}, Fate.renamed),
    Place(InstallationRow, {"installed_by": Holds.user}, Fate.renamed),
    Place(OutboxMessage, {"target": Holds.target, "instead": Holds.target}, Fate.deleted),
    Place(ConversationRow, {"person": Holds.user}, Fate.deleted),
    Place(ConversationRow, {"email": Holds.email}, Fate.deleted),
    Place(InboxRow, {"person": Holds.user}, Fate.deleted),
    Place(OpenFormRow, {"person": Holds.user}, Fate.deleted),
    Place(HandedFileRow, {"person": Holds.user}, Fate.deleted),
    Place(EnrollmentRow, {"manager": Holds.email}, Fate.named),
    Place(OpportunityRow, {"owner": Holds.email}, Fate.named),
    Place(PersonRow, {"email": Holds.email}, Fate.named),
)


SAID: Final = ("before", "after", "reason")
"""What of an entry may mention somebody."""
SECRET: Final = ("token", "refresh_token")
"""Columns that are handed to nobody."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody as they are known: by e-mail address (lower case), by workspace and user id, or by both.

    `accounts` are further workspaces and user ids of theirs.
    """

    email: str | None = None
    workspace: str | None = None
    user: str | None = None
    accounts: tuple[tuple[str, str], ...] = ()

    @property
    def everywhere(self) -> tuple[tuple[str, str], ...]:
        """Workspace and user id of every account."""
        own = ((self.workspace, self.user),) if self.workspace and self.user else ()
        return (*own, *(each for each in self.accounts if each not in own))

    @property
    def users(self) -> tuple[str, ...]:
        """The user id of every account."""
        own = (self.user,) if self.user else ()
        return tuple(dict.fromkeys((*own, *(user for _, user in self.everywhere))))

    @property
    def pseudonym(self) -> str:
        """What stands for the person once erased: the same every time, and telling nothing without the person."""
        known = f"{self.email or ''}|{self.workspace or ''}/{self.user or ''}"
        return f"erased-{hashlib.sha256(known.encode()).hexdigest()[:10]}"

    def known_as(self) -> tuple[str, ...]:
        """Under which keys the person may stand."""
        own = (f"{workspace}/{user}" for workspace, user in self.everywhere)
        return (*own, *((self.email,) if self.email else ()))

    def did(self, actor: str | None, email: str | None) -> bool:
        """Whether the person is who did something, by the signature or the address beside it."""
        signed = tuple(f"{workspace}/{user} " for workspace, user in self.everywhere)
        return (self.email is not None and email == self.email) or (actor or "").startswith(signed)

    def is_in(self, table: Table, column: str, holds: Holds) -> list[ColumnElement[bool]]:
        """What is true of a column that names the person; more than one where it may do so in several ways."""
        value = table.c[column]
        match holds:
            case Holds.signature:
                return [func.substr(value, 1, len(user) + 1) == f"{user} " for user in self.users]
            case Holds.user if self.users:
                return [value.in_(self.users)]
            case Holds.key:
                return [value.in_(self.known_as())]
            case Holds.email if self.email:
                return [func.lower(value) == self.email]
            case Holds.match_key if self.email:
                return [value == mail_key(self.email)]
            case Holds.target:
                named = [*(f"user:{user}" for user in self.users), *([f"email:{self.email}"] if self.email else [])]
                return [func.lower(value) == each.lower() for each in named]
        return []

    def condition(self, place: Place) -> ColumnElement[bool] | None:
        """What is true of the rows of a place that name the person, in the person's workspace where rows have one."""
        table = table_of(place.model)
        found = [each for name, holds in place.columns.items() for each in self.is_in(table, name, holds)]
        if not found:
            return None
        named = or_(*found)
        by_id = not {Holds.key, Holds.email} & set(place.columns.values())
        if by_id and self.everywhere and "workspace" in table.c:
            where = table.c.workspace.in_({workspace for workspace, _ in self.everywhere})
            return named & or_(where, table.c.workspace.is_(None))
        return named


def with_accounts(session: Session, person: Person) -> Person:
    """The person with every account that is known by their address."""
    if person.email is None:
        return person
    query = select(AccountRow.workspace, AccountRow.user).where(AccountRow.email == person.email)
    return replace(person, accounts=tuple((each[0], each[1]) for each in session.execute(query)))


def export(session: Session, person: Person) -> dict[str, list[dict[str, Any]]]:
    """Every row that names the person, by table; of the audit trail what was done by, for or to them.

    Whoever is known by an address is looked for by every account that has it.
    """
    person = with_accounts(session, person)
    found: dict[str, list[dict[str, Any]]] = {}
    for place in PLACES:
        condition = person.condition(place)
        if condition is not None:
            table = table_of(place.model)
            shown = [column for column in table.columns if column.name not in SECRET]
            rows = session.execute(select(*shown).where(condition).order_by(*table.primary_key.columns)).mappings()
            known = found.setdefault(table.name, [])
            known += [each for each in map(dict, rows) if each not in known]
    aside = table_of(AuditDetailsRow)
    rows = session.execute(select(aside).where(_in_trail(person)).order_by(aside.c.sequence)).mappings()
    found[aside.name] = [{name: value for name, value in row.items() if name != "salts"} for row in rows]
    return {name: rows for name, rows in found.items() if rows}


def erase(work: Work, person: Person, entry: AuditEntry) -> dict[str, int]:
    """Take the person out of everything but the portfolio, and write `entry` of it; gives how many rows of each table.

    The person is looked for as `export` does. The audit trail still verifies: its entries have hashes under salts that
    are gone, and the new entry lists them.
    """
    person = with_accounts(work.session, person)
    changed: dict[str, int] = {}
    for place in PLACES:
        condition = person.condition(place)
        if condition is not None and place.fate is not Fate.named:
            table = table_of(place.model)
            changed[table.name] = changed.get(table.name, 0) + _treat(work.session, place, person, condition)
    gone = dict(_from_trail(work.session, person))
    changed["audit_details"] = len(gone)
    told = {"pseudonym": person.pseudonym, "entries": {str(number): names for number, names in gone.items()}}
    work.audit.add(
        AuditEntry(**{**_values(entry), "action": ERASED, "subject": person.pseudonym, "after": json.dumps(told)})
    )
    touch_portfolio(work.session)
    return {name: count for name, count in changed.items() if count}


def _treat(session: Session, place: Place, person: Person, condition: ColumnElement[bool]) -> int:
    table = table_of(place.model)
    if place.fate is Fate.deleted:
        return len(session.execute(delete(table).where(condition).returning(*table.primary_key.columns)).all())
    values = {
        name: case((or_(*person.is_in(table, name, holds)), _instead(person, holds)), else_=table.c[name])
        for name, holds in place.columns.items()
    }
    changed = update(table).where(condition).values(values).returning(*table.primary_key.columns)
    return len(session.execute(changed).all())


def _instead(person: Person, holds: Holds) -> str:
    return f"{person.pseudonym} somebody" if holds is Holds.signature else person.pseudonym


def _in_trail(person: Person) -> ColumnElement[bool]:
    aside = table_of(AuditDetailsRow)
    found: list[ColumnElement[bool]] = [aside.c.sequence < 0]
    if person.email:
        found += [aside.c.email == person.email, aside.c.on_behalf_of == person.email]
        found += [aside.c[name].contains(person.email, autoescape=True) for name in SAID]
    signed = [f"{workspace}/{user} " for workspace, user in person.everywhere]
    found += [func.substr(aside.c.actor, 1, len(each)) == each for each in signed]
    found.append(aside.c.subject.in_([f"staff:{key}" for key in person.known_as()]))
    return or_(*found)


def _from_trail(session: Session, person: Person) -> Iterator[tuple[int, list[str]]]:
    """Erase what is kept beside the chain of what the person did, or of what was done to or for them."""
    aside = table_of(AuditDetailsRow)
    for row in session.execute(select(aside).where(_in_trail(person))).mappings().all():
        salts = opened(row["salts"])
        about = row["subject"] in [f"staff:{key}" for key in person.known_as()]
        names = {"subject", "before", "after"} if about else set()
        if person.email and row["on_behalf_of"] == person.email:
            names.add("on_behalf_of")
        if person.did(row["actor"], row["email"]):
            names |= {"actor", "email", "place", *SAID}
        names |= {name for name in SAID if person.email and person.email in (row[name] or "")}
        gone = sorted(name for name in names if name in salts)
        if gone:
            left = json.dumps({name: salt for name, salt in salts.items() if name not in gone})
            emptied = dict.fromkeys(gone) | ({"actor": f"{person.pseudonym} somebody"} if "actor" in gone else {})
            session.execute(update(aside).where(aside.c.sequence == row["sequence"]).values({**emptied, "salts": left}))
            yield row["sequence"], gone


def _values(entry: AuditEntry) -> dict[str, Any]:
    return {name: getattr(entry, name) for name in entry.__dataclass_fields__}
