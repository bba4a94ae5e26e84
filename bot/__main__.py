"""`tierline`, also `python -m bot`: the command line. Each command's module is loaded only when it is called."""

from importlib import import_module
from typing import Any

import click

COMMANDS = {
    "ask": ("bot.commands.ask", "ask", "Ask a question and print the answer."),
    "audit": ("bot.commands.audit", "audit", "Show who did what, and check that the trail is unbroken."),
    "calendar": ("bot.commands.calendar", "calendar", "Show what will be posted about reviews, when and why."),
    "demo": ("bot.commands.demo", "demo", "Try everything in a browser, without an account."),
    "demo-emulator": ("bot.commands.demo", "demo_emulator", "Run against a third-party Slack emulator."),
    "doctor": ("bot.commands.doctor", "doctor", "Check the settings and say what is wrong."),
    "export": ("bot.commands.portfolio", "export_command", "Write the portfolio to a folder of CSV files."),
    "feedback": ("bot.commands.feedback", "feedback", "Read what people said of answers, or export test cases."),
    "import": ("bot.commands.portfolio", "import_command", "Read a portfolio folder or workbook."),
    "installs": ("bot.commands.installs", "installs", "List the workspaces that installed the app, and remove one."),
    "keys": ("bot.commands.keys", "keys", "Make keys for kept tokens, and rotate them."),
    "migrate": ("bot.commands.database", "migrate_command", "Bring the database to this version's schema."),
    "outbox": ("bot.commands.outbox", "outbox", "List messages that were given up; try them again or drop one."),
    "pack": ("bot.commands.pack", "pack", "Make the pack for a meeting with a partner, as text or as a file."),
    "privacy": ("bot.commands.privacy", "privacy", "Export or erase what is known of a person."),
    "programs": ("bot.commands.programs", "programs", "List, show and check program definitions."),
    "report": ("bot.commands.report", "report", "Report on deal registrations: tables, a picture, a file."),
    "sample": ("bot.commands.portfolio", "sample_command", "Write a believable sample portfolio."),
    "staff": ("bot.commands.staff", "staff", "Say who has which role, and who stands in for whom."),
    "teams-package": ("bot.commands.teams", "teams_package", "Write the app package for Microsoft Teams."),
    "serve": ("bot.commands.serve", "serve", "Run the bot."),
}


class LazyGroup(click.Group):
    """Lists every command from the table above without loading its module."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, name, _ = COMMANDS[cmd_name]
        command: click.Command = getattr(import_module(module), name)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            ctx.fail(_unknown(args[0]))
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, COMMANDS[name][2]) for name in self.list_commands(ctx)])


def _unknown(name: str) -> str:
    from difflib import get_close_matches

    near = get_close_matches(name, COMMANDS, n=1)
    return f"there is no command {name!r}" + (f"; did you mean {near[0]!r}?" if near else "; see --help.")


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="tierline", prog_name="tierline")
def cli() -> None:
    """Tierline answers partner managers: tiers, gaps, deal registrations and reviews."""


def main(**extra: Any) -> None:
    """Run the command line; errors meant for people are printed in words, with exit status 1."""
    cli(prog_name="tierline", **extra)


if __name__ == "__main__":
    main()
