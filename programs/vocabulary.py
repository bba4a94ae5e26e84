"""The ids that a portfolio or a question may use, by program. Plain values: whoever reads them needs no rules."""

from collections.abc import Mapping
from dataclasses import dataclass

from programs.catalog import Catalog

Ids = Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Ids by program id; `all_*` across the programs. `tiers` keeps the order of the tiers, lowest first.

    `product_names` has the names that the documents use, `products` their ids.
    """

    programs: frozenset[str]
    tiers: Mapping[str, tuple[str, ...]]
    benefits: Ids
    steps: Mapping[str, tuple[str, ...]]
    credentials: Ids
    agreements: Ids
    products: Ids
    product_names: Ids
    partner_types: Ids

    @property
    def all_credentials(self) -> frozenset[str]:
        """The credential ids of all programs together."""
        return frozenset().union(*self.credentials.values())

    @property
    def all_agreements(self) -> frozenset[str]:
        """The agreement ids of all programs together."""
        return frozenset().union(*self.agreements.values())


def vocabulary(catalog: Catalog) -> Vocabulary:
    """Collect the ids of every program of the catalog."""
    programs = catalog.programs()
    return Vocabulary(
        programs=frozenset(each.id for each in programs),
        tiers={each.id: tuple(tier.id for tier in each.tiers) for each in programs},
        benefits={each.id: frozenset(benefit.id for benefit in each.benefits) for each in programs},
        steps={each.id: tuple(step.id for step in each.steps) for each in programs},
        credentials={each.id: frozenset(credential.id for credential in each.credentials) for each in programs},
        agreements={each.id: frozenset(agreement.id for agreement in each.agreements) for each in programs},
        products={each.id: frozenset(product.id for product in each.products) for each in programs},
        product_names={each.id: frozenset(product.name for product in each.products) for each in programs},
        partner_types={each.id: frozenset(kind.id for kind in each.partner_types) for each in programs},
    )
