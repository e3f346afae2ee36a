"""Notes of meetings: what people wrote and marked."""
