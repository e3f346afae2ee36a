"""Transcripts that other tools wrote, read: one reader a kind of file, all pure functions of its content.

Whatever is wrong with a file is told before anything of it is kept: code, sentence, and the line where it has lines.
"""
