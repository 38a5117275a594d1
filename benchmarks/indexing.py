"""How long indexing takes, and one changed paragraph beside embedding everything, in one run.

python -m benchmarks.indexing [STATEMENT] [--paragraphs 20] [--json FILE]

First the statement (data/statements/privacy.fr.txt) is read, cut up, embedded and packed, as the service
does it with a new text, after the models are loaded. Then one paragraph after the other gets a sentence
more; each such text is indexed twice, in turn: with the first index at hand, and with nothing. The vectors
of both are compared, so that what is taken over is what would have been made.
"""

import argparse
import json
import random
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from rich.console import Console
from rich.table import Table

from bot.publishing.reading import read_safely
from bot.settings import Settings
from index.models import Models
from index.snapshot import Snapshot, build_snapshot
from index.windows import Window

ROOT = Path(__file__).resolve().parent.parent
STATEMENT = ROOT / "data" / "statements" / "privacy.fr.txt"
FIRST_TARGET = 5.0  # seconds
ADDED = " Cette phrase a été ajoutée pour la mesure."


@dataclass(frozen=True)
class Figures:
    """Times in seconds; windows are what the model reads at once."""

    characters: int
    windows: int
    sentences: int
    first: float
    paragraphs: int
    windows_embedded: float  # mean, of one changed paragraph
    changed: float  # median
    everything: float  # median, of the same texts
    ratio: float  # median of the ratios, text by text
    apart: float  # largest difference of two vectors' components


class Counting:
    """Counts the windows that an encoder reads."""

    def __init__(self, models: Models) -> None:
        self.windows = 0
        self._encode = models.encoder.encode_sentences
        models.encoder.encode_sentences = self._counted  # type: ignore[method-assign]

    def _counted(self, windows: Sequence[Window], on_progress: Any = None) -> Any:
        self.windows += len(windows)
        return self._encode(windows, on_progress)


def main() -> None:
    """See the module's text."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("statement", nargs="?", type=Path, default=STATEMENT)
    parser.add_argument("--paragraphs", type=int, default=20)
    parser.add_argument("--json", type=Path, help="write the figures here as well")
    options = parser.parse_args()
    settings = Settings()
    models = Models.load(settings.encoder, settings.reranker, settings.calibration_file)
    found = measure(models, options.statement, options.paragraphs)
    _show(found, options.statement)
    if options.json:
        options.json.write_text(json.dumps(asdict(found), indent=1) + "\n", "utf-8")


def measure(models: Models, path: Path, paragraphs: int) -> Figures:
    """Index the statement, then that many texts with one paragraph changed, twice each."""
    counting = Counting(models)
    text = path.read_text("utf-8")

    def index(source: str, reuse: Sequence[Snapshot] = ()) -> Snapshot:
        content = source.encode()
        made = build_snapshot(
            content,
            path.name,
            document="privacy",
            language=path.name.split(".")[-2],
            encoder=models.encoder,
            calibration=models.calibration,
            parsed=read_safely(content, path.name),
            reuse=reuse,
        )
        made.to_bytes()
        return made

    first, before = _timed(lambda: index(text))
    windows = counting.windows
    embedded, changed, everything, apart = [], [], [], 0.0
    for sentence in _sentences(before, text, paragraphs):
        revised = text.replace(sentence, sentence + ADDED)
        counting.windows = 0
        seconds, reused = _timed(lambda revised=revised: index(revised, [before]))
        embedded.append(counting.windows)
        changed.append(seconds)
        seconds, fresh = _timed(lambda revised=revised: index(revised))
        everything.append(seconds)
        apart = max(apart, float(np.abs(_vectors(reused) - _vectors(fresh)).max()))
    return Figures(
        characters=len(text),
        windows=windows,
        sentences=before.vector_index.ntotal,
        first=first,
        paragraphs=len(changed),
        windows_embedded=statistics.mean(embedded),
        changed=statistics.median(changed),
        everything=statistics.median(everything),
        ratio=statistics.median(b / a for a, b in zip(changed, everything, strict=True)),
        apart=apart,
    )


def _sentences(snapshot: Snapshot, text: str, count: int) -> list[str]:
    """One sentence each of that many paragraphs, which stands in the file once."""
    found = []
    for passage in snapshot.passages:
        section, last = snapshot.section_of(passage), passage.sentences[-1]
        sentence = section.text[last.start : last.end]
        if sentence.endswith(".") and text.count(sentence) == 1:
            found.append(sentence)
    return random.Random(1).sample(found, min(count, len(found)))


def _vectors(snapshot: Snapshot) -> Any:
    return snapshot.vector_index.reconstruct_n(0, snapshot.vector_index.ntotal)


def _timed(make: Callable[[], Snapshot]) -> tuple[float, Snapshot]:
    began = time.perf_counter()
    made = make()
    return time.perf_counter() - began, made


def _show(found: Figures, path: Path) -> None:
    console = Console(width=100)
    console.print(
        f"{path.name}: {found.characters:,} characters, {found.sentences} sentences in "
        f"{found.windows} windows; {found.paragraphs} paragraphs changed, one at a time"
    )
    table = Table("", "target", "measured", box=None, pad_edge=False)
    good = "" if found.first <= FIRST_TARGET else ": missed"
    table.add_row("first index", f"≤ {FIRST_TARGET:.0f} s", f"{found.first:.2f} s{good}")
    table.add_row(
        "windows embedded, one paragraph changed", "its own", f"{found.windows_embedded:.1f}"
    )
    table.add_row("one paragraph changed", "", f"{found.changed:.2f} s")
    table.add_row("the same text, all of it embedded", "", f"{found.everything:.2f} s")
    table.add_row("ratio, text by text", "", f"{found.ratio:.1f}")
    table.add_row("largest difference of the vectors", "0", f"{found.apart:.1e}")
    console.print(table)


if __name__ == "__main__":
    main()
