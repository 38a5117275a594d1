"""Aligned sentences to train on: files `name.en-<language>.tsv[.xz]` with an English and another column.

The files are not part of the project (their licences differ); the model card names them.
"""

import lzma
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

MOST_CHARACTERS = 500  # of a pair: longer ones cost more than they teach


@dataclass(frozen=True, slots=True)
class Pair:
    """A sentence in English and in another language."""

    english: str
    other: str
    language: str


def load_pairs(
    folders: list[Path], most_a_file: int, seed: int, most_a_language: int = 10**9
) -> list[Pair]:
    """Pairs of every aligned file, at most so many of each file and each language, shuffled.

    Raises FileNotFoundError if the folders hold no such file.
    """
    shuffled = random.Random(seed)
    pairs: list[Pair] = []
    for path in sorted(path for folder in folders for path in folder.glob("*.en-??.tsv*")):
        language = path.name.split(".en-")[1][:2]
        found = [Pair(english, other, language) for english, other in _lines(path)]
        shuffled.shuffle(found)
        pairs.extend(found[:most_a_file])
    if not pairs:
        raise FileNotFoundError(
            f"No aligned text in {', '.join(map(str, folders))}. "
            "Put files there named such as notices.en-de.tsv, English and German parted by a tab."
        )
    shuffled.shuffle(pairs)
    taken: Counter[str] = Counter()
    kept = []
    for pair in pairs:
        if taken[pair.language] < most_a_language:
            taken[pair.language] += 1
            kept.append(pair)
    return kept


def _lines(path: Path) -> Iterator[tuple[str, str]]:
    with lzma.open(path, "rt", encoding="utf-8") if path.suffix == ".xz" else path.open() as file:
        for line in file:
            english, _, other = line.rstrip("\n").partition("\t")
            if english.strip() and other.strip() and len(line) <= MOST_CHARACTERS:
                yield english.strip(), other.strip()
