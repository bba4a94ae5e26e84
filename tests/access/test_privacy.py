"""What is known of a person can be handed out and erased, and the audit trail still verifies."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import text

from bot.__main__ import cli
from store.audit_check import verify
from store.models import Base
from store.personal import PLACES, Person, erase, export
from store.records import AuditEntry
from tests.access.conftest import LENA, NOA, PAM_M
from tests.access.test_staff import away, save
from tests.handlers.test_deals import registered
from tests.support.desk import DANA, NOW, Desk

PAM = Person("pam@vendor.example", "T1", "UPAM")
ENTRY = AuditEntry(NOW, "terminal/op at the terminal", None, "terminal", "", "", None, None, None, workspace="terminal")
EXCUSED = {
    ("partners", "name"): "a company",
    ("staff", "name"): "goes with the row of the person",
    ("people", "name"): "comes with the portfolio, beside the address",
    ("installations", "name"): "a company",
    ("counters", "name"): "of a counter",
    ("outbox", "owner"): "a process",
    ("audit_details", "actor"): "erased by itself",
    ("audit_details", "email"): "erased by itself",
}
PERSONAL = ("actor", "person", "colleague", "email", "manager", "owner", "name")


@pytest.fixture
def lived_in(desk: Desk) -> Desk:
    """Pam registered a deal that Dana approved, asked something by message, and was given roles; Lena stood in."""
    number = registered(desk, PAM_M)
    desk.press("deals.approve", f"{number}|1", replace(DANA, role=PAM_M.role))
    asked = desk.request(PAM_M, text="tier Acme", key="Ev1")
    desk.assistant.answer_later(asked, "user:UPAM", None)
    save(desk, "lena@vendor.example", "manager")
    away(desk, NOW.date(), NOW.date())
    registered(desk, LENA, customer="Other", customer_domain="other.com")
    save(desk, "pam@vendor.example", "viewer", name="Pam Okafor")
    save(desk, "pam@vendor.example", "approver", by=NOA)
    return desk


def everything(desk: Desk) -> str:
    """All rows of all tables but the portfolio's, as text."""
    portfolio = {"enrollments", "people", "opportunities", "partners"}
    with desk.store.read() as work:
        tables = [name for name in Base.metadata.tables if name not in portfolio]
        return "\n".join(str(work.session.execute(text(f"SELECT * FROM {name}")).all()) for name in tables)


def test_everything_that_names_a_person_is_handed_out(lived_in: Desk) -> None:
    with lived_in.store.read() as work:
        found = export(work.session, PAM)
    assert set(found) == {
        *(
            "staff",
            "accounts",
            "stand_ins",
            "registrations",
            "asked_questions",
            "outbox",
            "enrollments",
            "audit_details",
        ),
    }
    assert [row["submitted_by"] for row in found["registrations"]] == ["UPAM Pam Okafor"]
    assert "salts" not in found["audit_details"][0]
    assert json.dumps(found, default=str)


def test_an_erased_person_is_nowhere_but_in_the_portfolio_and_the_chain_holds(lived_in: Desk) -> None:
    before = everything(lived_in)
    assert "Pam Okafor" in before
    assert "pam@vendor.example" in before
    with lived_in.store.write() as work:
        changed = erase(work, PAM, ENTRY)
    after = everything(lived_in)
    for word in ("Pam Okafor", "pam@vendor.example", "UPAM"):
        assert word not in after
    assert changed["audit_details"] >= 4
    with lived_in.store.read() as work:
        verdict = verify(work.session)
        assert verdict.broken is None
        assert verdict.erased == changed["audit_details"]
        (first, *_) = work.registrations.of_partner("acme")
        assert (first.state, first.submitted_by) == ("approved", f"{PAM.pseudonym} somebody")
        assert export(work.session, PAM).keys() <= {"enrollments"}


def test_erasing_twice_changes_nothing_more(lived_in: Desk) -> None:
    for expected in (True, False):
        with lived_in.store.write() as work:
            assert bool(erase(work, PAM, ENTRY)) is expected


def test_somebody_elses_rows_stay(lived_in: Desk) -> None:
    with lived_in.store.write() as work:
        erase(work, PAM, ENTRY)
    with lived_in.store.read() as work:
        assert "Dana Ruiz" in str(work.registrations.get("DR-1001"))
        assert work.staff.get("lena@vendor.example") is not None


