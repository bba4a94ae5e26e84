"""The app as Microsoft Teams takes it: a zip with a manifest of schema 1.24 and two icons.

What varies is checked here in words; that the whole fits Microsoft's schema is a matter of the tests, which hold
every manifest that these checks let through against the published file. So the schema and its validator stay out of
what is installed.
"""

import io
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any, Final
from urllib.parse import urlsplit
from uuid import UUID, uuid5

from bot.setting_ids import is_guid
from bot.teams.commands import COMMANDS, SHORTCUTS, Scope, Shortcut
from bot.teams.icons import ACCENT, color_icon, outline_icon
from handlers.errors import UserError

SCHEMA: Final = "https://developer.microsoft.com/json-schemas/teams/v1.24/MicrosoftTeams.schema.json"
MANIFEST_VERSION: Final = "1.24"
MOST_NAME: Final = 30
MOST_DEVELOPER: Final = 32
MOST_ADDRESS: Final = 2048
"""Longest `name.short`, `developer.name` and addresses: schema 1.24."""
SHORT: Final = "Tiers, gaps, deal registrations and reviews of your partners, with every rule."
FULL: Final = (
    "Ask about your partners as you would ask a colleague: what tier one is, what is missing for the next, which are "
    "at risk, when the next review is. Every number comes with its rule and its records. Register and decide deals in "
    "forms without leaving the chat. Reviews are prepared, announced and followed up in time, and nothing comes "
    "twice.\n\nIn channels and group chats mention the app; in a chat of your own just write. What concerns you alone "
    "is said in your own chat."
)
MANIFEST: Final = "manifest.json"
COLOR: Final = "color.png"
OUTLINE: Final = "outline.png"
_VERSION: Final = re.compile(r"(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,8})", re.ASCII)
_LABEL: Final = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_DOMAIN: Final = re.compile(rf"(?:{_LABEL}\.)+[a-z](?:[a-z0-9-]{{0,61}}[a-z0-9])?", re.ASCII)
_WHEN: Final = (1980, 1, 1, 0, 0, 0)
"""The first instant that a zip can name: the same content is the same file whenever it is written."""
WHY_GROW: Final = (
    "Teams tells the packages of one app apart by their version: one that is not higher is no update, and people go on "
    "with what they have"
)


@dataclass(frozen=True, slots=True)
class App:
    """What varies of the app: the bot's Entra application id, the server's domain, names, addresses, the version."""

    bot: str
    domain: str
    version: str
    name: str
    developer: str
    website: str
    privacy: str
    terms: str

    @property
    def id(self) -> str:
        """The app's own id: always the same for one bot, so that a new package is an update and no second app."""
        return str(uuid5(UUID(self.bot), "tierline.teams-app"))


def project_version() -> str:
    """The version of this Tierline; of a version like 1.2.3rc1 the three numbers."""
    found = _VERSION.match(version("tierline"))
    return found[0] if found else "1.0.0"


def problems(app: App) -> list[str]:
    """What Teams would refuse, in words: the option, what was read, what was expected; empty when all is well."""
    return list(_problems(app))


def _problems(app: App) -> Iterator[str]:
    if not is_guid(app.bot):
        yield (
            f"--app-id: read {app.bot!r}; expected the application (client) id of the Entra app registration, like "
            "6f2c1d9e-0b7a-4c55-9d1e-3a8f0c2b7d64. Give it, or set TEAMS_APP_ID."
        )
    if len(app.domain) > 253 or not _DOMAIN.fullmatch(app.domain):
        yield (
            f"--domain: read {app.domain!r}; expected a public name like tierline.example.com, without https:// and "
            "port. Give it, or set TIERLINE_PUBLIC_URL."
        )
    if not _VERSION.fullmatch(app.version):
        yield f"--version: read {app.version!r}; expected three numbers like 1.2.3."
    yield from _words("--name", app.name, MOST_NAME)
    yield from _words("--developer", app.developer, MOST_DEVELOPER)
    for option, address in (("--website", app.website), ("--privacy", app.privacy), ("--terms", app.terms)):
        if not _is_page(address):
            yield f"{option}: read {address!r}; expected an https address like https://vendor.example/{option[2:]}."


def _words(option: str, read: str, most: int) -> Iterator[str]:
    length = len(read.encode("utf-16-le", "replace")) // 2  # as JavaScript counts
    if read != read.strip() or not read.isprintable() or not 1 <= length <= most:
        yield f"{option}: read {read!r}; expected 1 to {most} characters on one line, and it has {length}."


