"""What a requirement can measure. A program combines these in YAML; the rules know no other kinds."""

from typing import Annotated, Literal

from pydantic import Field

from programs.base import Id, Model

Stage = Literal["prospecting", "qualified", "proposal", "negotiation", "closed_won", "closed_lost"]
Part = Literal["influenced", "resold"]
Amount = Literal["earr", "professional_services"]


class Deals(Model):
    """Which opportunities count.

    The stage is one of `stages`, the close day lies in the window, the partner's role is one of `roles` (None: any
    role), and the partner was added on or before the close day unless `added_by_close` is false.
    """

    stages: Annotated[tuple[Stage, ...], Field(min_length=1)]
    roles: Annotated[tuple[Part, ...], Field(min_length=1)] | None = None
    added_by_close: bool = True


class RevenueMetric(Deals):
    """US dollars: the sum of the named amounts of the counted opportunities."""

    kind: Literal["revenue"]
    amounts: Annotated[tuple[Amount, ...], Field(min_length=1)]


class OpportunitiesMetric(Deals):
    """The number of counted opportunities, whatever their amounts."""

    kind: Literal["opportunities"]


class PeopleMetric(Model):
    """The number of distinct people who hold any one of the credentials on the day."""

    kind: Literal["people"]
    credentials: Annotated[tuple[Id, ...], Field(min_length=1)]


class AgreementMetric(Model):
    """1 when the agreement is in force on the day, otherwise 0."""

    kind: Literal["agreement"]
    agreement: Id


Metric = RevenueMetric | OpportunitiesMetric | PeopleMetric | AgreementMetric
