"""What counts toward a requirement, told deal by deal and person by person."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from programs.counting import Count, Reason, count
from programs.facts import Certification, Opportunity, PartnerFacts, Rate, Signature
from programs.metrics import AgreementMetric, OpportunitiesMetric, PeopleMetric, RevenueMetric
from programs.windows import Window
from tests.programs.builders import DAY, deal, facts, person

WINDOW = Window(date(2023, 7, 17), DAY)
REVENUE = RevenueMetric(kind="revenue", stages=("closed_won",), amounts=("earr",))
TECHNICAL = PeopleMetric(kind="people", credentials=("technical",))
BASELINE = AgreementMetric(kind="agreement", agreement="baseline")


def revenue(*deals: Opportunity, rates: tuple[Rate, ...] = ()) -> Count:
    return count(REVENUE, facts(deals=deals, rates=rates), WINDOW, DAY)


def technical(*people: Certification) -> Count:
    return count(TECHNICAL, facts(staff=people), WINDOW, DAY)


def baseline(*signatures: Signature) -> Count:
    return count(BASELINE, facts(agreements=signatures), WINDOW, DAY)


def reasons(counted: Count) -> list[Reason | None]:
    return [each.reason for each in counted.evidence]


def test_the_whole_recurring_revenue_of_a_won_deal_counts_and_its_services_do_not() -> None:
    assert revenue(deal(earr="12000.50", services="9999")).have == Decimal("12000.50")


@pytest.mark.parametrize(
    ("lost", "reason"),
    [
        (deal(stage="negotiation"), Reason.not_won),
        (deal(stage="closed_lost"), Reason.not_won),
        (deal(close_on=None), Reason.no_close_date),
        (deal(close_on=date(2023, 7, 16)), Reason.outside_window),
        (deal(close_on=date(2024, 7, 16)), Reason.outside_window),
        (deal(added_on=None), Reason.not_joined_date),
        (deal(added_on=date(2024, 3, 2)), Reason.added_after_close),
        (deal(earr=None, services="5000"), Reason.services_only),
        (deal(earr="0", services="5000"), Reason.services_only),
        (deal(earr=None), Reason.no_amount),
        (deal(currency="EUR"), Reason.no_rate),
        (deal(currency=None), Reason.no_currency),
    ],
)
def test_a_deal_that_does_not_count_says_why(lost: Opportunity, reason: Reason) -> None:
    counted = revenue(lost)
    assert counted.have == 0
    assert reasons(counted) == [reason]
    assert [(each.counted, each.amount) for each in counted.evidence] == [(False, None)]


@pytest.mark.parametrize("closed", [WINDOW.first, WINDOW.last])
def test_both_ends_of_the_window_count(closed: date) -> None:
    assert revenue(deal(close_on=closed, added_on=closed)).have == 1000


@pytest.mark.parametrize("role", ["influenced", "resold"])
def test_influenced_and_resold_deals_both_count(role: str) -> None:
    assert revenue(deal(role=role)).have == 1000


def test_a_deal_that_the_partner_is_joined_to_twice_counts_once() -> None:
    late = deal(role="resold", added_on=date(2024, 6, 1))
    counted = revenue(late, deal(), late)
    assert counted.have == 1000
    assert len(counted.evidence) == 1
    assert counted.evidence[0].counted


def test_other_currencies_use_the_latest_rate_on_or_before_the_close() -> None:
    rates = (
        Rate("EUR", date(2024, 3, 2), Decimal("9")),
        Rate("EUR", date(2024, 3, 1), Decimal("1.0837")),
        Rate("EUR", date(2024, 1, 1), Decimal("2")),
        Rate("GBP", date(2024, 3, 1), Decimal("7")),
    )
    counted = revenue(deal(earr="0.01", currency="EUR"), rates=rates)
    assert counted.have == Decimal("0.010837")
    assert counted.evidence[0].rate == rates[1]


def test_dollars_need_no_rate_and_ignore_one() -> None:
    assert revenue(deal(), rates=(Rate("USD", date(2024, 1, 1), Decimal(3)),)).have == 1000


def test_sums_stay_exact_however_long_the_numbers() -> None:
    long = "12345678901234567890123.45"
    counted = revenue(deal("A", long), deal("B", "0.0000000000000000001"))
    assert counted.have == Decimal("12345678901234567890123.4500000000000000001")


def test_the_evidence_is_in_the_order_of_its_ids_and_shows_what_it_adds() -> None:
    counted = revenue(deal("B", "5"), deal("A", "7"), deal("C", stage="proposal"))
    assert [(each.id, each.amount) for each in counted.evidence] == [("A", 7), ("B", 5), ("C", None)]
    assert counted.evidence[0].what == "Customer of A"
    assert counted.evidence[0].on == date(2024, 3, 1)


def test_a_program_may_count_services_and_single_roles() -> None:
    metric = RevenueMetric(
        kind="revenue", stages=("closed_won",), roles=("resold",), amounts=("earr", "professional_services")
    )
    deals = (deal("A", "10", services="5", role="resold"), deal("B", "7", role="influenced"))
    counted = count(metric, facts(deals=deals), WINDOW, DAY)
    assert counted.have == 15
    assert reasons(counted) == [None, Reason.other_role]


def test_a_program_may_count_deals_instead_of_dollars() -> None:
    metric = OpportunitiesMetric(kind="opportunities", stages=("closed_won", "negotiation"), added_by_close=False)
    deals = (deal("A", None), deal("B", stage="negotiation", added_on=None), deal("C", stage="proposal"))
    assert count(metric, facts(deals=deals), WINDOW, DAY).have == 2


@pytest.mark.parametrize(
    ("holder", "reason"),
    [
        (person(earned_on=DAY), None),
        (person(expires_on=DAY), None),
        (person(left_on=date(2024, 7, 16)), None),
        (person(earned_on=None), Reason.not_earned),
        (person(earned_on=date(2024, 7, 16)), Reason.not_yet_earned),
        (person(expires_on=date(2024, 7, 14)), Reason.expired),
        (person(left_on=DAY), Reason.left),
    ],
)
def test_a_person_counts_from_the_day_earned_through_the_last_valid_day(
    holder: Certification, reason: Reason | None
) -> None:
    counted = technical(holder)
    assert counted.have == (1 if reason is None else 0)
    assert reasons(counted) == [reason]


def test_people_are_told_apart_by_e_mail_whatever_its_case() -> None:
    counted = technical(person("Ana@Acme.example"), person("ana@acme.example"), person("bo@acme.example"))
    assert counted.have == 2
    assert [each.id for each in counted.evidence] == ["ana@acme.example", "bo@acme.example"]


def test_one_valid_certificate_outweighs_an_expired_one() -> None:
    expired = person("ANA@acme.example", expires_on=date(2023, 12, 31))
    assert technical(expired, person()).have == 1
    assert technical(person(), expired).have == 1


def test_another_credential_does_not_count_and_is_no_evidence() -> None:
    counted = technical(person(credential="sales"))
    assert counted == Count(Decimal(0), ())


def test_a_requirement_may_accept_several_credentials_and_still_counts_a_person_once() -> None:
    metric = PeopleMetric(kind="people", credentials=("technical", "sales"))
    staff = (person(), person(credential="sales"), person("bo@acme.example", "sales"))
    assert count(metric, facts(staff=staff), WINDOW, DAY).have == 2


@pytest.mark.parametrize(
    ("signature", "reason"),
    [
        (Signature("baseline", DAY, None), None),
        (Signature("baseline", date(2023, 1, 1), DAY), None),
        (Signature("baseline", date(2023, 1, 1), date(2024, 7, 14)), Reason.expired),
        (Signature("baseline", date(2024, 7, 16), None), Reason.not_yet_signed),
        (Signature("baseline", None, None), Reason.not_signed),
        (Signature("mdf_terms", DAY, None), Reason.not_signed),
    ],
)
def test_an_agreement_is_in_force_from_its_signature_through_its_last_day(
    signature: Signature, reason: Reason | None
) -> None:
    counted = baseline(signature)
    assert counted.have == (1 if reason is None else 0)
    assert reasons(counted) == [reason]


def test_an_agreement_that_was_renewed_counts_once() -> None:
    old = Signature("baseline", date(2020, 1, 1), date(2022, 12, 31))
    assert baseline(old, Signature("baseline", date(2023, 1, 1), None), old).have == 1


def test_an_agreement_that_nobody_signed_is_evidence_too() -> None:
    assert reasons(baseline()) == [Reason.not_signed]


def test_facts_that_are_not_known_never_count() -> None:
    nothing = PartnerFacts("acme", None, (deal(earr=None, close_on=None, added_on=None, currency=None),))
    assert count(REVENUE, nothing, WINDOW, DAY).have == 0


def test_the_most_telling_reason_is_kept_when_nothing_counts() -> None:
    open_row = deal(stage="proposal")
    late = replace(deal(), added_on=date(2024, 6, 1))
    assert reasons(revenue(open_row, late)) == [Reason.added_after_close]
    assert reasons(revenue(late, open_row)) == [Reason.added_after_close]
