"""How the questions of a message lean on each other, and on what the thread was about before."""

from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from handlers.question import Filter, Kind, Question
from handlers.understanding.draft import CORRECTING, NEEDS_PARTNER, Draft
from handlers.understanding.filters import REFINING
from handlers.understanding.phrases import PRONOUNS
from handlers.understanding.slots import Filler, Named, partners_in
from handlers.understanding.topics import TOPICS
from programs.windows import Window

DAY = timedelta(days=1)

LEANS = NEEDS_PARTNER | {
    Kind.benefits,
    Kind.benefit,
    Kind.requirements,
    Kind.registrations,
    Kind.pipeline,
    Kind.compare,
    Kind.register,
}
"""Kinds that may be about the partner of the question before."""
ABOUT_TIERS = frozenset({Kind.requirements, Kind.benefits, Kind.benefit})
TAKES_TIER = frozenset({Kind.gap, Kind.requirements, Kind.benefits, Kind.benefit, Kind.whatif})
ALL_OF_THEM = frozenset("everybody everyone".split())
EXPORTING = frozenset("csv export exported excel spreadsheet file download".split())
"""Asks for the list again: its answer has the button."""
LEADING = frozenset("for before ahead regarding re because cause coz cos since as so hope thanks".split())
TAKES_PERIOD = frozenset({Kind.revenue, Kind.registrations, Kind.pipeline})


