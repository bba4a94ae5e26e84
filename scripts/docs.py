"""Write the generated pages of docs/ from the code; a test says when they are older than it.

python -m scripts.docs
"""

from collections.abc import Iterator
from pathlib import Path

import click

from bot.__main__ import cli
from bot.settings import Settings
from handlers.access import DESCRIPTIONS, TABLE, Permission, Scope
from handlers.deals.conflicts import RESOLUTIONS
from handlers.deals.guards import GUARDS, Side
from handlers.deals.matching import ADDITIONS, LADDER, MAYBE_NEW_PRODUCT, NEW_PRODUCT, NO_SHARED_PRODUCT
from handlers.deals.transitions import TABLE as MOVES
from handlers.deals.transitions import Transition
from handlers.request import Role
from scripts.reviews_page import reviews_page
from store.customer_words import BEFORE, COMMON, LEGAL_FORMS, MAIL_PROVIDERS, SHARED_HOSTS, SOLD_LIKE_COUNTRIES
from store.registration_states import RegistrationState
from store.repositories.matches import HOLD, LOOK

ROOT = Path(__file__).resolve().parent.parent
WIDTH = 100

SETTINGS_HEAD = """# Settings

Settings come from the environment; what it does not say is read from a file `.env` in the folder that Tierline is
started in. An empty value counts as not set. `tierline doctor` checks all of them and says in words what is wrong.
Tokens, secrets and the database address are never printed.

Written by `make docs` from `bot/settings.py`.

| Name | Default | What it is |
|---|---|---|
"""

COMMANDS_HEAD = """# Commands

`python -m bot` and `tierline` are the same program. Every command ends with status 0 when all went well, 1 with a
sentence when it could not do what was asked, and 2 when it was called in a wrong way.

Written by `make docs` from the commands' own help.
"""


ACCESS_HEAD = """# Who may see and do what

Everything that is not in this table is refused. Written by `make docs` from `handlers/access.py`.

- `outsider` is somebody of another company or a guest, `unverified` somebody of whom Slack does not say who it is,
  `member` one of our own people who is not staff. A `partner` is an outsider in a channel that an admin has bound to
  a partner.
- Who is staff: the admins of `TIERLINE_ADMINS`, then the staff list (`tierline staff`, `/partner staff`), then the
  approvers of `TIERLINE_APPROVERS`, then whoever the portfolio names as a manager. A removed person stays on the list
  as removed, so none of the others lets them in again. Everybody else is told whom to ask.
- **own** means partners that the person manages in the program concerned, or stands in for on that day; for a
  partner's people, their own company.
- A role is looked up in the transaction that acts, not where a button or a form was shown: a change holds from the
  next click on.
- Nobody decides a registration that they submitted, whose partner they manage in its program, or whose manager they
  stand in for.
- Above `TIERLINE_TWO_APPROVERS_ABOVE` a year, approving takes two people of whom none gains.

"""


DEALS_HEAD = """# The life of a deal registration

Every move that is possible; anything else is refused, and the refusal lists the moves that are. Written by `make docs`
from `handlers/deals/transitions.py`. Two people who act at the same moment are told apart by the version of the
registration: the second one reads what the first one did, and nothing is written twice.

"""


CONFLICTS_HEAD = """# When two claims are for one customer

Each registration is held against the registrations of other partners, open opportunities, and what customers have
bought. The first rung that fits gives the score, additions follow, and the parts are shown to the approver. From
{hold:.2f} on a registration waits for a resolution, from {look:.2f} on somebody has to look at it, below it is kept for
the record. Nobody is ever declined by a score. Of two in the same second the one with the lower number is first.
Written by `make docs` from `handlers/deals/matching.py` and `store/customer_words.py`.

| What fits | Score |
|---|---|
"""


