"""What a manager reads in `/partner report`: each figure by a story, and totals that add up."""

import csv
import io
import json
from datetime import date

import pytest

from handlers.documents import FieldErrors
from handlers.errors import NotAllowed, NotFound, UserError
from handlers.reports.figures import DEFINITIONS
from handlers.request import Actor, Place
from tests.handlers.test_deals import DEAL
from tests.reports.telling import at, file_of, lines, report, small_print, tell
from tests.support.desk import DANA, EVE, NOA, PAM, SAM, Desk


def test_a_quarter_in_figures(desk: Desk) -> None:
    tell(
        desk,
        {"when": "2024-04-02 10:00", "state": "approved", "decided": "2024-04-02 12:00"},
        {"when": "2024-04-05 16:00", "state": "declined", "decided": "2024-04-08 10:00"},
        {"when": "2024-05-06 09:00", "state": "won", "decided": "2024-05-07 17:00"},
        {"when": "2024-05-06 09:00", "state": "in_review", "held_at": at("2024-05-06 09:00")},
        {"when": "2024-07-02 09:00", "state": "in_review"},
        {"when": "2024-06-03 09:00", "partner": "globex", "state": "approved", "decided": "2024-06-03 13:00"},
    )
    shown = report(desk, "deals last quarter")
    assert shown.summary == (
        "5 deal registrations were filed from Apr 1, 2024 to Jun 30, 2024, 4 were decided, in 3.0 business hours "
        "at the median; 75% approved. 1 first answer was late."
    )
    acme = {"Filed": "4", "Decided": "3", "Median hours": "2.0", "Approved": "67%", "Expired": "0"}
    assert lines(shown)["Acme Communications"] == acme | {"Conflicts": "25%", "Late": "1"}
    assert lines(shown)["All"]["Filed"] == "5"
    assert lines(shown, "By manager")["sam@vendor.example"]["Median hours"] == "4.0"
    assert "The slowest took 16.0 business hours." in small_print(shown)


def test_every_figure_is_defined_in_small_print(desk: Desk) -> None:
    tell(desk, {"when": "2024-07-02 09:00"})
    told = small_print(report(desk))
    assert all(f"{name}: {meant}" in told for name, meant in DEFINITIONS.items())


def test_without_a_period_the_last_ninety_days_count(desk: Desk) -> None:
    tell(desk, {"when": "2024-04-16 10:00"}, {"when": "2024-04-17 10:00"})
    assert report(desk).summary.startswith("1 deal registration was filed from Apr 17, 2024 to Jul 15, 2024")


def test_nothing_happened_is_said_in_words(desk: Desk) -> None:
    shown = report(desk, "last month for Globex")
    assert shown.summary == (
        "No deal registration of Globex GmbH was filed, decided or expired from Jun 1, 2024 to Jun 30, 2024."
    )
    assert "Ask for another period" in str(shown.parts)


def test_a_decision_of_an_earlier_filing_counts_in_its_own_period(desk: Desk) -> None:
    tell(desk, {"when": "2024-06-28 16:00", "state": "approved", "decided": "2024-07-01 10:00"})
    assert report(desk, "June").summary.startswith(
        "1 deal registration was filed from Jun 1, 2024 to Jun 30, 2024, none"
    )
    july = lines(report(desk, "this month"))["Acme Communications"]
    assert (july["Filed"], july["Decided"], july["Median hours"]) == ("0", "1", "2.0")
    assert (july["Conflicts"], july["Approved"]) == ("–", "100%")


def test_drafts_were_never_filed_and_withdrawn_ones_are_not_decided(desk: Desk) -> None:
    tell(
        desk,
        {"when": "2024-07-01 10:00", "state": "draft"},
        {"when": "2024-07-01 10:00", "state": "withdrawn"},
        {"when": "2024-07-01 10:00", "state": "withdrawn", "decided": "2024-07-02 10:00"},
    )
    figures = lines(report(desk))["Acme Communications"]
    assert (figures["Filed"], figures["Decided"], figures["Late"]) == ("2", "0", "0")


