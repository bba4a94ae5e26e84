"""No word of another partner, and nothing that the vendor keeps to itself, reaches the people of a partner."""
