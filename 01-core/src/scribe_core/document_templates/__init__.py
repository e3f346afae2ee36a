"""Minutes in an organisation's own Word template, which is taken for hostile (decision 0043)."""
