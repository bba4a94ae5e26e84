"""Products by whatever they are called: portfolios write ids, the form keeps names, several stand between commas."""

from programs.catalog import Catalog


def product_ids(catalog: Catalog, listed: str | None) -> tuple[str, ...]:
    """The ids of the products in a list, in its order; what no program knows stays as it is written, in lower case."""
    ids = {
        known.casefold(): product.id
        for program in catalog.programs()
        for product in program.products
        for known in (product.id, product.name)
    }
    words = (each.strip().casefold() for each in (listed or "").split(","))
    return tuple(dict.fromkeys(ids.get(each, each) for each in words if each))
