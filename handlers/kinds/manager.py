"""Who looks after a partner."""

from collections.abc import Sequence

from handlers.answer import Answer, Status
from handlers.asked import Asked, not_enrolled
from handlers.documents import Buttons, Fact, Facts, Note, Part, Reply, text
from handlers.kinds.skill import Skill, Slot
from handlers.question import Kind, Question
from handlers.replying import ask
from handlers.tiers import Standing
from handlers.wording import day, listed


def answer(asked: Asked, question: Question) -> Sequence[Answer]:
    """One answer where every program of the partner has the same manager, else one a program."""
    standings = asked.standings(question)
    if not standings:
        return (not_enrolled(asked, question) if question.program else _nobody(asked, question),)
    managers = {_manager(each) for each in standings}
    if len(managers) == 1:
        return (_answer(asked, question, standings, standings[0].name if len(standings) > 1 else standings[0].about),)
    return [_answer(asked, question, (each,), each.about) for each in standings]


def _manager(standing: Standing) -> str:
    """The manager's address, for comparing; addresses know no case."""
    return (standing.enrollment.manager or "").lower()


def _nobody(asked: Asked, question: Question) -> Answer:
    name = asked.file(question).partner.name
    reply = Reply(f"Nobody is recorded as looking after {name}: it is not enrolled in any program yet.")
    return Answer(Status.answered, Kind.manager, reply, question.reading(), {"manager": None}, name)


def _answer(asked: Asked, question: Question, standings: Sequence[Standing], about: str) -> Answer:
    manager = standings[0].enrollment.manager
    shown = tuple(Fact(each.program.short_name, text(_place(each))) for each in standings)
    parts: list[Part] = [Facts(shown)]
    if manager:
        parts.append(Buttons((ask("Their partners", f"partners of {manager}"),)))
    else:
        parts.append(Note(text("Managers come with the portfolio: the column manager of enrollments.csv.")))
    reply = Reply(_summary(asked, question, standings, manager), tuple(parts))
    return Answer(Status.answered, Kind.manager, reply, question.reading(), {"manager": manager}, about)


def _summary(asked: Asked, question: Question, standings: Sequence[Standing], manager: str | None) -> str:
    name, where = standings[0].name, listed([each.program.short_name for each in standings])
    asked_for = question.manager
    verdict = ""
    if asked_for:
        verdict = "Yes: " if asked_for.lower() == _manager(standings[0]) else "No: "
    if manager is None:
        return f"{verdict}{'nobody' if verdict else 'Nobody'} is recorded as looking after {name} in {where}."
    own = asked.task.request.actor.email
    who = f"You ({manager}) look" if own is not None and own.lower() == manager.lower() else f"{manager} looks"
    return f"{verdict}{who} after {name} in {where}."


def _place(standing: Standing) -> str:
    """Where the partner stands there, and since when it is enrolled."""
    enrollment = standing.enrollment
    tier = standing.label(enrollment.tier) if standing.program.tiers else "no tiers"
    since = f", enrolled on {day(enrollment.enrolled_on)}" if enrollment.enrolled_on else ""
    return f"{tier}{since}"


SKILL = Skill(
    kind=Kind.manager,
    answer=answer,
    sure=(
        "who|whos|who's on|at|for {partner}",
        "covering|covers {partner}",
        "in charge",
        "belong|belongs to",
        "on point",
        "point person",
        "{partner} belongs|assigned|with|under {manager}",
        "is|are {partner} with|under {manager}",
        "{partner} with|under {manager}",
        "who is|are in charge|charge|on",
        "whom does|do|is",
        "{partner} whose|who's|whos",
        "who's|whos|whose baby|partner|account|patch",
        "account|partner team|lead|owner",
        "name of person",
        "our man|woman|person|guy|colleague at|for|on",
        "who has|owns|got|holds account|relationship",
        "who {partner} report|belong|talk|contact|call",
        "managing|managed|manages {partner}",
        "managed by",
        "{partner} managed|handled|owned|covered by",
        "who manages|handles|owns it|them|him",
        "who manages|manage|managing|owns|own|handles|handle|runs|covers|leads|oversees",
        "who looks|look|looking after",
        "who takes|take|taking care",
        "who is|are responsible|accountable|assigned",
        "who is|are manager|owner|contact|pam|rep|lead|handler|person|man|woman",
        "who works|work with",
        "whose partner|account|is",
        "whose {partner}",
        "manager|owner|pam|rep of|for|at|on|behind",
        "account|partner|relationship|channel manager|owner|lead|rep",
        "point of contact",
        "poc for {partner}",
        "main|our contact|person",
        "who do|should i|we contact|ask|talk|call|ping|speak",
        "is {manager} manager|responsible|owner|managing|looking",
        "does {manager} manage|own|handle|look|run|cover",
        "who has|got {partner}",
        "name of manager",
    ),
    likely=(
        "manager*",
        "owner",
        "responsible",
        "who {partner}",
        "{manager} {partner}",
        "manages|managed",
        "contact",
    ),
    hints=tuple(
        """
        after assigned belong belongs care charge colleague contact else email handling internally job looks manager
        name person point relationship takes taking think whom
        """.split()
    ),
    slots=frozenset({Slot.manager, Slot.partner, Slot.program}),
    examples=(
        "who manages {partner}",
        "who looks after {partner}",
        "who is the partner manager of {partner}",
        "whose partner is {partner}",
        "who is responsible for {partner}",
        "manager of {partner}",
        "who should I talk to about {partner}",
        "is {manager} the manager of {partner}",
    ),
)
