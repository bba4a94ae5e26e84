"""Packs for meetings: figures against a recount, flags, freezing, files, and what a partner's people may see."""
