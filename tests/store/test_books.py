"""Registrations and open opportunities of a partner, of a manager's partners, of everybody."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from store.engine import Store
from store.portfolio.importing import ImportReport
from store.repositories.books import Book
from store.repositories.pipeline import CurrencyTotal, PipelineFilter
from store.repositories.registrations import RegistrationFilter
from tests.store.folders import write_folder

PAM, SAM = Book(manager="PAM@vendor.example"), Book(manager="sam@vendor.example")
ENROLLMENTS = """\
    partner,program,tier,manager
    acme,gems,bronze,Pam@vendor.example
    acme,launch,,sam@vendor.example
    fern,launch,,pam@vendor.example
    """
REGISTRATIONS = """\
    registration,partner,program,state,submitted_on
    DR-1001,acme,gems,approved,2026-01-05
    DR-1002,acme,launch,submitted,2026-03-02
    DR-1003,fern,launch,in_review,2026-02-02
    DR-1004,fern,launch,declined,2026-02-09
    DR-1005,fern,,draft,
    DR-1006,fern,launch,submitted,
    """
OPPORTUNITIES = """\
    opportunity,customer,stage,earr,currency,close_on
    O-1,Lumen,closed_won,96500.50,USD,2026-06-01
    O-2,Alpen,closed_lost,88000,EUR,2026-07-01
    O-3,Kite,proposal,100.0001,USD,2026-12-01
    O-4,Luna,negotiation,50,EUR,2026-11-01
    O-5,Mira,,,EUR,
    O-6,Nobody's,proposal,7,USD,2026-12-01
    O-7,Sol,qualified,,,2026-12-01
    """
JOINED = """\
    opportunity,partner,role,added_on
    O-1,acme,influenced,
    O-2,acme,influenced,
    O-3,acme,influenced,
    O-3,fern,resold,
    O-4,acme,influenced,
    O-5,fern,influenced,
    O-7,fern,influenced,
    """


@pytest.fixture
def filled(store: Store, load: Callable[[Path], ImportReport], tmp_path: Path) -> Store:
    changed = {"enrollments": ENROLLMENTS, "registrations": REGISTRATIONS, "opportunities": OPPORTUNITIES}
    load(write_folder(tmp_path / "in", **changed, opportunity_partners=JOINED))
    return store


@pytest.mark.parametrize(
    ("asked", "numbers"),
    [
        (RegistrationFilter(), "1001 1002 1003 1004 1005 1006"),
        (RegistrationFilter(Book("acme")), "1001 1002"),
        (RegistrationFilter(Book("nobody")), ""),
        (RegistrationFilter(program="launch"), "1002 1003 1004 1006"),
        (RegistrationFilter(PAM), "1001 1002 1003 1004 1005 1006"),
        (RegistrationFilter(SAM), "1001 1002"),
        (RegistrationFilter(Book(program="gems", manager="sam@vendor.example")), ""),
        (RegistrationFilter(states=frozenset({"submitted", "in_review"})), "1002 1003 1006"),
        (RegistrationFilter(submitted=(date(2026, 2, 2), date(2026, 2, 9))), "1003 1004"),
        (RegistrationFilter(Book("fern"), frozenset({"declined"}), "launch", (date(2026, 1, 1), date.max)), "1004"),
    ],
)
def test_registrations_are_found_by_all_that_is_asked(filled: Store, asked: RegistrationFilter, numbers: str) -> None:
    wanted = tuple(f"DR-{number}" for number in numbers.split())
    with filled.read() as work:
        assert work.registrations.found_ids(asked) == wanted
        assert tuple(sorted(each.id for each in work.registrations.found(asked, 99))) == wanted
        assert sum(work.registrations.found_states(asked).values()) == len(wanted)


def test_what_waits_longest_leads_and_the_latest_of_the_rest_follow(filled: Store) -> None:
    with filled.read() as work:
        found = [each.id[-1] for each in work.registrations.found(RegistrationFilter(), 99)]
        assert found == ["3", "2", "6", "4", "1", "5"]
        assert [each.id[-1] for each in work.registrations.found(RegistrationFilter(), 2)] == ["3", "2"]
        states = {"approved": 1, "declined": 1, "draft": 1, "in_review": 1, "submitted": 2}
        assert work.registrations.found_states(RegistrationFilter()) == states


def test_late_is_what_waits_beyond_its_written_day_or_the_day_that_follows_from_submitting(filled: Store) -> None:
    def late(day: date, submitted_by: date) -> int:
        with filled.read() as work:
            return work.registrations.found_late(RegistrationFilter(), day, submitted_by)

    assert late(date(2026, 3, 9), date(2026, 2, 1)) == 0
    assert late(date(2026, 3, 9), date(2026, 2, 2)) == 1
    assert late(date(2026, 3, 9), date(2026, 12, 1)) == 2
    with filled.write() as work:
        waiting = work.registrations.get("DR-1006")
        assert waiting is not None
        work.session.connection().exec_driver_sql(
            "UPDATE registrations SET answer_due_on = '2026-03-08' WHERE registration = 'DR-1006'"
        )
    assert late(date(2026, 3, 9), date(2026, 2, 1)) == 1
    assert late(date(2026, 3, 8), date(2026, 2, 1)) == 0


@pytest.mark.parametrize(
    ("asked", "ids"),
    [
        (PipelineFilter(), "4 3 7 5"),
        (PipelineFilter(Book("acme")), "4 3"),
        (PipelineFilter(SAM), "4 3"),
        (PipelineFilter(Book(program="gems")), "4 3"),
        (PipelineFilter(Book(program="launch", manager="pam@vendor.example")), "3 7 5"),
        (PipelineFilter(closing=(date(2026, 12, 1), date(2026, 12, 1))), "3 7"),
        (PipelineFilter(Book("nobody")), ""),
    ],
)
def test_open_opportunities_each_once_in_the_order_they_close(filled: Store, asked: PipelineFilter, ids: str) -> None:
    wanted = [f"O-{number}" for number in ids.split()]
    with filled.read() as work:
        assert [each.id for each in work.pipeline.found(asked, 99)] == wanted
        assert list(work.pipeline.found_ids(asked)) == sorted(wanted)
        assert sum(each.opportunities for each in work.pipeline.totals(asked)) == len(wanted)


def test_sums_are_exact_and_apart_by_currency(filled: Store) -> None:
    with filled.read() as work:
        assert work.pipeline.totals(PipelineFilter()) == (
            CurrencyTotal("EUR", 2, 1, Decimal("50.00")),
            CurrencyTotal("USD", 1, 1, Decimal("100.0001")),
            CurrencyTotal(None, 1, 0, Decimal("0.00")),
        )
        assert work.pipeline.totals(PipelineFilter(Book("nobody"))) == ()
        assert work.pipeline.overdue(PipelineFilter(), date(2026, 12, 1)) == 1
        assert work.pipeline.overdue(PipelineFilter(), date(2026, 11, 1)) == 0
        assert work.pipeline.partners(["O-3", "O-4"]) == {
            "O-3": ("Acme Communications", "Silver Fern Digital"),
            "O-4": ("Acme Communications",),
        }
