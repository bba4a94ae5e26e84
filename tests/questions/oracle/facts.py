"""An independent oracle for Tierline's answers: contracts/answers.md, the table of kinds, for one program at a time.

    oracle = Oracle.load(portfolio_folder, definitions_folder)
    oracle.facts("gap", {"partner": "acme", "program": "twilio-segment-2024", "tier": "silver"}, date(2024, 7, 15))

`reading` has the contract's keys. Put the program into the reading where the partner is in several. What the contract
leaves open is listed in NOTES.md.
"""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from tests.questions.oracle.folder import Enrollment, Registration
from tests.questions.oracle.portfolio import Filter, current_step, done_steps, not_held
from tests.questions.oracle.reading import Pointing, Reading, iso, one
from tests.questions.oracle.rules import (
    Measured,
    Program,
    Rules,
    Unanswerable,
    Window,
    agreement_in_force,
    counted_people,
    invitation_in_force,
    money,
    trailing,
)

Facts = dict[str, Any]

OPEN_STAGES = {"prospecting", "qualified", "proposal", "negotiation"}
DECIDED = {"approved", "declined"}
WAITING = {"submitted", "in_review"}
STATE_GROUPS = {
    "waiting": WAITING,
    "pending": WAITING,
    "open": WAITING | {"info_requested", "conflict_hold", "approved"},
    "decided": DECIDED,
}
"""store/registration_states.py, its sets; every other word is a state itself."""
BRIEF_PARTS = "tier gap benefits revenue people registrations pipeline agreements meetings steps manager".split()


