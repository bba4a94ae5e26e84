"""Queries and changes, one class a subject. They work inside a transaction that somebody else opened."""
