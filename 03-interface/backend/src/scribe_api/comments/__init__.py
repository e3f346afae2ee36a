"""Comments: what people say about the words of a transcript, and what they highlight."""
