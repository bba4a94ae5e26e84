"""What the rules say: program definitions (YAML) and pure functions over plain facts."""
