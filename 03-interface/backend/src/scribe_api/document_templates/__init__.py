"""Organisations' Word templates for minutes."""
