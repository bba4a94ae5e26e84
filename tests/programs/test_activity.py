from datetime import date, timedelta

import pytest

from programs.activity import at_risk, last_activity
from programs.catalog import Catalog
from programs.schema import Program
from tests.programs.builders import DAY


@pytest.mark.parametrize(("days_ago", "risk"), [(0, False), (90, False), (91, True)])
def test_a_registered_partner_is_at_risk_after_90_quiet_days(segment: Program, days_ago: int, risk: bool) -> None:
    assert at_risk(segment, "registered", DAY - timedelta(days=days_ago), DAY) is risk


def test_a_registered_partner_that_never_did_anything_is_at_risk(segment: Program) -> None:
    assert at_risk(segment, "registered", None, DAY)


def test_higher_tiers_and_other_programs_are_not_checked(segment: Program, catalog: Catalog) -> None:
    assert not at_risk(segment, "bronze", None, DAY)
    assert not at_risk(segment, None, None, DAY)
    assert not at_risk(catalog.get("twilio-build-2022"), "registered", None, DAY)
    assert not at_risk(catalog.get("8x8-sellwith8-2023"), None, None, DAY)


def test_the_last_activity_is_the_latest_day_that_is_known_and_not_yet_to_come() -> None:
    tomorrow = DAY + timedelta(days=1)
    assert last_activity([None, date(2024, 1, 1), tomorrow, date(2024, 5, 1)], DAY) == date(2024, 5, 1)
    assert last_activity([DAY], DAY) == DAY
    assert last_activity([None, tomorrow], DAY) is None
