"""A Slack workspace played on this machine: the real app, real signed requests, one page in the browser.

Nothing in here is imported by the serving process.
"""
