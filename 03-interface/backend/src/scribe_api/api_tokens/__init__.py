"""Tokens that people make for their programs."""
