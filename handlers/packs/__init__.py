"""Packs for meetings with partners: what moved, what needs attention, what was promised; as a message and as files."""
