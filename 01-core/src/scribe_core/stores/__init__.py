"""Thin openers, one per URL."""
