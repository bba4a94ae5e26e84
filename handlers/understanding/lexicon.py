"""The words by which the loaded programs call what they have, and the words of the trade that all programs share."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from handlers.understanding.words import tokens
from programs.base import Called
from programs.catalog import Catalog
from programs.metrics import AgreementMetric
from programs.schema import Program

LONGEST = 7
MEETINGS = {
    "pipeline_review": (
        "pipeline review", "pipeline call", "pipeline meeting", "pipeline reviews", "pipeline calls", "forecast call",
        "pipeline sync", "pipeline session", "monthly review", "monthly pipeline review", "pipe review",
    ),
    "qbr": (
        "qbr", "qbrs", "quarterly business review", "quarterly business reviews", "quarterly review", "business review",
        "quarterly", "qbr meeting", "quarterly meeting", "business reviews", "quarterly reviews",
    ),
    "executive": (
        "executive meeting", "exec meeting", "executive review", "exec review", "executive briefing", "exec briefing",
        "executive meetings", "exec meetings", "annual executive meeting", "annual exec meeting", "exec sync",
        "executive sync", "exec call", "executive call", "annual meeting", "executive sponsor meeting",
        "exec get together", "executives", "execs",
    ),
}  # fmt: skip
STATES = {
    "draft": ("draft", "drafts", "drafted"),
    "submitted": ("submitted", "newly submitted"),
    "in_review": ("in review", "under review", "being reviewed", "in reviews"),
    "info_requested": (
        "info requested", "information requested", "waiting for info", "waiting for information", "needs info",
        "more info", "awaiting info", "asked for info", "asked for information", "info was requested",
        "information was requested", "requested info", "waiting on info",
    ),
    "conflict_hold": ("conflict hold", "on hold", "held for conflict", "in conflict", "conflicting"),
    "approved": ("approved", "accepted", "greenlit", "green lit", "approval", "approve"),
    "declined": ("declined", "rejected", "denied", "turned down", "refused", "decline", "reject", "rejections", "deny"),
    "withdrawn": ("withdrawn", "withdrew", "pulled back", "retracted", "canceled"),
    "expired": ("expired", "lapsed"),
    "won": ("won",),
    "lost": ("lost",),
    "revoked": ("revoked",),
    "appealed": ("appealed", "under appeal"),
    "appeal_rejected": ("appeal rejected",),
}  # fmt: skip

OTHER_TIERS = "platinum diamond premier elite titanium palladium emerald ruby sapphire copper".split()
"""Tiers of other vendors' programs: named back as unknown where no program has them."""

