"""Clause in a process of its own, for `benchmarks.answers`.

python -m benchmarks.answers_worker both|first JOB.json

both: with the second look; first: without. What an answer costs beside the models' forward passes is
measured here, too: 'own' in each reply, a list of seconds.
"""

import json
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks import talk
from bot.answering.addresses import page_url
from bot.answering.engine import Answerer
from bot.answering.language import warm_up
from bot.settings import ROOT, Settings
from index.models import Models
from index.snapshot import build_snapshot


def main() -> None:
    """See the module's text."""
    job = json.loads(Path(sys.argv[2]).read_text("utf-8"))
    settings = Settings(reranker=None) if sys.argv[1] == "first" else Settings()
    models = Models.load(settings.encoder, settings.reranker, settings.calibration_file)
    statement = ROOT / job["statement"]
    snapshot = build_snapshot(
        statement.read_bytes(),
        statement.name,
        document="privacy",
        language="fr",
        encoder=models.encoder,
        calibration=models.calibration,
    )
    warm_up()
    own, passes = Own(), ("_light", "_session")
    own.watch(getattr(models.encoder, passes[0]), passes[1])
    if models.reranker:
        own.watch(models.reranker, passes[1])
    answerer = Answerer(lambda: (snapshot,), models, page_url("http://127.0.0.1"))
    talk.serve(own.of(answerer.answer))


class Own:
    """Tells the models' forward passes from the rest of an answer, thread by thread."""

    def __init__(self) -> None:
        self._here = threading.local()

    def watch(self, holder: object, name: str) -> None:
        """Time every run of this onnxruntime session."""
        session = getattr(holder, name)
        here = self._here

        class Watched:
            def run(self, *given: Any) -> Any:
                began = time.perf_counter()
                try:
                    return session.run(*given)
                finally:
                    here.passes = getattr(here, "passes", 0.0) + time.perf_counter() - began

        setattr(holder, name, Watched())

    def of(self, ask: Callable[[str], object]) -> Callable[[str], object]:
        """`ask`, whose results are the seconds that were not spent in the models."""

        def asked(question: str) -> float:
            self._here.passes = 0.0
            began = time.perf_counter()
            ask(question)
            return time.perf_counter() - began - float(self._here.passes)

        return asked


if __name__ == "__main__":
    main()
