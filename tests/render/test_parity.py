"""Slack and Teams tell the same: every fact, cell, field and button of what the product shows, and of any document."""

from collections import Counter
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from bot.render import blockkit
from bot.render.adaptive import card, forms
from bot.render.adaptive.commands import typed_form, typed_reply
from bot.render.escape import shorten
from bot.slack.bounds import CONFIRM
from bot.teams.bounds import QUESTION
from bot.teams.limits import check_card
from handlers.documents import Form, Reply, Table
from handlers.routes import routes
from scripts.carried import (
    SLACK,
    TEAMS,
    lost,
    of_slack,
    of_teams,
    presses_of,
    squeezed,
)
from scripts.carried_fields import Asked, fields_of_slack, fields_of_teams
from scripts.corpus import Shown as Met
from scripts.corpus import corpus
from scripts.parity import PAGE, TABLE_HEAD, page
from tests.render.cards import class_errors, schema_errors
from tests.render.documents import forms as any_form
from tests.render.documents import replies

CALM = settings(
    max_examples=60,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # making a failing document small takes minutes
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> list[Met]:
    return corpus(tmp_path_factory.mktemp("corpus"))


def differing(reply: Reply) -> dict[str, Any]:
    """What each surface loses of a reply, and the buttons that are not its buttons."""
    ours = typed_reply(reply)
    slack, teams = of_slack(blockkit.message(reply)), of_teams(card.message(reply, {"deals.open"}))
    found: dict[str, Any] = {}
    for name, told, said in ((SLACK, slack, reply), (TEAMS, teams, ours)):
        if not told.partial:
            pressed = presses_of(said, CONFIRM if name == SLACK else QUESTION)
            found[name] = (lost(said, told, name), pressed - told.presses, told.presses - pressed)
    return {name: what for name, what in found.items() if any(what)}


def test_the_product_tells_the_same_in_both(shown: list[Met]) -> None:
    answers = [each for each in shown if isinstance(each.document, Reply)]
    assert len(answers) > 400
    assert [(each.origin, found) for each in answers if (found := differing(each.document))] == []


def test_the_product_fits_into_a_card_of_teams(shown: list[Met]) -> None:
    """What Slack has to leave out of a message may be in a card, never the other way round."""
    answers = [each.document for each in shown if isinstance(each.document, Reply)]
    assert [reply.summary for reply in answers if of_teams(card.message(reply, ())).partial] == []


@CALM
@given(replies)
def test_any_reply_is_whole_in_a_card_or_says_what_it_leaves_out(reply: Reply) -> None:
    """Slack's half of it, with a text that is split into moments and words, is in test_blockkit.py."""
    # Tables are told apart by their captions.
    parts = tuple(
        replace(part, caption=f"⟦table {number}⟧") if isinstance(part, Table) else part
        for number, part in enumerate(reply.parts)
    )
    assert differing(replace(reply, parts=parts)).get(TEAMS) is None


def comparable(field: Asked) -> Asked:
    """A field as far as both surfaces can carry it: what a Slack option cuts at 75 characters is not compared."""
    choices = tuple((value, words[:60]) for value, words in field.choices)
    return replace(field, choices=tuple(dict(choices).items()))


def ungrouped(form: Form, fields: list[Asked]) -> list[Asked]:
    """A card's fields without the name of the group before each choice."""
    by_name = {field.name: field for field in form.fields}
    plain = []
    for asked in fields:
        groups = by_name[asked.name].groups
        names = {choice.value: group.label for group in reversed(groups) for choice in reversed(group.choices)}
        choices = [(value, after(words, names.get(value, ""))) for value, words in asked.choices]
        plain.append(replace(asked, choices=tuple(choices)))
    return plain


def after(words: str, group: str) -> str:
    prefix = squeezed(shorten(group, 60)) + "·"
    return words.removeprefix(prefix) if group.strip() else words


def bare(fields: list[Asked]) -> list[Asked]:
    """Choices by value and the first letters of their names; a description stands in the name in Teams."""
    return [comparable(field) for field in fields]


def test_the_products_forms_ask_the_same_in_both(shown: list[Met]) -> None:
    asked = [each for each in shown if isinstance(each.document, Form) and not each.errors]
    assert len({each.document.route for each in asked if isinstance(each.document, Form)}) >= 12
    for each in asked:
        form = each.document
        assert isinstance(form, Form)
        ours = typed_form(form)
        slack = fields_of_slack(blockkit.view(ours))
        teams = ungrouped(ours, fields_of_teams(forms.form(form, "token"), ours))
        assert bare(teams) == bare(slack), form.route


def test_the_sentence_of_every_wrong_field_stands_in_the_card(shown: list[Met]) -> None:
    wrong = [each for each in shown if isinstance(each.document, Form) and each.errors]
    assert len(wrong) > 10
    for each in wrong:
        assert isinstance(each.document, Form)
        told = of_teams(forms.form(each.document, "token", each.values, each.errors)).words
        assert all(squeezed(words.replace("“/partner ", "“")) in told for words in each.errors.values())


@CALM
@given(any_form)
def test_any_form_asks_the_same_in_both(form: Form) -> None:
    slack = fields_of_slack(blockkit.view(form))
    drawn = forms.form(form, "token")
    teams = fields_of_teams(drawn, form)
    for one, other in zip(slack, teams, strict=True):
        assert (one.name, one.kind, one.required, one.limit) == (other.name, other.kind, other.required, other.limit)
        assert squeezed(one.label) == other.label
        assert {value for value, _ in other.choices} <= {value for value, _ in one.choices}
        if len(dict(one.choices)) > len(other.choices):
            assert squeezed("more choices that do not fit here") in other.hint


def test_every_route_was_tried(shown: list[Met]) -> None:
    assert set(routes()) <= {each.origin.removeprefix("route ") for each in shown}


def test_a_lost_cell_is_noticed() -> None:
    reply = Reply("Two deals.", (Table("Deals", ("Deal", "State"), (("DR-1", "open"), ("DR-2", "won"))),))
    told = of_teams(card.message(reply, ()))
    assert lost(reply, told, TEAMS) == []
    assert lost(reply, replace(told, words=told.words.replace("DR-2", "")), TEAMS) == ["DR-2"]


def test_no_command_of_the_product_keeps_the_slash(shown: list[Met]) -> None:
    cards = [card.message(each.document, ()) for each in shown if isinstance(each.document, Reply)]
    assert [words for drawn in cards if "/partner" in (words := of_teams(drawn).words)] == []


def test_every_card_of_the_product_is_judged_right_by_others(shown: list[Met]) -> None:
    """The published schema and Microsoft's classes for some of each origin, our own check of limits for all."""
    judged: Counter[str] = Counter()
    for each in shown:
        if isinstance(each.document, Reply):
            drawn = card.message(each.document, {"deals.open"})
        elif isinstance(each.document, Form):
            drawn = forms.form(each.document, "token", each.values, each.errors)
        else:
            continue
        check_card(drawn)
        judged[each.origin] += 1
        if judged[each.origin] > 3:
            continue
        assert (schema_errors(drawn), class_errors(drawn)) == ([], []), each.origin


def outline(words: str) -> list[str]:
    """A parity page without its figures: those follow every record and every wording."""
    lines = words.partition(TABLE_HEAD)[2].splitlines()
    return [line.split(" | ")[0] for line in lines if line.startswith("| ")]


def test_the_page_of_parity_is_current_and_nothing_is_missing(shown: list[Met]) -> None:
    written, now = PAGE.read_text(encoding="utf-8"), page(shown)
    assert written.partition(TABLE_HEAD)[0] == now.partition(TABLE_HEAD)[0], "run `make docs`"
    assert outline(written) == outline(now), "run `make docs`"
    assert set(routes()) <= {name.removeprefix("| route ") for name in outline(written)}
    for made in (written, page(shown)):
        rows = [
            line.split(" | ") for line in made.splitlines() if line.startswith(("| route", "| question", "| command"))
        ]
        assert [row for row in rows if row[9:11] != ["0", "0"]] == []
