"""What a program definition may say: frozen models, one per kind of rule, each naming the document it comes from.

References between the parts (tiers, agreements, credentials) are checked by `programs.checks` over the same data, so
that a broken file is reported with all of its problems at once.
"""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field

from programs.base import Called, Id, Model, Rule, Source, Words
from programs.errors import UnknownName, UnknownTier
from programs.metrics import Metric
from programs.together import (
    Contact,
    DealRegistration,
    Fund,
    GettingStarted,
    Phase,
    Referral,
    Responsibilities,
    Review,
    ReviewKind,
    Side,
    Step,
)

__all__ = [
    "Access",
    "ActivityCheck",
    "Agreement",
    "Annual",
    "Benefit",
    "Contact",
    "Credential",
    "DealRegistration",
    "Evaluation",
    "Fund",
    "GettingStarted",
    "MidYear",
    "PartnerType",
    "Phase",
    "Product",
    "Program",
    "ProvisionalCertification",
    "Referral",
    "Requirement",
    "Responsibilities",
    "Review",
    "ReviewKind",
    "Rule",
    "Side",
    "Source",
    "Step",
    "Tier",
]

Threshold = Annotated[Decimal, Field(gt=0, max_digits=20, allow_inf_nan=False)]


class PartnerType(Rule):
    """A kind of partner that the program names, such as a systems integrator."""

    id: Id
    name: Words
    description: Words


class Product(Rule):
    """A product whose revenue the program may count."""

    id: Id
    name: Words


class Tier(Rule, Called):
    """`designation_only`: the vendor names its members; no threshold leads there, and the annual review keeps it."""

    id: Id
    name: Words
    designation_only: bool = False


class Requirement(Rule, Called):
    """What the tiers ask of one metric. `thresholds` is the least value, in `unit`, by tier id.

    `gained_by` are verbs that say a partner gets more of it ("certify"), for what-if questions.
    """

    id: Id
    label: Words
    gained_by: tuple[Words, ...] = ()
    unit: Words
    metric: Annotated[Metric, Field(discriminator="kind")]
    thresholds: Annotated[dict[Id, Threshold], Field(min_length=1)]


class Annual(Rule):
    """The review at the start of a program year.

    Revenue is taken from the calendar year before, people and agreements as of January 1; tiers go up or down.
    """

    window: Literal["prior_calendar_year"]
    people_and_agreements_on: Literal["january_1"]
    direction: Literal["up_or_down"]


class MidYear(Rule):
    """The review on any day, over the `trailing_days` calendar days that end on it, both ends included.

    A partner can only advance.
    """

    trailing_days: Annotated[int, Field(ge=1, le=3660)]
    direction: Literal["advance_only"]


class ProvisionalCertification(Rule):
    """An advance on a provisional certification that falls back when the certification period lapses."""

    description: Words


class ActivityCheck(Rule):
    """Partners of these tiers are looked at every so often; `quiet_days` without activity puts them at risk."""

    tiers: Annotated[tuple[Id, ...], Field(min_length=1)]
    every: Literal["month", "quarter", "year"]
    quiet_days: Annotated[int, Field(ge=1)]
    consequence: Words


class Evaluation(Model):
    """When and over which windows a tier is measured. A rule that a program does not have is left out."""

    annual: Annual
    mid_year: MidYear
    provisional_certification: ProvisionalCertification | None = None
    activity_check: ActivityCheck | None = None


class Agreement(Rule, Called):
    """A contract with the vendor. `unlocks` says in words what it opens; benefits name the agreement they need."""

    id: Id
    name: Words
    description: Words
    unlocks: Annotated[tuple[Words, ...], Field(min_length=1)]
    affiliates_sign_separately: bool = False


class Access(StrEnum):
    """Whether a tier has a benefit."""

    yes = "yes"
    by_invitation = "by_invitation"
    no = "no"


class Benefit(Rule, Called):
    """What a partner gets. `access` has every tier of the program; it is empty in a program without tiers."""

    id: Id
    name: Words
    group: Words | None = None
    description: Words
    access: dict[Id, Access] = Field(default_factory=dict)
    agreement: Id | None = None
    condition: Words | None = None

    def at(self, tier: str | None) -> Access:
        """The access a tier has; a program without tiers gives every benefit to every partner.

        A partner without a tier (None, in a program that has tiers) has nothing yet.
        """
        return self.access.get(tier or "", Access.no) if self.access else Access.yes


class Credential(Rule, Called):
    """What a person can earn. `course` is the training that leads there."""

    id: Id
    name: Words
    course: Words
    audience: Words


class Program(Called):
    """One program in one program year, as its publisher describes it. Tiers stand in order, lowest first.

    `year` and the period are None where the document names none.
    """

    id: Id
    name: Words
    short_name: Words
    publisher: Words
    year: Annotated[int, Field(ge=1990, le=2200)] | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    edition: Words
    source: Source
    note: Words | None = None
    partner_types: Annotated[tuple[PartnerType, ...], Field(min_length=1)]
    products: tuple[Product, ...] = ()
    tiers: tuple[Tier, ...] = ()
    requirements: tuple[Requirement, ...] = ()
    evaluation: Evaluation | None = None
    agreements: tuple[Agreement, ...] = ()
    benefits: tuple[Benefit, ...] = ()
    credentials: tuple[Credential, ...] = ()
    funds: tuple[Fund, ...] = ()
    referral: Referral | None = None
    deal_registration: DealRegistration | None = None
    steps: tuple[Step, ...] = ()
    getting_started: GettingStarted | None = None
    responsibilities: Responsibilities | None = None
    reviews: tuple[Review, ...] = ()
    contacts: tuple[Contact, ...] = ()

    @cached_property
    def ranks(self) -> dict[str, int]:
        """The place of each tier id in the order of the tiers, the lowest being 0."""
        return {tier.id: place for place, tier in enumerate(self.tiers)}

    @cached_property
    def rungs(self) -> tuple[tuple[str, tuple[tuple[int, Decimal], ...]], ...]:
        """The tiers that figures lead to, lowest first; each asks for at least so much, by place of the requirement."""
        return tuple(
            (
                tier.id,
                tuple(
                    (place, requirement.thresholds[tier.id])
                    for place, requirement in enumerate(self.requirements)
                    if tier.id in requirement.thresholds
                ),
            )
            for tier in self.tiers
            if not tier.designation_only
        )

    def rank(self, tier: str | None) -> int:
        """A tier's place in the order, -1 for no tier.

        Raises:
            UnknownTier: the program has no such tier.
        """
        if tier is None:
            return -1
        if tier not in self.ranks:
            raise UnknownTier(tier, self.id, tuple(self.ranks))
        return self.ranks[tier]

    def tier(self, tier: str) -> Tier:
        """The tier of this id.

        Raises:
            UnknownTier: the program has no such tier.
        """
        return self.tiers[self.rank(tier)]

    def above(self, tier: str | None) -> str | None:
        """The id of the next tier above; the lowest for None, None above the highest."""
        place = self.rank(tier) + 1
        return self.tiers[place].id if place < len(self.tiers) else None

    def benefit(self, benefit: str) -> Benefit:
        """The benefit of this id.

        Raises:
            UnknownName: the program has no such benefit.
        """
        for candidate in self.benefits:
            if candidate.id == benefit:
                return candidate
        raise UnknownName("benefit", benefit, self.id, tuple(each.id for each in self.benefits))
