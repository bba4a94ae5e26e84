"""The report against somebody who goes through the registrations one by one, on both databases."""

from datetime import UTC, date, datetime, timedelta
from statistics import median
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert

from handlers.desk import DeskSettings
from handlers.reports.deals import DealsAsked, deal_report
from handlers.reports.hours import WorkHours
from handlers.workdays import workdays_of
from store.engine import Store
from store.models import EnrollmentRow, PartnerRow, RegistrationRow
from store.records import AuditEntry
from store.registration_states import RegistrationState
from store.repositories.audit import AuditTrail

DESK = DeskSettings(zone="America/New_York", country="US", platform="slack", workspace="T1")
FIRST, LAST, TODAY = date(2024, 3, 1), date(2024, 3, 31), date(2024, 4, 3)
BEGIN = datetime(2024, 2, 20, tzinfo=UTC)
PARTNERS, PROGRAMS = ("ash", "oak", "yew"), ("gems", "dyes", None)
MANAGERS = {("ash", "gems"): "pam@x.example", ("oak", "gems"): "Sam@x.example", ("oak", "dyes"): "pam@x.example"}
Told = dict[str, Any]

instants = st.integers(0, 60 * 24 * 50).map(lambda minutes: BEGIN + timedelta(minutes=minutes))
registrations = st.fixed_dictionaries(
    {
        "partner": st.sampled_from(PARTNERS),
        "program": st.sampled_from(PROGRAMS),
        "state": st.sampled_from([each.value for each in RegistrationState] + ["on_ice"]),
        "appealed_from": st.sampled_from([None, "declined", "revoked", "expired"]),
        "submitted_at": instants,
        "decided_at": st.none() | instants,
        "timed": st.booleans(),
        "held_at": st.none() | instants,
        "protected_until": st.none() | st.dates(date(2024, 2, 20), date(2024, 4, 10)),
        "wait": st.none() | st.tuples(st.integers(0, 3000), st.none() | st.integers(0, 5000)),
    }
)


def day_of(instant: datetime | None) -> date | None:
    return None if instant is None else DESK.today(instant)


def write(store: Store, told: list[Told]) -> None:
    """The registrations with the audit entries of what was asked and answered."""
    with store.write() as work:
        work.session.execute(delete(RegistrationRow))
        if not work.partners.names():
            work.session.add_all(PartnerRow(partner=each, name=each.title()) for each in PARTNERS)
            work.session.flush()
            joined: list[Told] = [{"partner": p, "program": g, "manager": m} for (p, g), m in MANAGERS.items()]
            work.session.execute(
                insert(EnrollmentRow), [*joined, {"partner": "yew", "program": "gems", "manager": None}]
            )
        for each in told:
            work.session.execute(insert(RegistrationRow).values(row_of(each)))


def row_of(each: Told) -> Told:
    row = {name: value for name, value in each.items() if name not in ("timed", "wait", "entries")}
    row |= {"submitted_on": day_of(each["submitted_at"]), "decided_on": day_of(each["decided_at"])}
    row |= {"appealed_at": each["submitted_at"] if each["appealed_from"] else None, "asked_at": asked_at(each)}
    return row if each["timed"] else row | {"submitted_at": None, "decided_at": None}


def asked_at(each: Told) -> datetime | None:
    found: datetime | None = each["submitted_at"] + timedelta(minutes=each["wait"][0]) if each["wait"] else None
    return found


def entries(each: Told) -> list[tuple[datetime, str]]:
    """What the audit trail has of it."""
    if each["wait"] is None:
        return []
    asked, waited = asked_at(each), each["wait"][1]
    assert asked is not None
    answered = [] if waited is None else [(asked + timedelta(minutes=waited), "answered")]
    return [(asked, "info_requested"), *answered]


def outcome(each: Told) -> str | None:
    """What was decided of it in March, as somebody reads it off its state."""
    on = day_of(each["decided_at"])
    if on is None or not FIRST <= on <= LAST:
        return None
    state = each["state"]
    if state in ("appealed", "appeal_rejected"):
        return "declined" if each["appealed_from"] in (None, "declined") else "approved"
    if state in ("approved", "won", "lost", "expired", "revoked"):
        return "approved"
    return "declined" if state == "declined" else None


