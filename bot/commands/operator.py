"""Who sits at the terminal, as the audit trail names them."""

import getpass

from bot.parts import TERMINAL


def operator() -> str:
    """`terminal/pam at the terminal`: the account of the operating system, which is all that a terminal shows."""
    try:
        name = getpass.getuser()
    except (OSError, KeyError):  # an account without a name, as in some containers
        name = "unknown"
    return f"{TERMINAL}/{name} at the terminal"
