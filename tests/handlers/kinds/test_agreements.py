"""What has a partner signed, what is missing, what has expired, and what ends soon?"""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.kinds.agreements import SKILL
from handlers.papers import PaperState, paper
from programs.counting import count_agreement
from programs.facts import Signature
from programs.metrics import AgreementMetric
from store.records import SignedAgreement
from tests.support.asking import Asking, buttons, rows, told

SEGMENT, BUILD, EIGHT = "twilio-segment-2024", "twilio-build-2022", "8x8-sellwith8-2023"
FILES = {
    "partners.csv": (
        "partner,name,parent\nacme,Acme,\nglobex,Globex,\nkyoto,Kyoto Voice,\nsub,Acme UK,acme\nlone,Lone Star,\n"
        "sol,Solo,\nwhole,Whole,\n"
    ),
    "enrollments.csv": f"""partner,program
acme,{SEGMENT}
globex,{SEGMENT}
globex,{BUILD}
kyoto,{EIGHT}
sub,{SEGMENT}
sol,twilio-solution-partners
whole,{EIGHT}
""",
    "agreements.csv": """partner,agreement,signed_on,expires_on
acme,baseline,2022-01-01,2023-12-31
acme,baseline,2024-01-01,2024-08-01
acme,mdf_terms,2023-01-01,2024-07-14
acme,mdf_terms,2024-09-01,
acme,referral_addendum,2024-07-16,
acme,resale_addendum,,
globex,baseline,2022-01-01,
globex,partnership,,
globex,support_addendum,2022-01-01,2024-07-15
lone,baseline,2024-01-01,
whole,partnership,2024-07-15,
""",
}


@pytest.fixture(scope="module")
def asking(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asking]:
    desk = told(tmp_path_factory.mktemp("agreements"), FILES)
    yield Asking(desk, SKILL)
    desk.store.close()


def test_in_force_missing_and_expired(asking: Asking) -> None:
    answer = asking.one("acme")
    assert answer.facts == {
        "in_force": ["baseline"],
        "missing": ["referral_addendum", "resale_addendum"],
        "expired": ["mdf_terms"],
    }
    assert answer.about == "Acme in Segment 2024"
    assert answer.reply.summary == (
        "On Jul 15, 2024, Acme has Baseline partner agreement in force; expired: MDF program terms; "
        "missing for Segment 2024: Resale Partner Addendum and Partner Referral Addendum."
    )
    assert rows(answer)[0][:4] == ("Baseline partner agreement", "in force", "Jan 1, 2024", "Aug 1, 2024")


def test_the_last_day_is_valid_and_signing_begins_on_its_day(asking: Asking) -> None:
    before = asking.on(date(2024, 7, 14)).one("acme").facts
    assert (before["in_force"], before["expired"]) == (["baseline", "mdf_terms"], [])
    after = asking.on(date(2024, 7, 16)).one("acme").facts
    assert after["in_force"] == ["baseline", "referral_addendum"]
    assert asking.on(date(2024, 9, 1)).one("acme").facts["in_force"] == ["mdf_terms", "referral_addendum"]


def test_what_ends_soon_is_said(asking: Asking) -> None:
    assert "Expiring soon: Baseline partner agreement in 17 days (Aug 1, 2024)." in asking.words("acme")
    assert "Baseline partner agreement in " not in asking.on(date(2024, 6, 1)).words("acme")
    assert "Baseline partner agreement in 60 days" in asking.on(date(2024, 6, 2)).words("acme")
    assert "Expiring soon: Baseline partner agreement today" in asking.on(date(2024, 8, 1)).words("acme")
    assert "Partner Support Addendum today (Jul 15, 2024)" in asking.words("globex", program=BUILD)
    assert "Expiring soon" not in asking.words("whole")


