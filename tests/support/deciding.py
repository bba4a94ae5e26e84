"""A registration decided in the store, without the desk around it."""

from datetime import datetime

from store.records import Registration
from store.work import Work


def decided(work: Work, id: str, version: int, state: str, by: str, at: datetime) -> Registration:
    """Set the state as a decision does."""
    values = {"state": state, "decided_by": by, "decided_on": at.date(), "decided_at": at, "reason": None}
    return work.registrations.change(id, version, values)
