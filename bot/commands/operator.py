"""Who sits at the terminal, as the audit trail names them."""

import getpass

from bot.parts import TERMINAL

AT_THE_TERMINAL = "at the terminal"


def account() -> str:
    """The account of the operating system, which is all that a terminal shows."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # an account without a name, as in some containers
        return "unknown"


def operator() -> str:
    """`terminal/pam at the terminal`."""
    return f"{TERMINAL}/{account()} {AT_THE_TERMINAL}"
