"""The trash: meetings put away, which come back when asked for and go for good after some days."""
