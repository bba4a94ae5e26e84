"""Meetings with partners: how often, what leads to them, what comes of them, and the calendar of it all."""
