"""Which clauses of a message belong together: lists, conditions and what follows, and what only completes the rest."""

from collections.abc import Callable
from dataclasses import replace

from handlers.question import Kind
from handlers.understanding.clauses import Run
from handlers.understanding.draft import NEEDS_PARTNER, Draft
from handlers.understanding.filters import REFINING

ABOUT_TIERS = frozenset({Kind.requirements, Kind.benefits, Kind.benefit})
"""Kinds that can be about a tier and no partner; "…, headcount and revenue" then only says more of it."""
IF = frozenset("if suppose supposing assuming assume imagine say whatif with once when after".split())
GOING_ON = frozenset("have has are is were can could would lack lacks need needs".split())
"""A list goes on with these: "… are ready and have an overdue QBR"."""
PRONOUNS = frozenset("they it them that this he she".split())


def joined(before: Draft, draft: Draft, weigh: Callable[[Run], Draft]) -> Draft | None:
    """Both clauses as one where the second belongs to the first; None where each stands on its own."""
    if not _belongs(before, draft):
        return None
    both = weigh(Run(before.items + draft.items, before.run.joint))
    if before.kind is Kind.register:
        return replace(both, kind=Kind.register, scored=before.scored)
    if before.kind is not None and draft.run.joint == "," and _elaborates(draft) and both.kind is not before.kind:
        return None
    if before.kind is None and not before.blank and both.kind not in (draft.kind, Kind.whatif):
        return None
    return both


def _belongs(before: Draft, draft: Draft) -> bool:
    """The first rule that has an opinion decides; without one, clauses stand on their own."""
    follows = before.kind is Kind.whatif and draft.kind in (Kind.tier, Kind.gap) and not draft.about_somebody
    if draft.run.joint == "." and not draft.blank:
        return follows
    if before.blank or draft.blank:
        return draft.blank or draft.kind is not None
    rules = (_condition, _comparison, _form, _narrowed_list, _about_tiers, _after_a_name)
    opinions = (rule(before, draft) for rule in rules)
    return next((opinion for opinion in opinions if opinion is not None), _completion(before, draft))


def _condition(before: Draft, draft: Draft) -> bool | None:
    """Whether one of two clauses is a condition and the other what follows from it, or more of it."""
    if before.kind is Kind.whatif:
        both = before.about_somebody and draft.about_somebody
        return True if not both or not draft.run.opens else None
    if draft.kind is Kind.whatif:
        return True if before.kind in (None, Kind.tier, Kind.gap) else None
    follows = before.items[0].word in IF and draft.kind in (Kind.tier, Kind.gap)
    return True if follows else None


def _comparison(before: Draft, draft: Draft) -> bool | None:
    """The partners of a comparison may stand before or behind the words that ask for it."""
    if before.kind is Kind.compare and not draft.run.opens:
        return True
    return True if draft.kind is Kind.compare and before.kind is None and before.about_somebody else None


def _form(before: Draft, draft: Draft) -> bool | None:
    """A customer's name may have commas and "and" in it."""
    return not draft.run.opens if before.kind is Kind.register else None


def _narrowed_list(before: Draft, draft: Draft) -> bool | None:
    """A list goes on: "silver partners, lacking revenue", "overdue reviews - which partners?"."""
    if draft.about_somebody:
        return None
    if before.kind in (Kind.portfolio, Kind.registrations):
        more = any(item.word in REFINING for item in draft.items) or draft.items[0].word == "any"
        goes_on = draft.run.joint == "and" and draft.items[0].word in GOING_ON
        more = more or (goes_on and not any(item.word in PRONOUNS for item in draft.items))
        same = draft.kind in (None, before.kind, Kind.portfolio) or before.kind is Kind.portfolio
        return same and (more or not draft.run.opens)
    if draft.kind is Kind.portfolio and before.kind is None and not before.about_somebody and not before.unexplained:
        return True
    if draft.kind is Kind.portfolio and draft.filtering.empty and not before.about_somebody:
        return not before.filtering.empty
    return None


def _about_tiers(before: Draft, draft: Draft) -> bool | None:
    if before.kind not in ABOUT_TIERS or before.about_somebody or draft.about_somebody:
        return None
    return not draft.run.opens if draft.kind in NEEDS_PARTNER else None


def _after_a_name(before: Draft, draft: Draft) -> bool | None:
    """A clause that only names something is what the next one asks about."""
    if before.kind is not None:
        return None
    if draft.kind in NEEDS_PARTNER and not draft.about_somebody and _only_strange(before):
        return True
    if not before.unexplained and draft.kind is None:
        return True
    return draft.kind is not None and _completes(draft, before)


def _completion(before: Draft, draft: Draft) -> bool:
    if draft.run.joint == "," and _elaborates(draft):
        return True
    return draft.kind is None and _completes(before, draft)


def _only_strange(draft: Draft) -> bool:
    """Whether a clause is nothing but words that nobody knows: an unknown name that the next clause asks about."""
    strange = [item for item in draft.items if item.strange]
    return bool(strange) and not any(item.link for item in draft.items) and len(draft.unexplained) == len(strange)


def _elaborates(draft: Draft) -> bool:
    """Whether a clause only says more of what is asked already ("…, are they eligible?")."""
    pronoun = any(item.word in PRONOUNS for item in draft.items)
    return pronoun and not any(item.link for item in draft.items)


def _completes(before: Draft, draft: Draft) -> bool:
    """Whether a clause that only names things gives another what it lacks ("briefing: Acme")."""
    if draft.unexplained or "and" in (draft.run.joint, before.run.joint):
        return False
    slots = [slot for item in draft.items for slot in item.slots]
    return bool(slots) and not any(before.run.names(slot) for slot in slots)
