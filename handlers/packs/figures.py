"""The numbers behind the words of a pack, and the ids by what happened to them. Pure."""

from typing import Final

from handlers.packs.ahead import forecast, gap_of, lapses, leaving, total
from handlers.packs.claims import claims, yielded
from handlers.packs.deals import (
    ahead,
    by_role,
    closing_in,
    closings,
    counted,
    moved,
    revenue_by_role,
    summed,
    top,
    win_rate,
    year_to,
)
from handlers.packs.facts import PackFacts
from handlers.packs.flags import flags
from handlers.packs.promises import SIDES, reliability, to_look_at
from handlers.packs.review_sections import LOOK_AHEAD, NEXT_REVIEW
from handlers.packs.sheet import Figure
from handlers.packs.words import text_of
from handlers.reports.figures import hours, percent
from store.registration_states import UNDECIDED, RegistrationState
from store.repositories.pipeline import CLOSED

MOVES: Final = ("new", "won", "lost", "slipped", "pulled_in")


def figures_of(facts: PackFacts) -> dict[str, Figure]:
    """Every number that a staff pack of any kind shows; amounts in US dollars."""
    return {**_moved(facts), **_pipeline(facts), **_claims(facts), **_tier(facts), **_promises(facts), **_money(facts)}


def marks_of(facts: PackFacts) -> dict[str, tuple[str, ...]]:
    """The ids of everything that a later look is compared with."""
    deals, registrations = facts.file.opportunities, facts.registrations
    return {
        "won": tuple(each.id for each in deals if each.stage == CLOSED[0]),
        "lost": tuple(each.id for each in deals if each.stage == CLOSED[1]),
        "open": tuple(each.id for each in deals if each.stage not in CLOSED),
        "dates": tuple(f"{each.id}|{each.close_on}" for each in deals if each.stage not in CLOSED),
        "filed": tuple(each.id for each in registrations),
        "undecided": tuple(each.id for each in registrations if each.state in UNDECIDED),
        "kept": tuple(str(each.id) for each in facts.commitments if each.state == "done"),
    }


def _moved(facts: PackFacts) -> dict[str, Figure]:
    found, figures = moved(facts), dict[str, Figure]()
    for name in MOVES:
        each = summed(facts, getattr(found, name))
        figures |= {name: each.count, f"{name}_usd": text_of(each.usd)}
    return figures


def _pipeline(facts: PackFacts) -> dict[str, Figure]:
    closing, rate = closing_in(facts, ahead(facts)), win_rate(facts)
    won, lost = closings(facts, year_to(facts))
    roles = {f"open_{role}_usd": text_of(found.usd) for role, found in by_role(facts, facts.open).items()}
    return {
        "open": len(facts.open),
        "open_usd": text_of(summed(facts, facts.open).usd),
        "weighted_usd": text_of(summed(facts, facts.open, weighted=True).usd),
        "closing_usd": text_of(summed(facts, closing).usd),
        "top": len(top(facts)),
        "flags": sum(len(flags(facts, each)) for each in top(facts)),
        "closings_won": won,
        "closings_lost": lost,
        "win_rate": None if rate is None else percent(rate),
        "missing_credit": len(facts.internal.missing),
        **roles,
    }


def _claims(facts: PackFacts) -> dict[str, Figure]:
    found, result, decided = claims(facts), yielded(facts), facts.internal.deals
    return {
        "waiting": len(found.waiting),
        "late": len(found.late),
        "in_conflict": len(found.in_conflict),
        "expiring": len(found.expiring),
        "appealed": sum(each.state == RegistrationState.appealed for each in facts.registrations),
        "approved_year": result.approved,
        "won_of_approved": result.won,
        "expired_of_approved": result.expired,
        "approved_usd": text_of(result.approved_usd),
        "won_of_approved_usd": text_of(result.won_usd),
        "filed_period": decided.filed,
        "decided_period": decided.decided,
        "median_hours": hours(decided.median_hours) if decided.spent else None,
    }


def _tier(facts: PackFacts) -> dict[str, Figure]:
    found, outlook = gap_of(facts), forecast(facts)
    figures: dict[str, Figure] = {}
    for name, span in (("month", NEXT_REVIEW), ("quarter", LOOK_AHEAD)):
        figures[f"leaving_{name}_usd"] = text_of(total(leaving(facts, facts.day + span)))
        figures[f"lapsing_{name}"] = len({each.name for each in lapses(facts, facts.day + span)})
    if found is not None:
        figures |= {"recorded": found.recorded_tier, "met": found.measurement.met_tier, "next": found.target_tier}
        figures |= {f"short_{state.requirement}": text_of(state.short) for state in found.missing}
    if outlook is not None:
        figures |= {"forecast_low": outlook.low, "forecast_mid": outlook.mid, "forecast_high": outlook.high}
        figures |= {
            "forecast_weighted_usd": text_of(outlook.weighted_usd),
            "forecast_all_usd": text_of(outlook.all_usd),
        }
    return figures


def _promises(facts: PackFacts) -> dict[str, Figure]:
    found: dict[str, Figure] = {"promises": len(to_look_at(facts))}
    for side in SIDES:
        kept, due = reliability(facts, side)
        found |= {f"{side}_kept": kept, f"{side}_due": due}
    return found


def _money(facts: PackFacts) -> dict[str, Figure]:
    roles = {f"year_{role}_usd": text_of(amount) for role, amount in revenue_by_role(facts, year_to(facts)).items()}
    return {
        "period_usd": text_of(counted(facts, facts.period.window).have),
        "before_usd": text_of(counted(facts, facts.period.before).have),
        "year_usd": text_of(counted(facts, year_to(facts)).have),
        **roles,
    }
