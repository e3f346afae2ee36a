"""Keys, passwords, tokens, cookies: what lets a person in and keeps others out."""
