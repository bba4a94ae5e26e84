"""Schema changes, run by `store.migrate`."""
