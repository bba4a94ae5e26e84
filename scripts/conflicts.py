"""docs/CONFLICTS.md: when two claims are taken for one customer, written from the ladder and its word lists."""

from collections.abc import Iterable

from handlers.deals.matching import BONUSES, CAPS, LADDER, Band
from store.customer_words import COMMON, LEGAL_FORMS, MAIL_PROVIDERS, SHARED_HOSTS, SOLD_LIKE_COUNTRIES
from store.customers import SHORTEST
from store.repositories.match_keys import LIVE, MOST_ROWS
from store.repositories.matches import HOLD, LOOK

HEAD = """# When two claims are for one customer

Each registration is held against the registrations of everybody else that are {live}, the partner's own, and the
opportunities that are open or were won. Nothing is ever declined by a score: it decides who has to look, and the
card shows the approver each part of it. Partners read neither whom they collide with nor how much.

Written by `make docs` from `handlers/deals/matching.py` and `store/customer_words.py`.

## The ladder

The first reason that holds counts, from the top:

| Reason | Score |
|---|---|
{ladder}
Names are compared in normal form: without accents, case, punctuation and legal form, `&` as *and*, in any order of
their words. *Very similar* is 0.92 of 1 by the words that tell a company, *similar* 0.85. A name or telling word
under {shortest} letters is equal or it is not. A name of everyday words alone ("Global Systems") is like another
only as a whole.

What is added to it:

| Also the same | Points |
|---|---|
{bonuses}
What it does not rise above:

| Reason | At most |
|---|---|
{caps}
Values are compared in one currency only. Products are compared where both claims name some.

## What follows

| Score | |
|---|---|
| {hold} and more | `{band_hold}`: the registration waits until an approver chooses one of the four resolutions |
| {look} to {hold} | `{band_look}`: the approver says that they have looked at it |
| below {look} | `{band_store}`: kept with the registration, and nothing is asked |

## What is compared at all

Two claims are compared when they share a key: a web domain, a contact's address or its domain, a whole name, a
parent's name, one telling word, or the consonants of the name. A word or row of consonants that more than {most_rows}
claims have is passed over. So a name of one word that is misspelled in a consonant is not found, unless the web domain
or the contact is the same.

## Legal forms

Dropped from either end of a name, whichever the country: where a customer sits is often not where it was founded.

| Country | Legal forms, in normal form |
|---|---|
{forms}
## Everyday words

Sharing one of these tells nothing:

{common}.

## Domains that tell nothing

| Why | Domains |
|---|---|
{hosts}
Endings that their owner lets out to others (`github.io`, `blogspot.com`, `myshopify.com` and all the others of the
public suffix list's private part) tell nothing either, except those under which companies register as under a
country's:
{sold}.
"""


def conflicts_page() -> str:
    """The page: the ladder, bonuses, caps, bands and every word list."""
    return HEAD.format(
        live=_or(sorted(f"`{state}`" for state in LIVE)),
        ladder=_rows((each.words, f"{each.score}") for each in LADDER),
        bonuses=_rows((each.words, f"+{each.score}") for each in BONUSES),
        caps=_rows((each.words, f"{each.most}") for each in CAPS),
        shortest=SHORTEST,
        hold=f"{HOLD / 100:.2f}",
        look=f"{LOOK / 100:.2f}",
        band_hold=Band.hold,
        band_look=Band.look,
        band_store=Band.store,
        most_rows=MOST_ROWS,
        forms=_rows((country, ", ".join(forms)) for country, forms in sorted(LEGAL_FORMS.items())),
        common=", ".join(sorted(COMMON)),
        hosts=_rows(
            (why.capitalize(), ", ".join(sorted(domains)))
            for why, domains in {"mail for everybody": MAIL_PROVIDERS, **SHARED_HOSTS}.items()
        ),
        sold=", ".join(f"`{each}`" for each in sorted(SOLD_LIKE_COUNTRIES)),
    )


def _rows(rows: Iterable[tuple[str, str]]) -> str:
    return "".join(f"| {first} | {second} |\n" for first, second in rows)


def _or(words: list[str]) -> str:
    return f"{', '.join(words[:-1])} or {words[-1]}"
