"""Which tier a partner is in, and what is missing for another: the rules' decisions in words and figures."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from handlers.answer import Answer, Json, Status
from handlers.clocks import AnnualOutlook, annual_outlook
from handlers.documents import Button, Buttons, Fact, Facts, Note, Part, Progress, Reply, bold, text
from handlers.facts import partner_facts
from handlers.shortfall import missing_facts, missing_words
from handlers.wording import cited, day, listed, lowered, quantity
from programs.schema import Program
from programs.tiers import Gap, RequirementState, gap
from store.records import Enrollment, PartnerFile

EVIDENCE = "tiers.evidence"
OPEN_DEAL = "deals.open"


@dataclass(frozen=True, slots=True)
class Standing:
    """One partner in one program with tiers, on one day."""

    file: PartnerFile
    enrollment: Enrollment
    program: Program
    as_of: date

    @property
    def name(self) -> str:
        """The partner's name."""
        return self.file.partner.name

    @property
    def about(self) -> str:
        """The partner and the program, in words."""
        return f"{self.name} in {self.program.short_name}"

    def gap(self, target: str | None) -> Gap:
        """What is missing for `target`, or for the tier above the recorded one."""
        return gap(self.program, partner_facts(self.file, self.enrollment), self.as_of, target)

    def label(self, tier: str | None) -> str:
        """A tier's name; "no tier yet" for None."""
        return self.program.tier(tier).name if tier else "no tier yet"

    def key(self, kind: str, tier: str | None) -> str:
        """The value of the buttons under an answer: enough to work it out again for whoever presses."""
        return "|".join((kind, self.file.partner.id, self.program.id, tier or "", self.as_of.isoformat()))


def tier_answer(standing: Standing, reading: Mapping[str, Json], claimed: str | None = None) -> Answer:
    """Answers which tier a partner is in and which it meets on the day; a `claimed` tier is confirmed or denied."""
    ahead = standing.gap(None)
    enrollment, measured = standing.enrollment, ahead.measurement.met_tier
    facts: dict[str, Json] = {
        "recorded_tier": enrollment.tier,
        "since": enrollment.tier_since.isoformat() if enrollment.tier_since else None,
        "met_tier": measured,
        "next_tier": ahead.target_tier,
    }
    shown = [
        Fact("Recorded tier", text(bold(standing.label(enrollment.tier)))),
        Fact(f"Met on {day(standing.as_of)}", text(standing.label(measured))),
        Fact("Since", text(day(enrollment.tier_since))),
        Fact("Manager", text(enrollment.manager or "nobody yet")),
    ]
    outlook = annual_outlook(standing.program, partner_facts(standing.file, enrollment), standing.as_of)
    parts: tuple[Part, ...] = (Facts(tuple(shown)), *progress(ahead.requirements), rule_note(standing, ahead))
    if outlook is not None:
        parts = (*parts, outlook.note(standing.as_of))
    return Answer(
        Status.answered,
        "tier",
        Reply(
            f"{_verdict(standing, claimed)}{_tier_summary(standing, measured)}{_outlook(outlook)}",
            (*parts, _buttons(standing, "tier", ahead.target_tier)),
        ),
        reading,
        facts,
        standing.about,
    )


def gap_answer(
    standing: Standing, target: str | None, reading: Mapping[str, Json], requirement: str | None = None
) -> Answer:
    """Answers what is missing for a tier: the named one, or the next above the recorded one; `requirement` first."""
    found = standing.gap(target)
    facts: dict[str, Json] = {
        "recorded_tier": found.recorded_tier,
        "target_tier": found.target_tier,
        "met": found.met,
        "missing": [missing_facts(state) for state in found.missing],
    }
    parts: tuple[Part, ...] = (*progress(found.requirements), rule_note(standing, found))
    one = next((state for state in found.requirements if state.requirement == requirement), None)
    summary = _one_requirement(standing, found, one) if one is not None else _gap_summary(standing, found)
    if found.target_tier is not None and found.target_tier == standing.enrollment.tier:
        facts_now = partner_facts(standing.file, standing.enrollment)
        summary += _outlook(annual_outlook(standing.program, facts_now, standing.as_of))
    reply = Reply(summary, (*parts, _buttons(standing, "gap", found.target_tier)))
    return Answer(Status.answered, "gap", reply, reading, facts, standing.about)


def no_tiers_answer(standing: Standing, kind: str, reading: Mapping[str, Json]) -> Answer:
    """Answers that a program has no tiers, so that nothing is missing for one."""
    program = standing.program
    so = f"{standing.name} is in none" if kind == "tier" else f"nothing is missing for {standing.name} to reach one"
    summary = f"{program.name} has no tiers, so {so}."
    facts: dict[str, Json] = (
        {"recorded_tier": None, "since": None, "met_tier": None, "next_tier": None}
        if kind == "tier"
        else {"recorded_tier": None, "target_tier": None, "met": False, "missing": []}
    )
    parts = (Note(text(f"Source: {program.source.cite()}")),)
    return Answer(Status.answered, kind, Reply(summary, parts), reading, facts, standing.about)


