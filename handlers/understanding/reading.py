"""What a message asks: names are taken out first, then each clause is read, and every word must be explained.

A word that no rule explains ("last", "unless") makes the clause not understood: asking back is cheaper than a wrong
answer.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

from rapidfuzz.distance import OSA

from handlers.understanding.names import Mention, NameIndex
from handlers.understanding.words import clauses, spelling

FILLER = frozenset(
    """
    a about am an and any are at be been by can check could current currently do does exactly find for from get give has
    have having how i in into is it its kindly know like look me much my now of off on one our out partner partners
    please present presently program right s see show so still t tell that thats the their them then there they this to
    today up us want we what whats where which who with you your what's where's that's it's i'd
    """.split()
)
INTENT_WORDS = {
    "tier": re.compile(r"(tier|tiers|level|status|rank|standing|badge|stand)$"),
    "gap": re.compile(
        r"(gap|gaps|miss|misses|missing|lack|lacks|lacking|short|shortfall|need|needs|needed|left|remain|remaining|away|far|"
        r"close|qualify|qualifies|reach|reaches|reaching|become|becomes|becoming|advance|advances|advancing|upgrade|"
        r"promoted|promotion|requirement|requirements|require|requires|required|next|more|else|make)$"
    ),
}
GAP_PROOF = re.compile(
    r"(gap|gaps|miss|lack|short|need|left|remain|away|qualif|reach|becom|advanc|upgrad|promot|requir)"
)
TIER_FOLLOWS = frozenset({"for", "to", "reach", "become", "gap"})
REGISTER = re.compile(r"^(please )?(register|i want to register|let's register|log a deal)\b(?!ed)|\bnew deal\b")
HELP = re.compile(r"^(help|hi|hello|hey|commands|start|what can you do|what can i ask|how does this work)\b|^$")


class Kind(StrEnum):
    """The kinds of question that can be read; the words of the `ask --json` answers."""

    tier = "tier"
    gap = "gap"
    register = "register"
    help = "help"
    not_understood = "not_understood"


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a message.

    `partners` holds the ids that fit the name (several: ambiguous), `named` the words that look like a name but fit
    nobody; `unknown_tier` a word that stands where a tier should.
    """

    kind: Kind
    partners: tuple[str, ...] = ()
    named: str = ""
    tier: str | None = None
    unknown_tier: str = ""
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
        commands = {"tier", "gap", "register", "help", "next", "missing", "need", "left", "deal", "status", "level"}
        return FILLER | frozenset(of_tiers) | frozenset(commands)


@dataclass(slots=True)
class _Clause:
    """Words of a clause that are not part of a partner's name, and the mentions in it."""

    words: list[str]
    mentions: list[Mention]


def read(message: str, index: NameIndex, terms: Terms) -> tuple[Question, ...]:
    """Read a message as one or more questions, in the order they are asked; never empty."""
    words, breaks = clauses(message)
    plain = " ".join(words)
    if HELP.search(plain) and len(words) <= 6:
        return (Question(Kind.help),)
    mentions = index.find(words)
    written = spelling(message)
    if REGISTER.search(plain):
        return (_as_written(_registration(words, mentions), written),)
    questions: list[Question] = []
    for clause in _split(words, breaks, mentions):
        questions.extend(_read_clause(clause, terms, questions[-1] if questions else None))
    shared = _share_partner([_as_written(question, written) for question in questions], mentions)
    return shared or (Question(Kind.not_understood),)


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
    if not mentions:
        return Question(Kind.register)
    first = mentions[0]
    customer = [word for word in words[first.end :] if word not in FILLER and word not in {"deal", "customer"}]
    return Question(Kind.register, partners=first.partners, customer=" ".join(customer))


def _split(words: tuple[str, ...], breaks: frozenset[int], mentions: tuple[Mention, ...]) -> list[_Clause]:
    inside = {position for mention in mentions for position in range(mention.start + 1, mention.end)}
    taken = inside | {mention.start for mention in mentions}
    ands = {position for position, word in enumerate(words) if word == "and" and position not in taken}
    cuts = sorted({0, len(words), *(breaks - inside), *ands})
    return [
        _Clause(
            [words[position] for position in range(start, end) if position not in taken],
            [mention for mention in mentions if start <= mention.start < end],
        )
        for start, end in pairwise(cuts)
    ]


