"""docs/PARITY.md: what Slack and Teams carry of every answer and form of the product, and how things differ.

python -m scripts.parity
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.render import blockkit
from bot.render.adaptive import card, forms
from bot.render.adaptive.commands import typed_form, typed_reply
from bot.render.escape import shorten
from bot.slack.bounds import BLOCKS_TEXT, CONFIRM, text_size
from bot.teams.bounds import CARD_UNITS, QUESTION, units
from handlers.documents import Form, Options, Reply, Table
from scripts.carried import SLACK, TEAMS, Shown, expected, lost, of_slack, of_teams, presses_of, rows_shown
from scripts.carried_fields import Asked, fields_of_slack, fields_of_teams
from scripts.corpus import Shown as Met
from scripts.corpus import corpus

PAGE = Path(__file__).resolve().parent.parent / "docs" / "PARITY.md"
HEAD = """# The same in Slack and in Teams

A handler gives one document; `bot/render/` draws it for Slack, `bot/render/adaptive/` for Teams. This page is written by
`python -m scripts.parity` from what both make of everything that the product shows on the sample portfolio: every kind
of question and every route, asked and pressed by a partner manager, an approver, an admin and a partner's own person,
every form sent empty and filled in. Where the sample has no such state, a row counts a refusal or one line and proves
little. A test compares it with what the code makes, but for the figures, which follow
every record and every wording, and asks that nothing is missing.

## What is drawn differently, and why

"""
DIFFERENCES = (
    (
        "Foreign words",
        "rich text, or escaped markup",
        "text runs, which read no Markdown; Markdown only around words that it leaves alone",
        "no way to escape Markdown works on every client of Teams",
    ),
    ("Day", "in words", "in words", "never shifted between zones"),
    ("Moment", "`<!date>` or a date element", "`{{DATE}}` and `{{TIME}}`", "each reader's own zone in both"),
    (
        "Person",
        "a mention by Slack's user id",
        "a mention by the Entra object id, at its place or on a small line below",
        "Teams reads mentions in text blocks alone",
    ),
    (
        "Heading",
        "header",
        "text block with the style of a heading; a text run where Markdown would read it",
        "a text run has no style of a heading",
    ),
    (
        "Facts",
        "fields of a section, in pairs",
        "fact set; two columns where Markdown or line feeds are in them",
        "a fact set reads Markdown",
    ),
    (
        "Progress",
        "ten cells and the exact words",
        "Teams' bar with ten cells as its fallback, and the exact words",
        "the bar is no element of version 1.5",
    ),
    (
        "Table",
        "one of Slack's own a message, the next as aligned lines; what finds no room is counted",
        "always a table; 25 rows in sight, the next behind buttons; what finds no room is counted",
        f"Slack takes {BLOCKS_TEXT:,} characters of text, a card {CARD_UNITS:,} code units of JSON",
    ),
    ("Buttons", "up to 25 a block", "six a set, further sets below", "Teams shows six"),
    (
        "A question before a button",
        "a confirmation with “yes” and “no”",
        "a card below the button with the question and “yes”; pressing the button again closes it",
        "Teams has no confirmation of its own",
    ),
    (
        "Is this right?",
        "two small symbols",
        "two buttons, “Right” and “Wrong”; none in a dialog",
        "Teams' own feedback needs its AI label",
    ),
    ("What a form starts with", "an option, a text, a day", "the same", ""),
    (
        "Choices of a group",
        "under the name of the group",
        "the name of the group before each choice",
        "a list of Teams has no groups",
    ),
    ("Description of a choice", "a second line", "in parentheses after the name", "a choice of Teams has one line"),
    ("Search field", "external select, 100 results", "typeahead, in pages of what Teams asks for", ""),
    (
        "A wrong field",
        "Slack's red line at the field",
        "the form again with what was typed, a banner on top and a red sentence below the field",
        "Teams has no errors of fields",
    ),
    (
        "A form that is closed",
        "its route hears of it",
        "nothing is sent; what was typed into a wrong form is kept where the route keeps drafts",
        "Teams tells nobody that a dialog was closed",
    ),
    ("A command", "`/partner tier Acme`", "`tier Acme`", "Teams has no slash commands"),
)


@dataclass(slots=True)
class Row:
    """One origin: how much there is of everything, and what each surface lacks."""

    answers: int = 0
    forms: int = 0
    facts: int = 0
    rows: int = 0
    rows_slack: int = 0
    rows_teams: int = 0
    buttons: int = 0
    fields: int = 0
    lost_slack: int = 0
    lost_teams: int = 0
    text: int = 0
    units: int = 0


def page(shown: Sequence[Met]) -> str:
    """The whole page, from everything that was met."""
    rows: dict[str, Row] = {}
    for each in shown:
        row = rows.setdefault(each.origin, Row())
        if isinstance(each.document, Reply):
            _reply(row, each.document)
        elif isinstance(each.document, Form):
            _form(row, each)
        elif isinstance(each.document, Options):
            row.fields += len(forms.options(each.document)["value"]["results"])
    ways = _table(("What", "Slack", "Teams", "Why"), DIFFERENCES)
    return HEAD + ways + TABLE_HEAD + _table(COLUMNS, (_cells(name, rows[name]) for name in sorted(rows)))


TABLE_HEAD = f"""
## Every answer and form

