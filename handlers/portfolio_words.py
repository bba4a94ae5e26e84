"""A portfolio question's filter and its partners in words: the line that answers, and why each partner is listed."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from handlers.asking_back import ASK
from handlers.documents import Button
from handlers.portfolio_figures import Books
from handlers.portfolio_matches import Listed, Selection
from handlers.question import Filter
from handlers.request import Actor
from handlers.wording import amount_of, day, listed, lowered, meeting
from programs.activity import QUIET_DAYS, quiet_days
from programs.schema import Program, Requirement


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of one question: its filter, the books it is answered from, and whether "your" is meant."""

    wanted: Filter
    books: Books
    own: bool

    def summary(self, selection: Selection) -> str:
        """How many partners are listed, of how many, and what they have in common."""
        count, conditions, when = len(selection.partners), self.conditions(), f"as of {day(self.books.day)}"
        if not conditions or not selection.among:
            return f"{self._all(selection.among)}, {when}."
        several = count != 1
        said = listed([many if several else one for one, many in conditions])
        if not count:
            said = listed([one for one, _ in conditions])
            among = f"{selection.among:,} " if selection.among > 1 else ""
            return f"None of {self._whose()} {among}{self.among(True)} {said}, {when}."
        if selection.among == 1:
            return f"{self._whose().capitalize()} only {self.among(False)} {said}, {when}."
        return f"{count:,} of {self._whose()} {selection.among:,} {self.among(True)} {said}, {when}."

    def question(self) -> str:
        """The filter as a question that asks for it again."""
        asked = listed([many for _, many in self.conditions()])
        whom = f"my {self.among(True)}" if self.own else self.among(True)
        if not asked:
            return f"list {whom}"
        return f"which of {whom} {asked}" if self.own else f"which {whom} {asked}"

    def ask(self, label: str, wanted: Filter) -> Button:
        """A button that asks for another list, as if its words were typed."""
        return Button(label, ASK, Wording(wanted, self.books, self.own).question())

    def among(self, several: bool) -> str:
        """Whom the filter is held against: `Silver partners of sam@vendor.example in Segment 2024`."""
        wanted = self.wanted
        tier = f"{self.tier(wanted.tier)} " if wanted.tier else ""
        manager = f" of {wanted.manager}" if wanted.manager and not self.own else ""
        return f"{tier}{'partners' if several else 'partner'}{manager}{self._program()}"

    def conditions(self) -> list[tuple[str, str]]:
        """What is asked of each partner, said of one and of several."""
        wanted = self.wanted
        said = [
            (wanted.ready, ("is ready to advance", "are ready to advance")),
            (wanted.at_risk, ("is at risk of a lower tier", "are at risk of a lower tier")),
            (wanted.near, (f"is one requirement short of {self.tier(wanted.near)}",) * 2),
            (wanted.lacking, (f"lacks {self.requirement()} for its next tier",) * 2),
            (wanted.inactive, (f"has had no activity for {self.quiet()}",) * 2),
            (wanted.overdue, (f"has an overdue {meeting(wanted.overdue or '')}",) * 2),
            (wanted.step, (f"is at the step {self.step(wanted.step)}",) * 2),
        ]
        return [(one, _of_several(many)) for asked, (one, many) in said if asked]

    def quiet(self) -> str:
        """How long without activity is too long: one number of days where the programs agree."""
        days = {quiet_days(program) for program in self._programs()} or {QUIET_DAYS}
        return f"more than {days.pop()} days" if len(days) == 1 else "longer than the program allows"

    def tier(self, tier: str | None) -> str:
        """A tier's name in the program asked about, or in the first that has it; its id where none has it."""
        names = (each.name for program in self._programs() for each in program.tiers if each.id == tier)
        return next(names, tier or "")

    def requirement(self) -> str:
        """The missing requirement that is asked for."""
        rule = self.requirement_rule()
        if rule is None:
            return (self.wanted.lacking or "").replace("_", " ")
        return f"the {lowered(rule.label)}" if rule.unit == "agreement" else lowered(rule.label)

    def requirement_rule(self) -> Requirement | None:
        """The rule of that requirement, in the program asked about or in the first that has it."""
        rules = (rule for program in self._programs() for rule in program.requirements)
        return next((rule for rule in rules if rule.id == self.wanted.lacking), None)

    def step(self, step: str | None) -> str:
        """A lifecycle step's name."""
        names = (each.name for program in self._programs() for each in program.steps if each.id == step)
        return next(names, step or "")

    def why(self, each: Listed) -> str:
        """Why a partner is listed, or what it misses for its next tier where nothing special was asked."""
        wanted = self.wanted
        reasons: list[tuple[object, Callable[[], str]]] = [
            (wanted.ready, lambda: f"meets {self._named(each, each.position.met if each.position else None)}"),
            (wanted.at_risk, lambda: missing(self.books, each, each.place.tier)),
            (wanted.near or wanted.lacking, lambda: missing(self.books, each)),
            (wanted.inactive, lambda: self._last_active(each)),
            (wanted.overdue, lambda: self._overdue(each)),
            (wanted.step, lambda: f"at {self.step(wanted.step)}"),
        ]
        said = [words() for asked, words in reasons if asked]
        return "; ".join(filter(None, said)) if said else missing(self.books, each)

    def _all(self, count: int) -> str:
        """How many there are, where nothing else is asked."""
        number, wanted = f"{count:,}" if count else "no", self.wanted
        tier = f"{self.tier(wanted.tier)} " if wanted.tier else ""
        partners = f"{number} {tier}{'partner' if count == 1 else 'partners'}{self._program()}"
        if self.own:
            return f"You look after {partners}"
        if wanted.manager:
            return f"{wanted.manager} looks after {partners}"
        return f"There {'is' if count == 1 else 'are'} {partners}"

    def _whose(self) -> str:
        return "your" if self.own else "the"

    def _program(self) -> str:
        program = self.books.programs.get(self.wanted.program or "")
        return f" in {program.short_name}" if program else ""

    def _programs(self) -> Iterable[Program]:
        """The program asked about, or every one."""
        named = self.books.programs.get(self.wanted.program or "")
        return self.books.programs.values() if named is None else (named,)

    def _named(self, each: Listed, tier: str | None) -> str:
        return tier_name(self.books.programs[each.place.program], tier)

    def _last_active(self, each: Listed) -> str:
        last = self.books.last_active(each.place)
        if last is None:
            return "no activity recorded"
        return f"last active {day(last)}, {(self.books.day - last).days} days ago"

    def _overdue(self, each: Listed) -> str:
        late = [each for each in self.books.late(each.place) if each.kind == self.wanted.overdue]
        return f"{meeting(late[0].kind)} of {listed([day(each.scheduled_on) for each in late])} not held"


