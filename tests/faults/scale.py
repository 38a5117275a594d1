"""How much is done to the service: a little in every run of the tests, all of it by `make faults`."""

import os


def number(name: str, short: int, full: int) -> int:
    """CLAUSE_<name> where it is set; else `full` under CLAUSE_FAULTS=full, `short` without."""
    if wanted := os.environ.get(f"CLAUSE_{name}"):
        return int(wanted)
    return full if everything() else short


def everything() -> bool:
    """Whether this run is the long one."""
    return os.environ.get("CLAUSE_FAULTS") == "full"
