"""Tools for those who work on Tierline; nothing here is installed."""
