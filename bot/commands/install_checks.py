"""What `tierline doctor` says of keys and installations."""

from collections.abc import Iterator
from contextlib import closing

from bot.parts import open_checked
from bot.setting_values import split_keys
from bot.settings import BadSettings, Settings
from store.errors import StoreError
from store.repositories.installations import Installation
from store.sealing import Sealer, Unreadable, bot_token

Said = tuple[bool, str]


def checked(settings: Settings, offline: bool) -> Iterator[Said]:
    """Whether every installation's token can be opened, is sealed under the newest key, and is taken by Slack."""
    try:
        with closing(open_checked(settings)) as store, store.read() as work:
            found = work.installations.all()
    except StoreError:
        return  # said already
    sealer = Sealer(split_keys(settings.tierline_token_keys))
    there = {each.workspace for each in found}
    for workspace in settings.tierline_workspaces:
        if workspace not in there:
            where = f"{settings.tierline_public_url}/slack/install"
            yield False, f"The workspace {workspace} has not installed the app: open {where} in a browser."
    for each in found:
        yield from _installation(settings, sealer, each, offline)


def _installation(settings: Settings, sealer: Sealer, each: Installation, offline: bool) -> Iterator[Said]:
    if each.workspace not in settings.tierline_workspaces:
        yield (
            False,
            f"{each.name} ({each.workspace}) installed the app but is not one of TIERLINE_WORKSPACES: add it there, "
            f"or run `tierline installs remove {each.workspace}`.",
        )
    try:
        token = sealer.open(each.token, bot_token(each.workspace))
    except Unreadable as error:
        yield False, error.sentence
        return
    if not sealer.newest(each.token):
        yield False, f"The token of {each.name} is kept under an old key: run `tierline keys rotate`."
    if not offline:
        yield _accepted(settings, each, token)


def _accepted(settings: Settings, each: Installation, token: str) -> Said:
    from bot.slack.connecting import connect
    from bot.slack.transport import delivery_client

    try:
        connect(delivery_client(token, settings.slack_api_base_url), f"the token of {each.name} ({each.workspace})")
    except BadSettings as error:
        return False, str(error)
    return True, f"Slack accepts the token of {each.name} ({each.workspace})."
