"""How messages leave the outbox: any platform behind one small protocol, nothing lost and nothing doubled."""
