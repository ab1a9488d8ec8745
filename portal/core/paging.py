"""Pages of a list, counted from 1."""


def pages(total: int, size: int) -> int:
    """How many pages of ``size`` rows a list of ``total`` rows has: at least one, which may be empty."""
    return max(1, -(-total // size))
