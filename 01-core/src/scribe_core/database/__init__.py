"""One file per aggregate: its table and its queries."""
