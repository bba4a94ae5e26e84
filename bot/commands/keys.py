"""`tierline keys`: the keys that tokens of installations are kept under."""

import json
from contextlib import closing

import click

from bot.clock import SystemClock
from bot.commands.database import database_option
from bot.commands.failing import in_words
from bot.commands.operator import operator
from bot.setting_values import split_keys
from bot.settings import BadSettings, load_settings
from handlers.audit import note


@click.group("keys")
def keys() -> None:
    """Make a key for kept tokens, and keep them under the newest one."""


@keys.command("new")
def new() -> None:
    """Print a new key. Put it before the others in TIERLINE_TOKEN_KEYS, restart, then run `tierline keys rotate`."""
    from store.sealing import new_key

    click.echo(new_key())


@keys.command("rotate")
@database_option
@in_words
def rotate(database_url: str | None) -> None:
    """Keep every token under the newest key; afterwards the older keys can be taken out of TIERLINE_TOKEN_KEYS."""
    from store.engine import open_store
    from store.sealing import Sealer

    settings = load_settings()
    known = split_keys(settings.tierline_token_keys)
    if not known:
        raise BadSettings("TIERLINE_TOKEN_KEYS is not set, so there is nothing to rotate. See `tierline keys new`.")
    sealer, changed, busy = Sealer(known), 0, 0
    with closing(open_store(database_url or settings.database_url)) as store:
        store.check()
        with store.write() as work:
            for each in work.installations.all():
                sealed = [each.token, *([each.refresh_token] if each.refresh_token else [])]
                if all(map(sealer.newest, sealed)):
                    continue
                token, *refresh = map(sealer.renew, sealed)
                kept = work.installations.reseal(each, token, refresh[0] if refresh else None)
                changed, busy = changed + kept, busy + (not kept)
            if changed:
                count = json.dumps({"installations": changed})
                note(work, SystemClock().now(), operator(), "keys.rotated", "installations", count)
    click.echo(f"{changed} of the installations are now kept under the newest key.")
    if busy:
        raise click.ClickException(f"{busy} were being changed by somebody else. Run `tierline keys rotate` again.")
