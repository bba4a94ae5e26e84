"""Microsoft Teams: the same colleague in another window. Loaded only where Teams is configured."""