def progress(states: tuple[RequirementState, ...]) -> tuple[Progress, ...]:
    """One line a requirement: how far it is, in figures."""
    return tuple(Progress(state.label, _share(state), state.met, figures(state)) for state in states)


def figures(state: RequirementState) -> str:
    """`7 of 10, 3 short`, `$164,500 of $200,000, $35,500 short`, `signed`."""
    if state.unit == "agreement":
        return "in force" if state.met else "not in force"
    of = f"{quantity(state.have, state.unit)} of {quantity(state.need, state.unit)}"
    return of if state.met else f"{of}, {quantity(state.short, state.unit)} short"


def rule_note(standing: Standing, found: Gap) -> Note:
    """The window, the day and the sources of every rule that was applied."""
    sources = [state.source for state in found.requirements] or [standing.program.source]
    window = f"Revenue counted {day(found.window.first)} to {day(found.window.last)}; people and agreements as of "
    return Note(text(f"{window}{day(found.day)}. {cited(sources)}"))


def _outlook(outlook: AnnualOutlook | None) -> str:
    return f" {outlook.sentence()}" if outlook is not None else ""


def _verdict(standing: Standing, claimed: str | None) -> str:
    if claimed is None:
        return ""
    return "Yes: " if claimed == standing.enrollment.tier else "No: "


def _tier_summary(standing: Standing, measured: str | None) -> str:
    program, recorded = standing.program, standing.enrollment.tier
    since = f" since {day(standing.enrollment.tier_since)}" if recorded and standing.enrollment.tier_since else ""
    has = "is" if recorded else "has"
    lead = f"{standing.name} {has} {standing.label(recorded)} in {program.short_name}{since}."
    if recorded and program.tier(recorded).designation_only:
        return f"{lead} It holds this tier by designation."
    if program.rank(measured) > program.rank(recorded):
        return f"{lead} Measured on {day(standing.as_of)} it meets {standing.label(measured)}: it can advance."
    if program.rank(measured) < program.rank(recorded):
        below = f"only {standing.label(measured)}" if measured else "no tier"
        return f"{lead} {_falling(standing, below)}"
    return lead


def _falling(standing: Standing, below: str) -> str:
    kept = standing.label(standing.enrollment.tier)
    return f"Measured on {day(standing.as_of)} it meets {below}; it keeps {kept} until the annual review."


def _gap_summary(standing: Standing, found: Gap) -> str:
    name, program = standing.name, standing.program.short_name
    if found.target_tier is None:
        return f"{name} is in the highest tier of {program}: nothing is above {standing.label(found.recorded_tier)}."
    target = standing.label(found.target_tier)
    if found.designation_only:
        return f"{target} in {program} is by designation only: no thresholds are published, so no gap can be counted."
    if found.met:
        return f"{name} meets everything for {target} in {program}."
    return f"For {target} in {program}, {name} is missing {listed([missing_words(state) for state in found.missing])}."


def _one_requirement(standing: Standing, found: Gap, state: RequirementState) -> str:
    """The figure that was asked for, before what else is missing."""
    target, program = standing.label(found.target_tier), standing.program.short_name
    others = [missing_words(each) for each in found.missing if each is not state]
    also = f" Also missing: {listed(others)}." if others else ""
    if state.unit == "agreement":
        stands = "in force" if state.met else "not in force"
        return f"The {lowered(state.label)} of {standing.name} is {stands}; {target} in {program} asks for it.{also}"
    met = "nothing is missing there" if state.met else f"{quantity(state.short, state.unit)} short"
    have, need = quantity(state.have, state.unit), quantity(state.need, state.unit)
    return f"For {target} in {program}, {standing.name} has {have} of {need} {lowered(state.label)}: {met}.{also}"


def _share(state: RequirementState) -> float:
    return float(min(state.have / state.need, Decimal(1)))


def _buttons(standing: Standing, kind: str, tier: str | None) -> Buttons:
    key, partner = standing.key(kind, tier), standing.file.partner.id
    steps = [Button("Evidence", EVIDENCE, key)]
    if kind == "tier" and tier is not None:
        steps.append(Button("What's missing?", "ask", f"what's missing for {partner} in {standing.program.short_name}"))
    above = standing.program.above(tier) if kind == "gap" else None
    if above is not None and not standing.program.tier(above).designation_only:
        words = f"what's missing for {partner} for {standing.label(above)} in {standing.program.short_name}"
        steps.append(Button(f"And for {standing.label(above)}?", "ask", words))
    return Buttons((*steps, Button("Register a deal", OPEN_DEAL, partner)))
