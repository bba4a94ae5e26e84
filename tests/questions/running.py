"""Asks a whole set of questions on the path that answers Slack, and tells how each was answered."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from handlers.answer import Answer
from handlers.assistant import Assistant
from handlers.desk import DeskSettings
from handlers.portfolio import portfolio_vocabulary
from handlers.question import Question
from handlers.request import Actor, Conversation, Place, Request, Role
from programs.catalog import Catalog
from store.engine import open_store
from store.migrate import migrate
from store.portfolio.importing import import_portfolio
from tests.questions.facts import FactCheck, plain
from tests.questions.matching import asked_back, difference
from tests.questions.oracle.facts import Oracle
from tests.questions.sets import DAY, Case, Object, cases_of, portfolio_of

DEFINITIONS = Path(__file__).parents[2] / "programs" / "definitions"
NOW = datetime(DAY.year, DAY.month, DAY.day, tzinfo=UTC)
RIGHT, BACK, WRONG = "right", "asked back", "wrong"


@dataclass(frozen=True)
class Verdict:
    """How a message was answered; `why` says what is not right about it."""

    case: Case
    outcome: str
    why: str = ""


@dataclass
class Result:
    """The verdicts on a set, and which facts are not the oracle's."""

    name: str
    verdicts: list[Verdict] = field(default_factory=list)
    compared: Counter[str] = field(default_factory=Counter)
    differing: list[str] = field(default_factory=list)

    def share(self, outcome: str) -> float:
        """The part of the questions that ended like this, in percent."""
        return 100 * sum(each.outcome == outcome for each in self.verdicts) / len(self.verdicts)

    def kinds(self) -> dict[str, Counter[str]]:
        """How many of each kind ended how, by the kind that was expected."""
        counted: dict[str, Counter[str]] = {}
        for each in self.verdicts:
            counted.setdefault(each.case.kind, Counter())[each.outcome] += 1
        return dict(sorted(counted.items()))

    def failed(self) -> list[str]:
        """A line for each question that was not answered right."""
        return [f"{each.case.id} {each.outcome}: {each.case.text!r}: {each.why}" for each in self.verdicts if each.why]


def run(name: str) -> Result:
    """Ask everything of one set, in a portfolio of its own."""
    result, catalog = Result(name), Catalog.load()
    check = FactCheck(
        Oracle.load(portfolio_of(name), DEFINITIONS), {each.short_name: each.id for each in catalog.programs()}
    )
    with TemporaryDirectory() as folder:
        address = f"sqlite:///{folder}/questions.db"
        migrate(address)
        store = open_store(address)
        import_portfolio(store, portfolio_of(name), portfolio_vocabulary(catalog), at=NOW, actor="test")
        desk = DeskSettings(zone="UTC", country="US", platform="terminal", workspace="terminal")
        _ask(Assistant(store, catalog, desk), cases_of(name), check, result)
        store.close()
    return result


def _ask(assistant: Assistant, cases: Iterable[Case], check: FactCheck, result: Result) -> None:
    threads: dict[str, tuple[Question, ...]] = {}
    for case in cases:
        turn = assistant.turn(_request(case), threads.get(case.thread or "", ()))
        if case.thread:
            threads[case.thread] = turn.questions
        result.verdicts.append(verdict(case, [_object(answer) for answer in turn.answers]))
        late = any(question.late for question in turn.reading.questions)
        for answer in filter(check.compared, () if late else turn.answers):
            result.compared[str(answer.kind)] += 1
            if unlike := check.difference(answer, case.as_of, case.user):
                result.differing.append(f"{case.id} {answer.kind}: {case.text!r}: {unlike}")


def verdict(case: Case, got: list[Object]) -> Verdict:
    """Right, or not and then how bad: asking back costs little, a wrong answer much."""
    why = difference(case, got)
    return Verdict(case, (BACK if asked_back(got) else WRONG) if why else RIGHT, why)


def _request(case: Case) -> Request:
    return Request(
        Actor("terminal", "operator", "operator", Role.viewer, case.user),
        Conversation("terminal", Place.terminal),
        NOW,
        case.as_of,
        text=case.text,
    )


def _object(answer: Answer) -> Object:
    return {
        "status": str(answer.status),
        "kind": str(answer.kind),
        "reading": plain(answer.reading),
        "facts": plain(answer.facts),
    }
