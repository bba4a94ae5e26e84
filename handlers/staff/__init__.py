"""Who works with the program: roles and stand-ins, changed by admins."""
