"""The only room that knows botbuilder, an SDK that is archived: docs/TEAMS_SDK.md says what of it is used and why.

Importing its modules costs 0.4 seconds and 50 MB, so nothing outside `bot/teams/` does.
"""
