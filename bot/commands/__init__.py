"""The command line: one command or group a module, loaded only when it is called."""
