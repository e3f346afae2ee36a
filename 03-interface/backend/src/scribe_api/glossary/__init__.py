"""Terms that all of somebody's runs take into account."""
