"""What an operator watches, counted in memory and read by Prometheus at /metrics.

Nothing here says who asked or what: labels are verdicts, stages, routes and names of published documents.
"""

import time
from dataclasses import dataclass, field
from datetime import datetime

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.gc_collector import GCCollector
from prometheus_client.process_collector import ProcessCollector

from bot.answering.answer import Answer, Answers
from bot.errors import ClauseError

QUICK = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5)
"""Upper bounds in seconds, for what should take milliseconds."""
REQUESTS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


class Metrics:
    """All figures of one process."""

    def __init__(self) -> None:
        self.registry = registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        GCCollector(registry=registry)
        self.questions = Counter(
            "clause_questions",
            "Questions that were answered, by what became of them",
            ["verdict"],
            registry=registry,
        )
        self.failures = Counter(
            "clause_question_failures", "Questions on which answering failed", registry=registry
        )
        self.answering = Histogram(
            "clause_answer_seconds", "Making one answer", buckets=QUICK, registry=registry
        )
        self.stages = Histogram(
            "clause_answer_stage_seconds",
            "A stage of making an answer",
            ["stage"],
            buckets=QUICK,
            registry=registry,
        )
        self.requests = Histogram(
            "clause_request_seconds",
            "From a request to the beginning of its answer",
            ["method", "route", "status"],
            buckets=REQUESTS,
            registry=registry,
        )
        self.streams = Gauge(
            "clause_streams", "Event streams that are open", ["route"], registry=registry
        )
        self.waiting = Gauge(
            "clause_queue", "Visitors who wait for a person, in all replicas", registry=registry
        )
        self.open_questions = Gauge(
            "clause_open_questions",
            "Questions in conversations without an answer yet, in all replicas",
            registry=registry,
        )
        self.outbox = Gauge(
            "clause_outbox",
            "Entries of the outbox, in all replicas; pending ones wait to be sent, dead ones were given up",
            ["state"],
            registry=registry,
        )
        self.published = Gauge(
            "clause_snapshot_age_seconds",
            "Since when the version that this replica answers from is published",
            ["document", "language", "version"],
            registry=registry,
        )
        self.looked = Gauge(
            "clause_publications_looked_seconds",
            "Since this replica last saw what is published",
            registry=registry,
        )
        self.database = Gauge(
            "clause_database_up", "Whether the database answered just now", registry=registry
        )

    def stage(self, name: str, seconds: float) -> None:
        """A stage of an answer took so long."""
        self.stages.labels(name).observe(seconds)

    def snapshots(self, live: list[tuple[str, str, str, datetime]], now: datetime) -> None:
        """Whatever is live: (document, language, version, published at)."""
        self.published.clear()
        for document, language, version, at in live:
            age = (now - at).total_seconds()
            self.published.labels(document, language, version).set(max(0.0, age))

    def text(self) -> bytes:
        """All of it, as Prometheus reads it."""
        return generate_latest(self.registry)


@dataclass
class Counted:
    """An answerer whose answers are counted and timed."""

    answerer: Answers
    metrics: Metrics = field(default_factory=Metrics)

    def answer(self, question: str, language: str | None = None) -> Answer:
        """As the answerer does. Raises what it raises."""
        began = time.perf_counter()
        try:
            answer = self.answerer.answer(question, language)
        except ClauseError:
            raise  # refused, with a reason: the asker's, or nothing is published
        except Exception:
            self.metrics.failures.inc()
            raise
        self.metrics.answering.observe(time.perf_counter() - began)
        self.metrics.questions.labels(answer.verdict.value).inc()
        return answer
