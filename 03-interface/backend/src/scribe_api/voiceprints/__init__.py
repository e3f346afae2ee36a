"""Learning people's voices, from files and from speakers of meetings, and forgetting them."""
