"""Which benefits a tier has, and which of them a partner may use on a day: invitations and agreements considered."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from handlers.papers import Paper, paper
from handlers.wording import day as day_words
from programs.schema import Access, Benefit, Program
from store.records import Invitation, SignedAgreement

INVITED = "invited"


@dataclass(frozen=True, slots=True)
class Perk:
    """One benefit at a tier. `invitation` is in force on the day; `paper` is the agreement that the benefit needs.

    Both are None where the question is about no partner; `lapsed` is an invitation that is not in force (any more).
    """

    benefit: Benefit
    access: Access
    invitation: Invitation | None = None
    lapsed: Invitation | None = None
    paper: Paper | None = None

    @property
    def invited(self) -> bool:
        """By invitation, and the partner is invited."""
        return self.access is Access.by_invitation and self.invitation is not None

    @property
    def may(self) -> bool:
        """Whether the partner has it: by its tier, or by an invitation in force."""
        return self.access is Access.yes or self.invited

    @property
    def word(self) -> str:
        """`yes`, `no`, `by_invitation` or `invited`."""
        return INVITED if self.invited else self.access.value

    @property
    def unsigned(self) -> Paper | None:
        """The agreement that the benefit needs and that is not in force."""
        return self.paper if self.paper is not None and not self.paper.in_force else None


@dataclass(frozen=True, slots=True)
class Holder:
    """The partner whose invitations and signatures count; `invitations` are those to benefits of the program."""

    invitations: tuple[Invitation, ...]
    signatures: tuple[SignedAgreement, ...]
    day: date

    def perk(self, benefit: Benefit, access: Access) -> Perk:
        """The benefit as this partner may use it on the day."""
        found = [each for each in self.invitations if each.benefit == benefit.id]
        valid = next((each for each in found if is_valid(each, self.day)), None)
        signed = paper(self.signatures, benefit.agreement, self.day) if benefit.agreement else None
        return Perk(benefit, access, valid, None if valid else next(iter(found), None), signed)


def perks(program: Program, tier: str | None, holder: Holder | None = None) -> tuple[Perk, ...]:
    """Every benefit of a program as `tier` has it, in the order of the program."""
    return tuple(
        holder.perk(benefit, benefit.at(tier)) if holder else Perk(benefit, benefit.at(tier))
        for benefit in program.benefits
    )


def is_valid(invitation: Invitation, day: date) -> bool:
    """Whether an invitation holds on `day`: invited on or before it and not expired (the last day is valid)."""
    begun = invitation.invited_on is not None and invitation.invited_on <= day
    return begun and (invitation.expires_on is None or invitation.expires_on >= day)


def invitation_words(perk: Perk, day: date) -> str:
    """`invited on Mar 1, 2024, until Dec 31, 2024`, `invitation expired on …`, `not invited`."""
    if perk.invitation is not None:
        expires = perk.invitation.expires_on
        until = f", until {day_words(expires)}" if expires else ""
        return f"invited on {day_words(perk.invitation.invited_on)}{until}"
    if perk.lapsed is None or perk.lapsed.invited_on is None:
        return "not invited"
    if perk.lapsed.invited_on > day:
        return f"invited only from {day_words(perk.lapsed.invited_on)} on"
    return f"invitation expired on {day_words(perk.lapsed.expires_on)}"


def first_tier(program: Program, benefit: Benefit) -> str | None:
    """The lowest tier with any access to a benefit; None in a program without tiers, or where no tier has it."""
    return next((tier.id for tier in program.tiers if benefit.at(tier.id) is not Access.no), None)


def named(found: Iterable[Perk]) -> list[str]:
    """The names of benefits."""
    return [perk.benefit.name for perk in found]
