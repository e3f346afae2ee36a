"""Whom the machine takes a meeting's speakers for, and what people say to that."""
