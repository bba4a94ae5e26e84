"""`tierline doctor`: look at every setting and connection, and say in words what is wrong and what to do."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass

import click

from bot.clock import SystemClock
from bot.setting_values import secret
from bot.settings import BadSettings, Settings, by_oauth, load_settings, missing_for_slack
from bot.teams_settings import for_slack, for_teams, missing_for_teams, missing_settings, ways_to_log_in
from programs.loading import DefinitionError
from store.errors import StoreError
from store.records import Enrollment

# sqlite.org/wal.html: before 3.51.3 two connections that reset the write-ahead log at once could damage the file.
SAFE_SQLITE = (3, 51, 3)
OLD_SQLITE = (
    "SQLite {} is older than 3.51.3, which mends a rare damage to write-ahead logs. "
    "Use a Python with a newer SQLite or PostgreSQL where that matters."
)
EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at; `fatal` when Tierline cannot run like this."""

    good: bool
    words: str
    fatal: bool = True


@click.command()
@click.option("--offline", is_flag=True, help="Do not ask Slack or Microsoft whether they let the bot in.")
def doctor(offline: bool) -> None:
    """Check the settings, the program definitions, the database, Slack and Microsoft Teams."""
    try:
        settings = load_settings()
    except BadSettings as error:
        raise click.ClickException(str(error)) from error
    checks: list[Callable[[Settings], Iterator[Finding]]] = [_surfaces, _desk, _programs, _database]
    findings = [finding for check in checks for finding in check(settings)]
    if for_slack(settings) and not missing_for_slack(settings):
        findings.extend(_installs(settings, offline) if by_oauth(settings) else _slack(settings, offline))
    if for_teams(settings) and not missing_for_teams(settings):
        findings.extend(_teams(settings, offline))
    for finding in findings:
        mark = "ok  " if finding.good else "FAIL" if finding.fatal else "note"
        click.echo(f"{mark}  {finding.words}")
    if any(finding.fatal and not finding.good for finding in findings):
        raise click.exceptions.Exit(1)


def _surfaces(settings: Settings) -> Iterator[Finding]:
    yield from (Finding(False, problem) for problem in missing_settings(settings))
    if for_slack(settings) and not missing_for_slack(settings):
        how = "Socket Mode" if settings.slack_app_token else "HTTP"
        several = f", {len(settings.tierline_workspaces)} workspaces may install" if by_oauth(settings) else ""
        yield Finding(True, f"Slack settings are there ({how}{several}).")
    if for_teams(settings) and not missing_for_teams(settings):
        (way,) = ways_to_log_in(settings)
        yield Finding(True, f"Teams settings are there (tenant {settings.teams_tenant_id}, login by {way}).")


def _desk(settings: Settings) -> Iterator[Finding]:
    yield Finding(True, f"The desk works in {settings.tierline_time_zone}, holidays of {settings.tierline_country}.")
    if not settings.tierline_deal_desk_channel:
        words = "TIERLINE_DEAL_DESK_CHANNEL is not set: registrations are stored, but no card is posted for a decision."
        yield Finding(False, words, fatal=False)
    if not settings.tierline_approvers:
        words = "TIERLINE_APPROVERS is not set: nobody can approve or decline a registration."
        yield Finding(False, words, fatal=False)
    if not settings.tierline_review_channel:
        words = "TIERLINE_REVIEW_CHANNEL is not set: review reminders go to each partner's manager in a direct message."
        yield Finding(False, words, fatal=False)


def _programs(settings: Settings) -> Iterator[Finding]:
    from programs.catalog import Catalog

    try:
        catalog = Catalog.load(settings.tierline_programs_dir)
    except DefinitionError as error:
        yield Finding(False, str(error))
    else:
        yield Finding(True, f"{len(catalog.programs())} program definitions are valid.")


def _database(settings: Settings) -> Iterator[Finding]:
    from bot.parts import open_checked
    from store.engine import sqlite_file

    try:
        with closing(open_checked(settings)) as store, store.read() as work:
            partners = len(work.partners.names())
            enrollments = work.partners.all_enrollments()
    except StoreError as error:
        yield Finding(False, error.sentence)
        return
    if partners:
        yield Finding(True, f"The database answers and knows {partners:,} partners.")
    else:
        yield Finding(False, "The database has no partners yet. Run `tierline import FOLDER`.", fatal=False)
    yield from _fitting(settings, enrollments)
    if sqlite_file(store.url) is not None and sqlite3.sqlite_version_info < SAFE_SQLITE:
        yield Finding(False, OLD_SQLITE.format(sqlite3.sqlite_version), fatal=False)


def _fitting(settings: Settings, enrollments: tuple[Enrollment, ...]) -> Iterator[Finding]:
    """Whether the definitions have every program and tier that the portfolio records."""
    from programs.catalog import Catalog

    try:
        tiers = {
            program.id: {None, *program.ranks} for program in Catalog.load(settings.tierline_programs_dir).programs()
        }
    except DefinitionError:
        return  # said already
    wrong = [each for each in enrollments if each.tier not in tiers.get(each.program, ())]
    if wrong:
        first = ", ".join(f"{each.partner} in {each.program} as {each.tier or '-'}" for each in wrong[:EXAMPLES])
        more = ", …" if len(wrong) > EXAMPLES else ""
        yield Finding(
            False,
            f"{len(wrong):,} of {len(enrollments):,} enrollments name a program or tier that no definition has: "
            f"{first}{more}. Put the definition back (TIERLINE_PROGRAMS_DIR), or import a corrected portfolio.",
        )


def _installs(settings: Settings, offline: bool) -> Iterator[Finding]:
    from bot.commands.install_checks import checked

    for good, words in checked(settings, offline):
        yield Finding(good, words)


def _slack(settings: Settings, offline: bool) -> Iterator[Finding]:
    if offline:
        return
    from bot.logs import start_logging
    from bot.slack.connecting import connect
    from bot.slack.transport import delivery_client

    start_logging(settings.log_level)
    try:
        identity = connect(delivery_client(secret(settings.slack_bot_token), settings.slack_api_base_url))
    except BadSettings as error:
        yield Finding(False, str(error))
    else:
        yield Finding(True, f"Slack accepts the token: workspace {identity.team}, bot {identity.bot_user}.")


def _teams(settings: Settings, offline: bool) -> Iterator[Finding]:
    from bot.commands.teams_checks import checked

    for good, words, fatal in checked(settings, SystemClock().now(), None if offline else _login):
        yield Finding(good, words, fatal)


def _login(settings: Settings) -> tuple[bool, str, bool]:
    """Whether Microsoft gives us a token."""
    from bot.teams.credentials import TokenRefused
    from bot.teams.sdk.tokens import Tokens
    from bot.teams.serving import credential

    app, tenant = settings.teams_app_id or "", settings.teams_tenant_id or ""
    try:
        Tokens(credential(settings), app, tenant, SystemClock()).get()
    except TokenRefused as error:
        return False, error.sentence, True
    return True, f"Microsoft gives the app {app} a token in tenant {tenant}.", False