*Facts* are pieces of text: first lines, headings, paragraphs, labels, values, figures, notes. *Rows* are rows of tables,
and how many of them Slack and Teams show; the others are counted in words. *Fields* are inputs, or results of a search.
*Missing* are facts, cells of shown rows, buttons (label, route, value, question) and fields (name, label, kind, required,
limit, choices) that a surface does not carry although it does not say so. *Largest* is the characters of text in Slack
(at most {BLOCKS_TEXT:,}) and the code units of the card in Teams (at most {CARD_UNITS:,}).

"""
COLUMNS = (
    *("From", "Answers", "Forms", "Facts", "Rows", "in Slack", "in Teams", "Buttons", "Fields"),
    *("Missing in Slack", "Missing in Teams", "Largest in Slack", "Largest in Teams"),
)


def _cells(name: str, row: Row) -> tuple[str, ...]:
    figures = (row.answers, row.forms, row.facts, row.rows, row.rows_slack, row.rows_teams, row.buttons, row.fields)
    return (name, *map(str, figures), *map(str, (row.lost_slack, row.lost_teams)), f"{row.text:,}", f"{row.units:,}")


def _table(names: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [f"| {' | '.join(names)} |", f"|{'---|' * len(names)}"]
    return "\n".join([*lines, *(f"| {' | '.join(row)} |" for row in rows)]) + "\n"


def _reply(row: Row, reply: Reply) -> None:
    payload, drawn, ours = blockkit.message(reply), card.message(reply, ()), typed_reply(reply)
    slack, teams = of_slack(payload), of_teams(drawn)
    row.answers += 1
    row.facts += len(expected(reply, SLACK))
    row.buttons += sum(presses_of(reply, CONFIRM).values())
    row.text = max(row.text, text_size(payload["blocks"]))
    row.units = max(row.units, units(drawn))
    for table in (part for part in reply.parts if isinstance(part, Table)):
        caption, total = shorten(table.caption, 300), len(table.rows)
        row.rows += total
        row.rows_slack += rows_shown(caption, total, slack.words) or 0
        row.rows_teams += rows_shown(caption, total, teams.words) or 0
    row.lost_slack += sum(1 for _ in _lost(reply, slack, SLACK))
    row.lost_teams += sum(1 for _ in _lost(ours, teams, TEAMS))


def _lost(reply: Reply, told: Shown, surface: str) -> Iterator[object]:
    if not told.partial:
        yield from lost(reply, told, surface)
        yield from (presses_of(reply, CONFIRM if surface == SLACK else QUESTION) - told.presses).elements()


def _form(row: Row, met: Met) -> None:
    form = met.document
    if not isinstance(form, Form):
        return
    ours = typed_form(form)
    slack, drawn = blockkit.view(ours), forms.form(form, "token", met.values, met.errors)
    row.forms += 1
    row.fields += len(form.fields)
    row.text, row.units = max(row.text, text_size(slack["blocks"])), max(row.units, units(drawn))
    ones, others = fields_of_slack(slack), fields_of_teams(forms.form(form, "token"), ours)
    row.lost_slack += len(form.fields) - len(ones)
    row.lost_teams += sum(_outline(one) not in map(_outline, others) for one in ones)


def _outline(field: Asked) -> tuple[object, ...]:
    values = tuple(dict.fromkeys(value for value, _ in field.choices))
    return field.name, field.label, field.kind, field.required, field.limit, values


def main() -> None:
    """Write the page."""
    with TemporaryDirectory(prefix="tierline-parity-") as folder:
        PAGE.write_text(page(corpus(Path(folder))), encoding="utf-8")
    print(f"wrote docs/{PAGE.name}")


if __name__ == "__main__":
    main()
