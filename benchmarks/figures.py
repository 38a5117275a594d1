"""What the benchmarks share."""


def percentile(values: list[float], percent: int) -> float:
    """The value that so many percent do not exceed; 0 where there are none."""
    if not values:
        return 0.0
    return sorted(values)[min(len(values) - 1, len(values) * percent // 100)]
