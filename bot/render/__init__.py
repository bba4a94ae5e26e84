"""Typed documents into what a surface shows: Block Kit and plain text. Pure functions, no I/O."""
