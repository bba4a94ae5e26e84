"""Audit entries of what is done outside of a conversation: at the terminal, or by Slack itself."""

import getpass
from datetime import datetime

from bot.parts import TERMINAL
from store.records import AuditEntry
from store.work import Work


def record(work: Work, at: datetime, workspace: str, who: str, action: str, subject: str) -> None:
    """Write that `who` (a user id, a space, a name) of `workspace` did something, in the transaction that does it."""
    actor = f"{workspace}/{who}"
    work.audit.add(AuditEntry(at, actor, None, workspace, action, subject, None, None, None, workspace=workspace))


def record_here(work: Work, at: datetime, action: str, subject: str) -> None:
    """Write that whoever is logged in at the terminal did something."""
    record(work, at, TERMINAL, f"{getpass.getuser()} at the terminal", action, subject)
