"""The moves of a registration against a table written by hand, and any sequence of them against a model of its own."""

from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from handlers.deals.guards import Side, Standing, appeal_until, protected_until
from handlers.deals.transitions import BY_MOVE, TABLE, Move, legal, possible, refusal
from handlers.workdays import Workdays
from store.records import Registration
from store.registration_states import RegistrationState

WEEKDAYS = Workdays(lambda day: day.weekday() < 5)
MONDAY = date(2026, 3, 2)
WRITTEN = """
submit    draft                                                     submitted        partner manager
take      submitted                                                 in_review        approver
ask       submitted in_review                                       info_requested   approver
answer    info_requested                                            in_review        partner manager
lapse     info_requested                                            withdrawn        clock
hold      submitted in_review                                       conflict_hold    approver clock
resolve   conflict_hold                                             in_review        approver
approve   submitted in_review                                       approved         approver
decline   submitted in_review conflict_hold                         declined         approver
amend     submitted in_review info_requested conflict_hold approved -                partner manager
withdraw  draft submitted in_review info_requested conflict_hold    withdrawn        partner manager
extend    approved                                                  -                partner manager lead
expire    approved                                                  expired          clock
reinstate expired                                                   approved         manager
win       approved                                                  won              manager clock
lose      approved                                                  lost             manager clock
revoke    approved                                                  revoked          lead
appeal    declined revoked expired                                  appealed         partner manager
reopen    appealed                                                  in_review        lead
uphold    appealed                                                  appeal_rejected  lead
"""
SIDES = {str(side) for side in Side}


def written() -> dict[str, tuple[set[str], str | None, set[str]]]:
    """The table above: sources, target and sides of each move."""
    rows = {}
    for line in WRITTEN.split("\n"):
        if words := line.split():
            by = {word for word in words if word in SIDES}
            states = [word for word in words[1:] if word not in SIDES]
            rows[words[0]] = (set(states[:-1]), None if states[-1] == "-" else states[-1], by)
    return rows


def registration(state: str = "submitted", **other: object) -> Registration:
    """One of Acme's."""
    empty = dict.fromkeys(Registration.__dataclass_fields__)
    known = {"id": "DR-1", "partner": "acme", "state": state, "version": 1, "extensions": 0, "asked_fields": ()}
    return Registration(**{**empty, **known, **other})  # type: ignore[arg-type]  # the fields of the dataclass


def standing(it: Registration, *sides: Side, today: date = MONDAY, **other: bool) -> Standing:
    return Standing(it, today, WEEKDAYS, frozenset(sides), **other)


def test_the_table_is_the_written_one() -> None:
    found = {
        str(row.move): ({str(state) for state in row.sources}, row.target and str(row.target), {*map(str, row.by)})
        for row in TABLE
    }
    assert found == written()
    assert len(BY_MOVE) == len(TABLE) == len(Move)


@pytest.mark.parametrize("state", [*RegistrationState, "parked_elsewhere"])
def test_what_the_table_does_not_have_is_refused_with_what_it_has(state: str) -> None:
    asked_at = datetime(2026, 1, 5, 9, tzinfo=UTC)
    it = registration(state, asked_at=asked_at, decided_on=MONDAY, protected_until=MONDAY - timedelta(days=1))
    for move, side in product(Move, Side):
        sources, _, by = written()[move]
        said = refusal(move, standing(it, side))
        if state not in sources:
            assert said == f"DR-1 is {state.replace('_', ' ')}. {possible(state)}"
        elif side not in by:
            assert said is not None
            assert said.startswith("Only ")
        else:
            assert said is None


def test_a_final_state_says_so() -> None:
    assert possible("won") == "That is final: nothing follows."
    assert possible("appealed") == (
        "From there it can be reopened (by a program admin) or appeal rejected (by a program admin)."
    )
    assert possible("declined", frozenset({Side.partner})) == "From there it can be appealed."


def test_collisions_keep_from_approving_until_they_are_resolved_and_looked_at() -> None:
    desk = (registration("in_review"), Side.approver)
    assert "choose a resolution" in (refusal(Move.approve, standing(*desk, held=True)) or "")
    assert "looked at it first" in (refusal(Move.approve, standing(*desk, unseen=True)) or "")
    assert refusal(Move.approve, standing(*desk)) is None


