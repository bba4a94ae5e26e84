"""What the coming annual review would decide with today's records."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from handlers.clocks import annual_outlook, known_by
from programs.catalog import Catalog
from programs.facts import Certification, Opportunity, PartnerFacts, Signature

SEGMENT = Catalog.load().get("twilio-segment-2024")
LAUNCH = Catalog.load().get("8x8-sellwith8-2023")
DAY = date(2024, 7, 15)


def deal(id: str, earr: str, closed: date) -> Opportunity:
    return Opportunity(id, "C", "closed_won", Decimal(earr), None, "USD", closed, "resold", date(2020, 1, 1))


def people(credential: str, count: int, expires: date | None = None) -> tuple[Certification, ...]:
    return tuple(
        Certification(f"{credential}{n}@x.example", "N", credential, date(2023, 1, 1), expires, None)
        for n in range(count)
    )


def _said(facts: PartnerFacts) -> str:
    outlook = annual_outlook(SEGMENT, facts, DAY)
    return outlook.sentence() if outlook else ""


SILVER = PartnerFacts(
    partner="p",
    recorded_tier="silver",
    opportunities=(deal("A", "150000", date(2023, 12, 31)), deal("B", "60000", date(2024, 1, 1))),
    people=people("technical", 10) + people("sales", 5),
    agreements=(Signature("baseline", date(2020, 1, 1), None),),
)


def test_what_closed_last_year_does_not_help_on_january_1() -> None:
    outlook = annual_outlook(SEGMENT, SILVER, DAY)
    assert outlook is not None
    assert (outlook.recorded, outlook.resulting, outlook.on, outlook.rises) == (
        "silver",
        "bronze",
        date(2025, 1, 1),
        False,
    )
    assert outlook.sentence() == "Measured today for the annual review, it would fall to Bronze on January 1, 2025."
    assert "revenue closed Jan 1, 2024 to Jul 15, 2024" in str(outlook.note(DAY))
    assert "p. 10, Program governance" in str(outlook.note(DAY))


def test_nothing_is_said_where_both_clocks_agree() -> None:
    assert annual_outlook(SEGMENT, SILVER, DAY, {"revenue": Decimal(140000)}) is None
    assert annual_outlook(SEGMENT, replace(SILVER, recorded_tier="bronze"), DAY) is None


def test_a_tier_may_rise_too() -> None:
    outlook = annual_outlook(SEGMENT, replace(SILVER, recorded_tier="registered"), DAY)
    assert outlook is not None
    assert outlook.sentence("Acme").endswith("Acme would rise to Bronze on January 1, 2025.")


def test_what_lapses_before_january_1_is_gone() -> None:
    lapsing = replace(
        SILVER, recorded_tier="bronze", people=people("technical", 3, date(2024, 12, 31)) + people("sales", 1)
    )
    outlook = annual_outlook(SEGMENT, lapsing, DAY)
    assert outlook is not None
    assert outlook.resulting == "registered"
    unsigned = replace(SILVER, agreements=())
    assert "would be in no tier on January 1, 2025" in _said(unsigned)


def test_only_todays_records_count() -> None:
    later = replace(
        SILVER,
        opportunities=(*SILVER.opportunities, deal("C", "140000", date(2024, 7, 16))),
        people=SILVER.people,
    )
    assert annual_outlook(SEGMENT, later, DAY) is not None
    assert annual_outlook(SEGMENT, later, date(2024, 7, 16)) is None
    future = replace(SILVER, agreements=(Signature("baseline", date(2024, 7, 16), None),))
    assert known_by(future, DAY).agreements == ()
    assert known_by(replace(SILVER, people=people("sales", 2)), date(2022, 12, 31)).people == ()


def test_a_designated_tier_stays() -> None:
    assert annual_outlook(SEGMENT, replace(SILVER, recorded_tier="global_strategic"), DAY) is None


def test_where_there_are_no_tiers_there_is_no_review() -> None:
    assert annual_outlook(LAUNCH, replace(SILVER, recorded_tier=None), DAY) is None
    assert annual_outlook(SEGMENT, SILVER, date(9999, 12, 31)) is None
