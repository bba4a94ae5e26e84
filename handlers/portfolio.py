"""The words that a portfolio is checked against, from the programs that are known."""

from programs.catalog import Catalog
from programs.vocabulary import vocabulary
from store.portfolio.vocabulary import Vocabulary


def portfolio_vocabulary(catalog: Catalog) -> Vocabulary:
    """What the cells of a portfolio may name: tiers, benefits and steps by program, credentials, agreements."""
    words = vocabulary(catalog)
    return Vocabulary(
        tiers={program: frozenset(tiers) for program, tiers in words.tiers.items()},
        benefits=words.benefits,
        steps={program: frozenset(steps) for program, steps in words.steps.items()},
        credentials=words.all_credentials,
        agreements=words.all_agreements,
    )
