"""Digests, what is told by the calendar, subscriptions of channels, and how much a person is told a day."""

from handlers.digests.budget import put_in_budget
from handlers.digests.channels import ChannelPlanner
from handlers.digests.periodic import Periodic, periodic
from handlers.digests.planner import DigestPlanner

__all__ = ["ChannelPlanner", "DigestPlanner", "Periodic", "periodic", "put_in_budget"]
