"""The first administrator, signing in and out, one's own account."""