def conflicts_page() -> str:
    """docs/CONFLICTS.md: the ladder, what adds to it and caps it, the resolutions, and the word lists."""
    rows = [f"| {label} | {score / 100:.2f} |" for label, score, _ in LADDER]
    rows += [f"| besides: {label.lower()} | +{score / 100:.2f} |" for label, score, _ in ADDITIONS]
    rows += [
        f"| no product is shared | at most {NO_SHARED_PRODUCT / 100:.2f} |",
        f"| it is a customer, and no product is shared | at most {NEW_PRODUCT / 100:.2f} |",
        f"| it is a customer, and one of the two names no product | at most {MAYBE_NEW_PRODUCT / 100:.2f} |",
    ]
    ways = [f"- **{label}**: {words}" for label, words in RESOLUTIONS.values()]
    forms = [f"- {country}: {', '.join(words)}" for country, words in sorted(LEGAL_FORMS.items())]
    lists = [
        ("Words before a name that are left out", BEFORE),
        ("Words that many names share, and that lead nowhere", COMMON),
        ("Mail providers, which are nobody's own domain", MAIL_PROVIDERS),
        *((f"Domains that tell nothing: {why}", domains) for why, domains in SHARED_HOSTS.items()),
        ("Endings let out to others that companies register under, as under a country's", SOLD_LIKE_COUNTRIES),
    ]
    parts = [CONFLICTS_HEAD.format(hold=HOLD / 100, look=LOOK / 100) + "\n".join(rows)]
    parts += ["## Resolutions\n\n" + "\n".join(ways), "## Legal forms that are left out\n\n" + "\n".join(forms)]
    parts += [f"## {title}\n\n{', '.join(sorted(words))}" for title, words in lists]
    return "\n\n".join(parts) + "\n"


WHO = {
    Side.partner: "whoever filed it, and the partner's own people in a channel bound to the partner",
    Side.manager: "the partner's manager in the program, their stand-in, and admins",
    Side.approver: "an approver or admin who gains nothing from it",
    Side.lead: "a program admin who gains nothing from it",
    Side.clock: "Tierline, because it was time",
}


def deals_page() -> str:
    """docs/DEALS.md: one row for every transition."""
    sides = "".join(f"- **{side}**: {words}\n" for side, words in WHO.items())
    head = "\n| Move | From | To | By | If | What follows |\n|---|---|---|---|---|---|\n"
    return DEALS_HEAD + sides + head + "".join(map(_transition, MOVES))


def _transition(row: Transition) -> str:
    sources = ", ".join(str(state) for state in RegistrationState if state in row.sources)
    by = ", ".join(side for side in Side if side in row.by)
    guards = "; ".join(GUARDS[guard][0] for guard in row.guards)
    return f"| {row.move} | {sources} | {row.target or 'stays'} | {by} | {guards} | {row.follows} |\n"


def access_page() -> str:
    """docs/ACCESS.md: one row for every permission, one column for every role."""
    roles = list(Role)
    head = f"| What | {' | '.join(roles)} |\n|---|{'---|' * len(roles)}\n"
    rows = (
        f"| {DESCRIPTIONS[permission]} | {' | '.join(_scope(TABLE[permission][role]) for role in roles)} |\n"
        for permission in Permission
    )
    return ACCESS_HEAD + head + "".join(rows)


def _scope(scope: Scope) -> str:
    return {Scope.none: "–", Scope.own: "own", Scope.any: "yes"}[scope]


def settings_page() -> str:
    """docs/SETTINGS.md: one row for every setting."""
    return SETTINGS_HEAD + "".join(
        f"| `{name.upper()}` | {_default(field.default)} | {field.description} |\n"
        for name, field in Settings.model_fields.items()
    )


def commands_page() -> str:
    """docs/COMMANDS.md: the help of every command and subcommand, as it is printed."""
    parts = [f"\n## {words}\n\n```text\n{text}\n```\n" for words, text in help_texts()]
    return COMMANDS_HEAD + "".join(parts)


def help_texts() -> Iterator[tuple[str, str]]:
    """Each command as it is typed, with what it prints for `--help`."""
    context = click.Context(cli, info_name="tierline", terminal_width=WIDTH, **cli.context_settings)
    return _help(cli, context)


def pages() -> dict[Path, str]:
    """Every generated page and what should stand in it."""
    made = {
        "SETTINGS.md": settings_page,
        "COMMANDS.md": commands_page,
        "ACCESS.md": access_page,
        "DEALS.md": deals_page,
        "CONFLICTS.md": conflicts_page,
        "REVIEWS.md": reviews_page,
    }
    return {ROOT / "docs" / name: page() for name, page in made.items()}


def main() -> None:
    """Write the pages."""
    for path, text in pages().items():
        path.write_text(text, encoding="utf-8")
        print(f"wrote {path.relative_to(ROOT)}")


def _help(command: click.Command, context: click.Context) -> Iterator[tuple[str, str]]:
    yield context.command_path, command.get_help(context)
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            child = command.get_command(context, name)
            if child is None:
                raise LookupError(f"{context.command_path} lists {name}, which does not exist")
            yield from _help(child, click.Context(child, info_name=name, parent=context))


def _default(value: object) -> str:
    """The default as it would be written; nothing where there is none."""
    return f"`{value}`" if isinstance(value, str | int) else ""


if __name__ == "__main__":
    main()