def is_own(wanted: Filter, actor: Actor) -> bool:
    """Whether the partners asked about are those of the person who asks."""
    return bool(wanted.manager and actor.email and wanted.manager.lower() == actor.email.lower())


def tier_name(program: Program, tier: str | None) -> str:
    """A tier's name; a dash where a program has none, `no tier` where the partner has none yet."""
    if not program.tiers:
        return "–"
    return program.tier(tier).name if tier else "no tier"


def missing(books: Books, each: Listed, tier: str | None = None) -> str:
    """What a partner misses for a tier, the next one unless named: `for Silver: 3 certified technical people`."""
    aim = tier or (each.position.next if each.position else None)
    if aim is None:
        return ""
    place, program = each.place, books.programs[each.place.program]
    if program.tier(aim).designation_only:
        return f"{program.tier(aim).name} is by designation only"
    standings = books.standings
    short = standings.rules[place.program].short(aim, standings.have(place.program, place.partner))
    if not short:
        return f"meets {program.tier(aim).name}"
    words = [amount_of(each.requirement.label, each.requirement.unit, each.short) for each in short]
    return f"for {program.tier(aim).name}: {listed(words)}"


def _of_several(said: str) -> str:
    """What is said of one partner, said of several."""
    for one, many in (("is ", "are "), ("lacks ", "lack "), ("has ", "have ")):
        if said.startswith(one):
            return (many + said.removeprefix(one)).replace("its next tier", "their next tier")
    return said
