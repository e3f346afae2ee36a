"""Answers to questions about meetings: made of what was said there, or not at all."""
