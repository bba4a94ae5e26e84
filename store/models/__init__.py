"""Typed SQLAlchemy models: one module a family of tables."""
