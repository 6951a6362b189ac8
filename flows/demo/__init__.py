"""A seeded town of shops whose true identities are known."""
