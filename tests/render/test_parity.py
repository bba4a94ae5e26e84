"""Slack and Teams tell the same: every fact, cell, field and button of what the product shows, and of any document."""

from dataclasses import replace
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings

from bot.render import blockkit
from bot.render.adaptive import card, forms
from bot.render.adaptive.commands import typed_form, typed_reply
from bot.render.arranging import CELL
from bot.render.escape import shorten
from bot.slack.bounds import CONFIRM
from bot.teams.bounds import QUESTION
from handlers.documents import Form, Reply, Table
from handlers.routes import routes
from scripts.carried import (
    SLACK,
    TEAMS,
    Asked,
    Shown,
    expected,
    fields_of_slack,
    fields_of_teams,
    of_slack,
    of_teams,
    presses_of,
    rows_shown,
    squeezed,
)
from scripts.corpus import Shown as Met
from tests.render.documents import forms as any_form
from tests.render.documents import replies

CALM = settings(
    max_examples=60,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # making a failing document small takes minutes
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def lost(reply: Reply, told: Shown, surface: str) -> list[str]:
    """What a reply says and a payload does not."""
    missing = [
        words for words, plain in expected(reply, surface) if words not in told.words and plain not in told.words
    ]
    for part in reply.parts:
        if isinstance(part, Table):
            missing += lost_cells(part, told.words)
    return missing


def lost_cells(table: Table, words: str) -> list[str]:
    """Cells of rows that are said to be shown, and rows that are neither shown nor counted."""
    caption, total = shorten(table.caption, 300), len(table.rows)
    shown = rows_shown(caption, total, words)
    if shown is None:
        return [caption]
    if not table.columns or not shown:
        return []
    cells = [*table.columns, *(cell for row in table.rows[:shown] for cell in row)]
    missing = [cell for cell in cells if squeezed(shorten(cell, CELL)) not in words]
    if shown < total and squeezed(f"{total - shown} more rows that do not fit here") not in words:
        missing.append(f"{total - shown} rows")
    return missing


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
    assert differing(reply).get(TEAMS) is None


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
