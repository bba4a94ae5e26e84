"""What a partner's own people may see in a channel bound to their partner: that partner, and of it the safe part."""