def test_a_second_extension_is_a_program_admins() -> None:
    once = registration("approved", extensions=1)
    assert "program admin decides" in (refusal(Move.extend, standing(once, Side.manager)) or "")
    assert refusal(Move.extend, standing(once, Side.manager, Side.lead)) is None


def test_protection_ends_the_day_after_its_last_day() -> None:
    until = MONDAY
    it = registration("approved", protected_until=until)
    assert "protected through" in (refusal(Move.expire, standing(it, Side.clock, today=until)) or "")
    assert refusal(Move.expire, standing(it, Side.clock, today=until + timedelta(days=1))) is None
    assert protected_until(registration("approved", decided_on=MONDAY)) == MONDAY + timedelta(days=90)


def test_an_appeal_is_possible_for_ten_working_days_once_and_decided_by_somebody_else() -> None:
    declined = registration("declined", decided_on=MONDAY)
    last = appeal_until(declined, WEEKDAYS)
    assert last == MONDAY + timedelta(days=14)
    assert refusal(Move.appeal, standing(declined, Side.partner, today=last)) is None
    late = standing(declined, Side.partner, today=last + timedelta(days=1))
    assert "possible until Mar 16, 2026" in (refusal(Move.appeal, late) or "")
    twice = registration("declined", decided_on=MONDAY, appealed_at=datetime(2026, 3, 3, tzinfo=UTC))
    assert "once already" in (refusal(Move.appeal, standing(twice, Side.partner)) or "")
    again = registration("appealed", first_decider="U1 Dana")
    assert "somebody else" in (refusal(Move.reopen, standing(again, Side.lead, decided=True)) or "")


@given(st.sampled_from([*RegistrationState]), st.sets(st.sampled_from(list(Side))), st.integers(0, 400))
@settings(max_examples=200)
def test_the_legal_moves_are_exactly_those_that_are_not_refused(state: str, sides: set[Side], days: int) -> None:
    it = registration(state, decided_on=MONDAY, protected_until=MONDAY + timedelta(days=90), asked_at=None)
    at = standing(it, *sides, today=MONDAY + timedelta(days=days))
    assert set(legal(at)) == {move for move in Move if refusal(move, at) is None}


class Life(RuleBasedStateMachine):
    """A registration moved at random by everybody, day after day; the model knows only the written table."""

    def __init__(self) -> None:
        super().__init__()
        self.today, self.it, self.appeals, self.path = MONDAY, registration("submitted"), 0, ["submitted"]

    @rule(days=st.integers(1, 40))
    def time_passes(self, days: int) -> None:
        self.today += timedelta(days=days)

    @rule(move=st.sampled_from(list(Move)), side=st.sampled_from(list(Side)))
    def somebody_tries(self, move: Move, side: Side) -> None:
        refused = refusal(move, standing(self.it, side, today=self.today))
        sources, target, by = written()[move]
        if refused is None:
            assert self.it.state in sources
            assert side in by
            self._moved(move, target or self.it.state)

    @precondition(lambda self: self.it.state == "approved")
    @rule()
    def the_clock_looks(self) -> None:
        over = self.today > (protected_until(self.it) or date.max)
        assert (refusal(Move.expire, standing(self.it, Side.clock, today=self.today)) is None) is over

    def _moved(self, move: Move, state: str) -> None:
        changes: dict[str, object] = {"state": state}
        if move in (Move.approve, Move.reinstate):
            changes |= {"protected_until": self.today + timedelta(days=90)}
        if move in (Move.approve, Move.decline, Move.revoke):
            changes |= {"decided_on": self.today, "decided_by": "U2 Sam"}
        if move is Move.extend:
            changes |= {"extensions": self.it.extensions + 1}
        if move is Move.ask:
            changes |= {"asked_at": datetime.combine(self.today, datetime.min.time(), UTC)}
        if move is Move.appeal:
            self.appeals += 1
            changes |= {"appealed_at": datetime.combine(self.today, datetime.min.time(), UTC)}
        known = {name: getattr(self.it, name) for name in Registration.__dataclass_fields__}
        self.it = Registration(**{**known, **changes})
        self.path.append(state)

    @invariant()
    def nothing_comes_after_the_end(self) -> None:
        ends = {"won", "lost", "withdrawn", "appeal_rejected"}
        assert not ends & set(self.path[:-1]) or self.path[-1] in ends

    @invariant()
    def it_is_appealed_once_and_extended_once_without_an_admin(self) -> None:
        assert self.appeals <= 1


TestLife = Life.TestCase
TestLife.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
