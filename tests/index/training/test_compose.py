"""Statements composed of topics: what they answer stands in them, what they do not answer does not."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from index.training.compose import LANGUAGES, Topic, compose, load_topics
from index.training.examples import load_material

ROOT = Path(__file__).resolve().parents[3]
TOPICS = ROOT / "data" / "topics"
LEAST = {"headings": 3, "answers": 7, "asides": 4}


@pytest.fixture(scope="module")
def topics() -> list[Topic]:
    return load_topics(TOPICS)


def test_every_topic_is_there_in_every_language(topics: list[Topic]) -> None:
    assert len(topics) == len({topic.name for topic in topics}) >= 150
    for topic in topics:
        for language in LANGUAGES:
            for part, least in LEAST.items():
                texts = getattr(topic, part)[language]
                assert len(set(texts)) >= least, (topic.name, part, language)
            asked = [one for one in topic.questions if one.language == language]
            assert len({one.text for one in asked}) >= 14, (topic.name, language)
            assert {"paraphrase", "long-story", "informal-sms"} <= {one.style for one in asked}
            assert sum(one.language == language for one in topic.near) >= 5, topic.name


def test_what_is_answered_stands_there_and_what_is_not_does_not(
    topics: list[Topic], tmp_path: Path
) -> None:
    written = compose(topics, 12, seed=4, out=tmp_path)
    materials = load_material(tmp_path)
    assert len(materials) == 12
    # no question is lost for a quote that the reader does not find again
    assert sum(len(material.examples) for material in materials) >= 0.99 * written
    answers = {one: topic for topic in topics for texts in topic.answers.values() for one in texts}
    asked_of = {(one.text, one.language): topic.name for topic in topics for one in topic.questions}
    silent = 0
    for material in materials:
        text = "\n".join(window.text for window in material.windows)
        present = {topic.name for answer, topic in answers.items() if answer in text}
        for example in material.examples:
            name = asked_of.get((example.text, example.language))
            if example.kind == "answerable":
                assert example.rows
                assert name in present
            elif name is not None:
                assert name not in present, f"{material.name}: “{example.text}” is answered"
                silent += 1
    assert silent > 100


def test_a_seed_composes_the_same_again(topics: list[Topic], tmp_path: Path) -> None:
    for folder, seed in (("one", 1), ("again", 1), ("other", 2)):
        compose(topics, 2, seed, tmp_path / folder)

    def files(folder: str) -> list[str]:
        return [path.read_text("utf-8") for path in sorted((tmp_path / folder).glob("*"))]

    assert files("one") == files("again")
    assert files("one") != files("other")
    # and in another process, where sets have another order
    command = [sys.executable, "-m", "index.training.compose", "--topics", TOPICS]
    command += ["--statements", "2", "--seed", "1", "--out", tmp_path / "elsewhere"]
    subprocess.run(command, check=True, env={**os.environ, "PYTHONHASHSEED": "4"}, cwd=ROOT)
    assert files("one") == files("elsewhere")


def test_a_line_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="No topics in"):
        load_topics(tmp_path)
    (tmp_path / "keep.jsonl").write_text(json.dumps({"topic": "keep.invoices"}) + "\n")
    with pytest.raises(ValueError, match=r"keep\.jsonl, line 1: KeyError"):
        load_topics(tmp_path)
