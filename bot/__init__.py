"""How Tierline talks: Slack, command line, demo and clock; settings and wiring."""
