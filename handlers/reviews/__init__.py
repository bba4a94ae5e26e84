"""Meetings with partners: how often, what leads to them, what comes of them, and the calendar of it all."""

from handlers.reviews.held import mark_held
from handlers.reviews.planner import ReminderPlanner

__all__ = ["ReminderPlanner", "mark_held"]