@dataclass(slots=True)
class Dialogue:
    """Settles drafts one after the other; `before` are the questions of the message before in the thread, if any."""

    filler: Filler
    before: tuple[Question, ...]
    notes: list[str]
    left_out: list[Draft] = field(default_factory=list)
    """Clauses beside understood ones in which nothing was understood."""
    aside: tuple[Named, ...] = ()
    """The partners that those name: the message is about them all the same."""

    def settle(self, drafts: Sequence[Draft]) -> tuple[Question, ...]:
        """Every question with what it leaves to the others; never empty."""
        drafts = self._worth_answering(drafts)
        settled: list[Question] = []
        waiting: list[Draft] = []
        for place, draft in enumerate(drafts):
            model = settled[-1] if settled else None
            if draft.kind is None and model is None and not self.before:
                later = next((each for each in drafts[place + 1 :] if each.kind is not None), None)
                if later is not None and not draft.unexplained and draft.about_somebody:
                    waiting.append(draft)
                    continue
            settled.extend(self._one(draft, model, waiting, drafts[place + 1 :]))
            waiting = []
        return tuple(dict.fromkeys(_tidied(settled))) or (Question(Kind.not_understood),)

    def _worth_answering(self, drafts: Sequence[Draft]) -> list[Draft]:
        """Without what is no question: small talk and instructions beside a question, a call for help beside others."""
        clear = [draft for draft in drafts if draft.kind not in (None, Kind.help)]
        if not clear:
            return list(drafts)
        kept: list[Draft] = []
        for draft in drafts:
            if draft.items[0].word in LEADING and not draft.run.names("partner") and len(clear) > 1:
                continue  # "for the QBR deck: …" says what an answer is for
            if len(clear) > 1 and _chatters(draft):
                continue
            if draft.kind is None and _unclear(draft):
                if draft.run.opens or any(item.link or item.word in TOPICS for item in draft.items):
                    self.left_out.append(draft)  # anything else is small talk
                self.aside = (*self.aside, *partners_in(draft.items))
            elif draft.kind is not Kind.help:
                kept.append(draft)
        return kept

    def _one(
        self, draft: Draft, model: Question | None, topics: Sequence[Draft], later: Sequence[Draft]
    ) -> list[Question]:
        leader = model or (self.before[-1] if self.before else None)
        if draft.kind is None:
            return self._bare(draft, leader, followed=model is None)
        questions = self.filler.questions(draft)
        if draft.kind is Kind.portfolio:
            return [self._refined(draft, questions[0], leader)]
        return [self._leaning(draft, each, leader, topics, later) for each in questions]

    def _refined(self, draft: Draft, question: Question, leader: Question | None) -> Question:
        """ "Which of them are at risk" narrows the list before."""
        within = leader is not None and leader not in self.before
        words = REFINING - {"ones"} if within else REFINING
        refers = any(item.word in words for item in draft.items)
        if leader is None or leader.kind is not Kind.portfolio or leader.filter is None or not refers:
            return question
        self.notes.append("narrows the list before")
        of_them = any(item.word in ("them", "those", "these") for item in draft.items)
        return replace(question, filter=_merged(leader.filter, question.filter or Filter(), narrowing=of_them))

    def _leaning(
        self, draft: Draft, question: Question, leader: Question | None, topics: Sequence[Draft], later: Sequence[Draft]
    ) -> Question:
        """The partner and program that a question leaves out: those of its message, else of the thread."""
        if question.kind is Kind.compare and len(question.partners) < 2 and not question.ambiguous:
            others = leader.partners if leader and not leader.ambiguous else ()
            return replace(question, partners=tuple(dict.fromkeys((*others, *question.partners))))
        if question.kind not in LEANS or question.partners or question.named:
            return question
        if any(item.word in ALL_OF_THEM for item in draft.items):
            return question
        if question.kind in ABOUT_TIERS and leader is not None and not leader.partners and leader.kind in ABOUT_TIERS:
            program = question.program or leader.program
            return replace(question, tier=question.tier or leader.tier, program=program)
        if (
            question.kind is Kind.meetings
            and leader is not None
            and leader.filter is not None
            and leader.filter.overdue
        ):
            return replace(leader, filter=replace(leader.filter, overdue=question.meeting or leader.filter.overdue))
        pronoun = any(item.word in PRONOUNS for item in draft.items)
        if (
            not pronoun
            and question.kind not in NEEDS_PARTNER
            and (question.tier or question.everybody or question.manager)
        ):
            return question
        if question.kind in (Kind.benefit, Kind.benefits, Kind.requirements) and question.program and not leader:
            return question
        topic = [named for each in topics for named in partners_in(each.items)]
        if not topic and (leader is None or leader in self.before):
            topic = list(self.aside)
        if topic:
            many = len(topic[0].partners) > 1
            return replace(question, partners=topic[0].partners, ambiguous=many, mention=topic[0].mention)
        if leader is not None and leader.partners and leader.kind is not Kind.compare:
            self.notes.append("about the partner of the question before")
            program = question.program or leader.program
            return replace(
                question, partners=leader.partners, ambiguous=leader.ambiguous, mention=leader.mention, program=program
            )
        ahead = [named for each in later for named in partners_in(each.items)]
        if ahead and question.kind in NEEDS_PARTNER:
            many = len(ahead[0].partners) > 1
            return replace(question, partners=ahead[0].partners, ambiguous=many, mention=ahead[0].mention)
        return question

    def _bare(self, draft: Draft, leader: Question | None, *, followed: bool) -> list[Question]:
        """A clause that only names things: the question before, with these in place of what it named."""
        named = partners_in(draft.items)
        corrects = bool(self.before) and draft.items[0].word in CORRECTING
        turns = draft.filtering.turns[1:] if corrects else draft.filtering.turns
        if draft.unexplained or turns:
            return [_unclear_about(leader)]
        if leader is None:
            if not named or len(named) != len([item for item in draft.items if item.link]):
                return [Question(Kind.not_understood)]
            return [_about(Question(Kind.brief), each.partners, each.mention) for each in named]
        self.notes.append("follows the question before")
        if leader.kind is Kind.portfolio and not EXPORTING.isdisjoint(item.word for item in draft.items):
            return [leader]
        if leader.kind is Kind.portfolio and leader.filter is not None and not named:
            if draft.filtering.empty:
                return [Question(Kind.not_understood)]
            return [replace(leader, filter=_merged(leader.filter, draft.filtering.filter))]
        changed = self._changed(draft, leader)
        if changed is None and leader.kind is Kind.compare and named:
            changed = leader
        if changed is None:
            return [Question(Kind.not_understood)] if not named else [
                _about(_plain(leader), each.partners, each.mention) for each in named
            ]  # fmt: skip
        if leader.kind is Kind.compare and named:
            extra = tuple(each.partners[0] for each in named if len(each.partners) == 1)
            return [replace(changed, partners=tuple(dict.fromkeys((*leader.partners, *extra))))]
        return [_about(changed, each.partners, each.mention) for each in named] or [changed]

    def _changed(self, draft: Draft, leader: Question) -> Question | None:
        """The leader with everything that the clause names put in; None when it names nothing that fits."""
        values = {slot: item.values(slot) for item in draft.items for slot in item.slots}
        question, used = leader, False
        if "program" in values and len(values["program"]) == 1:
            question, used = replace(question, program=str(values["program"][0])), True
        if "tier" in values:
            tier = str(values["tier"][0])
            kind = leader.kind if leader.kind in TAKES_TIER else Kind.gap
            question, used = replace(question, kind=kind, tier=tier, claimed=None), True
        if not values and leader.period is not None and (shifted := _before(draft, leader.period)):
            return replace(leader, period=shifted, period_words="")
        if "period" in values:
            if leader.kind not in TAKES_PERIOD:
                return None
            period = values["period"][0]
            question, used = replace(question, period=period.window, period_words=period.words), True
        if not used and (named := _another(question, values)) is not None:
            question, used = named, True
        if "benefit" in values and not used:
            question = replace(question, kind=Kind.benefit, benefits=tuple(map(str, values["benefit"])), benefit=None)
            used = True
        if "requirement" in values and not used and leader.kind in (Kind.gap, Kind.tier):
            question, used = (
                replace(question, kind=Kind.gap, requirement=str(values["requirement"][0]), claimed=None),
                True,
            )
        if "credential" in values and not used and leader.kind is Kind.people:
            question, used = replace(question, credential=str(values["credential"][0])), True
        return question if used else None


