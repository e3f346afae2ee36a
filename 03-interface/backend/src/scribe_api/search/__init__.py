"""Searching what was said in all meetings."""
