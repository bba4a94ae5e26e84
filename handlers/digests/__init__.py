"""Digests, what is told by the calendar, subscriptions of channels, and how much a person is told a day.

`budget.put_in_budget`, `periodic.periodic`, `planner.DigestPlanner` and `channels.ChannelPlanner` are what others use.
"""