def test_each_program_asks_for_its_own(asking: Asking) -> None:
    segment, build = asking.answers("globex")
    assert segment.facts == {
        "in_force": ["baseline", "support_addendum"],
        "missing": ["mdf_terms", "referral_addendum", "resale_addendum"],
        "expired": [],
    }
    assert build.facts["missing"] == ["resale_addendum", "segment_program_agreement"]
    assert asking.line("whole") == (
        "On Jul 15, 2024, Whole has Partnership agreement in force; nothing is missing for SellWith8 2023."
    )


@pytest.mark.parametrize(
    ("partner", "agreement", "line"),
    [
        (
            "acme",
            "baseline",
            "Yes: Acme signed the Baseline partner agreement on Jan 1, 2024; in force until Aug 1, 2024.",
        ),
        ("acme", "mdf_terms", "No: Acme signed the MDF program terms on Jan 1, 2023; expired on Jul 14, 2024."),
        (
            "acme",
            "referral_addendum",
            "No: Acme has not signed the Partner Referral Addendum yet; the recorded day is Jul 16, 2024.",
        ),
        ("acme", "resale_addendum", "No: Acme has not signed the Resale Partner Addendum."),
        ("kyoto", "partnership", "No: Kyoto Voice has not signed the Partnership agreement."),
        (
            "kyoto",
            "mdf_terms",
            "No: Kyoto Voice has not signed the MDF program terms. SellWith8 2023 does not ask for it.",
        ),
        ("globex", "segment_program_agreement", "No: Globex has not signed the Segment Partner Program Agreement."),
    ],
)
def test_one_agreement_is_answered_first(asking: Asking, partner: str, agreement: str, line: str) -> None:
    assert asking.line(partner, agreement=agreement) == line


def test_an_agreement_of_two_programs_is_answered_for_both_by_their_names(asking: Asking) -> None:
    lines = [answer.reply.summary for answer in asking.answers("globex", agreement="baseline")]
    assert lines == [
        "Yes: Globex signed the Baseline partner agreement on Jan 1, 2022; in force.",
        "Yes: Globex signed the Partner baseline agreement on Jan 1, 2022; in force.",
    ]


def test_an_affiliate_signs_for_itself(asking: Asking) -> None:
    note = "Acme UK belongs to another partner; each affiliate signs for itself: Resale Partner Addendum."
    assert note in asking.words("sub")
    assert "affiliate" not in asking.words("acme")


def test_without_a_program_or_agreements(asking: Asking) -> None:
    assert asking.one("lone").facts == {"in_force": ["baseline"], "missing": [], "expired": []}
    assert asking.line("sol") == "Solo has signed no agreements; Solution Partners asks for none."
    assert asking.line("kyoto") == (
        "On Jul 15, 2024, Kyoto Voice has no agreement in force; missing for SellWith8 2023: Partnership agreement."
    )
    assert asking.one("acme", program=BUILD).status == "not_found"


def test_the_source_and_the_next_step(asking: Asking) -> None:
    assert "Rule: Twilio Segment Partner Program Guide 2024, p. 9, Baseline partner agreements." in asking.words("acme")
    assert buttons(asking.one("acme")) == {"What they open": "benefits of acme in Segment 2024"}
    assert buttons(asking.one("whole")) == {}


DAY = date(2024, 7, 15)
DAYS = st.one_of(st.none(), st.integers(-3, 3).map(lambda days: DAY + timedelta(days)))


@given(st.lists(st.tuples(DAYS, DAYS), max_size=4))
def test_in_force_is_what_the_tier_rules_count(signed: list[tuple[date | None, date | None]]) -> None:
    found = paper([SignedAgreement("baseline", *each) for each in signed], "baseline", DAY)
    metric = AgreementMetric(kind="agreement", agreement="baseline")
    counted = count_agreement(metric, [Signature("baseline", *each) for each in signed], DAY)
    assert (found.state is PaperState.in_force) == (counted.have == 1)
    begun = any(on is not None and on <= DAY for on, _ in signed)
    assert (found.state is PaperState.missing) == (not begun)