def test_protection_that_ran_out_in_the_period_is_expired(desk: Desk) -> None:
    tell(
        desk,
        {"when": "2024-03-01 10:00", "state": "expired", "protected_until": date(2024, 6, 30)},
        {"when": "2024-03-01 10:00", "state": "expired", "decided": "2024-04-02 10:00"},  # 90 days: July 1
        {
            "when": "2024-03-01 10:00",
            "state": "appealed",
            "appealed_from": "expired",
            "protected_until": date(2024, 7, 4),
        },
        {"when": "2024-03-01 10:00", "state": "approved", "protected_until": date(2024, 7, 5)},
    )
    assert lines(report(desk, "this month"))["Acme Communications"]["Expired"] == "2"
    assert lines(report(desk, "June"))["Acme Communications"]["Expired"] == "1"


@pytest.mark.parametrize(
    ("state", "came_from", "approved"),
    [
        ("won", None, "100%"),
        ("lost", None, "100%"),
        ("revoked", None, "100%"),
        ("appealed", "revoked", "100%"),
        ("appeal_rejected", "expired", "100%"),
        ("appealed", "declined", "0%"),
        ("appeal_rejected", "declined", "0%"),
        ("in_review", "declined", "–"),  # decided anew after an appeal
    ],
)
def test_what_became_of_a_decision_does_not_change_what_was_decided(
    desk: Desk, state: str, came_from: str | None, approved: str
) -> None:
    appealed = at("2024-07-05 10:00") if came_from else None
    story = {"when": "2024-07-01 10:00", "decided": "2024-07-02 10:00", "appealed_at": appealed}
    tell(desk, story | {"state": state, "appealed_from": came_from})
    assert lines(report(desk))["Acme Communications"]["Approved"] == approved


@pytest.mark.parametrize(
    ("story", "late"),
    [
        ({"when": "2024-07-03 10:00", "state": "approved", "decided": "2024-07-08 16:59"}, "0"),  # over July 4
        ({"when": "2024-07-03 10:00", "state": "approved", "decided": "2024-07-09 09:00"}, "1"),
        ({"when": "2024-07-10 10:00", "state": "submitted"}, "1"),
        ({"when": "2024-07-11 10:00", "state": "conflict_hold"}, "0"),  # due today
        ({"when": "2024-07-01 10:00", "state": "info_requested", "asked_at": at("2024-07-03 20:00")}, "0"),
        ({"when": "2024-07-01 10:00", "state": "info_requested", "asked_at": at("2024-07-05 08:00")}, "1"),
        ({"when": "2024-07-01 10:00", "state": "won"}, "0"),  # imported: when it was decided nobody wrote down
        ({"when": "2024-07-01 10:00", "state": "appealed", "appealed_at": at("2024-07-12 09:00")}, "0"),
    ],
)
def test_a_first_answer_is_late_after_two_working_days(desk: Desk, story: dict[str, object], late: str) -> None:
    tell(desk, story)
    assert lines(report(desk))["Acme Communications"]["Late"] == late


def test_imported_days_without_a_time_count_but_are_not_timed(desk: Desk) -> None:
    untimed = {"submitted_at": None, "decided_at": None}
    tell(desk, {"when": "2024-07-01 10:00", "state": "approved", "decided": "2024-07-02 10:00"} | untimed)
    shown = report(desk)
    assert lines(shown)["Acme Communications"]["Median hours"] == "–"
    assert "1 decision has no time of day." in small_print(shown)


def test_the_wait_for_an_answer_is_no_time_of_the_desk(desk: Desk) -> None:
    """Filed Monday 9:00, asked at 11:00, answered Wednesday 16:00, approved at 17:00: three hours."""

    def does(route: str, actor: Actor, when: str, value: str = "", **values: object) -> None:
        now = at(when)
        asked = {"route": route, "value": value, "values": values, "now": now, "as_of": now.date()}
        outcome = desk.assistant.handle(desk.request(actor, Place.direct, **asked))
        assert not isinstance(outcome, FieldErrors), outcome

    does("deals.submit", PAM, "2024-07-08 09:00", **DEAL)
    question = {"registration": "DR-1001|1", "question": "With whom was the workshop?", "fields": ("evidence",)}
    does("deals.ask_submit", DANA, "2024-07-08 11:00", **question)
    answered = {"registration": "DR-1001|2", "evidence": "Workshop with Ms. Ito, the CTO"}
    does("deals.answer_submit", PAM, "2024-07-10 16:00", **answered)
    does("deals.approve", DANA, "2024-07-10 17:00", "DR-1001|3")
    figures = lines(report(desk))["Acme Communications"]
    assert (figures["Filed"], figures["Approved"], figures["Median hours"], figures["Late"]) == (
        "1",
        "100%",
        "3.0",
        "0",
    )


