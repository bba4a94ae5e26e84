"""What a message asks: names are taken out first, then each clause is read, and every word must be explained.

A word that no rule explains ("last", "unless") makes the clause not understood: asking back is cheaper than a wrong
answer.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

from rapidfuzz.distance import OSA

from handlers.understanding import cues
from handlers.understanding.names import Mention, NameIndex
from handlers.understanding.words import clauses, spelling

LONGEST_MESSAGE = 2000
"""Characters that are read of a message; a question needs far fewer."""


class Kind(StrEnum):
    """The kinds of question that can be read; the words of the `ask --json` answers."""

    tier = "tier"
    gap = "gap"
    register = "register"
    help = "help"
    not_understood = "not_understood"
    bare = "bare"
    """A name and nothing else, until the other questions of the message are known."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a message.

    `partners` holds the ids that fit the name (several: ambiguous) and `mention` the folded words of that name;
    `named` are words that look like a name but fit nobody, `unknown_tier` a word that stands where a tier should.
    `claimed` is the tier that a statement says the partner has ("is Acme gold?").
    """

    kind: Kind
    partners: tuple[str, ...] = ()
    mention: str = ""
    named: str = ""
    tier: str | None = None
    unknown_tier: str = ""
    claimed: str | None = None
    program: str | None = None
    customer: str = ""


@dataclass(frozen=True, slots=True)
class Terms:
    """The words of the loaded programs: folded tier words to tier ids, folded program words to program ids."""

    tiers: Mapping[tuple[str, ...], str]
    programs: Mapping[str, frozenset[str]]

    def reserved(self) -> frozenset[str]:
        """Words that alone are no part of a partner's name."""
        of_tiers = {word for words in self.tiers for word in words}
        commands = {"register", "help", "gap", "missing", "new", "deal"}
        return cues.FILLER | cues.TIER | cues.NEEDING | of_tiers | commands


@dataclass(slots=True)
class _Clause:
    """Words of a clause that are not part of a partner's name, and the names in it: mentions with their words."""

    words: list[str]
    named: list[tuple[Mention, str]]


def read(message: str, index: NameIndex, terms: Terms) -> tuple[Question, ...]:
    """Read a message as one or more questions, in the order they are asked; never empty."""
    words, breaks = clauses(message[:LONGEST_MESSAGE])
    mentions = index.find(words)
    outside = _outside(words, mentions)
    if not mentions and _asks_for_help(outside):
        return (Question(Kind.help),)
    written = spelling(message)
    if cues.REGISTER.search(" ".join(outside)):
        return (_as_written(_registration(words, mentions), written),)
    questions: list[Question] = []
    for clause in _split(words, breaks, mentions):
        questions.extend(_read_clause(clause, terms, questions[-1] if questions else None))
    settled = _settle([_as_written(question, written) for question in questions])
    return settled or (Question(Kind.not_understood),)


def _outside(words: tuple[str, ...], mentions: tuple[Mention, ...]) -> list[str]:
    inside = {position for mention in mentions for position in range(mention.start, mention.end)}
    return [word for position, word in enumerate(words) if position not in inside]


def _asks_for_help(words: list[str]) -> bool:
    if cues.HELP_PHRASE.match(" ".join(words)) or not words:
        return True
    return not cues.HELP_WORDS.isdisjoint(words) and all(word in cues.FILLER | cues.HELP_WORDS for word in words)


def _as_written(question: Question, written: Mapping[str, str]) -> Question:
    """The question with the words it quotes spelled as the person spelled them."""

    def spelled(words: str) -> str:
        return " ".join(written.get(word, word) for word in words.split())

    return replace(
        question,
        named=spelled(question.named),
        unknown_tier=spelled(question.unknown_tier),
        customer=spelled(question.customer),
    )


def _registration(words: tuple[str, ...], mentions: tuple[Mention, ...]) -> Question:
    """The partner, and the words after it as the customer; without a partner all words are kept as the customer."""
    first = mentions[0] if mentions else Mention(0, 0, ())
    skipped = cues.FILLER | {"register", "deal", "customer", "new", "log", "let's"}
    customer = [word for word in words[first.end :] if word not in skipped]
    name = " ".join(words[first.start : first.end])
    return Question(Kind.register, partners=first.partners, mention=name, customer=" ".join(customer))


def _split(words: tuple[str, ...], breaks: frozenset[int], mentions: tuple[Mention, ...]) -> list[_Clause]:
    inside = {position for mention in mentions for position in range(mention.start + 1, mention.end)}
    taken = inside | {mention.start for mention in mentions}
    ands = {position for position, word in enumerate(words) if word == "and" and position not in taken}
    cuts = sorted({0, len(words), *(breaks - inside), *ands})
    return [
        _Clause(
            [words[position] for position in range(start, end) if position not in taken],
            [(each, " ".join(words[each.start : each.end])) for each in mentions if start <= each.start < end],
        )
        for start, end in pairwise(cuts)
    ]


