"""Whatever changes an opportunity leaves its trace: an import, a deal that closes; and a person can be taken out."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from store.engine import Store
from store.models import OpportunityRow
from store.personal import Person, erase, export
from store.portfolio.importing import ImportReport, import_portfolio
from store.records import AuditEntry
from store.repositories.opportunity_changes import LATEST_STAYS
from store.work import Work
from tests.store.conftest import NOW
from tests.store.folders import OPPORTUNITY, VOCABULARY, write_folder

Load = Callable[[Path], ImportReport]
HEAD = ",".join(OPPORTUNITY)
LATER = NOW + timedelta(days=7)


def rewritten(path: Path, *rows: str) -> Path:
    """The usual folder with other opportunities."""
    return write_folder(path, opportunities="\n".join((HEAD, *rows)) + "\n")


def again(store: Store, path: Path) -> ImportReport:
    return import_portfolio(store, path, VOCABULARY, at=LATER, actor="operator")


def log(work: Work, *ids: str) -> list[tuple[str, str, str | None, str | None]]:
    found = work.opportunity_changes.of(ids)
    return [(each.opportunity, each.field, each.before, each.after) for id in ids for each in found.get(id, ())]


def test_an_import_notes_what_it_changes_and_nothing_at_first_sight(store: Store, load: Load, tmp_path: Path) -> None:
    load(write_folder(tmp_path / "first"))
    with store.read() as work:
        assert log(work, "O-1", "O-2", "O-3") == []
    again(
        store,
        rewritten(
            tmp_path / "second",
            "O-1,Lumen Ltd,lumen.example,US,segment,closed_won,96500.50,1000.00,USD,2026-01-01,2026-06-01,s@v.example",
            "O-2,Alpen AG,,DE,engage,negotiation,90000,,USD,2026-01-01,2026-08-01,",
            "O-3,Kite,,,,proposal,,,,,,",
            "O-4,New,,,,proposal,5,,USD,,2026-12-01,",
        ),
    )
    with store.read() as work:
        assert log(work, "O-1", "O-2", "O-3", "O-4") == [
            ("O-1", "owner", "rita@vendor.example", "s@v.example"),
            ("O-2", "stage", "closed_won", "negotiation"),
            ("O-2", "close_on", "2026-07-01", "2026-08-01"),
            ("O-2", "earr", "88000.00", "90000.00"),
            ("O-2", "currency", "EUR", "USD"),
        ]
        assert {each.changed_at for each in work.opportunity_changes.of(["O-2"])["O-2"]} == {LATER}
    assert not again(store, tmp_path / "second").written
    with store.read() as work:
        assert len(log(work, "O-2")) == 4


def test_a_file_without_a_column_leaves_that_column_alone(store: Store, load: Load, tmp_path: Path) -> None:
    load(write_folder(tmp_path / "first"))
    again(
        store,
        write_folder(tmp_path / "second", opportunities="opportunity,stage\nO-1,closed_lost\n"),
    )
    with store.read() as work:
        assert log(work, "O-1", "O-2") == [("O-1", "stage", "closed_won", "closed_lost")]


def test_a_deal_that_closes_notes_it(store: Store, partner: str) -> None:
    with store.write() as work:
        work.session.add(OpportunityRow(opportunity="O-9", stage="proposal", earr=Decimal(5), currency="USD"))
    with store.write() as work:
        work.opportunities.close("O-9", "closed_won", date(2026, 11, 20), NOW, Decimal(5))
        work.opportunities.close("gone", "closed_won", date(2026, 11, 20), NOW)
    with store.read() as work:
        assert log(work, "O-9", "gone") == [
            ("O-9", "stage", "proposal", "closed_won"),
            ("O-9", "close_on", None, "2026-11-20"),
        ]


def test_a_stay_in_a_stage_needs_both_its_ends(store: Store) -> None:
    with store.write() as work:
        work.session.add_all(OpportunityRow(opportunity=id) for id in ("O-1", "O-2"))
        work.session.flush()
        for days, id, before, after in (
            (0, "O-1", "prospecting", "qualified"),
            (1, "O-2", "qualified", "proposal"),
            (9, "O-1", "qualified", "proposal"),
            (12, "O-2", "proposal", "qualified"),
            (15, "O-1", "proposal", "closed_won"),
        ):
            work.opportunity_changes.note([(id, "stage", before, after)], NOW + timedelta(days=days))
        work.opportunity_changes.note([("O-1", "earr", None, Decimal(1))], NOW)
    with store.read() as work:
        stays = {
            stage: sorted(each.days for each in lengths) for stage, lengths in work.opportunity_changes.stays().items()
        }
        assert stays == {"qualified": [9], "proposal": [6, 11]}
        assert LATEST_STAYS == 1_000


def test_an_owner_is_handed_out_and_taken_out_of_the_log(store: Store, load: Load, tmp_path: Path) -> None:
    load(write_folder(tmp_path / "first"))
    again(store, rewritten(tmp_path / "second", "O-1,Lumen,,,,closed_won,1,,USD,,2026-06-01,Rita@Vendor.example"))
    rita = Person("rita@vendor.example")
    entry = AuditEntry(NOW, "t/op", None, "terminal", "", "", None, None, None, workspace="t")
    with store.read() as work:
        assert len(export(work.session, rita)["opportunity_changes"]) >= 1
    with store.write() as work:
        assert erase(work, rita, entry)["opportunity_changes"] >= 1
    with store.read() as work:
        assert "rita" not in str(log(work, "O-1")).lower()
        assert ("O-1", "earr", "96500.50", "1.00") in log(work, "O-1")
