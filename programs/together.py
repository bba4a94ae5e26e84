"""How vendor and partner work together: funds, referrals, deal registration, lifecycle, duties, reviews, contacts."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, field_validator

from programs.base import Called, Id, Rule, Words
from programs.cadence import Every, read_day_rule


class Fund(Rule):
    """Money the vendor puts in. `benefit` carries who may have it, `request` how it is asked for."""

    id: Id
    name: Words
    description: Words
    request: Words
    benefit: Id | None = None
    agreement: Id | None = None


class Side(StrEnum):
    """The two sides of a partnership."""

    vendor = "vendor"
    partner = "partner"


class Referral(Rule):
    """Who refers prospects to whom, who pays for it, and which business qualifies."""

    referrer: Side
    fee_payer: Side
    qualifies: Annotated[tuple[Words, ...], Field(min_length=1)]
    agreement: Id
    description: Words
    duties: tuple[Words, ...] = ()


class DealRegistration(Rule):
    """How a partner comes to be joined to an opportunity."""

    description: Words
    ways_to_join: Annotated[tuple[Words, ...], Field(min_length=1)]


class Phase(StrEnum):
    """Whether a step comes once before the launch or goes on after it."""

    pre_launch = "pre_launch"
    ongoing = "ongoing"


class Step(Rule, Called):
    """A step of the lifecycle. Steps before launch are taken in order; ongoing ones run side by side."""

    id: Id
    name: Words
    phase: Phase
    description: Words
    checklist: tuple[Words, ...] = ()
    agreement: Id | None = None


class GettingStarted(Rule):
    """How to join, and what a new partner may use at once."""

    how: Annotated[tuple[Words, ...], Field(min_length=1)]
    gives: tuple[Words, ...] = ()


class Responsibilities(Rule):
    """What each side has undertaken, a sentence each."""

    vendor: Annotated[tuple[Words, ...], Field(min_length=1)]
    partner: Annotated[tuple[Words, ...], Field(min_length=1)]


class ReviewKind(StrEnum):
    """The meetings that the portfolio keeps, by the words of its `kind` column."""

    pipeline_review = "pipeline_review"
    qbr = "qbr"
    executive = "executive"


class Review(Rule):
    """A regular meeting. `every` is None where the document does not say how often.

    `by_tier` is how often partners of a tier have it, where that is not the same for all of them; `day` is the day
    within the period (`programs.cadence.read_day_rule`), where the program names one.
    """

    kind: ReviewKind
    name: Words
    every: Literal["month", "quarter", "year"] | None = None
    by_tier: dict[Id, Every] = Field(default_factory=dict)
    day: Words | None = None
    who: Annotated[tuple[Words, ...], Field(min_length=1)]

    @field_validator("day")
    @classmethod
    def _readable(cls, day: str | None) -> str | None:
        if day is not None:
            read_day_rule(day)
        return day


class Contact(Rule):
    """Somebody at the vendor to turn to; with whatever ways to reach them the program names."""

    name: Words
    email: Annotated[str, StringConstraints(pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$")] | None = None
    phone: Words | None = None
    site: Words | None = None
