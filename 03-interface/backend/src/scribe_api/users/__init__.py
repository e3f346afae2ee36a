"""Accounts as an administrator manages them."""
