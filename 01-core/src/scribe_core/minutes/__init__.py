"""Writing minutes: what a transcript says was decided, taken on, and left open, each with the utterances that hold it."""
