"""The portfolio folder: reading it whole or not at all, and writing the same folder back."""
