"""Figures summed by the database are the figures of the rules: for every partner, on both databases, on any day."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert

from handlers.facts import partner_facts
from handlers.portfolio_figures import Books, window_of
from programs.catalog import Catalog
from programs.facts import Certification, PartnerFacts
from programs.metrics import OpportunitiesMetric, PeopleMetric, RevenueMetric
from programs.positions import Positions
from programs.schema import Program
from programs.tiers import gap
from store.engine import Store
from store.models import (
    AgreementRow,
    Base,
    EnrollmentRow,
    FxRateRow,
    MeetingRow,
    OpportunityPartnerRow,
    OpportunityRow,
    PartnerRow,
    PersonRow,
    RegistrationRow,
    StepRow,
)
from store.repositories.figures import Deals
from store.upsert import table_of
from store.work import Work
from tests.programs import oracle
from tests.programs.strategies import EDGES, a_day, partners, tiers

SEGMENT = Catalog.load().get("twilio-segment-2024")
DAY = date(2024, 7, 15)
# Letters that databases and Python fold differently: some of them to ASCII, some to two characters, some by context.
ODD = (
    *("İpek", "i̇pek", "ipek", "ıpek", "\u212aim", "Kim", "kim"),
    *("STRASSE", "straße", "STRAẞE", "ÉVA", "éva", "ΣΟΦΟΣ", "σοφος"),
)
odd_people = st.builds(
    Certification,
    email=st.sampled_from([f"{name}@acme.example" for name in ODD]),
    name=st.just("Odd"),
    credential=st.sampled_from(["technical", "sales"]),
    earned_on=st.just(date(2022, 1, 1)) | a_day,
    expires_on=st.none() | a_day,
    left_on=st.none(),
)

DEAL = ("stage", "earr", "professional_services", "currency", "close_on")
JOINED = ("role", "added_on")
HELD = ("email", "credential", "earned_on", "expires_on", "left_on")
SIGNED = ("agreement", "signed_on", "expires_on")
RATE = ("currency", "effective_on", "usd")


def _own() -> Program:
    """A program that counts everything in another way than the shipped ones."""
    won = ("closed_won", "negotiation")
    metrics = {
        "revenue": RevenueMetric(
            kind="revenue", stages=won, amounts=("earr", "professional_services"), added_by_close=False
        ),
        "technical": PeopleMetric(kind="people", credentials=("technical", "segment_sales")),
        "sales": OpportunitiesMetric(kind="opportunities", stages=won, roles=("resold",)),
    }
    rules = (rule.model_copy(update={"metric": metrics.get(rule.id, rule.metric)}) for rule in SEGMENT.requirements)
    return SEGMENT.model_copy(update={"id": "own", "requirements": tuple(rules)})


OWN = _own()
CATALOG = Catalog([*Catalog.load().programs(), OWN])
TIERED = [program for program in CATALOG.programs() if program.tiers]


def fill(work: Work, portfolio: Iterable[tuple[PartnerFacts, list[Certification]]]) -> None:
    """Nothing but these partners, each in every program with tiers; the rates are those of the first."""
    for table in reversed(Base.metadata.sorted_tables):
        if not table.name.startswith("audit_"):  # which lets nobody delete
            work.session.execute(delete(table))
    for number, (facts, odd) in enumerate(portfolio):
        id, deals = f"p{number}", {each.id: each for each in facts.opportunities}.values()
        people = {(each.email, each.credential): each for each in (*facts.people, *odd)}.values()
        signatures = {(each.agreement, each.signed_on): each for each in facts.agreements}.values()
        put(work, PartnerRow, [{"partner": id, "name": id}])
        put(work, EnrollmentRow, [{"partner": id, "program": p.id, "tier": facts.recorded_tier} for p in TIERED])
        put(work, OpportunityRow, [{"opportunity": f"{id}-{each.id}"} | picked(each, DEAL) for each in deals])
        joined = [{"opportunity": f"{id}-{each.id}", "partner": id} | picked(each, JOINED) for each in deals]
        put(work, OpportunityPartnerRow, joined)
        put(work, PersonRow, [{"partner": id} | picked(each, HELD) for each in people])
        put(work, AgreementRow, [{"partner": id} | picked(each, SIGNED) for each in signatures])
        if not number:
            put(work, FxRateRow, [picked(each, RATE) for each in facts.rates])


def put(work: Work, model: type[Base], rows: Sequence[Mapping[str, object]]) -> None:
    if rows:
        work.session.connection().execute(insert(table_of(model)), rows)


def picked(record: object, names: Sequence[str]) -> dict[str, object]:
    return {name: getattr(record, name) for name in names}


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    portfolio=st.lists(st.tuples(partners(), st.lists(odd_people, max_size=6)), min_size=1, max_size=4),
    day=st.sampled_from(EDGES) | a_day,
)
def test_the_figures_equal_the_rules_for_every_partner(
    store: Store, portfolio: list[tuple[PartnerFacts, list[Certification]]], day: date
) -> None:
    with store.write() as work:
        fill(work, portfolio)
        books = Books(work, CATALOG, day)
        standings = books.standings
        for place, position in zip(books.places, standings.positions, strict=True):
            program, file = CATALOG.get(place.program), work.partners.file(place.partner)
            assert file is not None
            assert position is not None
            facts = partner_facts(file, next(each for each in file.enrollments if each.program == place.program))
            found = gap(program, facts, day)
            have = standings.have(place.program, place.partner)
            assert [Fraction(each) for each in have] == [Fraction(each.have) for each in found.measurement.measured]
            assert position.met == found.measurement.met_tier
            assert (position.recorded, position.next) == (found.recorded_tier, found.target_tier)
            assert position.missing == tuple(sorted((each.requirement for each in found.missing), key=order(program)))
            if found.target_tier:
                short = standings.rules[program.id].short(found.target_tier, have)
                assert {each.requirement.id: each.short for each in short} == {
                    each.requirement: each.short for each in found.missing
                }
            if program is SEGMENT:
                assert position.met == oracle.met_tier(facts, oracle.trailing_days(day), day)
        work.session.rollback()


def order(program: Program) -> Callable[[str], int]:
    return [rule.id for rule in program.requirements].index


@settings(max_examples=60)
@given(recorded=tiers, met=st.sampled_from([None, *oracle.ORDER]))
def test_ready_and_at_risk_compare_the_tier_met_with_the_recorded_one(recorded: str | None, met: str | None) -> None:
    asks = {None: (0, 0, 0, 0)} | {tier: (1, *asked) for tier, asked in oracle.ASKS.items()}
    places = {"baseline": 0, "technical": 1, "sales": 2, "revenue": 3}
    have = [Decimal(asks[met][places[rule.id]]) for rule in SEGMENT.requirements]
    position = Positions(SEGMENT).of(recorded, have)
    rank = [None, *oracle.ORDER, "global_strategic"].index
    assert position.met == met
    assert position.ready is (rank(met) > rank(recorded))
    assert position.at_risk is (rank(met) < rank(recorded) and recorded != "global_strategic")


def test_sums_beyond_what_a_database_holds_in_an_integer_stay_exact(store: Store, partner: str) -> None:
    huge = Decimal("99999999999999.9999")
    worth = {"stage": "closed_won", "earr": huge, "professional_services": huge, "currency": "USD", "close_on": DAY}
    with store.write() as work:
        ids = [f"O-{number}" for number in range(12)]
        put(work, OpportunityRow, [{"opportunity": id} | worth for id in ids])
        put(work, OpportunityPartnerRow, [{"opportunity": id, "partner": partner, "added_on": DAY} for id in ids])
        deals = Deals(("closed_won",), None, True, DAY, DAY)
        (found,) = work.figures.dollars(deals, ("earr", "professional_services"))
    assert (found.partner, found.currency, found.closed_on) == (partner, "USD", None)
    assert found.amount == 24 * huge


@pytest.mark.parametrize(
    ("held", "counted"),
    [
        ([("ana@b.example", "2024-07-15", None, None)], 1),
        ([("ana@b.example", "2024-07-16", None, None)], 0),
        ([("ana@b.example", None, None, None)], 0),
        ([("ana@b.example", "2024-01-01", "2024-07-15", None)], 1),
        ([("ana@b.example", "2024-01-01", "2024-07-14", None)], 0),
        ([("ana@b.example", "2024-01-01", None, "2024-07-16")], 1),
        ([("ana@b.example", "2024-01-01", None, "2024-07-15")], 0),
        ([("ana@b.example", "2024-01-01", None, None), ("ANA@b.example", "2024-01-01", None, None)], 1),
        ([("Kim@b.example", "2024-01-01", None, None), ("\u212aim@b.example", "2024-01-01", None, None)], 1),
        ([("éva@b.example", "2024-01-01", None, None), ("ÉVA@b.example", "2024-01-01", None, None)], 1),
        ([("éva@b.example", "2024-01-01", None, None), ("EVA@b.example", "2024-01-01", None, None)], 2),
    ],
)
def test_people_are_counted_on_the_day_and_once(
    store: Store, partner: str, held: list[tuple[str, str | None, str | None, str | None]], counted: int
) -> None:
    days = ("earned_on", "expires_on", "left_on")
    with store.write() as work:
        for email, *on in held:
            known = dict(zip(days, map(day_of, on), strict=True))
            put(work, PersonRow, [did(email=email, credential="technical", **known)])
        assert work.figures.people(("technical",), DAY).get(partner, 0) == counted
        assert work.figures.people(("sales",), DAY) == {}
        assert work.figures.people(("technical",), DAY, ["globex"]) == {}


@pytest.mark.parametrize(
    ("signed_on", "expires_on", "signed"),
    [
        ("2024-07-15", None, True),
        ("2024-07-16", None, False),
        (None, None, False),
        ("2024-01-01", "2024-07-15", True),
        ("2024-01-01", "2024-07-14", False),
    ],
)
def test_an_agreement_is_in_force_through_its_last_day(
    store: Store, partner: str, signed_on: str | None, expires_on: str | None, signed: bool
) -> None:
    days = {"signed_on": day_of(signed_on), "expires_on": day_of(expires_on)}
    with store.write() as work:
        put(work, AgreementRow, [did(agreement="baseline", **days)])
        assert work.figures.signed("baseline", DAY) == (frozenset({partner}) if signed else frozenset())
        assert work.figures.signed("mdf_terms", DAY) == frozenset()


@pytest.fixture
def quiet_store(store: Store, partner: str) -> Store:
    """Acme did one thing of each kind, a day apart; the latest lies after the day."""
    with store.write() as work:
        put(work, OpportunityRow, [{"opportunity": "O-1"}])
        put(
            work,
            RegistrationRow,
            [did(submitted_on=date(2024, 1, 1), registration="R-1", program="stones", state="won", version=1)],
        )
        put(work, PersonRow, [did(earned_on=date(2024, 1, 2), email="a@b.example", credential="sales")])
        put(work, OpportunityPartnerRow, [did(added_on=date(2024, 1, 3), opportunity="O-1")])
        work.session.add(meeting(date(2024, 1, 4), date(2024, 1, 4)))
        work.session.add(meeting(date(2024, 1, 5), date(2024, 7, 16)))
    return store


def day_of(words: str | None) -> date | None:
    return date.fromisoformat(words) if words else None


def did(**columns: object) -> dict[str, object]:
    return {"partner": "acme", **columns}


def meeting(scheduled_on: date, held_on: date | None, kind: str = "qbr") -> MeetingRow:
    return MeetingRow(partner="acme", program="gems", kind=kind, scheduled_on=scheduled_on, held_on=held_on)


def test_what_is_done_in_one_program_is_no_activity_in_another(quiet_store: Store) -> None:
    with quiet_store.read() as work:
        assert work.figures.last_active(DAY) == {
            ("acme", "gems"): date(2024, 1, 4),
            ("acme", "stones"): date(2024, 1, 1),
            ("acme", None): date(2024, 1, 3),
        }


def test_the_last_activity_is_the_latest_of_four_kinds(quiet_store: Store) -> None:
    models = (MeetingRow, OpportunityPartnerRow, PersonRow, RegistrationRow)
    with quiet_store.write() as work:
        assert work.figures.last_active(date(2024, 7, 16))["acme", "gems"] == date(2024, 7, 16)
        for day, model in zip((4, 3, 2, 1), models, strict=True):
            assert max(work.figures.last_active(DAY).values()) == date(2024, 1, day)
            assert work.figures.last_active(DAY, ["globex"]) == {}
            work.session.execute(delete(model))
        assert work.figures.last_active(DAY) == {}


def test_a_meeting_is_late_when_its_day_went_by_without_it(store: Store, partner: str) -> None:
    with store.write() as work:
        for each in (
            meeting(date(2024, 7, 14), None),
            meeting(date(2024, 7, 15), None),
            meeting(date(2024, 7, 1), date(2024, 7, 2)),
            meeting(date(2024, 7, 3), date(2024, 7, 15)),
            meeting(date(2024, 7, 10), date(2024, 7, 16)),
            meeting(date(2024, 6, 1), None, "executive"),
        ):
            work.session.add(each)
        work.session.flush()
        late = [(each.kind, each.scheduled_on.isoformat()) for each in work.figures.late(DAY)]
        assert late == [("executive", "2024-06-01"), ("qbr", "2024-07-10"), ("qbr", "2024-07-14")]
        assert work.figures.late(DAY, ["globex"]) == ()


def test_steps_are_done_by_a_day(store: Store, partner: str) -> None:
    with store.write() as work:
        days = {"legal": date(2024, 7, 15), "launch": date(2024, 7, 16), "onboarding": None}
        rows = [{"partner": partner, "program": "launch", "step": step, "done_on": on} for step, on in days.items()]
        work.session.execute(insert(StepRow), rows)
        assert work.figures.steps_done(DAY) == {(partner, "launch"): {"legal"}}
        assert work.figures.steps_done(DAY, ["globex"]) == {}


def test_places_leave_out_inactive_partners_and_know_a_manager_in_any_case(store: Store) -> None:
    managers = {"a": "Pam@Vendor.example", "b": "ÉVA@vendor.example", "c": None, "d": "\u212aim@vendor.example"}
    with store.write() as work:
        for id, manager in managers.items():
            work.session.add(PartnerRow(partner=id, name=id.upper(), status="active"))
            work.session.flush()
            work.session.add(EnrollmentRow(partner=id, program="gems", tier="bronze", manager=manager))
        work.session.add(PartnerRow(partner="z", name="Z", status="inactive"))
        work.session.flush()
        work.session.add(EnrollmentRow(partner="z", program="gems", manager="pam@vendor.example"))
        work.session.flush()

        def own(manager: str | None) -> list[str]:
            return [place.partner for place in work.figures.places(manager)]

        assert own(None) == ["a", "b", "c", "d"]
        assert own("pam@vendor.example") == ["a"]
        assert own("éva@VENDOR.example") == ["b"]
        assert own("kim@vendor.example") == ["d"]
        assert own("") == []
        assert work.figures.places("PAM@vendor.example")[0] == ("a", "A", "gems", "bronze", "Pam@Vendor.example", None)


def test_what_waits_is_counted_for_the_partners_asked_about(store: Store, partner: str) -> None:
    with store.write() as work:
        for number, state in enumerate(("submitted", "in_review", "won")):
            work.session.add(RegistrationRow(registration=f"R-{number}", partner=partner, state=state))
        work.session.flush()
        assert work.figures.waiting(("submitted", "in_review"), [partner]) == 2
        assert work.figures.waiting(("submitted", "in_review"), ["globex"]) == 0
        assert work.figures.waiting(("submitted", "in_review"), []) == 0


def test_a_window_is_asked_of_programs_with_tiers_only() -> None:
    with pytest.raises(ValueError, match="has no tiers"):
        window_of(CATALOG.get("8x8-sellwith8-2023"), DAY)
