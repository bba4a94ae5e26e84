"""Two days before a meeting its figures are kept, and stay; what changed since is said beside them."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from sqlalchemy import delete, update

from handlers.documents import Reply
from handlers.packs.answers import talking_points
from handlers.packs.freezing import freeze, opened, prepared
from handlers.packs.sheet import dump, load
from store.engine import Store
from store.models import CommitmentRow, EnrollmentRow, FrozenPackRow, OpportunityRow, PartnerRow, RegistrationRow
from store.records import Meeting
from tests.packs.telling import REVIEW, register, staff, task
from tests.support.desk import Desk

TWO_BEFORE, NIGHT = date(2024, 7, 16), datetime(2024, 7, 16, 16, tzinfo=UTC)
MEETING = Meeting("acme", REVIEW.program, "pipeline_review", date(2024, 7, 18), None, None)


def frozen(desk: Desk, meeting: Meeting = MEETING) -> bool:
    with desk.store.write() as work:
        return freeze(task(work, TWO_BEFORE, NIGHT), meeting)


def seen(desk: Desk, day: date = TWO_BEFORE) -> str:
    with desk.store.read() as work:
        return repr(opened(task(work, day), REVIEW))


def test_figures_are_kept_once_and_say_since_when(desk: Desk) -> None:
    version = desk.store.portfolio_version()
    before = staff(desk, day=TWO_BEFORE)
    assert frozen(desk)
    assert not frozen(desk)
    assert desk.store.portfolio_version() == version  # nothing that others count has changed
    with desk.store.write() as work:
        work.session.execute(update(OpportunityRow).values(earr=Decimal(1)))
        assert not freeze(task(work, TWO_BEFORE, NIGHT), MEETING)
    with desk.store.read() as work:
        found = opened(task(work, date(2024, 7, 17)), REVIEW)
    assert found.figures == before.figures
    assert found.sections == before.sections
    assert found.frozen == "Figures as of Tue Jul 16, frozen two days before the meeting."
    assert load(dump(found)) == found


def test_what_changed_since_is_counted(desk: Desk) -> None:
    frozen(desk)
    with desk.store.read() as work:
        assert opened(task(work, TWO_BEFORE), REVIEW).changed == ()
    with desk.store.write() as work:
        work.opportunities.close("OPP-10", "closed_won", date(2024, 7, 17), NIGHT)
        work.opportunities.close("OPP-15", "closed_lost", date(2024, 7, 17), NIGHT)
        work.session.execute(
            update(OpportunityRow).where(OpportunityRow.opportunity == "OPP-12").values(close_on=date(2025, 1, 1))
        )
        decided = update(RegistrationRow).where(RegistrationRow.registration.in_(["DR-101", "DR-102"]))
        work.session.execute(decided.values(state="approved"))
        register(work, 120, "submitted")
        done = update(CommitmentRow).where(CommitmentRow.what == "Name a sponsor")
        work.session.execute(done.values(state="done", closed_on=date(2024, 7, 17)))
    with desk.store.read() as work:
        found = opened(task(work, date(2024, 7, 17)), REVIEW).changed
    assert found == (
        *("won 1", "lost 1", "1 close date moved", "1 registration filed", "2 registrations decided"),
        "1 commitment done",
    )
    shown = desk.press("packs.open", REVIEW.value)
    assert isinstance(shown, Reply)
    words = repr(shown.parts)
    assert "frozen two days before the meeting" in words
    assert "Since then: won 1, lost 1, 1 close date moved, 1 registration filed, 2 registrations" in words


def test_another_meeting_and_a_moved_one_have_live_figures(desk: Desk) -> None:
    frozen(desk)
    assert "frozen=''" not in seen(desk)
    with desk.store.read() as work:
        assert opened(task(work), replace(REVIEW, kind="qbr")).frozen == ""
        assert opened(task(work), replace(REVIEW, scheduled_on=date(2024, 7, 25))).frozen == ""
        assert opened(task(work), replace(REVIEW, scheduled_on=None)).frozen == ""
    with desk.store.write() as work:
        work.session.execute(delete(FrozenPackRow))
    assert "frozen=''" in seen(desk)


def test_the_partners_view_is_never_the_frozen_one(desk: Desk) -> None:
    frozen(desk)
    shown = desk.press("packs.partner", REVIEW.value)
    assert "frozen" not in repr(shown)


def test_a_pack_of_an_older_version_gives_way_to_live_figures(desk: Desk) -> None:
    frozen(desk)
    with desk.store.write() as work:
        work.session.execute(update(FrozenPackRow).values(content='{"kind": "pipeline_review"}'))
    assert "frozen=''" in seen(desk)


def test_one_in_the_way_stops_no_other(desk: Desk) -> None:
    gone = replace(MEETING, partner="nobody")
    strange = replace(MEETING, partner="globex")
    with desk.store.write() as work:
        work.session.execute(update(EnrollmentRow).where(EnrollmentRow.partner == "globex").values(tier="platinum"))
        told = [freeze(task(work, TWO_BEFORE, NIGHT), each) for each in (gone, strange, MEETING)]
    assert told == [False, False, True]


def test_it_is_worked_out_while_reading_and_kept_while_writing(store: Store) -> None:
    with store.write() as work:
        work.session.add(PartnerRow(partner="acme", name="Acme"))
        work.session.flush()
        work.session.add(EnrollmentRow(partner="acme", program=REVIEW.program, tier="bronze"))
    with store.read() as work:
        pack = prepared(task(work, TWO_BEFORE, NIGHT), MEETING)
    assert pack is not None
    with store.write() as work:
        assert work.frozen_packs.keep(pack)
        assert not work.frozen_packs.keep(replace(pack, content="{}"))
    with store.read() as work:
        assert work.frozen_packs.get("acme", REVIEW.program, "pipeline_review", MEETING.scheduled_on) == pack
        assert work.frozen_packs.get("acme", REVIEW.program, "qbr", MEETING.scheduled_on) is None
        assert opened(task(work, TWO_BEFORE + timedelta(days=1)), REVIEW).frozen


def test_talking_points_are_those_of_the_moment(desk: Desk) -> None:
    frozen(desk)
    with desk.store.write() as work:
        work.session.execute(update(RegistrationRow).values(state="approved"))
    with desk.store.read() as work:
        points = talking_points(task(work), REVIEW)
    assert len(points) == 3
    assert points[0] == "We have not done 1 thing that we promised: Name a sponsor."