def _read_clause(clause: _Clause, terms: Terms, before: Question | None) -> list[Question]:
    tiers, words = _take_tiers(clause.words, terms)
    program, words = _take_program(words, terms)
    named = bool(clause.named)
    kind = _kind(words, tiers, before, named)
    unexplained = [word for word in words if not _explained(word, kind)]
    if kind is None and not unexplained:
        return []
    tier = tiers[0] if len(tiers) == 1 else None
    question = Question(kind or Kind.not_understood, program=program)
    if len(tiers) > 1:
        question = Question(Kind.not_understood)
    elif kind is Kind.gap:
        question = replace(question, tier=tier)
    elif kind is Kind.tier:
        question = replace(question, claimed=tier)
    if unexplained:
        question = _place_unexplained(question, words, unexplained, named or before is not None)
    if not named:
        return [question]
    return [replace(question, partners=mention.partners, mention=name) for mention, name in clause.named]


def _kind(words: list[str], tiers: list[str], before: Question | None, named: bool) -> Kind | None:
    if cues.asks_for_gap(words, bool(tiers)):
        return Kind.gap
    if not cues.TIER.isdisjoint(words):
        return Kind.tier
    if before and before.kind in (Kind.tier, Kind.gap) and (named or tiers):
        return Kind.gap if tiers and not named else before.kind
    if tiers and named and words and words[0] in ("is", "are"):
        return Kind.tier
    if named and not tiers and all(map(cues.needs_no_explanation, words)):
        return Kind.bare
    return None


def _explained(word: str, kind: Kind | None) -> bool:
    if cues.needs_no_explanation(word) or word in cues.TIER:
        return True
    return (kind is Kind.gap and cues.explained_by_gap(word)) or (kind is Kind.tier and word == "next")


def _place_unexplained(question: Question, words: list[str], unexplained: list[str], has_partner: bool) -> Question:
    """Words without a rule are an unknown partner, an unknown tier ("for platinum"), or make the clause unclear."""
    rest = " ".join(unexplained)
    at = words.index(unexplained[0])
    together = words[at : at + len(unexplained)] == unexplained
    before = words[at - 1] if at else ""
    if question.kind not in (Kind.tier, Kind.gap) or not together or not cues.TURNS.isdisjoint(unexplained):
        return Question(Kind.not_understood)
    if not has_partner and (not before or before in cues.BEFORE_NAME):
        return replace(question, named=rest)
    if question.kind is Kind.gap and len(unexplained) == 1 and (before in cues.BEFORE_TIER or words == unexplained):
        return replace(question, unknown_tier=rest)
    return Question(Kind.not_understood)


def _take_tiers(words: list[str], terms: Terms) -> tuple[list[str], list[str]]:
    """The tiers that a clause names, each once, and the other words."""
    tiers: list[str] = []
    rest: list[str] = []
    position = 0
    while position < len(words):
        for length in (2, 1):
            tier = terms.tiers.get(tuple(words[position : position + length]))
            if tier is not None:
                tiers.append(tier)
                break
        else:
            length = 1
            near = None if _common(words[position]) else _misspelled_tier(words[position], terms)
            (tiers if near else rest).append(near or words[position])
        position += length
    return list(dict.fromkeys(tiers)), rest


def _common(word: str) -> bool:
    return cues.needs_no_explanation(word) or word in cues.TIER or cues.explained_by_gap(word)


def _misspelled_tier(word: str, terms: Terms) -> str | None:
    """A tier with swapped letters, or with up to two slips in a word of six letters or more ("sliver", "broze")."""
    for written, tier in terms.tiers.items():
        key = " ".join(written)
        slips = OSA.distance(word, key)
        if (slips == 1 and sorted(word) == sorted(key)) or (len(key) >= 6 and slips <= 2):
            return tier
    return None


def _take_program(words: list[str], terms: Terms) -> tuple[str | None, list[str]]:
    """The program that a clause names, and the other words; a year alone names none ("in 2024" is a time)."""
    taken = [
        position
        for position, word in enumerate(words)
        if word in terms.programs and (not word.isdigit() or (position and words[position - 1] in terms.programs))
    ]
    if not taken:
        return None, words
    fits = frozenset.intersection(*(terms.programs[words[position]] for position in taken))
    rest = [word for position, word in enumerate(words) if position not in taken]
    return (next(iter(fits)) if len(fits) == 1 else None), rest


def _settle(questions: list[Question]) -> tuple[Question, ...]:
    """Give each question what it leaves to the others.

    A name alone is asked about as the question before it, else as the one after it, else for its tier. A question that
    names nobody is about the partner of the one before it, else about the first one named.
    """
    asked = (Kind.tier, Kind.gap)
    model = next((question for question in questions if question.kind in asked), Question(Kind.tier))
    named = next((question for question in questions if question.partners), Question(Kind.tier))
    settled: list[Question] = []
    for question in questions:
        if question.kind is Kind.bare:
            question = replace(model, partners=question.partners, mention=question.mention)
        if question.partners:
            named = question
        elif question.kind in asked and not question.named:
            question = replace(question, partners=named.partners, mention=named.mention)
        if question.kind in asked:
            model = question
        settled.append(question)
    if all(question.kind is Kind.not_understood for question in settled):
        return tuple(settled[:1])
    return tuple(dict.fromkeys(settled))
