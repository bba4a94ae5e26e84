"""`tierline teams-package`: the app to upload to Microsoft Teams."""

from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import click

from bot.commands.failing import in_words
from bot.commands.terminal import FILE, write_file
from bot.settings import Settings, load_settings
from bot.teams.package import App, Earlier, may_follow, next_version, numbers, package, project_version, read_package
from handlers.errors import UserError


@click.command("teams-package")
@click.option(
    "--out",
    type=FILE,
    default=Path("tierline-teams.zip"),
    show_default=True,
    help="The file to write. One that is there is looked at first: its version must be lower, or nothing has changed.",
)
@click.option("--version", "wanted", help="The app's version, like 1.2.3. [default: Tierline's own]")
@click.option("--bump", is_flag=True, help="One more than the version of the file that is there.")
@click.option("--app-id", help="The bot's Entra application id. [default: TEAMS_APP_ID]")
@click.option("--domain", help="The public name of this server. [default: of TIERLINE_PUBLIC_URL]")
@click.option("--name", default="Tierline", show_default=True, help="What the app is called in Teams.")
@click.option("--developer", default="Tierline", show_default=True, help="Who offers the app: your company.")
@click.option("--website", help="The company's page about the app, https. [default: https:// and the domain]")
@click.option("--privacy", help="The page with the privacy notice, https. [default: the website]")
@click.option("--terms", help="The page with the terms of use, https. [default: the website]")
@in_words
def teams_package(
    out: Path,
    wanted: str | None,
    bump: bool,
    app_id: str | None,
    domain: str | None,
    name: str,
    developer: str,
    website: str | None,
    privacy: str | None,
    terms: str | None,
) -> None:
    """Write the app package for Microsoft Teams: a zip to upload in the Teams admin center.

    Each package that differs from the one before needs a higher version, or Teams goes on with what it has.
    """
    if bump and wanted:
        raise click.UsageError("--bump and --version both name the version; leave one of them out.")
    settings = load_settings()
    host = (domain if domain is not None else _host(settings)).strip().lower()
    site = website or f"https://{host}"
    app = App(
        bot=_bot(app_id, settings),
        domain=host,
        version=wanted or project_version(),
        name=name.strip(),
        developer=developer.strip(),
        website=site,
        privacy=privacy or site,
        terms=terms or site,
    )
    earlier = _earlier(out)
    if bump:
        app = replace(app, version=_bumped(app.version, earlier, out))
    content = package(app)
    if earlier is not None:
        may_follow(content, earlier, app)
    write_file(out, content, aside=False)
    click.echo(f"{app.name} {app.version}, app id {app.id}, for the bot {app.bot} at {_endpoint(settings, host)}.")
    if not (website and privacy and terms):
        click.echo(f"What you did not give of --website, --privacy and --terms leads to {site}.")
    click.echo("Upload it in the Teams admin center: Teams apps, Manage apps, Upload new app.")


def _bot(given: str | None, settings: Settings) -> str:
    bot = (given or settings.teams_app_id or "").strip().lower()
    if not bot:
        raise UserError(
            "Which bot is it? Set TEAMS_APP_ID, or give --app-id: the “Application (client) ID” of the app "
            "registration in the Entra admin center."
        )
    return bot


def _host(settings: Settings) -> str:
    if not settings.tierline_public_url:
        raise UserError(
            "Where does Microsoft reach Tierline? Set TIERLINE_PUBLIC_URL to its https address, or give --domain."
        )
    return urlsplit(settings.tierline_public_url).hostname or ""


def _endpoint(settings: Settings, host: str) -> str:
    """Where Microsoft sends what people write: the public address, with its port, unless another domain was given."""
    public = settings.tierline_public_url or ""
    return f"{public if urlsplit(public).hostname == host else f'https://{host}'}/api/messages"


def _earlier(out: Path) -> Earlier | None:
    """The package that is there already.

    Raises:
        UserError: something else is there, which is not written over.
    """
    try:
        content = out.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise UserError(f"{out} cannot be looked at: {error.strerror}. Give another file with --out.") from None
    earlier = read_package(content)
    if earlier is None:
        raise UserError(f"{out} is there and is no app package, so it is left alone. Give another file with --out.")
    return earlier


def _bumped(version: str, earlier: Earlier | None, out: Path) -> str:
    """The next version after that of the file, and not below Tierline's own."""
    if earlier is None:
        raise UserError(f"--bump needs the package before, and {out} is not there. Give its version with --version.")
    return max(next_version(earlier.version), version, key=numbers)
