"""Searching what was said: passages cut from transcripts, the terms they are found by, questions, and the index kept from rows."""
