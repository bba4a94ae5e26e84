"""The parts below the surfaces, made from the settings: what the command line and the served bot have in common."""

from collections.abc import Mapping
from contextlib import ExitStack, closing
from types import MappingProxyType

from bot.setting_values import by_workspace
from bot.settings import Settings
from handlers.assistant import Assistant
from handlers.desk import DeskSettings
from programs.catalog import Catalog
from store.engine import BUSY_SECONDS, Store, open_store

TERMINAL = "terminal"
SLACK, TEAMS = "slack", "teams"
LABELS = MappingProxyType({SLACK: "Slack", TEAMS: "Microsoft Teams"})
"""What people call each platform."""
ONE: Mapping[str, str] = MappingProxyType({})
"""Every workspace is on the home's platform."""


def open_checked(settings: Settings, *, patience: int = BUSY_SECONDS, lag: float = 0.0) -> Store:
    """The database of the settings, known to be usable by this version; `patience` and `lag` as for `open_store`.

    Raises:
        StoreError: it cannot be used.
    """
    with ExitStack() as unless_good:
        store = unless_good.enter_context(closing(open_store(settings.database_url, patience=patience, lag=lag)))
        store.check()
        unless_good.pop_all()
    return store


def load_catalog(settings: Settings) -> Catalog:
    """The shipped program definitions and those of the settings' folder.

    Raises:
        DefinitionError: a program definition is wrong.
    """
    return Catalog.load(settings.tierline_programs_dir)


def terminal_assistant(settings: Settings, store: Store) -> Assistant:
    """The handlers on a database without any surface: what the command line asks.

    Raises:
        DefinitionError: a program definition is wrong.
    """
    return Assistant(store, load_catalog(settings), desk_settings(settings, TERMINAL))


def desk_settings(
    settings: Settings, workspace: str, platform: str = SLACK, platforms: Mapping[str, str] = ONE
) -> DeskSettings:
    """The settings that handlers need; `workspace` is the desk's home on `platform`, or `terminal`.

    `platforms` has the platform of each workspace that is served on another one.
    """
    desks = {where: min(ids) for where, ids in by_workspace(settings.tierline_deal_desk_channel, workspace).items()}
    return DeskSettings(
        zone=settings.tierline_time_zone,
        country=settings.tierline_country,
        platform=platform,
        workspace=workspace,
        deal_desk=desks.pop(workspace, None),
        review_channel=settings.tierline_review_channel,
        approvers=_known(settings.tierline_approvers, workspace),
        admins=_known(settings.tierline_admins, workspace),
        two_approvers_above=settings.two_approvers_above(),
        other_desks=desks,
        platforms=platforms,
        labels=LABELS,
    )


def _known(people: frozenset[str], home: str) -> frozenset[str]:
    """People as handlers know them: `workspace/user`, without the workspace at home."""
    return frozenset(each.replace(":", "/").removeprefix(f"{home}/") for each in people)
