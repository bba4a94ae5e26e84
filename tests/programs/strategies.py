"""Partners of all kinds, made so that thresholds and edges are hit often rather than by luck."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import strategies as st

from programs.facts import Certification, Opportunity, PartnerFacts, Rate, Signature
from tests.programs.builders import DAY

# Days that matter: around the review day, the ends of its trailing year, New Year and the leap day.
EDGES = [
    DAY + timedelta(days=offset + near)
    for offset in (0, -364, -365, -366)
    for near in (-1, 0, 1)
] + [date(2022, 12, 31), date(2023, 1, 1), date(2023, 12, 31), date(2024, 1, 1), date(2024, 2, 29)]  # fmt: skip
a_day = st.sampled_from(EDGES) | st.dates(date(2022, 6, 1), date(2025, 1, 31))
maybe_a_day = st.none() | a_day
tiers = st.sampled_from([None, "registered", "bronze", "silver", "gold", "global_strategic"])
amounts = st.sampled_from(
    [Decimal("0"), Decimal("0.01"), Decimal("19999.99"), Decimal("20000"), Decimal("199999.99"), Decimal("1000000")]
) | st.decimals(Decimal("0.01"), Decimal("500000"), places=2)

opportunities = st.builds(
    Opportunity,
    id=st.sampled_from([f"OPP-{number}" for number in range(12)]),
    customer=st.just("Customer"),
    stage=st.sampled_from(["closed_won"] * 4 + ["closed_lost", "negotiation"]),
    earr=st.none() | amounts,
    professional_services=st.none() | amounts,
    currency=st.sampled_from(["USD", "USD", "USD", "EUR", "JPY", None]),
    close_on=maybe_a_day,
    role=st.sampled_from(["influenced", "resold"]),
    added_on=st.none() | st.just(date(2022, 1, 1)) | a_day,
)
certifications = st.builds(
    Certification,
    email=st.sampled_from([f"{name}{number}@acme.example" for name in ("ana", "ANA") for number in range(12)]),
    name=st.just("Ana"),
    credential=st.sampled_from(["technical", "sales", "segment_sales"]),
    earned_on=st.just(date(2022, 1, 1)) | maybe_a_day,
    expires_on=maybe_a_day,
    left_on=maybe_a_day,
)
signatures = st.builds(
    Signature,
    agreement=st.sampled_from(["baseline", "baseline", "mdf_terms"]),
    signed_on=st.just(date(2020, 1, 1)) | maybe_a_day,
    expires_on=maybe_a_day,
)
rates = st.lists(
    st.builds(
        Rate,
        currency=st.sampled_from(["EUR", "JPY"]),
        effective_on=a_day,
        usd=st.decimals(Decimal("0.0001"), Decimal("3"), places=6),
    ),
    max_size=6,
    unique_by=lambda rate: (rate.currency, rate.effective_on),
)


def _crowd(technical: int, sales: int) -> tuple[Certification, ...]:
    return tuple(
        Certification(f"p{number}@acme.example", "P", credential, date(2022, 1, 1), None, None)
        for credential, size in (("technical", technical), ("sales", sales))
        for number in range(size)
    )


crowds = st.builds(_crowd, st.sampled_from([0, 2, 3, 9, 10, 14, 15]), st.sampled_from([0, 1, 4, 5, 9, 10]))


@st.composite
def partners(draw: st.DrawFn) -> PartnerFacts:
    """A partner whose deals never contradict themselves: the same id has the same amount, currency and close day."""
    deals: dict[tuple[str, str], Opportunity] = {}
    first: dict[str, Opportunity] = {}
    for deal in draw(st.lists(opportunities, max_size=12)):
        same = first.setdefault(deal.id, deal)
        deals[deal.id, deal.role] = Opportunity(
            same.id,
            same.customer,
            same.stage,
            same.earr,
            same.professional_services,
            same.currency,
            same.close_on,
            deal.role,
            deal.added_on,
        )
    return PartnerFacts(
        partner="acme",
        recorded_tier=draw(tiers),
        opportunities=tuple(deals.values()),
        people=(*draw(crowds), *draw(st.lists(certifications, max_size=8))),
        agreements=tuple(draw(st.lists(signatures, max_size=3))),
        rates=tuple(draw(rates)),
    )
