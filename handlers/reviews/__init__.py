"""Pipeline reviews: reminding of those ahead, missed or not yet scheduled, and recording that one was held."""

from handlers.reviews.held import mark_held
from handlers.reviews.planner import ReminderPlanner

__all__ = ["ReminderPlanner", "mark_held"]
