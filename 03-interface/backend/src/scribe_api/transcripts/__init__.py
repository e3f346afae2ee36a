"""Transcripts as people read them: the machine's revisions with people's corrections applied."""