def test_whoever_works_on_two_surfaces_is_erased_from_both_by_their_address(lived_in: Desk) -> None:
    in_teams = replace(PAM_M, workspace="tenant", user="aad-pam")
    registered(lived_in, in_teams, customer="Hooli", customer_domain="hooli.com")
    assert "aad-pam" in everything(lived_in)
    with lived_in.store.write() as work:
        erase(work, Person("pam@vendor.example"), ENTRY)
    after = everything(lived_in)
    for word in ("Pam Okafor", "pam@vendor.example", "UPAM", "aad-pam"):
        assert word not in after
    with lived_in.store.read() as work:
        assert verify(work.session).broken is None


def test_what_was_taken_away_without_an_erasure_is_found(lived_in: Desk) -> None:
    with lived_in.store.write() as work:
        work.session.execute(text("UPDATE audit_details SET actor = NULL, salts = '{}' WHERE sequence = 1"))
    with lived_in.store.read() as work:
        broken = verify(work.session).broken
    assert broken is not None
    assert "no erasure says so" in broken.sentence


def test_every_column_that_looks_personal_is_in_the_table_of_places_or_excused() -> None:
    listed = {(place.model.__tablename__, column) for place in PLACES for column in place.columns}
    looks = {
        (table.name, column.name)
        for table in Base.metadata.tables.values()
        for column in table.columns
        if column.name in PERSONAL or column.name.endswith("_by")
    }
    assert looks - listed - set(EXCUSED) == set()


def test_the_command_line_exports_erases_and_verifies(lived_in: Desk, tmp_path: Path) -> None:
    url = ["--database-url", lived_in.store.url.render_as_string()]
    run = CliRunner().invoke
    shown = json.loads(run(cli, ["privacy", "export", "pam@vendor.example", "--user", "T1/UPAM", *url]).output)
    assert "registrations" in shown
    head = run(cli, ["audit", "--verify", *url]).output.split("Head: ")[1].split("\n")[0]
    kept = run(cli, ["privacy", "erase", "pam@vendor.example", "--user", "T1/UPAM", *url], input="n\n")
    assert kept.exit_code == 1
    assert "comes with the portfolio: take it out there" in kept.output
    done = run(cli, ["privacy", "erase", "pam@vendor.example", "--user", "T1/UPAM", "--yes", *url])
    assert done.exit_code == 0, done.output
    told = run(cli, ["audit", "--verify", "--head", head, *url])
    assert "unbroken. In" in told.output
    assert "a person was erased" in told.output
    cut = run(cli, ["audit", "--verify", "--head", f"9999:{'0' * 64}", *url])
    assert (cut.exit_code, "entries at its end are missing" in cut.output) == (1, True)
    wrong = run(cli, ["privacy", "erase", "Pam", *url])
    assert "is no person" in wrong.output


def test_the_trail_is_listed_by_partner_person_action_and_time(lived_in: Desk) -> None:
    url = ["--database-url", lived_in.store.url.render_as_string()]

    def rows(*options: str) -> list[dict[str, str]]:
        done = CliRunner().invoke(cli, ["audit", "--json", *options, *url])
        assert done.exit_code == 0, done.output
        return [json.loads(line) for line in done.output.splitlines()]

    assert {each["partner"] for each in rows("--partner", "Acme Communications")} == {"acme"}
    assert {each["action"] for each in rows("--action", "staff")} == {"staff.changed", "staff.stand_in"}
    assert {each["actor"] for each in rows("--who", "dana")} == {"T1/UDANA Dana Ruiz"}
    assert [each["on_behalf_of"] for each in rows("--who", "lena@")] == ["pam@vendor.example"]
    assert CliRunner().invoke(cli, ["audit", "--since", "1h", *url]).output == "Nothing of that kind is recorded.\n"
    assert len(rows("--since", "2024-07-15", "--limit", "2")) == 2
    table = CliRunner().invoke(cli, ["audit", *url]).output
    assert "registration.submitted" in table
    assert "neither a day" in CliRunner().invoke(cli, ["audit", "--since", "yesterday", *url]).output
    assert "There is no partner" in CliRunner().invoke(cli, ["audit", "--partner", "Zork", *url]).output
