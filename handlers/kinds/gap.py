"""What a partner is missing for a tier: the named one, or the next."""

from collections.abc import Sequence

from handlers.answer import Answer
from handlers.asked import Asked, per_program
from handlers.asking_back import no_such_tier
from handlers.kinds.skill import Skill, Slot
from handlers.question import Kind, Question
from handlers.tiers import Standing, gap_answer, no_tiers_answer


def answer(asked: Asked, question: Question) -> Sequence[Answer]:
    """Every requirement of the tier that is not met; one requirement first where the question names one."""

    def one(standing: Standing) -> Answer:
        if not standing.program.tiers:
            return no_tiers_answer(standing, Kind.gap, question.reading())
        if question.tier is not None and question.tier not in standing.program.ranks:
            return no_such_tier(asked, question)
        return gap_answer(standing, question.tier, question.reading(), question.requirement)

    return per_program(asked, question, one, lambda program: bool(program.tiers))


SKILL = Skill(
    kind=Kind.gap,
    answer=answer,
    sure=(
        "{partner} {requirement} needed|need|needs|required|missing",
        "{requirement} needed|required for {tier} {partner}",
        "delta|distance|deficit|headroom|hurdle|hurdles|blocker|blockers|obstacle|obstacles|outstanding",
        "boxes|box|items|criteria|points|conditions unticked|unchecked|open|left|missing|unmet|remaining",
        "unticked|unmet|unfulfilled|unsatisfied",
        "what left|remains|outstanding|open|keeps|stops|blocks",
        "what would|does|do|must|has|have|need|needs {partner} do|to",
        "what must|should {partner} do",
        "climb|move|go|step up|rung|one|a",
        "what does|do|are|is {partner} fulfil|satisfy|meet|missing",
        "{partner} keep|retain|hold|maintain {tier}",
        "what|which keeps|keep|holds|hold|stops|stop|blocks|block|prevents|prevent {partner}",
        "standing|stands|stand|between {partner} {tier}",
        "between {partner} {tier}",
        "{tier} between",
        "how near|close|far is|are {partner}",
        "{partner} behind|below|under|off|shy {tier}",
        "work|homework|todo|todos|actions for {partner}",
        "{partner} chance|shot|prospects|trajectory|track {tier}",
        "to {tier} {partner}",
        "{partner} get|gets|move|go|climb|rise from {tier} to {tier}",
        "yet|still to close|certify|train|sign|do for|to {partner}",
        "{partner} still|yet to close|certify|train|sign|do",
        "where does|do {partner} fall|come short",
        "fall|falls|come|comes|falling short",
        "road|path|route|way|ladder to|for {tier}",
        "attainment",
        "next rung",
        "{requirement} still|left|yet to",
        "make|makes|making {partner} {tier}",
        "unlock {tier}",
        "why not {tier}",
        "why isn't|isnt|aren't|arent|wasn't {partner} {tier}",
        "why is|are {partner} not|still|only",
        "what would|will|does {partner} need|require",
        "gap|gaps",
        "missing|misses|lacking|lacks|lack|shortfall",
        "short of|for {tier}",
        "short of|for next",
        "far from|off|away|to {tier}",
        "how far",
        "how close {partner}",
        "need|needs|needed|require|requires|required {partner} {tier}",
        "{partner} need|needs|require|requires {tier}",
        "{partner} need|needs|require|requires to",
        "{partner} need|needs|require|requires next",
        "what need|needs|needed|require|requires {partner}",
        "what|how still|else|more need|needs|needed {partner}",
        "{partner} need|needs|have|has still|else|more|left",
        "get|gets|getting|bring|take|push {partner} to {tier}",
        "{partner} to {tier}",
        "{partner} become|reach|reaches|hit|make|makes|get|qualify|achieve|attain {tier}",
        "{partner} reach|get|move|advance next",
        "{partner} ready|eligible for {tier}",
        "{partner} ready|eligible next",
        "stopping|keeping|keeps|stops|blocks|blocking|preventing|holding {partner}",
        "remain|remains|remaining|left {partner}",
        "{partner} remain|remains|remaining",
        "what|much|anything does|do|has|have|is|are {partner} left",
        "away from {tier}",
        "{tier} away",
        "stand between {partner} {tier}",
        "how much|many more {partner}",
        "how much|many {partner} short",
        "how much|many {partner} need|needs|require|requires|missing",
        "have|has {partner} do|done for {tier}",
        "{partner} promoted|upgrade|upgraded|advance|promotion|move|next",
        "path|road|way|route to {tier} {partner}",
        "path|road|way|route {partner} {tier}",
        "{partner} path|road|way|route {tier}",
        "{partner} enough {requirement}",
        "enough {requirement} {partner} for {tier}",
        "{partner} to do for|to|until {tier}",
        "{partner} on track for {tier}",
        "{partner} meet|meets|satisfy|satisfies|fulfil* {tier}",
        "{partner} meet|meets|satisfy requirements|criteria|thresholds",
        "steps to {tier}",
        "holding back {partner}",
        "holds back {partner}",
        "{partner} still short",
    ),
    likely=(
        "{partner} qualif*",
        "{tier} {partner}",
        "{partner} for {tier}",
        "for {tier} {partner}",
        "next tier|level|step",
        "need|needs|require|requires|required|short",
        "more|else need|needs|needed",
        "still need|needs|needed|open|outstanding",
        "qualify|qualifies",
        "to reach|make|hit|become|be|get|attain {tier}",
        "can|could {partner} {tier}",
        "close to {tier}",
        "{partner} {requirement} short",
    ),
    hints=tuple(
        """
        additional advance advancing back become boxes certified certify chance climb close criteria delta distance
        dollars done earn else extra figures fulfil fulfill goal gold headcount hire hit jump keep left level long
        money more move must next numbers open order outstanding people progress promoted promotion reach
        requirement requirements revenue rung sell selling sign signatures signed status step target threshold
        thresholds tick ticked tier todo train upgrade way
        """.split()
    ),
    slots=frozenset({Slot.credential, Slot.partner, Slot.program, Slot.requirement, Slot.tier}),
    examples=(
        "what's missing for {partner}",
        "how far is {partner} from gold",
        "how many certified people does {partner} still need",
    ),
)