class Oracle(Pointing):
    """Facts by kind."""

    @classmethod
    def load(cls, portfolio_folder: str | Path, definitions_folder: str | Path) -> "Oracle":
        """From the two folders."""
        return cls(Rules.load(Path(portfolio_folder), Path(definitions_folder)))

    def programs_of(self, partner: str) -> list[str]:
        """The programs that the partner is enrolled in, in the order of the file."""
        return [row.program for row in self.folder.enrollments_of[partner]]

    def facts(self, kind: str, reading: Reading, as_of: date, user: str | None = None) -> Facts:
        """The `facts` of answers.md for a kind and one program."""
        ask: Callable[[Reading, date], Facts] = getattr(self, f"_{kind}")
        if user is not None:
            reading = self._resolve_mine(reading, user)
        return ask(reading, as_of)

    def annual_tier(self, partner: str, program: str, year: int) -> str | None:
        """portfolio.md rule 6; no kind of answers.md carries it."""
        return self.rules.annual_result(self._enrollment({"partner": partner, "program": program}), year)

    def mid_year_tier(self, partner: str, program: str, as_of: date) -> str | None:
        """portfolio.md rule 5, advance only; no kind of answers.md carries it."""
        return self.rules.mid_year_result(self._enrollment({"partner": partner, "program": program}), as_of)

    # -- tiers

    def _tier(self, reading: Reading, as_of: date) -> Facts:
        enrollment, program = self._enrollment(reading), self._program(reading)
        return {
            "recorded_tier": enrollment.tier,
            "since": iso(enrollment.tier_since),
            "met_tier": program.met_tier(self.rules.mid_year(enrollment.partner, program, as_of)),
            "next_tier": program.next_tier(enrollment.tier),
        }

    def _gap(self, reading: Reading, as_of: date) -> Facts:
        enrollment, program = self._enrollment(reading), self._program(reading)
        target = one(reading, "tier") or program.next_tier(enrollment.tier)
        measured = self.rules.mid_year(enrollment.partner, program, as_of)
        return {
            "recorded_tier": enrollment.tier,
            "target_tier": target,
            "met": self._is_met(program, enrollment, target, measured),
            "missing": program.unmet(target, measured) if target else [],
        }

    @staticmethod
    def _is_met(program: Program, enrollment: Enrollment, target: str | None, measured: Measured) -> bool:
        if target is None:
            return True
        if target in program.designated:
            return enrollment.tier == target
        return program.rank(program.met_tier(measured)) >= program.rank(target)

    def _requirements(self, reading: Reading, as_of: date) -> Facts:
        program = self._program(reading)
        tier = one(reading, "tier")
        if tier is None and program.tiers:
            tier = program.next_tier(self._enrollment(reading).tier)
        needs = {row["id"]: program.need(row, tier) if tier else None for row in program.requirements}
        unknown = tier is None or tier in program.designated

        def number(requirement: str) -> Decimal | None:
            return None if unknown else needs.get(requirement) or Decimal(0)

        technical, sales, revenue = number("technical"), number("sales"), number("revenue")
        rows = [row for row in program.requirements if row["metric"]["kind"] == "agreement" and needs[row["id"]]]
        return {
            "tier": tier,
            "technical": None if technical is None else int(technical),
            "sales": None if sales is None else int(sales),
            "revenue": None if revenue is None else money(revenue),
            "agreements": [row["metric"]["agreement"] for row in rows],
        }

    def _whatif(self, reading: Reading, as_of: date) -> Facts:
        enrollment, program = self._enrollment(reading), self._program(reading)
        now = self.rules.mid_year(enrollment.partner, program, as_of)
        then = dict(now)
        for change in reading["changes"]:
            if change["requirement"] in then:
                then[change["requirement"]] += Decimal(str(change["by"]))
        for requirement in program.requirements:
            most = Decimal(1) if requirement["metric"]["kind"] == "agreement" else None
            have = max(then[requirement["id"]], Decimal(0))
            then[requirement["id"]] = have if most is None else min(have, most)
        target = one(reading, "tier") or program.next_tier(enrollment.tier)
        return {
            "recorded_tier": enrollment.tier,
            "met_tier_now": program.met_tier(now),
            "met_tier_then": program.met_tier(then),
            "missing": program.unmet(target, then) if target else [],
        }

    def _compare(self, reading: Reading, as_of: date) -> Facts:
        rows = []
        for partner in reading["partner"]:
            part = {**reading, "partner": partner}
            tier, people = self._tier(part, as_of), self._people(part, as_of)
            rows.append({"partner": partner, **tier, **people, "revenue": self._revenue(part, as_of)["amount_usd"]})
        return {"partners": list(reading["partner"]), "rows": rows}

    # -- benefits

    def _benefit_tier(self, reading: Reading) -> str | None:
        tier = one(reading, "tier")
        return tier if tier or not reading.get("partner") else self._enrollment(reading).tier

    def _access(self, program: Program, reading: Reading, benefit: str, as_of: date) -> str:
        access = program.access(benefit, self._benefit_tier(reading))
        rows = self.folder.invitations_of[one(reading, "partner") or ""]
        invited = invitation_in_force(rows, program.id, benefit, as_of)
        return "invited" if access == "by_invitation" and invited else access

    def _benefits(self, reading: Reading, as_of: date) -> Facts:
        program, tier = self._program(reading), self._benefit_tier(reading)
        if program.tiers and tier is None and not reading.get("partner"):
            raise Unanswerable("neither partner nor tier")
        access = {benefit: self._access(program, reading, benefit, as_of) for benefit in program.benefits}
        lists = {"included": "yes", "by_invitation": "by_invitation", "invited": "invited"}
        return {"tier": tier} | {name: [b for b, how in access.items() if how == word] for name, word in lists.items()}

    def _benefit(self, reading: Reading, as_of: date) -> Facts:
        program, benefit = self._program(reading), reading["benefit"]
        asked = not program.tiers or reading.get("partner") or reading.get("tier")
        return {
            "benefit": benefit,
            "access": self._access(program, reading, benefit, as_of) if asked else None,
            "from_tier": next((tier for tier in program.tiers if program.access(benefit, tier) != "no"), None),
        }

    # -- what is counted

    def _revenue(self, reading: Reading, as_of: date) -> Facts:
        window, partner = self._window(reading, trailing(as_of)), one(reading, "partner")
        if partner is None:
            raise Unanswerable("no partner")
        return {
            "period": {"from": iso(window.start), "to": iso(window.end)},
            "amount_usd": money(self.rules.revenue(partner, window)),
            "opportunities": sorted(row.opportunity for row in self.rules.counted(partner, window)),
        }

    def _people(self, reading: Reading, as_of: date) -> Facts:
        rows = self.folder.people_of[one(reading, "partner") or ""]
        day = min(self._window(reading, Window(as_of, as_of)).end, as_of)
        credentials = ["technical", "sales"]
        if (named := one(reading, "credential")) and named not in credentials:
            credentials.append(named)
        return {credential: counted_people(rows, [credential], day) for credential in credentials}

    def _pipeline(self, reading: Reading, as_of: date) -> Facts:
        whole = Window(date.min, date.max)
        window = self._window(reading, whole)
        ids = {row.opportunity for partner in self._partners(reading) for row in self.folder.joined_of[partner]}
        rows = [self.folder.opportunities[found] for found in sorted(ids)]
        rows = [row for row in rows if row.stage in OPEN_STAGES and (window == whole or row.close_on in window)]
        total = sum((self.rules.usd(row, row.earr, as_of) for row in rows), Decimal(0))
        return {"opportunities": [row.opportunity for row in rows], "total_usd": money(total)}

    def _agreements(self, reading: Reading, as_of: date) -> Facts:
        rows, program = self.folder.agreements_of[one(reading, "partner") or ""], self._program(reading)
        in_force = [a for a in program.agreements if agreement_in_force(rows, a, as_of)]
        signed = {row.agreement for row in rows if row.signed_on is not None and row.signed_on <= as_of}
        expired = [a for a in program.agreements if a in signed and a not in in_force]
        missing = [a for a in program.agreements if a not in signed]
        return {"in_force": in_force, "missing": missing, "expired": expired}

    # -- what happens

    def _registrations(self, reading: Reading, as_of: date) -> Facts:
        state, program, partners = one(reading, "state"), one(reading, "program"), set(self._partners(reading))
        states = STATE_GROUPS.get(state, {state}) if state else None
        whole = Window(date.min, date.max)
        window = self._window(reading, whole)

        def fits(row: Registration) -> bool:
            on = row.decided_on if states and states <= DECIDED else row.submitted_on
            right_state = states is None or row.state in states
            return (
                row.partner in partners
                and program in {None, row.program}
                and right_state
                and (window == whole or on in window)
            )

        return {"registrations": sorted(row.registration for row in self.folder.registrations.values() if fits(row))}

    def _registration(self, reading: Reading, as_of: date) -> Facts:
        row = self.folder.registrations[reading["registration"]]
        days = {"submitted_on": iso(row.submitted_on), "decided_on": iso(row.decided_on)}
        return {"registration": row.registration, "state": row.state, **days}

    def _meetings(self, reading: Reading, as_of: date) -> Facts:
        enrollment, kind = self._enrollment(reading), one(reading, "meeting")
        rows = [row for row in self.folder.meetings_of[enrollment.partner] if row.program == enrollment.program]
        rows = [row for row in rows if kind in {None, row.kind}]
        planned = [row.scheduled_on for row in rows if row.scheduled_on and not_held(row, as_of)]
        held = [row.held_on for row in rows if row.held_on and row.held_on <= as_of]
        return {
            "meeting": kind,
            "next_on": iso(min((on for on in planned if on >= as_of), default=None)),
            "last_held_on": iso(max(held, default=None)),
        }

    def _steps(self, reading: Reading, as_of: date) -> Facts:
        enrollment, program = self._enrollment(reading), self._program(reading)
        done = done_steps(self.folder, program, enrollment, as_of)
        return {"done": done, "current": current_step(program, done)}

    def _manager(self, reading: Reading, as_of: date) -> Facts:
        return {"manager": self._enrollment(reading).manager}

    def _portfolio(self, reading: Reading, as_of: date) -> Facts:
        partners = Filter(self.rules, reading, as_of).partners()
        return {"partners": partners, "count": len(partners)}

    def _brief(self, reading: Reading, as_of: date) -> Facts:
        part = {"partner": one(reading, "partner"), "program": self._program(reading).id}
        return {kind: self.facts(kind, part, as_of) for kind in BRIEF_PARTS}
