"""Every kind of question that can be answered."""

from handlers.kinds import gap, helping, register, tier
from handlers.kinds.skill import Skill
from handlers.question import Kind

SKILLS: tuple[Skill, ...] = (
    tier.SKILL,
    gap.SKILL,
    register.SKILL,
    helping.HELP,
    helping.OUT_OF_SCOPE,
)


def skill(kind: Kind) -> Skill:
    """What answers a kind of question.

    Raises:
        KeyError: nothing does.
    """
    for each in SKILLS:
        if each.kind is kind:
            return each
    raise KeyError(kind)
