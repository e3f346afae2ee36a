"""Times as they stand in a transcript."""


def clock(seconds: float) -> str:
    """`01:02:03`, cut to the second."""
    whole = int(seconds)
    return f"{whole // 3600:02d}:{whole // 60 % 60:02d}:{whole % 60:02d}"
