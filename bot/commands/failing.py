"""Errors meant for people end a command with one sentence and exit status 1, never with a traceback."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

import click

from bot.settings import BadSettings
from handlers.errors import UserError
from programs.loading import DefinitionError
from store.errors import StoreError

P = ParamSpec("P")
R = TypeVar("R")


def in_words(command: Callable[P, R]) -> Callable[P, R]:
    """Wrap a command so that known errors are said in words."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except (UserError, StoreError) as error:
            raise click.ClickException(error.sentence) from error
        except (BadSettings, DefinitionError) as error:
            raise click.ClickException(str(error)) from error

    return run
