"""Hand-computed cases. The day is 2024-07-15 (a leap year): the trailing window is 2023-07-17 to 2024-07-15."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.questions.oracle.facts import Oracle
from tests.questions.oracle.rules import MissingRate, Unanswerable
from tests.questions.oracle.sample_folder import BUILD, SEGMENT, SELLWITH8, SOLUTION, write

DEFINITIONS = Path(__file__).parents[2] / "programs" / "definitions"
TODAY = date(2024, 7, 15)


@pytest.fixture(scope="module")
def oracle(tmp_path_factory: pytest.TempPathFactory) -> Oracle:
    folder = tmp_path_factory.mktemp("portfolio")
    write(folder)
    return Oracle.load(folder, DEFINITIONS)


def ask(oracle: Oracle, kind: str, partner: str | None = None, on: date = TODAY, **reading: Any) -> dict[str, Any]:
    program = reading.pop("program", SEGMENT)
    reading |= {key: value for key, value in {"partner": partner, "program": program}.items() if value}
    return oracle.facts(kind, reading, on)


def missing(requirement: str, have: str, need: str, short: str) -> dict[str, str]:
    return {"requirement": requirement, "have": have, "need": need, "short": short}


def test_revenue_of_the_trailing_365_days(oracle: Oracle) -> None:
    # 100000 (last day) + 50000 (first day) + 10000.005 EUR * 1.10; not: a day before, added late, lost, no added_on
    assert ask(oracle, "revenue", "acme") == {
        "period": {"from": "2023-07-17", "to": "2024-07-15"},
        "amount_usd": "161000.01",
        "opportunities": ["O1", "O2", "O5", "O6"],
    }


def test_revenue_of_a_named_period(oracle: Oracle) -> None:
    facts = ask(oracle, "revenue", "acme", period={"from": "2023-01-01", "to": "2023-12-31"})
    assert (facts["amount_usd"], facts["opportunities"]) == ("120000.00", ["O2", "O3"])


def test_the_whole_amount_counts_for_each_partner(oracle: Oracle) -> None:
    assert (
        ask(oracle, "revenue", "globex")["amount_usd"] == ask(oracle, "revenue", "nearly")["amount_usd"] == "20000.00"
    )


def test_a_missing_rate_names_the_opportunity(oracle: Oracle) -> None:
    with pytest.raises(MissingRate, match="Y1"):
        ask(oracle, "revenue", "initech")


def test_people(oracle: Oracle) -> None:
    # t1..t7 (T1 is t1), x1 on its last valid day, x4 on its last day here
    assert ask(oracle, "people", "acme") == {"technical": 9, "sales": 5}
    assert ask(oracle, "people", "acme", on=date(2024, 7, 16)) == {"technical": 8, "sales": 5}  # -x1 -x4 +x6
    assert ask(oracle, "people", "acme", credential="segment_sales") == {"technical": 9, "sales": 5, "segment_sales": 1}


def test_tier(oracle: Oracle) -> None:
    assert ask(oracle, "tier", "acme") == {
        "recorded_tier": "bronze",
        "since": "2024-01-15",
        "met_tier": "bronze",
        "next_tier": "silver",
    }


def test_tier_below_the_recorded_one_and_exact_thresholds(oracle: Oracle) -> None:
    facts = ask(oracle, "tier", "globex")
    assert (facts["recorded_tier"], facts["met_tier"], facts["next_tier"]) == ("silver", "bronze", "gold")
    assert oracle.mid_year_tier("globex", SEGMENT, TODAY) == "silver"


def test_no_baseline_no_tier(oracle: Oracle) -> None:
    assert ask(oracle, "tier", "mono")["met_tier"] is None
    assert ask(oracle, "tier", "mono", on=date(2024, 7, 16))["met_tier"] == "registered"


def test_tier_in_a_program_without_tiers(oracle: Oracle) -> None:
    facts = ask(oracle, "tier", "launchco", program=SELLWITH8)
    assert set(facts.values()) == {None}


def test_several_enrollments_need_a_program(oracle: Oracle) -> None:
    assert oracle.programs_of("acme") == [SEGMENT, BUILD]
    with pytest.raises(Unanswerable):
        ask(oracle, "tier", "acme", program=None)


def test_gap(oracle: Oracle) -> None:
    assert ask(oracle, "gap", "acme") == {
        "recorded_tier": "bronze",
        "target_tier": "silver",
        "met": False,
        "missing": [
            missing("technical", "9", "10", "1"),
            missing("revenue", "161000.01", "200000.00", "38999.99"),
        ],
    }


def test_gap_of_a_named_tier(oracle: Oracle) -> None:
    assert ask(oracle, "gap", "acme", tier="bronze")["met"] is True
    assert ask(oracle, "gap", "mono", tier="registered")["missing"] == [missing("baseline", "0", "1", "1")]
    assert [row["requirement"] for row in ask(oracle, "gap", "nearly", tier="gold")["missing"]] == [
        "technical",
        "sales",
        "revenue",
    ]


def test_gap_to_and_at_the_top(oracle: Oracle) -> None:
    top = ask(oracle, "gap", "acme", tier="global_strategic")
    assert (top["met"], top["missing"]) == (False, [])


def test_annual(oracle: Oracle) -> None:
    # 2024: revenue of 2023 is 120000; 11 technical on January 1 (x2, x3 still there); 5 sales: bronze
    assert oracle.annual_tier("acme", SEGMENT, 2024) == "bronze"
    # 2024 for Globex: 20000 in 2023, 3 technical, 1 sales: down from silver
    assert oracle.annual_tier("globex", SEGMENT, 2024) == "bronze"
    assert oracle.annual_tier("umbra", SEGMENT, 2024) == "global_strategic"
    # 2025: revenue of 2024 is 100000 + 11000.0055 + 90000 = 201000.0055; technical t1..t7, x6 = 8: bronze
    assert oracle.annual_tier("acme", SEGMENT, 2025) == "bronze"


def test_whatif(oracle: Oracle) -> None:
    def changed(*changes: tuple[str, str]) -> dict[str, Any]:
        rows = [{"requirement": requirement, "by": by} for requirement, by in changes]
        return ask(oracle, "whatif", "acme", changes=rows)

    one_more = changed(("technical", "+1"))
    assert one_more["met_tier_then"] == "bronze"
    assert one_more["missing"] == [missing("revenue", "161000.01", "200000.00", "38999.99")]
    assert changed(("technical", "1"), ("revenue", "39000"))["met_tier_then"] == "silver"
    fewer = changed(("technical", "-20"))
    assert (fewer["met_tier_now"], fewer["met_tier_then"]) == ("bronze", "registered")
    assert fewer["missing"][0] == missing("technical", "0", "10", "10")
    assert changed(("baseline", "-1"))["met_tier_then"] is None


def test_requirements(oracle: Oracle) -> None:
    asked = {"technical": 10, "sales": 5, "revenue": "200000.00", "agreements": ["baseline"]}
    assert ask(oracle, "requirements", tier="silver") == {"tier": "silver", **asked}
    assert ask(oracle, "requirements", "acme") == {"tier": "silver", **asked}
    nothing = {"technical": 0, "sales": 0, "revenue": "0.00", "agreements": ["baseline"]}
    assert ask(oracle, "requirements", tier="registered") == {"tier": "registered", **nothing}


def test_benefits(oracle: Oracle) -> None:
    assert ask(oracle, "benefits", "acme") == {
        "tier": "bronze",
        "included": ["portal_access", "product_roadmap", "partner_badge", "partner_listing"],
        "by_invitation": [],
        "invited": ["demo_environment"],
    }
    silver = ask(oracle, "benefits", tier="silver")
    assert "mdf" in silver["by_invitation"]
    assert "co_sell" in silver["included"]
    assert ask(oracle, "benefits", "launchco", program=SOLUTION)["included"][0] == "showcase_placement"


def test_benefit(oracle: Oracle) -> None:
    assert ask(oracle, "benefit", "acme", benefit="mdf") == {"benefit": "mdf", "access": "no", "from_tier": "silver"}
    assert ask(oracle, "benefit", "acme", benefit="mdf", tier="silver")["access"] == "invited"
    assert ask(oracle, "benefit", "acme", benefit="advisory_board", tier="silver")["access"] == "by_invitation"
    assert ask(oracle, "benefit", "acme", benefit="demo_environment")["access"] == "invited"
    assert ask(oracle, "benefit", tier="gold", benefit="executive_sponsor", program=BUILD) == {
        "benefit": "executive_sponsor",
        "access": "no",
        "from_tier": "global_strategic",
    }
    facts = ask(oracle, "benefit", "launchco", benefit="sandbox", program=SELLWITH8)
    assert (facts["access"], facts["from_tier"]) == ("yes", None)


def test_agreements(oracle: Oracle) -> None:
    assert ask(oracle, "agreements", "acme") == {
        "in_force": ["baseline", "referral_addendum"],
        "missing": ["resale_addendum"],
        "expired": ["mdf_terms"],
    }
    assert ask(oracle, "agreements", "nearly")["in_force"] == ["baseline"]  # renewed: not expired as well
    assert ask(oracle, "agreements", "mono")["missing"][0] == "baseline"  # signed tomorrow


def test_registrations(oracle: Oracle) -> None:
    def ids(partner: str | None = None, **reading: Any) -> list[str]:
        found: list[str] = ask(oracle, "registrations", partner, **{"program": None, **reading})["registrations"]
        return found

    assert ids("acme") == ["R1", "R2", "R4"]
    assert ids("acme", program=SEGMENT) == ["R1", "R4"]
    assert ids(state="in_review") == ["R3"]
    assert ids(state="waiting") == ["R1", "R3"]
    assert ids(manager="sam@v.example") == ["R3"]
    assert ids(period={"from": "2024-03-01", "to": "2024-03-01"}) == ["R1"]
    assert ids(state="approved", period={"from": "2024-02-01", "to": "2024-02-29"}) == ["R2"]
    assert ask(oracle, "registration", registration="R2") == {
        "registration": "R2",
        "state": "approved",
        "submitted_on": "2024-01-05",
        "decided_on": "2024-02-05",
    }


def test_pipeline(oracle: Oracle) -> None:
    # 1000 EUR * 1.20 + 500.50
    assert ask(oracle, "pipeline", "acme") == {"opportunities": ["P1", "P2"], "total_usd": "1700.50"}


def test_meetings(oracle: Oracle) -> None:
    assert ask(oracle, "meetings", "launchco", program=SELLWITH8, meeting="pipeline_review") == {
        "meeting": "pipeline_review",
        "next_on": "2024-07-15",
        "last_held_on": "2024-05-12",
    }
    facts = ask(oracle, "meetings", "launchco", program=SELLWITH8, meeting="qbr")
    assert (facts["next_on"], facts["last_held_on"]) == ("2024-08-01", None)


def test_steps(oracle: Oracle) -> None:
    facts = ask(oracle, "steps", "launchco", program=SELLWITH8)
    assert facts == {"done": ["evaluation", "legal"], "current": "onboarding"}


@pytest.mark.parametrize(
    ("condition", "partners"),
    [
        ({}, ["acme", "globex", "launchco", "mono", "nearly", "umbra"]),
        ({"tier": "registered"}, ["acme", "mono", "nearly"]),
        ({"tier": "registered", "program": SEGMENT}, ["mono", "nearly"]),
        ({"manager": "pam@v.example"}, ["acme", "nearly"]),
        ({"ready": True}, ["acme"]),  # Build: bronze met, registered recorded
        ({"ready": True, "program": SEGMENT}, []),
        ({"at_risk": True}, ["globex", "mono"]),  # not umbra: a designation is kept
        ({"near": "bronze"}, ["nearly"]),
        ({"near": "silver"}, []),  # acme misses two
        ({"lacking": "sales"}, ["globex", "mono", "nearly"]),  # globex: for gold
        ({"lacking": "baseline"}, ["mono"]),
        ({"inactive": True}, ["mono"]),  # 91 days; globex has 90
        ({"overdue": "pipeline_review"}, ["launchco"]),
        ({"overdue": "qbr"}, []),
        ({"step": "onboarding"}, ["launchco"]),
        ({"tier": "registered", "status": "inactive"}, ["initech"]),
    ],
)
def test_portfolio(oracle: Oracle, condition: dict[str, Any], partners: list[str]) -> None:
    assert ask(oracle, "portfolio", program=None, filter=condition) == {"partners": partners, "count": len(partners)}


def test_mine(oracle: Oracle) -> None:
    facts = oracle.facts("portfolio", {"filter": {"manager": "me"}}, TODAY, user="PAM@v.example")
    assert facts["partners"] == ["acme", "nearly"]


def test_compare_manager_and_brief(oracle: Oracle) -> None:
    facts = oracle.facts("compare", {"partner": ["globex", "acme"], "program": SEGMENT}, TODAY)
    assert facts["partners"] == ["globex", "acme"]
    assert [(row["recorded_tier"], row["revenue"], row["technical"]) for row in facts["rows"]] == [
        ("silver", "20000.00", 3),
        ("bronze", "161000.01", 9),
    ]
    assert ask(oracle, "manager", "nearly") == {"manager": "Pam@V.example"}
    brief = ask(oracle, "brief", "acme")
    assert brief["gap"] == ask(oracle, "gap", "acme")
    assert brief["registrations"] == {"registrations": ["R1", "R4"]}
