"""Slack: the guarded HTTP door, Socket Mode, and the listeners that turn payloads into requests."""
