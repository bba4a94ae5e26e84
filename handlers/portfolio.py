"""The words of the loaded programs, as the portfolio import checks cells against them."""

from programs import vocabulary as programs_vocabulary
from programs.catalog import Catalog
from store.portfolio.vocabulary import Vocabulary


def portfolio_vocabulary(catalog: Catalog) -> Vocabulary:
    """The ids that a portfolio may use, for these programs."""
    words = programs_vocabulary.vocabulary(catalog)
    return Vocabulary(
        tiers={program: frozenset(tiers) for program, tiers in words.tiers.items()},
        benefits=words.benefits,
        steps={program: frozenset(steps) for program, steps in words.steps.items()},
        credentials=words.all_credentials,
        agreements=words.all_agreements,
    )
