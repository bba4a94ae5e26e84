"""The deal-registration form: ten fields on one page."""

from functools import cache

from handlers.access import Permission, Scope, scope
from handlers.deals.checks import ROLES
from handlers.documents import Choice, ChoiceGroup, Field, Form, Input, Options, text
from handlers.work import Task
from programs.catalog import Catalog
from store.records import Partner

SUBMIT = "deals.submit"
SEARCH_PARTNERS = "partners.search"
SEARCH_COUNTRIES = "countries.search"
CURRENCIES = ("USD", "EUR", "GBP", "JPY", "AUD", "BRL", "CAD", "CHF", "DKK", "INR", "MXN", "NOK", "PLN", "SEK", "SGD")
MOST_OPTIONS = 100
ANSWER_IN_WORKING_DAYS = 2
SEPARATOR = "/"


def open_form(task: Task) -> Form:
    """The empty form; a partner id in the request's value, or as its first part, is filled in."""
    partner_id, _, customer = task.request.value.partition("|")
    partner = task.work.partners.get(partner_id) if partner_id else None
    answer = f"The deal desk answers within {ANSWER_IN_WORKING_DAYS} working days."
    return Form(
        route=SUBMIT,
        title="Register a deal",
        submit="Register",
        fields=(*_customer_fields(partner, customer), *_deal_fields(task.catalog)),
        intro=text(f"{answer} Everything here is seen by vendor staff only."),
    )


def _customer_fields(partner: Partner | None, customer: str) -> tuple[Field, ...]:
    """Who sells to whom; what is known already is filled in."""
    known = Choice(partner.id, partner.name) if partner else None
    return (
        Field("partner", "Partner", Input.search, search=SEARCH_PARTNERS, placeholder="Type a name", initial=known),
        Field("customer", "Customer", Input.line, limit=100, placeholder="Legal name", initial=customer or None),
        Field(
            "customer_domain",
            "Customer's web domain",
            Input.line,
            required=False,
            limit=200,
            placeholder="globex.com",
            hint="It is how two registrations for the same customer are found.",
        ),
        Field("country", "Country", Input.search, search=SEARCH_COUNTRIES, placeholder="Type a country"),
    )


def _deal_fields(catalog: Catalog) -> tuple[Field, ...]:
    """What is sold, for how much and when, and the partner's part in it."""
    return (
        Field("products", "Products", Input.choices, groups=_products(catalog)),
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
        Field("role", "Partner's role", Input.choice, choices=tuple(Choice(*role) for role in ROLES.items())),
        Field(
            "evidence",
            "What has the partner done so far?",
            Input.paragraph,
            limit=1000,
            hint="What happened, with whom and when. A date and a role are enough.",
        ),
    )


def search_partners(task: Task) -> Options:
    """Partners for whom the actor may register deals, and whose name, alias or id fits the characters typed so far."""
    actor = task.request.actor
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


def _plain(values: tuple[str, ...]) -> tuple[Choice, ...]:
    return tuple(Choice(value, value) for value in values)
