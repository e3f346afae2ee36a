"""Conversations with meetings: questions, answered by what was said there."""