def is_expired(each: Told) -> bool:
    gone = each["state"] == "expired"
    gone |= each["state"] in ("appealed", "appeal_rejected") and each["appealed_from"] == "expired"
    on = day_of(each["decided_at"])
    until = each["protected_until"] or (on + timedelta(days=90) if on else None)
    return gone and until is not None and FIRST <= until <= LAST


def is_late(each: Told) -> bool:
    filed_on, workdays = day_of(each["submitted_at"]), workdays_of("US")
    assert filed_on is not None
    due = workdays.after(workdays.after(filed_on))
    first = day_of(asked_at(each)) or day_of(each["decided_at"])
    if first is None:
        return each["state"] in ("submitted", "in_review", "info_requested", "conflict_hold") and due < TODAY
    return first > due


def spent(each: Told) -> float | None:
    begin, end = each["submitted_at"], each["decided_at"]
    if not each["timed"] or outcome(each) is None:
        return None
    worked = WorkHours(DESK.zone, workdays_of("US"), min(begin, end), max(begin, end))
    told = [at for at, _ in entries(each)]
    away = [(told[0], told[1] if len(told) > 1 else None)] if told else []
    return worked.between(begin, end, away) / timedelta(hours=1)


def manager(each: Told) -> str:
    exact = MANAGERS.get((each["partner"], each["program"]))
    everybody = {email.casefold() for (partner, _), email in MANAGERS.items() if partner == each["partner"]}
    return exact.casefold() if exact else everybody.pop() if len(everybody) == 1 else ""


def recounted(told: list[Told]) -> dict[str, Any]:
    told = [each for each in told if each["state"] != "draft"]
    filed = [each for each in told if FIRST <= (day_of(each["submitted_at"]) or LAST) <= LAST]
    hours = [found for found in map(spent, told) if found is not None]
    return {
        "filed": len(filed),
        "held": sum(each["held_at"] is not None for each in filed),
        "decided": sum(outcome(each) is not None for each in told),
        "approved": sum(outcome(each) == "approved" for each in told),
        "expired": sum(map(is_expired, told)),
        "late": sum(map(is_late, filed)),
        "median": round(median(hours), 6) if hours else None,
    }


def figures(found: Any) -> dict[str, Any]:
    counted = {name: getattr(found, name) for name in ("filed", "held", "decided", "approved", "expired", "late")}
    middle = found.median_hours
    return counted | {"median": None if middle is None else round(float(middle), 6)}


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(registrations, max_size=25))
def test_it_says_what_somebody_counts_one_by_one(store: Store, told: list[Told]) -> None:
    with store.read() as work:
        before = work.audit.head()
    base = before.sequence if before else 0
    told = [each | {"registration": f"DR-{base}-{number}"} for number, each in enumerate(told)]
    write(store, told)
    with store.write() as work:
        for each in told:
            for at, what in entries(each):
                audit(work.audit, at, what, each["registration"])
    with store.read() as work:
        found = deal_report(work, DESK, DealsAsked(FIRST, LAST), TODAY)
        assert figures(found.whole) == recounted(told)
        for row in found.partners:
            assert figures(row.figures) == recounted([each for each in told if each["partner"] == row.id])
        for row in found.managers:
            theirs = [each for each in told if manager(each) == row.id]
            assert figures(row.figures) == recounted(theirs)
            if row.id:
                narrowed = deal_report(work, DESK, DealsAsked(FIRST, LAST, manager=row.id.upper()), TODAY)
                assert figures(narrowed.whole) == recounted(theirs)
        alone = deal_report(work, DESK, DealsAsked(FIRST, LAST, partner="oak", program="dyes"), TODAY)
        oak = [each for each in told if (each["partner"], each["program"]) == ("oak", "dyes")]
        assert figures(alone.whole) == recounted(oak)


def audit(trail: AuditTrail, at: datetime, what: str, id: str) -> None:
    subject = f"registration:{id}"
    trail.add(AuditEntry(at, "T1/USAM Sam", None, "direct:D1", f"registration.{what}", subject, None, None, None))
