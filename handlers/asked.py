"""A message being answered: the task with everything needed to understand its words and to answer them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from handlers.answer import Answer, Status
from handlers.documents import Reply
from handlers.portfolio_view import PortfolioView
from handlers.question import Question
from handlers.tiers import Standing
from handlers.wording import listed
from handlers.work import Task
from programs.schema import Program
from store.records import PartnerFile


@dataclass(frozen=True, slots=True)
class Asked:
    """A task, the words to understand, and what is needed to understand them."""

    task: Task
    text: str
    view: PortfolioView

    def file(self, question: Question) -> PartnerFile:
        """Everything the tier rules look at about the one partner of a question.

        Raises:
            KeyError: the partner is gone since its name was read.
        """
        found = self.view.file(question.partners[0], self.task.work.partners)
        if found is None:
            raise KeyError(question.partners[0])
        return found

    def standings(self, question: Question) -> tuple[Standing, ...]:
        """The partner of a question in each program it is enrolled in and the question may be about."""
        file = self.file(question)
        enrolled = {each.program: each for each in file.enrollments}
        return tuple(
            Standing(file, enrolled[program.id], program, self.task.request.as_of)
            for program in self.task.catalog.programs()
            if program.id in enrolled and question.program in (None, program.id)
        )

    def programs(self, question: Question) -> tuple[Program, ...]:
        """The programs that a question about no partner may be about: the named one, else all."""
        every = self.task.catalog.programs()
        return tuple(each for each in every if question.program in (None, each.id))


def per_program(
    asked: Asked,
    question: Question,
    answer: Callable[[Standing], Answer],
    fits: Callable[[Program], bool] = lambda program: True,
) -> Sequence[Answer]:
    """One answer for each program of the partner that the question could be about; those that fit, else all of them.

    A partner that is in no such program is said so, with the programs it is in.
    """
    standings = asked.standings(question)
    fitting = [each for each in standings if fits(each.program)]
    answers = [answer(standing) for standing in fitting or standings]
    return answers or (not_enrolled(asked, question),)


def not_enrolled(asked: Asked, question: Question) -> Answer:
    """The partner exists, but not in the program asked about; says which programs it is in."""
    file = asked.file(question)
    names = {each.id: each.short_name for each in asked.task.catalog.programs()}
    programs = [names.get(each.program, each.program) for each in file.enrollments]
    where = f" It is enrolled in {listed(programs)}." if programs else ""
    wanted = names.get(question.program or "", "that program") if programs else "any program yet"
    reply = Reply(f"{file.partner.name} is not enrolled in {wanted}.{where}")
    return Answer(Status.not_found, question.kind, reply, question.reading(), {"suggestions": list(programs)})
