"""Importing a portfolio: whole or not at all, the same twice changes nothing, what is absent stays."""

import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import func, select

from store.engine import Store
from store.models import Base
from store.portfolio.exporting import export_portfolio
from store.portfolio.importing import ImportReport, preview
from store.portfolio.problems import PortfolioError
from store.portfolio.sample import write_sample
from store.portfolio.sheets import SHEETS
from tests.store.conftest import NOW
from tests.store.folders import FILES, VOCABULARY, write, write_folder

Load = Callable[[Path], ImportReport]


def rows_of(store: Store) -> dict[str, int]:
    with store.read() as work:
        tables = Base.metadata.sorted_tables
        return {table.name: work.session.scalar(select(func.count()).select_from(table)) or 0 for table in tables}


def test_a_partner_file_reads_back_as_it_was_handed_over(store: Store, load: Load, tmp_path: Path) -> None:
    load(write_folder(tmp_path / "in"))
    with store.read() as work:
        file = work.partners.file("acme")
        assert file is not None
        assert file.partner.aliases == ("Acme", "AC")
        assert file.enrollments[0].focus == ("segment", "engage")
        assert [deal.earr for deal in file.opportunities] == [Decimal("96500.50"), Decimal("88000.00")]
        assert file.opportunities[1].added_on == date(2026, 2, 1)
        assert [person.credential for person in file.people] == ["technical", None]
        assert [signed.signed_on for signed in file.agreements] == [date(2024, 5, 1), None]
        assert file.rates[0].usd == Decimal("1.08431234")
        assert work.meetings.of_partner("acme")[0].notes == "two lines,\n=and a formula"
        assert work.partners.file("nobody") is None


def test_the_same_folder_twice_changes_nothing(store: Store, load: Load, tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "in")
    assert load(folder).written
    before, version = rows_of(store), store.portfolio_version()
    second = load(folder)
    assert not second.written
    assert [file.unchanged for file in second.files] == [3, 2, 2, 3, 2, 2, 1, 1, 3, 2, 1]
    assert rows_of(store) == before
    assert store.portfolio_version() == version == 1


def test_an_import_leaves_one_audit_entry_with_its_counts(store: Store, load: Load, tmp_path: Path) -> None:
    load(write_folder(tmp_path / "in"))
    with store.read() as work:
        (entry,) = work.audit.of("portfolio")
    assert entry.actor == "operator"
    assert json.loads(entry.after or "")["partners"] == {"added": 3, "changed": 0}


def test_rows_that_the_folder_does_not_have_stay(store: Store, load: Load, tmp_path: Path) -> None:
    load(write_folder(tmp_path / "in"))
    only_fern = FILES["partners"].splitlines()
    del only_fern[1:3]
    nothing_else = {name: None for name in FILES if name not in ("partners", "enrollments")}
    folder = write_folder(tmp_path / "later", **{**nothing_else, "partners": "\n".join(only_fern)})
    # The enrollments still name acme, which only the store knows by now.
    assert not load(folder).written
    with store.read() as work:
        assert work.partners.get("acme") is not None


def test_a_column_that_a_file_lacks_keeps_what_is_stored(store: Store, load: Load, tmp_path: Path) -> None:
    load(write_folder(tmp_path / "in"))
    load(write_folder(tmp_path / "later", partners="partner,name\nacme,Acme Corporation\nblue,Blue Harbor\n"))
    with store.read() as work:
        acme, blue = work.partners.get("acme"), work.partners.get("blue")
        assert acme is not None
        assert (acme.name, acme.aliases, acme.country) == ("Acme Corporation", ("Acme", "AC"), "US")
        assert blue is not None
        assert blue.aliases == ()
        assert [found.id for found in work.partners.search("ac", 5)] == ["acme", "acme-uk"]


def test_a_failure_in_the_last_file_leaves_nothing(store: Store, load: Load, tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "in", fx_rates="currency,effective_on,usd\nEUR,2026-01-01,a lot\n")
    with pytest.raises(PortfolioError) as caught:
        load(folder)
    assert [str(problem) for problem in caught.value.problems] == [
        "fx_rates.csv:2:usd: read 'a lot'; expected a rate in digits with a point before decimals, like 1.0840"
    ]
    assert set(rows_of(store).values()) == {0}
    assert store.portfolio_version() == 0


