"""A backup: every row, every object and the secrets of a house in one sealed file, and a house made of it again (decision 0026)."""
