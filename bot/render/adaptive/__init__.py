"""Typed documents as Adaptive Cards 1.5 for Microsoft Teams. Pure: the same document, the same card."""