def test_a_dry_run_shows_the_difference_and_writes_nothing(store: Store, load: Load, tmp_path: Path) -> None:
    load(write_folder(tmp_path / "in"))
    before = rows_of(store)
    richer = FILES["opportunities"].replace("96500.50", "99000.00").replace("O-3,Kite", "O-4,Kite")
    report = preview(store, write_folder(tmp_path / "later", opportunities=richer), VOCABULARY)
    deals = next(file for file in report.files if file.name == "opportunities")
    assert (deals.added, deals.changed, deals.unchanged) == (1, 1, 1)
    assert deals.examples[0].key == "O-1"
    assert deals.examples[0].cells == (("earr", "96500.50", "99000.00"),)
    assert report.differs
    assert not report.written
    assert rows_of(store) == before


def test_semicolons_a_byte_order_mark_and_windows_line_ends_are_read(store: Store, load: Load, tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "in")
    for path in folder.iterdir():
        if path.name != "meetings.csv":
            text = path.read_text(encoding="utf-8").replace(",", ";").replace("\n", "\r\n")
            path.write_bytes(b"\xef\xbb\xbf" + text.encode())
    load(folder)
    with store.read() as work:
        assert len(work.partners.names()) == 3


def test_what_was_exported_is_what_was_imported(store: Store, load: Load, tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "in")
    load(folder)
    counts = export_portfolio(store, tmp_path / "out")
    assert sum(counts.values()) == 22
    for sheet in SHEETS:
        handed, written = (
            sorted((where / f"{sheet.name}.csv").read_text(encoding="utf-8").split("\n"))
            for where in (folder, tmp_path / "out")
        )
        assert handed == written
    assert not load(tmp_path / "out").written


def test_a_registration_changed_by_an_import_is_stale_for_whoever_looks_at_it(
    store: Store, load: Load, tmp_path: Path
) -> None:
    load(write_folder(tmp_path / "in"))
    load(write_folder(tmp_path / "later", registrations=FILES["registrations"].replace(",won,", ",lost,")))
    with store.read() as work:
        registration = work.registrations.get("DR-1007")
    assert registration is not None
    assert (registration.state, registration.version) == ("lost", 2)


def test_odd_things_are_warned_about_and_read(load: Load, tmp_path: Path) -> None:
    folder = write_folder(
        tmp_path / "in",
        partners=FILES["partners"].replace("status", "status,Mood").replace("active\n", "active,fine\n"),
        agreements="partner,agreement,signed_on,expires_on\nacme,baseline,2026-05-01,2026-04-01\n",
        registrations=FILES["registrations"].replace(",won,", ",parked,"),
        steps="partner,program,step,done_on\n",
    )
    write(folder / "notes.csv", "a,b")
    warnings = [str(warning) for warning in load(folder).warnings]
    assert warnings[0] == "notes.csv: no part of a portfolio; it was left alone"
    assert warnings[1] == "partners.csv:1:Mood: unknown column; it was not read"
    assert warnings[2].startswith("registrations.csv:2:state: read 'parked'; usual are draft, submitted")
    assert warnings[3] == "steps.csv: the file has a header and no rows"
    assert warnings[4].startswith("agreements.csv:2:expires_on: read '2026-04-01'; lies before signed_on (2026-05-01)")


def test_a_planted_link_leads_nowhere(tmp_path: Path) -> None:
    """Neither the draft nor the file itself is written through a link that somebody put there."""
    folder, victim = tmp_path / "out", tmp_path / "victim"
    folder.mkdir()
    victim.write_text("mine", encoding="utf-8")
    (folder / "partners.csv.part").symlink_to(victim)
    (folder / "enrollments.csv").symlink_to(victim)
    write_sample(folder, NOW.date(), force=True)
    assert victim.read_text(encoding="utf-8") == "mine"
    assert not (folder / "partners.csv").is_symlink()
    assert not (folder / "enrollments.csv").is_symlink()
