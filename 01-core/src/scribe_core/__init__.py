"""What everyone in the house speaks: domain types, errors, tables with their queries, the store openers."""
