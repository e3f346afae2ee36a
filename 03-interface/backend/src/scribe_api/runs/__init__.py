"""Runs: where the work stands, live."""
