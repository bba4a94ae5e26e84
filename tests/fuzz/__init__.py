"""Whatever comes in at Slack's address: refused or acknowledged, never a failure, never in the log."""
