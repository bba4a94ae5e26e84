"""What a pack is worked out from, read from the store once; the rest is arithmetic and words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal, localcontext
from typing import Final
from zoneinfo import ZoneInfo

from handlers.deals.deadlines import Deadlines
from handlers.deals.sweep import missing
from handlers.errors import NotFound
from handlers.facts import partner_facts
from handlers.packs.asked import STALE, PackAsked
from handlers.packs.periods import Period, period_of
from handlers.packs.stages import medians
from handlers.reports.deals import DealsAsked, deal_figures
from handlers.reports.figures import Figures as DealFigures
from handlers.tiers import Standing
from handlers.work import Task
from programs.counting import DIGITS, DOLLAR, Rates
from programs.facts import PartnerFacts, Rate
from programs.schema import Program
from store.records import Enrollment, Invitation, JoinedOpportunity, Meeting, PartnerFile, Registration
from store.registration_states import WAITING, RegistrationState
from store.repositories.opportunities import OpportunityRecord
from store.repositories.opportunity_changes import OpportunityChange
from store.repositories.pipeline import CLOSED
from store.review_records import Commitment, MeetingOutcome

USUAL_DAYS: Final = {"pipeline_review": 31, "qbr": 92, "executive": 366}
"""How far a pack looks back where no meeting of its kind was held before."""


@dataclass(frozen=True, slots=True)
class Internal:
    """What the vendor keeps to itself, and a partner's pack is made without.

    `changes` are the log of its opportunities, `medians` how long they usually stay in a stage, `missing` the
    opportunities that look like the partner's and lack it, `deals` what happened to its registrations in the period.
    """

    changes: Mapping[str, tuple[OpportunityChange, ...]] = field(default_factory=dict)
    medians: Mapping[str, timedelta] = field(default_factory=dict)
    missing: tuple[OpportunityRecord, ...] = ()
    deals: DealFigures = field(default_factory=DealFigures)
    outcomes: tuple[MeetingOutcome, ...] = ()
    steps_done: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class PackFacts:
    """One partner in one program on `day`. `since` is the day of the last such meeting, or as far as one looks back.

    `zone` is the desk's. `registrations` are those in the program, and those in none; `due` has the day on which each
    that waits was to be answered. `held_before` says whether `since` is the day of a meeting.
    """

    asked: PackAsked
    zone: str
    day: date
    since: date
    held_before: bool
    period: Period
    file: PartnerFile
    enrollment: Enrollment
    program: Program
    facts: PartnerFacts
    rates: Rates
    registrations: tuple[Registration, ...]
    due: Mapping[str, date | None]
    meetings: tuple[Meeting, ...]
    commitments: tuple[Commitment, ...]
    invitations: tuple[Invitation, ...]
    internal: Internal = field(default_factory=Internal)

    @property
    def standing(self) -> Standing:
        """The partner in the program."""
        return Standing(self.file, self.enrollment, self.program, self.day)

    @property
    def open(self) -> tuple[JoinedOpportunity, ...]:
        """Opportunities that can still be won."""
        return tuple(each for each in self.file.opportunities if each.stage not in CLOSED)

    def usd(self, amount: Decimal | None, currency: str | None, on: date | None) -> Decimal | None:
        """An amount in US dollars at the latest rate on or before a day; None where any of that is not known."""
        if amount is None or currency == DOLLAR:
            return amount
        rate = self.rates.on(currency, on) if currency and on else None
        if rate is None:
            return None
        with localcontext(prec=DIGITS):
            return amount * rate.usd

    def worth(self, deal: JoinedOpportunity) -> Decimal | None:
        """The recurring annual value of an opportunity in US dollars: a closed one at the rate of its day."""
        return self.usd(deal.earr, deal.currency, deal.close_on if deal.stage in CLOSED else self.day)

    def day_of(self, at: datetime) -> date:
        """The desk's day at an instant."""
        return at.astimezone(ZoneInfo(self.zone)).date()

    def late(self, registration: Registration) -> bool:
        """Whether it waits although its answer was due before the day."""
        due = self.due.get(registration.id)
        return registration.state in WAITING and due is not None and due < self.day


def gather(task: Task, asked: PackAsked, *, own: bool = False) -> PackFacts:
    """Read everything that the pack needs as of the request's day.

    With `own`, `task.work` is the store as a partner's people may look at it.

    Raises:
        NotFound: the partner, or its place in the program, is not there (any more).
    """
    work, day = task.work, task.request.as_of
    file = work.partners.file(asked.partner)
    enrollment = next((each for each in file.enrollments if each.program == asked.program), None) if file else None
    program = task.catalog.find(asked.program)
    if file is None or enrollment is None or program is None:
        raise NotFound(STALE)
    every = work.registrations.of_partner(asked.partner)
    registrations = tuple(
        each for each in every if each.program in (None, asked.program) and each.state != RegistrationState.draft
    )
    abroad = any(each.currency not in (None, DOLLAR) for each in registrations)
    rates = file.rates or (work.partners.rates() if abroad else ())
    meetings = tuple(each for each in work.meetings.of_partner(asked.partner) if each.program == asked.program)
    held = _last_held(meetings, asked, day)
    deadlines = Deadlines(task.desk.country)
    period = period_of(asked.kind, day)
    return PackFacts(
        asked=asked,
        zone=task.desk.zone,
        day=day,
        since=held or day - timedelta(days=USUAL_DAYS[asked.kind]),
        held_before=held is not None,
        period=period,
        file=file,
        enrollment=enrollment,
        program=program,
        facts=partner_facts(file, enrollment),
        rates=Rates(tuple(Rate(each.currency, each.effective_on, each.usd) for each in rates)),
        registrations=registrations,
        due={each.id: deadlines.due(each) for each in registrations if each.state in WAITING},
        meetings=meetings,
        commitments=work.commitments.of_partner(asked.partner, asked.program),
        invitations=tuple(each for each in work.invitations.of_partner(asked.partner) if each.program == asked.program),
        internal=Internal() if own else _internal(task, asked, file, period),
    )


def _internal(task: Task, asked: PackAsked, file: PartnerFile, period: Period) -> Internal:
    work, day = task.work, task.request.as_of
    review = asked.kind == "pipeline_review"
    opened = [each for each in file.opportunities if each.stage not in CLOSED]
    lacking = [each.other.id for each in missing(task, file.partner)] if review else []
    taken = work.steps.of_partner(asked.partner)
    wanted = DealsAsked(period.window.first, period.window.last, asked.partner, program=asked.program)
    return Internal(
        changes=work.opportunity_changes.of([each.id for each in opened]),
        medians=medians(work.opportunity_changes.stays()) if review else {},
        missing=tuple(found for id in lacking if (found := work.opportunities.get(id))),
        deals=DealFigures() if review else deal_figures(work, task.desk, wanted, day),
        outcomes=work.meetings.outcomes_of(asked.partner, asked.program),
        steps_done=frozenset(
            each.step for each in taken if each.program == asked.program and each.done_on and each.done_on <= day
        ),
    )


def _last_held(meetings: tuple[Meeting, ...], asked: PackAsked, day: date) -> date | None:
    """The day on which the meeting before this one was held."""
    held = (
        each.held_on
        for each in meetings
        if each.kind == asked.kind
        and each.held_on is not None
        and each.held_on <= day
        and (asked.scheduled_on is None or each.scheduled_on < asked.scheduled_on)
    )
    return max(held, default=None)
