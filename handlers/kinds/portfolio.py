"""Which partners meet a filter."""

from collections.abc import Sequence

from handlers.answer import Answer, Status
from handlers.asked import Asked
from handlers.documents import Reply
from handlers.kinds.skill import Skill, Slot
from handlers.question import Kind, Question


def answer(asked: Asked, question: Question) -> Sequence[Answer]:
    """Stand-in until the branch lands."""
    return (Answer(Status.answered, Kind.portfolio, Reply("…"), question.reading(), {}),)


SKILL = Skill(
    kind=Kind.portfolio,
    answer=answer,
    sure=(
        "which|what|whose|any partners|partner|accounts|companies|ones|resellers|integrators",
        "list|show|give|find|name|get|pull|see|display|export|print|fetch partners|accounts|everyone|everybody|all|those|companies",
        "how many partners|accounts|companies|of",
        "count|number of|the partners",
        "partners who|that|which|with|in|at|on|without|lacking|missing|needing|near|close|ready|below|due|under|stuck|currently|still|of",
        "{tier}|{program} partners|partner|accounts|members|ones|companies|tier",
        "my|mine|our|all partners|accounts|portfolio|book|companies",
        "who is|are|has|have|had|can|could|would|will|should|might|may|needs|need|lacks|lack|misses|missed|owes|qualifies|dropped|falls",
        "who's|whos|whose",
        "anyone|anybody|everyone|everybody|somebody|someone who|that|in|at|with|ready|close|near|overdue|inactive|lacking|missing|on|due",
        "is|are there any|partners",
        "partners list|overview|portfolio",
        "which|what|who of them|those|these|my|mine|our",
        "partners {manager}|{step}|{tier}|{program}",
        "{manager} partners|accounts|portfolio|book",
        "partners of|by|under|for {manager}",
        "managed|owned|handled|covered by {manager}",
        "what does {manager} manage|own|handle|cover",
        "at risk|inactive|overdue|dormant|quiet|promotable|ready partners|accounts|ones",
        "every|each partner|account", "how many {tier}", "all {tier}", "list|show {tier}", "list|show|all at risk|ready|inactive|overdue",
        "portfolio",
        "who {tier}",
        "partners|accounts at risk|ready|inactive|overdue",
        "partner list",
        "only|just mine|my",
        "do i have|manage|own|look",
        "where {meeting} overdue|missed|late",
        "whom|who do|did we",
    ),
    likely=(
        "which|who are|is|have|has|can|could|would|will|lack|need|needs|lacks",
        "partners|accounts|everyone|everybody|anyone|anybody", "who", "list", "which ones", "mine", "ones",
    ),
    hints=(
        "partners|partner|accounts|companies|members|all|every|any|list|show|give|find|total|full|whole|complete|overview|currently|one|only",
        "my|mine|our|i|me|manage|manages|managed|own|owns|handle|handles|look|looks|looking|after|responsible|by|under|book",
        "tier|tiers|level|program|programs|enrolled|registered|are|is|that|who|with|have|has|had|been|being|whose",
        "next|higher|promotion|requirement|requirements|from|of|for|to|up|portfolio|names|number|count|there|still|yet",
        "them|those|these|and|but|both|also|ones|just|only|already|now|right|at|on|stuck|stage|step|phase|lifecycle|in|stands|sit|sitting",
        "status|everyone|everybody|anyone|anybody|somebody|someone|where|when|looks|like|please|csv|table",
        "measured|today|records|recorded|if|would|we|annual|review|days|90|{number}|activity|active|long|time|ages|while",
        "team|side|currently|place|group|across|entire|attention|coming|call|chase|nudge",
    ),
    slots=frozenset({Slot.tier, Slot.program, Slot.manager, Slot.step}),
    examples=(
        "which partners are at risk",
        "which silver partners are ready to advance",
        "my partners that are one requirement away from gold",
        "who has an overdue QBR",
        "partners lacking certified people",
        "how many gold partners are in {program}",
        "which partners are in onboarding",
        "who has been inactive",
        "{manager}'s partners",
    ),
)  # fmt: skip
