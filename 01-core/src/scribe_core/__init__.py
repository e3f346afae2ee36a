"""What everyone in the house speaks: domain types, errors, tables with their queries, the store openers."""

VERSION = "0.1.0"
"""The product's version: what every pyproject.toml states and the API tells."""
