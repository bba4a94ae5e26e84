"""Measurements, each beside its floor. Run with `make bench`; nothing here is a test."""
