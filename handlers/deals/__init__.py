"""Deal registration: the form, its checks, submitting, deciding, and the living card."""
