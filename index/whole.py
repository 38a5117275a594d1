"""Is a model's folder whole? A copy that was cut off may load all the same, and answer wrongly.

A folder that is shipped lists its files in SHA256SUMS, in the form of `sha256sum`; one without is taken as
it is.

    python -m index.whole FOLDER        # list the files anew, after they were changed on purpose
"""

import hashlib
import re
import sys
from pathlib import Path

from index.errors import IndexingError

SUMS = "SHA256SUMS"
_LINE = re.compile(r"([0-9a-f]{64})  (\S.*)")


def check_whole(folder: Path, refuse: type[IndexingError]) -> None:
    """Compare every file with its sum. Raises `refuse` with a sentence that names the file."""
    listed = folder / SUMS
    if not listed.is_file():
        return
    for line in listed.read_text("utf-8", "replace").splitlines():
        found = _LINE.fullmatch(line)
        if found is None:
            raise refuse(_mend(folder, f"{SUMS} is cut off or damaged"))
        wanted, name = found.groups()
        try:
            made = _sum(folder / name)
        except OSError as error:
            raise refuse(_mend(folder, f"{name} can't be read ({error.strerror})")) from error
        if made != wanted:
            size = (folder / name).stat().st_size
            raise refuse(
                _mend(folder, f"{name} ({size:,} bytes) is cut off, damaged or of another model")
            )


def write_sums(folder: Path) -> None:
    """List every file but what is for reading."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    lines = [
        f"{_sum(path)}  {path.relative_to(folder).as_posix()}\n"
        for path in paths
        if path.name != SUMS and path.suffix != ".md"
    ]
    (folder / SUMS).write_text("".join(lines), "utf-8")


def _sum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _mend(folder: Path, what: str) -> str:
    return (
        f"The model in “{folder}” is not whole: {what}. Copy the folder there again; if you changed it on "
        f"purpose, run `python -m index.whole {folder}`."
    )


if __name__ == "__main__":
    write_sums(Path(sys.argv[1]))
