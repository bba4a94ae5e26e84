"""The words by which the loaded programs and their tiers are called."""

from collections import defaultdict

from handlers.understanding.reading import Terms
from handlers.understanding.words import tokens
from programs.catalog import Catalog
from programs.schema import Program

COMMON = frozenset({"program", "partner", "partners", "the", "for", "of", "and", "consulting", "with"})


def terms_of(catalog: Catalog) -> Terms:
    """Tier words by name, id and alias; a program by any word of its name, publisher, year or id."""
    tiers: dict[tuple[str, ...], str] = {}
    programs: defaultdict[str, set[str]] = defaultdict(set)
    for program in catalog.programs():
        for word in _program_words(program):
            programs[word].add(program.id)
        for tier in program.tiers:
            written = (tier.name, tier.id.replace("_", " "), *tier.aliases)
            tiers |= dict.fromkeys(map(tokens, written), tier.id)
    return Terms(tiers, {word: frozenset(ids) for word, ids in programs.items()})


def _program_words(program: Program) -> set[str]:
    written = (
        f"{program.name} {program.short_name} {program.publisher} {program.id.replace('-', ' ')} {program.year or ''}"
    )
    return set(tokens(written)) - COMMON
