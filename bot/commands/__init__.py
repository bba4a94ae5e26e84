"""The command line, one command or group a file."""
