"""The inputs of the deal-registration form, one by one, and what its search fields offer."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from functools import cache
from types import MappingProxyType
from typing import Any, Final

from handlers.access import Permission, Scope, scope
from handlers.deals.checks import DEAL_STAGES, ROLES, YES_NO
from handlers.documents import Choice, ChoiceGroup, Field, Input, Options
from handlers.request import Role
from handlers.work import Task
from programs.catalog import Catalog

SEARCH_PARTNERS = "partners.search"
SEARCH_COUNTRIES = "countries.search"
CURRENCIES = ("USD", "EUR", "GBP", "JPY", "AUD", "BRL", "CAD", "CHF", "DKK", "INR", "MXN", "NOK", "PLN", "SEK", "SGD")
MOST_OPTIONS = 100
Initial = str | Choice | tuple[Choice, ...] | None
ANSWER_IN_WORKING_DAYS = 2
SEPARATOR = "/"


def field_of(name: str, catalog: Catalog, initial: Initial = None) -> Field:
    """One input of the form by the name of its value, with what is known already filled in."""
    field = replace(FIELDS[name], groups=_products(catalog)) if name == "products" else FIELDS[name]
    return field if initial is None else replace(field, initial=initial)


def _plain(values: Collection[str]) -> tuple[Choice, ...]:
    return tuple(Choice(value, value) for value in values)


def _choices(offered: Mapping[str, str]) -> tuple[Choice, ...]:
    return tuple(Choice(*each) for each in offered.items())


def _more(name: str, label: str, input: Input = Input.line, **other: Any) -> Field:
    return Field(name, label, input, required=False, **other)


_LISTED = (
    Field("partner", "Partner", Input.search, search=SEARCH_PARTNERS, placeholder="Type a name"),
    Field("customer", "Customer", Input.line, limit=100, placeholder="Legal name"),
    _more(
        "customer_domain",
        "Customer's web domain",
        limit=200,
        placeholder="globex.com",
        hint="It is how two registrations for the same customer are found.",
    ),
    Field("country", "Country", Input.search, search=SEARCH_COUNTRIES, placeholder="Type a country"),
    Field("products", "Products", Input.choices),
    Field(
        "earr",
        "Recurring amount a year",
        Input.line,
        limit=30,
        placeholder="120000, 120k or 1.2M",
        hint="Without professional services: they never count for a tier.",
    ),
    Field("currency", "Currency", Input.choice, choices=_plain(CURRENCIES), initial=Choice("USD", "USD")),
    Field("expected_close_on", "Expected close", Input.day),
    Field("role", "Partner's role", Input.choice, choices=_choices(ROLES)),
    Field(
        "evidence",
        "What has the partner done so far?",
        Input.paragraph,
        limit=1000,
        hint="What happened, with whom and when. A date and a role are enough.",
    ),
    _more("deal_stage", "Stage of the deal", Input.choice, choices=_choices(DEAL_STAGES)),
    _more("professional_services", "Professional services, once", limit=30, hint="They never count for a tier."),
    _more("contact_name", "Contact at the customer", limit=100),
    _more("contact_title", "The contact's role", limit=100),
    _more("contact_email", "The contact's e-mail address", limit=200),
    _more("competitor", "Competitor or incumbent", limit=200),
    _more("compelling_event", "Why now?", limit=200),
    _more("parent_company", "Parent company", limit=100),
    _more("tender_on", "Public tender, published on", Input.day),
    _more("existing_customer", "Is it a customer of ours already?", Input.choice, choices=_choices(YES_NO)),
    _more("notes", "Notes", Input.paragraph, limit=500),
)
FIELDS: Final[Mapping[str, Field]] = MappingProxyType({field.name: field for field in _LISTED})
"""Every input but the partner's products, which the catalog knows."""


def search_partners(task: Task) -> Options:
    """Partners for whom the actor may register deals, and whose name, alias or id fits the characters typed so far."""
    actor = task.request.actor
    if actor.role is Role.partner:
        return Options(())
    own = {*actor.covers, *((actor.email,) if actor.email else ())}
    managers = None if scope(actor, Permission.register) is Scope.any else own
    found = task.work.partners.search(task.request.value, MOST_OPTIONS, managers)
    return Options(tuple(Choice(partner.id, partner.name) for partner in found))


def search_countries(task: Task) -> Options:
    """Countries whose name or ISO code starts with, else contains, the characters typed so far."""
    typed = task.request.value.strip().casefold()
    names = country_names()
    starts = [code for code, name in names.items() if name.casefold().startswith(typed) or code.casefold() == typed]
    contains = [code for code, name in names.items() if typed in name.casefold() and code not in starts]
    return Options(tuple(Choice(code, names[code]) for code in (starts + contains)[:MOST_OPTIONS]))


@cache
def country_names() -> dict[str, str]:
    """ISO 3166-1 code to English name, by name. Imported late, for a quick start."""
    from babel import Locale

    names = {code: name for code, name in Locale("en").territories.items() if len(code) == 2 and code.isalpha()}
    return dict(sorted(((code, name) for code, name in names.items() if code not in PSEUDO), key=lambda item: item[1]))


PSEUDO = frozenset({"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"})


def _products(catalog: Catalog) -> tuple[ChoiceGroup, ...]:
    return tuple(
        ChoiceGroup(
            program.short_name,
            tuple(Choice(f"{program.id}{SEPARATOR}{product.id}", product.name) for product in program.products),
        )
        for program in catalog.programs()
        if program.products
    )
