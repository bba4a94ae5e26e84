"""Microsoft Teams played on this machine: a Bot Connector, really signed activities, one page in the browser.

The people are those of the played Slack workspace. Nothing in here is imported by the serving process.
"""
