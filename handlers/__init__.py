"""What Tierline can do: one module a capability. Plain synchronous functions; no Slack, no Teams, no HTTP."""