Values = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Folded words to what they name: for each slot the ids, whatever program they come from."""

    entries: Mapping[tuple[str, ...], Values]
    words: frozenset[str]
    verbs: Mapping[str, str]
    """Verbs that say a partner gets more of something, and the requirement it is."""
    money: str | None
    """The requirement that is counted in US dollars; None where no program has one."""
    quiet_days: frozenset[int]
    """After how many days without activity programs call a partner inactive."""
    below: Mapping[str, str]
    """A tier and the one below it, where every program agrees."""

    def at(self, words: tuple[str, ...], start: int) -> tuple[int, Values] | None:
        """The longest entry that begins at a place of folded words: how many words it has, and what it names."""
        for length in range(min(LONGEST, len(words) - start), 0, -1):
            found = self.entries.get(words[start : start + length])
            if found is not None:
                return length, found
        return None


def lexicon_of(catalog: Catalog) -> Lexicon:
    """Everything the programs name, by name, id and alias, in singular and plural."""
    gathered: defaultdict[tuple[str, ...], defaultdict[str, dict[str, None]]] = defaultdict(lambda: defaultdict(dict))
    for slot, id, said in _entries(catalog):
        for words in _forms(tokens(said)):
            gathered[words][slot][id] = None
    for word in OTHER_TIERS:
        if (word,) not in gathered:
            gathered[(word,)]["no_tier"][word] = None
            gathered[(word,)]["tier"] = {}
    entries = {words: {slot: tuple(ids) for slot, ids in slots.items()} for words, slots in gathered.items() if words}
    verbs = {
        token: requirement.id
        for program in catalog.programs()
        for requirement in program.requirements
        for verb in requirement.gained_by
        for token in tokens(verb)
    }
    every_word = frozenset(word for words in entries for word in words)
    return Lexicon(
        entries, every_word | frozenset(verbs), verbs, _money(catalog), _quiet_days(catalog), _below(catalog)
    )


def _money(catalog: Catalog) -> str | None:
    every = (requirement for program in catalog.programs() for requirement in program.requirements)
    return next((requirement.id for requirement in every if requirement.unit == "USD"), None)


def _quiet_days(catalog: Catalog) -> frozenset[int]:
    checks = (program.evaluation.activity_check for program in catalog.programs() if program.evaluation)
    return frozenset(check.quiet_days for check in checks if check) or frozenset({90})


def _below(catalog: Catalog) -> dict[str, str]:
    below: dict[str, str] = {}
    for program in catalog.programs():
        below |= {tier.id: lower.id for lower, tier in pairwise(program.tiers)}
    return below


def _entries(catalog: Catalog) -> Iterator[tuple[str, str, str]]:
    for program in catalog.programs():
        for said in _program_words(program):
            yield "program", program.id, said
        yield from _called("tier", ((each.id, each.name, each) for each in program.tiers))
        yield from _called("requirement", ((each.id, each.label, each) for each in program.requirements))
        yield from _called("requirement", _asked_agreements(program))
        yield from _called("agreement", ((each.id, each.name, each) for each in program.agreements))
        yield from _called("benefit", ((each.id, each.name, each) for each in program.benefits))
        yield from _called("credential", ((each.id, each.name, each) for each in program.credentials))
        yield from _called("step", ((each.id, each.name, each) for each in program.steps))
    yield from _product_words(catalog)
    for slot, table in (("meeting", MEETINGS), ("state", STATES)):
        for id, ways in table.items():
            for said in ways:
                yield slot, id, said


def _asked_agreements(program: Program) -> Iterator[tuple[str, str, Called]]:
    """Agreements that a requirement asks for are called by the agreement's own words too."""
    agreements = {each.id: each for each in program.agreements}
    for requirement in program.requirements:
        metric = requirement.metric
        if isinstance(metric, AgreementMetric) and metric.agreement in agreements:
            yield requirement.id, agreements[metric.agreement].name, agreements[metric.agreement]


def _called(slot: str, named: Iterable[tuple[str, str, Called]]) -> Iterator[tuple[str, str, str]]:
    for id, name, called in named:
        for said in (name, id.replace("_", " "), *called.aliases):
            yield slot, id, said


def _product_words(catalog: Catalog) -> Iterator[tuple[str, str, str]]:
    """ "the Flex program": a product that only one program has names it."""
    homes: defaultdict[str, set[str]] = defaultdict(set)
    for program in catalog.programs():
        for product in program.products:
            for said in (product.name, product.name.removeprefix(f"{program.publisher} ")):
                homes[said].add(program.id)
    for said, ids in homes.items():
        if len(ids) == 1:
            yield "program", next(iter(ids)), f"{said} program"


def _program_words(program: Program) -> Iterator[str]:
    """The names of a program, each with and without its publisher and its year."""
    bare = {program.short_name, *program.aliases}
    if program.year:
        bare |= {words.replace(str(program.year), "").strip() for words in bare}
    yield from (program.id.replace("-", " "), program.name, program.publisher, *bare)
    for words in bare:
        yield f"{program.publisher} {words}"
        if program.year:
            short = f"{program.year % 100:02d}"
            yield from (f"{words} {program.year}", f"{program.year} {words}", f"{words} {short}", f"{words} '{short}")
            yield from (f"{program.publisher} {words} {program.year}", f"{words} program {program.year}")
    if program.year:
        yield from (f"{program.year} program", f"{program.year} {program.publisher} program")
        yield from (f"{program.publisher} {program.year}", f"program year {program.year}")


def _forms(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The words, and the same with the last one in the other number."""
    yield words
    if words and words[-1].isalpha() and len(words[-1]) > 3:
        last = words[-1]
        yield (*words[:-1], last[:-1] if last.endswith("s") and not last.endswith("ss") else f"{last}s")
