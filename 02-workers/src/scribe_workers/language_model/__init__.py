"""A model of language that is served on this machine, for the product alone (decision 0048)."""