def test_both_splits_add_up_to_the_whole(desk: Desk) -> None:
    decided = {"when": "2024-07-01 10:00", "state": "declined", "decided": "2024-07-05 10:00"}
    tell(
        desk,
        decided,
        decided | {"partner": "globex"},
        decided | {"partner": "globex", "program": "twilio-build-2022"},
        decided | {"partner": "globex", "program": None},  # one manager in all: it is his
        decided | {"partner": "lone", "program": None},  # nobody manages it
        decided | {"partner": "nova-1", "state": "approved"},
    )
    shown = report(desk)
    for caption in ("By partner", "By manager"):
        rows = lines(shown, caption)
        whole = rows.pop("All")
        for column in ("Filed", "Decided", "Expired", "Late"):
            assert sum(int(row[column]) for row in rows.values()) == int(whole[column])
    managers = lines(shown, "By manager")
    assert {name: row["Filed"] for name, row in managers.items()} == {
        "sam@vendor.example": "3",
        "pam@vendor.example": "2",
        "no manager": "1",
        "All": "6",
    }


@pytest.mark.parametrize(
    ("words", "summary"),
    [
        ("for Acme", "2 deal registrations of Acme Communications were filed from Apr 17, 2024 to Jul 15, 2024"),
        ("deals for acme communications", "2 deal registrations of Acme Communications were"),
        (
            "last month for Acme",
            "1 deal registration of Acme Communications was filed from Jun 1, 2024 to Jun 30, 2024",
        ),
        (
            "for Acme last month",
            "1 deal registration of Acme Communications was filed from Jun 1, 2024 to Jun 30, 2024",
        ),
        ("Acme June", "1 deal registration of Acme Communications was filed from Jun 1, 2024 to Jun 30, 2024"),
        ("for sam@vendor.example", "1 deal registration managed by sam@vendor.example was filed"),
        ("for me", "2 deal registrations managed by pam@vendor.example were filed"),
        ("my partners in June", "1 deal registration managed by pam@vendor.example was filed from Jun 1"),
        ("by manager", "3 deal registrations were filed from Apr 17"),
        ("registrations from Jul 1 to Jul 10", "2 deal registrations were filed from Jul 1, 2024 to Jul 10, 2024"),
        ("since June", "3 deal registrations were filed from Jun 1, 2024 to Jul 15, 2024"),
    ],
)
def test_the_words_say_when_and_whose(desk: Desk, words: str, summary: str) -> None:
    tell(
        desk,
        {"when": "2024-07-01 10:00"},
        {"when": "2024-06-03 10:00"},
        {"when": "2024-07-02 10:00", "partner": "globex"},
    )
    assert report(desk, words).summary.startswith(summary)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("for Zork", "I know no partner or manager “Zork”. Write a partner's name"),
        ("for Nova", "Several partners fit “Nova”: Nova Partners, Nova Systems. Write the whole name."),
        ("for zoe@vendor.example", "No partner is managed by zoe@vendor.example."),
        ("June and May 2023", "Name one period"),
    ],
)
def test_what_does_not_fit_is_said_and_not_guessed(desk: Desk, words: str, sentence: str) -> None:
    with pytest.raises(UserError) as told:
        report(desk, words)
    assert told.value.sentence.startswith(sentence)


def test_a_partner_that_is_called_like_a_month_is_a_partner(desk: Desk) -> None:
    tell(desk, {"when": "2024-07-01 10:00"})
    with desk.store.write() as work:
        from store.models import PartnerRow

        work.session.add(PartnerRow(partner="may", name="May Partners", search="\nmay\nmay partners"))
    assert report(desk, "for May Partners").summary.startswith("No deal registration of May Partners was")


