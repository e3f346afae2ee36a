"""Meetings: recordings with their title, date and people."""
