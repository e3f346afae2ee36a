"""The model catalogue and the store that fetches, verifies and opens it."""