def test_the_picture_and_the_file_tell_the_same_figures(desk: Desk) -> None:
    tell(
        desk,
        {"when": "2024-07-01 10:00", "state": "approved", "decided": "2024-07-01 12:30"},
        {"when": "2024-07-02 10:00", "state": "declined", "decided": "2024-07-09 10:00", "partner": "globex"},
    )
    shown = report(desk, "this month")
    picture, sheet = file_of(desk, shown, "Chart"), file_of(desk, shown, "CSV")
    assert (picture.name, picture.media_type) == ("deal-registrations-2024-07-01-to-2024-07-31.png", "image/png")
    assert isinstance(picture.content, bytes)
    assert picture.content.startswith(b"\x89PNG\r\n")
    assert picture.words.splitlines()[1:] == [
        "Acme Communications: 1 filed, 1 approved, 0 declined; median 2.5 business hours",
        "Globex GmbH: 1 filed, 0 approved, 1 declined, 1 late; median 32.0 business hours",
    ]
    assert isinstance(sheet.content, str)
    rows = list(csv.DictReader(io.StringIO(sheet.content.removeprefix("\ufeff"), newline="")))
    assert [(row["by"], row["id"], row["filed"], row["median_hours"]) for row in rows] == [
        ("partner", "acme", "1", "2.5"),
        ("partner", "globex", "1", "32.0"),
        ("manager", "pam@vendor.example", "1", "2.5"),
        ("manager", "sam@vendor.example", "1", "32.0"),
        ("all", "", "2", "17.25"),
    ]
    assert sheet.words == shown.summary


def test_a_partner_whose_name_is_a_formula_is_harmless_in_the_file(desk: Desk) -> None:
    from sqlalchemy import update

    from store.models import PartnerRow

    tell(desk, {"when": "2024-07-01 10:00"})
    with desk.store.write() as work:
        work.session.execute(update(PartnerRow).where(PartnerRow.partner == "acme").values(name="=1+1"))
    assert ",acme,'=1+1," in str(file_of(desk, report(desk), "CSV").content)


@pytest.mark.parametrize(
    "value",
    [
        *("", "acme", "[]", "{}", '{"from":"2024-07-01"}', '{"from":"2024-07-01","to":"1024-07-01"}', "[" * 1990),
        *('{"from":"2024-07-01","to":"2024-07-31","partner":7}', '{"from":"2024-07-01","to":"2024-07-31","x":"y"}'),
    ],
)
def test_a_button_that_is_not_ours_is_refused_in_words(desk: Desk, value: str) -> None:
    for route in ("reports.deals_chart", "reports.deals_csv"):
        with pytest.raises(NotFound, match="older report"):
            desk.press(route, value)


def test_a_report_of_a_partner_that_is_gone_says_so(desk: Desk) -> None:
    with pytest.raises(NotFound, match="no longer in the portfolio"):
        desk.press("reports.deals_csv", json.dumps({"from": "2024-07-01", "to": "2024-07-31", "partner": "gone"}))


def test_no_file_leaves_where_others_read_along_and_outsiders_get_nothing(desk: Desk) -> None:
    tell(desk, {"when": "2024-07-01 10:00"})
    shown = report(desk)
    with pytest.raises(NotAllowed, match="another company"):
        file_of(desk, shown, "Chart", Place.shared)
    with pytest.raises(NotAllowed):
        report(desk, "", EVE)


def test_everybody_on_the_staff_may_read_it(desk: Desk) -> None:
    tell(desk, {"when": "2024-07-01 10:00"})
    assert len({report(desk, "", actor).summary for actor in (PAM, DANA, SAM, NOA)}) == 1


def test_a_long_list_is_cut_with_a_line_for_the_others(desk: Desk) -> None:
    from store.models import PartnerRow

    with desk.store.write() as work:
        work.session.add_all(PartnerRow(partner=f"p{n:02}", name=f"Zebra {n:02}") for n in range(30))
    tell(desk, *({"when": "2024-07-01 10:00", "partner": f"p{n:02}", "program": None} for n in range(30)))
    rows = lines(report(desk))
    assert len(rows) == 22
    assert rows["10 others"]["Filed"] == "10"
    assert rows["All"]["Filed"] == "30"
