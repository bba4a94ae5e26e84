"""Several workspaces: installed by OAuth, each with a token of its own that is kept sealed, and cleaned up after."""
