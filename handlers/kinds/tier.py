"""Which tier a partner is in."""

from collections.abc import Sequence

from handlers.answer import Answer
from handlers.asked import Asked, per_program
from handlers.kinds.skill import Skill, Slot
from handlers.question import Kind, Question
from handlers.tiers import no_tiers_answer, tier_answer


def answer(asked: Asked, question: Question) -> Sequence[Answer]:
    """The recorded tier, the tier met on the day, and the way to the next one; a claimed tier is checked."""
    return per_program(
        asked,
        question,
        lambda standing: (
            tier_answer(standing, question.reading(), question.claimed, denied=question.negated)
            if standing.program.tiers
            else no_tiers_answer(standing, Kind.tier, question.reading())
        ),
        lambda program: bool(program.tiers),
    )


SKILL = Skill(
    kind=Kind.tier,
    answer=answer,
    sure=(
        "{partner} go|goes|move|moves|drop|drops|fall|falls down|back",
        "{partner} down a|one tier",
        "{partner} keep|keeps|hold|retain their|its|the tier|level|status",
        "when the new program year",
        "{partner} sit|sits|sitting|fall|falls|belong|belongs|land|lands|rank|ranks",
        "where|how do|does|did {partner} sit|fall|land|rank|belong",
        "{partner} is|are|was|still|already|now {tier}",
        "{partner} {tier} by now|already|yet|still",
        "{partner} in|on|at {tier}",
        "made|make it to {tier}",
        "been {tier}",
        "how is|are|was {partner} tiered|classed|graded|categorized",
        "medal|badge|rung|rank|grade|class of {partner}",
        "{partner} medal|rung|grade|class",
        "which rung|medal|grade|class",
        "{partner} recorded|listed|registered as",
        "when become|became|reach|reached|get|got|made|make|turn|turned|hit {tier}",
        "{partner} at risk",
        "is|are {partner} at risk",
        "{partner} safe|drop|fall|slip|lose",
        "did|has|have {partner} become|became|reach|reached|made|make {tier}",
        "what|which|whats|whatis tier|tiers",
        "{partner} tier|tiers",
        "tier|tiers {partner}",
        "tier of|for",
        "their|its|the tier",
        "what|which|whats level|rank|badge|standing",
        "what|which|whats status {partner}",
        "{partner} level|rank|standing",
        "level|rank|standing of|for {partner}",
        "where does|do {partner} stand",
        "where is|are {partner} in|at|now|standing|right",
        "is|are|was {partner} {tier}",
        "{partner} is|are|was|has|have {tier}",
        "{partner} at {tier}",
        "{partner} {tier} right|correct|true|yes",
        "how is|are {partner} classified|ranked|rated|tiered",
        "{partner} classified|rated",
        "{partner} which|what level|status|rank",
    ),
    likely=(
        "tier|tiers",
        "status {partner}",
        "{partner} status",
        "where is|are|does {partner}",
        "{partner} {tier}",
        "status|standing|level|rank",
        "since when",
        "how long {partner} {tier}",
        "{partner} now",
    ),
    hints=tuple(
        """
        only merely go goes down drop drops move new year start starts january annual review keep lose fall
        became become confirm counted crm deck fall falls highest last legal level listed long made measured medal
        meet meets met next officially portal reached reading record recorded records said says shows since sit sits
        sitting slide standing status system think thought tier told verify vp
        """.split()
    ),
    slots=frozenset({Slot.partner, Slot.program, Slot.tier}),
    examples=(
        "what tier is {partner}",
        "is {partner} gold?",
        "{partner}'s status",
    ),
)