def _another(question: Question, values: Mapping[str, tuple[Any, ...]]) -> Question | None:
    """The same partner asked about something that alone says which kind of question it is."""
    plain = _plain(question)
    if "meeting" in values:
        return replace(plain, kind=Kind.meetings, meeting=str(values["meeting"][0]))
    if "step" in values:
        return replace(plain, kind=Kind.steps, step=str(values["step"][0]))
    if "state" in values:
        return replace(plain, kind=Kind.registrations, state=str(values["state"][0]))
    return None


def _before(draft: Draft, period: Window) -> Window | None:
    """The span before a period that is as long ("and the year before?"), in whole years, quarters or months."""
    words = {item.word for item in draft.items}
    months = next((months for unit, months in (("year", 12), ("quarter", 3), ("month", 1)) if unit in words), None)
    if months is None or words.isdisjoint({"before", "earlier", "prior", "previous"}):
        return None
    return Window(_months_back(period.first, months), _months_back(period.last + DAY, months) - DAY)


def _months_back(day: date, months: int) -> date:
    place = day.year * 12 + day.month - 1 - months
    year, month = divmod(place, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _plain(question: Question) -> Question:
    """A question of the same kind about the same partner and program, without what else it named."""
    kind = (
        Kind.tier
        if question.kind in (Kind.portfolio, Kind.help, Kind.not_understood, Kind.out_of_scope)
        else question.kind
    )
    return replace(question, kind=kind, filter=None, registration=None)


def _about(question: Question, partners: tuple[str, ...], mention: str) -> Question:
    return replace(question, partners=partners, ambiguous=len(partners) > 1, mention=mention, named="", unknown=())


def _merged(before: Filter, now: Filter, *, narrowing: bool = False) -> Filter:
    """Both filters together; what is said now replaces what was said before, unless it narrows that list."""
    keys = {**{name: getattr(before, name) for name in Filter.__slots__}}
    if not narrowing and (now.ready or now.at_risk or now.near or now.lacking):  # one way of standing replaces another
        keys |= {"ready": False, "at_risk": False, "near": None, "lacking": None}
    for name in Filter.__slots__:
        value = getattr(now, name)
        if value not in (None, False):
            keys[name] = value
    return Filter(**keys)


def _chatters(draft: Draft) -> bool:
    """Whether a sentence of its own tells something and names nothing: "My contact there asked, I had no idea"."""
    telling = draft.items[0].word in TELLING and not draft.run.opens
    return telling and draft.run.joint in (".", "and", ",") and not any(item.link for item in draft.items)


TELLING = frozenset("my i i'm im we he she our they it that somebody someone thanks cheers".split())


def _unclear_about(leader: Question | None) -> Question:
    """Not understood, and about the partner that was talked of, so that what is offered instead is too."""
    partners = leader.partners if leader is not None and not leader.ambiguous else ()
    return Question(Kind.not_understood, partners=partners[:1])


def _unclear(draft: Draft) -> bool:
    return bool(draft.unexplained or draft.filtering.turns)


def _tidied(questions: Sequence[Question]) -> Sequence[Question]:
    """What was not understood is said once; a partner's tier is answered once, with the claim that was made of it."""
    if all(question.kind is Kind.not_understood for question in questions):
        return questions[:1]
    claims = {replace(question, claimed=None): question for question in questions if question.claimed}
    return [claims.get(question, question) for question in questions]
