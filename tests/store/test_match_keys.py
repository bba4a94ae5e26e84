"""Whatever writes a claim keeps its keys current, on both databases."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import delete, insert, select, update

from handlers.deals.candidates import CLAIMED, LIVE
from store.customers import match_keys
from store.engine import Store, open_store
from store.migrate import downgrade, migrate
from store.models import MatchKeyRow, OpportunityPartnerRow, OpportunityRow, RegistrationRow
from store.personal import Person, erase
from store.portfolio.importing import ImportReport
from store.records import AuditEntry, NewRegistration
from store.repositories.match_keys import MOST_FOUND, MOST_OF_A_KEY, OPPORTUNITY, REGISTRATION, rekey
from store.work import Work
from tests.store.conftest import NOW
from tests.store.folders import write_folder

Load = Callable[[Path], ImportReport]
New = Callable[..., NewRegistration]
CEDAR = match_keys("Cedar Bank", None)


def keys_of(work: Work, id: str) -> set[str]:
    return set(work.session.scalars(select(MatchKeyRow.key).where(MatchKeyRow.id == id)))


def found(work: Work, customer: str, domain: str | None = None) -> list[str]:
    return [each.id for each in work.match_keys.candidates(match_keys(customer, domain), CLAIMED, LIVE)]


def rekey_all(work: Work) -> None:
    rekey(work.session, REGISTRATION, work.session.scalars(select(RegistrationRow.registration)).all())
    rekey(work.session, OPPORTUNITY, work.session.scalars(select(OpportunityRow.opportunity)).all())


def test_a_registration_is_found_as_soon_as_it_is_submitted(store: Store, partner: str, new_registration: New) -> None:
    with store.write() as work:
        kept = work.registrations.submit(new_registration(customer="Cedar Bank Ltd.", customer_domain="cedarbank.com"))
        assert found(work, "CEDAR BANK") == [kept.id]
        assert found(work, "Another", "www.cedarbank.com") == [kept.id]
        assert found(work, "Cedar Insurance") == [kept.id]
        assert found(work, "Maple Bank") == []


def test_an_amended_customer_is_found_under_the_new_name_alone(
    store: Store, partner: str, new_registration: New
) -> None:
    with store.write() as work:
        kept = work.registrations.submit(new_registration(customer="Cedar Bank"))
        amended = work.registrations.change(kept.id, 1, {"customer": "Maple Bank"})
        assert (found(work, "Cedar Bank"), found(work, "Maple Bank")) == ([], [kept.id])
        work.registrations.change(kept.id, amended.version, {"notes": "Nothing of the customer"})
        assert found(work, "Maple Bank") == [kept.id]


@pytest.mark.parametrize("state", ["declined", "withdrawn", "expired", "won", "lost", "revoked", "draft"])
def test_a_registration_that_is_over_is_no_claim(store: Store, partner: str, new_registration: New, state: str) -> None:
    with store.write() as work:
        kept = work.registrations.submit(new_registration(customer="Cedar Bank"))
        for live in ("in_review", "approved", "appealed", "info_requested", "conflict_hold"):
            kept = work.registrations.change(kept.id, kept.version, {"state": live})
            assert found(work, "Cedar Bank") == [kept.id], live
        work.registrations.change(kept.id, kept.version, {"state": state})
        assert found(work, "Cedar Bank") == []


def test_an_import_keys_registrations_and_opportunities_and_follows_their_changes(
    store: Store, load: Load, tmp_path: Path
) -> None:
    registrations = "registration,partner,customer,state\nDR-7,acme,Cedar Bank,submitted\n"
    opportunities = (
        "opportunity,customer,stage\no1,Cedar Bank AG,proposal\no2,Cedar Bank,closed_lost\no3,Cedar,closed_won\n"
    )
    folder = write_folder(
        tmp_path / "in",
        registrations=registrations,
        opportunities=opportunities,
        opportunity_partners="opportunity,partner\no1,acme\n",
    )
    load(folder)
    with store.read() as work:
        assert found(work, "Cedar Bank") == ["DR-7", "o1", "o3"], "lost ones are out"
    write_folder(tmp_path / "in", registrations=registrations.replace("Cedar", "Maple"))
    load(folder)
    with store.read() as work:
        assert found(work, "Maple Bank") == ["DR-7"]
        assert keys_of(work, "DR-7").isdisjoint(CEDAR)


def test_an_opportunity_that_is_made_from_a_registration_is_found(
    store: Store, partner: str, new_registration: New
) -> None:
    with store.write() as work:
        kept = work.registrations.submit(new_registration(customer="Cedar Bank"))
        made = work.opportunities.make(kept, "proposal", NOW.date())
        assert found(work, "Cedar Bank") == [kept.id, made]


def test_claims_are_read_with_their_partners(store: Store, partner: str, new_registration: New) -> None:
    with store.write() as work:
        kept = work.registrations.submit(new_registration(customer="Cedar Bank", contact_email="ann@cedarbank.com"))
        deal = {"opportunity": "o1", "customer": "Cedar Bank", "stage": "proposal", "country": "US", "currency": "USD"}
        work.session.execute(insert(OpportunityRow).values(deal))
        work.session.execute(insert(OpportunityPartnerRow).values(opportunity="o1", partner="acme", role="influenced"))
        rekey(work.session, OPPORTUNITY, ("o1",))
        mine, other = work.match_keys.candidates(CEDAR, CLAIMED, LIVE)
        assert work.match_keys.candidates(CEDAR, (), LIVE) == (other,)
        assert work.match_keys.candidates(CEDAR, CLAIMED, ()) == (mine,)
        assert work.match_keys.candidates((), CLAIMED, LIVE) == ()
    assert (mine.id, mine.partners, mine.state, mine.submitted_at) == (kept.id, {"acme"}, "submitted", NOW)
    assert (mine.contact_email, mine.close_on, mine.earr) == ("ann@cedarbank.com", NOW.date(), kept.earr)
    assert (other.id, other.partners, other.state, other.contact_email) == ("o1", {"acme"}, "proposal", None)


def test_an_opportunity_without_a_stage_counts_as_open(store: Store) -> None:
    with store.write() as work:
        work.session.execute(insert(OpportunityRow).values(opportunity="o1", customer="Cedar Bank"))
        rekey_all(work)
        assert found(work, "Cedar Bank") == ["o1"]


def test_what_is_over_hides_no_claim_however_much_of_it_there_is(
    store: Store, partner: str, new_registration: New
) -> None:
    old = {"customer": "Cedar Bank", "customer_domain": "cedarbank.com"}
    with store.write() as work:
        lost = [{**old, "opportunity": f"a{n}", "stage": "closed_lost"} for n in range(2 * MOST_FOUND)]
        over = [{**old, "registration": f"A-{n}", "partner": "acme", "state": "expired"} for n in range(2 * MOST_FOUND)]
        work.session.execute(insert(OpportunityRow), lost)
        work.session.execute(insert(RegistrationRow), over)
        work.session.execute(insert(OpportunityRow).values(**old, opportunity="z", stage="proposal"))
        rekey_all(work)
        kept = work.registrations.submit(new_registration(**old))
        assert found(work, "Cedar Bank", "cedarbank.com") == [kept.id, "z"]


def test_a_word_that_hundreds_have_is_passed_over_and_a_whole_name_is_not(
    store: Store, partner: str, new_registration: New
) -> None:
    with store.write() as work:
        rows = [
            {"registration": f"DR-{n}", "partner": "acme", "customer": f"Cedar number{n}", "state": "approved"}
            for n in range(MOST_OF_A_KEY + 1)
        ]
        work.session.execute(insert(RegistrationRow), rows)
        rekey_all(work)
        assert found(work, "Cedar") == []
        assert found(work, "Cedar number7") == ["DR-7"]
        work.session.execute(delete(MatchKeyRow).where(MatchKeyRow.id == "DR-0"))
        work.session.execute(delete(RegistrationRow).where(RegistrationRow.registration == "DR-0"))
        rekey_all(work)
        assert len(found(work, "Cedar")) == MOST_FOUND


def test_where_very_many_share_a_word_those_with_a_telling_key_are_compared(
    store: Store, partner: str, new_registration: New
) -> None:
    with store.write() as work:
        rows = [
            {"registration": f"DR-{n}", "partner": "acme", "customer": f"Cedar number{n}", "state": "approved"}
            for n in range(MOST_FOUND)
        ]
        work.session.execute(insert(RegistrationRow), rows)
        rekey_all(work)
        last = work.registrations.submit(new_registration(customer="Cedar", customer_domain=None))
        assert last.id in found(work, "Cedar")


def test_building_all_keys_anew_gives_the_same_keys(store: Store, load: Load, tmp_path: Path) -> None:
    load(write_folder(tmp_path / "in"))
    every = select(MatchKeyRow.key, MatchKeyRow.kind, MatchKeyRow.id)
    with store.write() as work:
        before = set(work.session.execute(every).all())
        work.session.execute(delete(MatchKeyRow))
        rekey_all(work)
        rekey_all(work)
        assert set(work.session.execute(every).all()) == before != set()


def test_a_database_from_before_the_keys_has_them_after_migrating(empty_database: str) -> None:
    migrate(empty_database)
    store = open_store(empty_database)
    with store.write() as work:
        work.session.execute(insert(OpportunityRow).values(opportunity="o1", customer="Cedar Bank", stage="proposal"))
    store.close()
    downgrade(empty_database, "0007")
    migrate(empty_database)
    store = open_store(empty_database)
    with store.read() as work:
        assert found(work, "Cedar Bank") == ["o1"]
    store.close()


def test_the_key_of_an_erased_contact_is_gone(store: Store, partner: str, new_registration: New) -> None:
    entry = AuditEntry(NOW, "operator", None, "terminal", "privacy.erased", "", None, None, None)
    with store.write() as work:
        kept = work.registrations.submit(new_registration(contact_email="Ann@CedarBank.com"))
        assert "m:ann@cedarbank.com" in keys_of(work, kept.id)
        erase(work, Person(email="ann@cedarbank.com"), entry)
        assert not any("ann@" in key for key in keys_of(work, kept.id))
        work.session.execute(update(RegistrationRow).values(notes=""))
        rekey_all(work)
        assert not any("ann@" in key or key.startswith("m:") for key in keys_of(work, kept.id))
