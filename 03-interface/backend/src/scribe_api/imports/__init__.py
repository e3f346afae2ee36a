"""Transcripts of other tools taken in: as meetings of their own, or as a new revision of one that is there."""