def _is_page(address: str) -> bool:
    try:
        parts = urlsplit(address)
        parts.port  # noqa: B018  # raises ValueError where it is none
    except ValueError:
        return False
    plain = len(address) <= MOST_ADDRESS and address.isascii() and address.isprintable() and " " not in address
    return (
        plain
        and parts.scheme == "https"
        and _DOMAIN.fullmatch(parts.hostname or "") is not None
        and "@" not in parts.netloc
    )


def manifest(app: App) -> dict[str, Any]:
    """The manifest of an app without problems."""
    return {
        "$schema": SCHEMA,
        "manifestVersion": MANIFEST_VERSION,
        "version": app.version,
        "id": app.id,
        "developer": {
            "name": app.developer,
            "websiteUrl": app.website,
            "privacyUrl": app.privacy,
            "termsOfUseUrl": app.terms,
        },
        "name": {"short": app.name, "full": f"{app.name}: partner tiers, deals and reviews"},
        "description": {"short": SHORT, "full": FULL},
        "icons": {"color": COLOR, "outline": OUTLINE},
        "accentColor": ACCENT,
        "bots": [
            {
                "botId": app.bot.lower(),
                "scopes": [str(scope) for scope in Scope],
                "supportsFiles": False,
                "isNotificationOnly": False,
                "commandLists": [_commands(scope) for scope in Scope],
            }
        ],
        "supportedChannelTypes": ["sharedChannels", "privateChannels"],
        "composeExtensions": [{"botId": app.bot.lower(), "commands": [_shortcut(each) for each in SHORTCUTS]}],
        "defaultInstallScope": "personal",
        "defaultGroupCapability": {"team": "bot", "groupchat": "bot"},
        "permissions": ["identity", "messageTeamMembers"],
        "validDomains": [app.domain],
    }


def _commands(scope: Scope) -> dict[str, Any]:
    listed = [{"title": each.title, "description": each.description} for each in COMMANDS if scope in each.scopes]
    return {"scopes": [str(scope)], "commands": listed}


def _shortcut(entry: Shortcut) -> dict[str, Any]:
    """Source: learn.microsoft.com, "Define action commands for message extensions", fetch a dialog from the bot."""
    return {
        "id": entry.id,
        "type": "action",
        "title": entry.title,
        "description": entry.description,
        "context": list(entry.context),
        "fetchTask": True,
    }


def package(app: App) -> bytes:
    """The zip; the same app gives the same bytes.

    Raises:
        UserError: Teams would refuse it; every reason is said.
    """
    if wrong := problems(app):
        raise UserError("This is no app that Teams would take:\n  " + "\n  ".join(wrong))
    written = json.dumps(manifest(app), ensure_ascii=False, indent=2) + "\n"
    files = {MANIFEST: written.encode("utf-8"), COLOR: color_icon(), OUTLINE: outline_icon()}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, _WHEN)
            entry.create_system, entry.external_attr = 3, 0o644 << 16  # the same on every system
            archive.writestr(entry, content, zipfile.ZIP_DEFLATED, 9)
    return out.getvalue()


@dataclass(frozen=True, slots=True)
class Earlier:
    """A package that was written before: its version, the app's id, and its files."""

    version: str
    id: str
    files: dict[str, bytes]


def read_package(content: bytes) -> Earlier | None:
    """What an earlier package holds; None when it is none of ours."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if any(each.file_size > 2_000_000 for each in archive.infolist()) or len(archive.infolist()) > 10:
                return None
            files = {name: archive.read(name) for name in archive.namelist()}
        written = json.loads(files[MANIFEST])
        version, id = written["version"], written["id"]
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError, NotImplementedError, RuntimeError, EOFError):
        return None
    return Earlier(version, id, files) if isinstance(version, str) and _VERSION.fullmatch(version) else None


def numbers(version: str) -> tuple[int, ...]:
    """The three numbers of a version, to compare."""
    return tuple(int(part) for part in version.split("."))


def next_version(version: str) -> str:
    """The one after it: 1.2.3 becomes 1.2.4."""
    first, second, third = numbers(version)
    return f"{first}.{second}.{third + 1}"


def may_follow(content: bytes, earlier: Earlier, app: App) -> None:
    """Return when the package `content` of `app` may take the place of an earlier one.

    Raises:
        UserError: Teams would not take it for an update; the sentence says why, and what to do.
    """
    if earlier.id != app.id:
        raise UserError(
            "The package that is there belongs to another bot (TEAMS_APP_ID, --app-id). Give another file with --out."
        )
    if numbers(app.version) > numbers(earlier.version):
        return
    same = read_package(content)
    if same is None or same.files != earlier.files:
        raise UserError(
            f"The package that is there has version {earlier.version}, and this one, which is different, would have "
            f"{app.version}. {WHY_GROW}. Use --bump for {next_version(earlier.version)}, or --version."
        )