def _read_clause(clause: _Clause, terms: Terms, before: Question | None) -> list[Question]:
    tier, words = _take_tier(clause.words, terms)
    program, words = _take_program(words, terms)
    kind = _kind(words, tier, before, bool(clause.mentions))
    unexplained = [word for word in words if not _explained(word)]
    if kind is None:
        return [Question(Kind.not_understood, named=" ".join(unexplained))] if unexplained else []
    question = Question(kind, tier=tier if kind is Kind.gap else None, program=program)
    if unexplained:
        question = _place_unexplained(question, words, unexplained, bool(clause.mentions) or before is not None)
    if not clause.mentions:
        return [question]
    return [replace(question, partners=mention.partners) for mention in clause.mentions]


def _kind(words: list[str], tier: str | None, before: Question | None, named: bool) -> Kind | None:
    if any(GAP_PROOF.match(word) for word in words) or ("next" in words and "tier" not in words):
        return Kind.gap
    if {"far", "close"} & set(words):
        return Kind.gap
    if any(INTENT_WORDS["tier"].match(word) for word in words):
        return Kind.tier
    if before and before.kind in (Kind.tier, Kind.gap) and (named or tier):
        return Kind.gap if tier and not named else before.kind
    if tier and named and words and words[0] in ("is", "are"):
        return Kind.tier
    return Kind.tier if named and all(word in FILLER for word in words) and not tier else None


def _explained(word: str) -> bool:
    return word in FILLER or any(pattern.match(word) for pattern in INTENT_WORDS.values())


def _place_unexplained(question: Question, words: list[str], unexplained: list[str], has_partner: bool) -> Question:
    """Words without a rule are an unknown tier ("for platinum"), an unknown partner, or make the clause unclear."""
    rest = " ".join(unexplained)
    if not has_partner:
        return replace(question, named=rest)
    before = words[words.index(unexplained[0]) - 1] if words.index(unexplained[0]) else ""
    if question.kind is Kind.gap and len(unexplained) == 1 and (before in TIER_FOLLOWS or words == unexplained):
        return replace(question, unknown_tier=rest)
    return Question(Kind.not_understood, named=rest)


def _take_tier(words: list[str], terms: Terms) -> tuple[str | None, list[str]]:
    for length in (2, 1):
        for start in range(len(words) - length + 1):
            tier = terms.tiers.get(tuple(words[start : start + length]))
            if tier:
                return tier, words[:start] + words[start + length :]
    for position, word in enumerate(words):
        if not _explained(word) and (tier := _misspelled_tier(word, terms)):
            return tier, words[:position] + words[position + 1 :]
    return None, words


def _misspelled_tier(word: str, terms: Terms) -> str | None:
    """A tier with swapped letters, or with up to two slips in a word of six letters or more ("sliver", "broze")."""
    for written, tier in terms.tiers.items():
        key = " ".join(written)
        slips = OSA.distance(word, key)
        if (slips == 1 and sorted(word) == sorted(key)) or (len(key) >= 6 and slips <= 2):
            return tier
    return None


def _take_program(words: list[str], terms: Terms) -> tuple[str | None, list[str]]:
    named = [terms.programs[word] for word in words if word in terms.programs]
    if not named:
        return None, words
    fits = frozenset.intersection(*named)
    rest = [word for word in words if word not in terms.programs]
    return (next(iter(fits)) if len(fits) == 1 else None), rest


def _share_partner(questions: list[Question], mentions: tuple[Mention, ...]) -> tuple[Question, ...]:
    """Questions that name nobody are about the partner of the question before them, else of the first one named."""
    shared: list[Question] = []
    last = mentions[0].partners if mentions else ()
    for question in questions:
        last = question.partners or last
        needs = question.kind in (Kind.tier, Kind.gap) and not question.named
        shared.append(replace(question, partners=last) if needs else question)
    if all(question.kind is Kind.not_understood for question in shared):
        return tuple(shared[:1])
    return tuple(dict.fromkeys(shared))
