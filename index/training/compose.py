"""Stage 0: composes statements to train on from a bank of topics.

python -m index.training.compose --topics data/topics --statements 150 --out FOLDER

A topic is one thing that a visitor may want to know: sentences that answer it, each of another company,
sentences that only stand beside it, questions, and questions that come near (see data/topics/README.md).
A composed statement holds some of the topics, one answer of each. The questions of the topics that it
lacks, or of which it holds the asides alone, are known not to be answered: as many near misses as one
wants, which statements written by hand have few of.
"""

import argparse
import json
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

LANGUAGES = {"fr": 0.3, "en": 0.25, "de": 0.225, "es": 0.225}  # share of the statements
ANSWERED_TOPICS = (22, 48)  # of a statement, at least and at most
SILENT_TOPICS = 0.2  # as many again stand there with their asides alone
OWN_SECTION = 0.55  # of the topics; the others stand together under one heading
OWN_LANGUAGE = 0.65  # share of the questions that are asked in the statement's language
QUESTIONS = {"answerable": 100, "near": 14, "silent": 14, "absent": 12}  # of a statement
STYLES = {
    "story": "long-story",
    "spoken": "informal-sms",
    "terse": "keyword-only",
    "yesno": "yes-no",
}
TITLES = {
    "fr": ("Politique de confidentialité", "Protection des données personnelles", "Vos données"),
    "en": ("Privacy policy", "Privacy notice", "How we handle your data"),
    "de": ("Datenschutzerklärung", "Hinweise zum Datenschutz", "Ihre Daten bei uns"),
    "es": ("Política de privacidad", "Protección de datos", "Sus datos"),
}

Texts = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of a topic. style: as in `data/questions/`."""

    text: str
    language: str
    style: str


@dataclass(frozen=True, slots=True)
class Topic:
    """What one may want to know. The texts are by language."""

    name: str
    headings: Texts
    answers: Texts
    asides: Texts
    questions: tuple[Asked, ...]
    near: tuple[Asked, ...]

    @property
    def area(self) -> str:
        """Topics of one area stand together."""
        return self.name.partition(".")[0]


@dataclass(frozen=True, slots=True)
class _Section:
    heading: str
    sentences: tuple[str, ...]


def main() -> None:
    """See the module's text."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--topics", type=Path, required=True)
    parser.add_argument("--statements", type=int, default=150)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    topics = load_topics(options.topics)
    questions = compose(topics, options.statements, options.seed, options.out)
    print(f"written: {options.out}, {options.statements} statements, {questions:,} questions")


def load_topics(folder: Path) -> list[Topic]:
    """The topics of every file of a folder. Raises ValueError naming the line that can't be read."""
    topics = []
    for path in sorted(folder.glob("*.jsonl")):
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            try:
                topics.append(_topic(json.loads(line)))
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                raise ValueError(f"{path}, line {number}: {error!r}. Mend the line.") from error
    if not topics:
        raise ValueError(f"No topics in “{folder}”. Give the folder that holds their .jsonl files.")
    return topics


def compose(topics: Sequence[Topic], statements: int, seed: int, out: Path) -> int:
    """Writes so many statements with questions, as in `data/questions/`. How many questions."""
    rng = random.Random(seed)
    out.mkdir(parents=True, exist_ok=True)
    written = 0
    for number in range(statements):
        (language,) = rng.choices(list(LANGUAGES), list(LANGUAGES.values()))
        text, lines = _statement(topics, language, rng)
        name = f"composed-{number + 1:03}.{language}"
        (out / f"{name}.md").write_text(text, "utf-8")
        rows = (json.dumps(line, ensure_ascii=False) for line in lines)
        (out / f"{name}.jsonl").write_text("".join(f"{row}\n" for row in rows), "utf-8")
        written += len(lines)
    return written


def _topic(entry: Mapping[str, Any]) -> Topic:
    headings, answers, asides = (
        {code: tuple(map(str, entry[part][code])) for code in LANGUAGES}
        for part in ("headings", "answers", "asides")
    )
    questions = tuple(
        Asked(str(one["text"]), code, STYLES.get(one["style"], one["style"]))
        for code in LANGUAGES
        for one in entry["questions"][code]
    )
    near = tuple(
        Asked(str(text), code, "near") for code in LANGUAGES for text in entry["near"][code]
    )
    return Topic(str(entry["topic"]), headings, answers, asides, questions, near)


def _statement(
    topics: Sequence[Topic], language: str, rng: random.Random
) -> tuple[str, list[dict[str, object]]]:
    """The text, and its questions as lines of `data/questions/`."""
    count = min(rng.randint(*ANSWERED_TOPICS), len(topics) * 2 // 3)
    chosen = rng.sample(list(topics), min(len(topics), count + round(count * SILENT_TOPICS)))
    answered, silent = chosen[:count], chosen[count:]
    absent = [topic for topic in topics if topic not in chosen]
    gold: dict[str, tuple[str, str]] = {}
    sections = _sections(answered, silent, language, rng, gold)
    text = f"# {rng.choice(TITLES[language])}\n\n" + "\n\n".join(
        f"## {section.heading}\n\n{_body(section.sentences, rng)}" for section in sections
    )
    lines = [
        _line(asked, "answerable", gold[topic.name])
        for topic, asked in _drawn(answered, "answerable", language, rng)
    ]
    # one topic's near miss may be another's question, and that one may be answered here
    answerable = {(one.text, one.language) for topic in answered for one in topic.questions}
    for kind, among in (("near", answered), ("silent", silent), ("absent", absent)):
        lines += [
            _line(asked, "unanswerable")
            for _, asked in _drawn(among, kind, language, rng)
            if (asked.text, asked.language) not in answerable
        ]
    return text + "\n", lines


def _sections(
    answered: Sequence[Topic],
    silent: Sequence[Topic],
    language: str,
    rng: random.Random,
    gold: dict[str, tuple[str, str]],
) -> list[_Section]:
    """The sections in the order of their areas; `gold` is told where each topic's answer stands."""
    # the areas in one order first: a set's own differs from process to process
    areas = sorted({topic.area for topic in (*answered, *silent)})
    rng.shuffle(areas)
    sections: list[_Section] = []
    for area in areas:
        mine = [topic for topic in (*answered, *silent) if topic.area == area]
        rng.shuffle(mine)
        groups: list[list[Topic]] = []
        for topic in mine:
            if groups and len(groups[-1]) < 4 and rng.random() > OWN_SECTION:
                groups[-1].append(topic)
            else:
                groups.append([topic])
        for group in groups:
            heading = rng.choice(group[0].headings[language])
            sentences: list[str] = []
            for topic in group:
                asides = rng.sample(list(topic.asides[language]), rng.randint(0, 3))
                if topic in answered:
                    answer = rng.choice(topic.answers[language])
                    gold[topic.name] = (heading, answer)
                    asides.insert(rng.randint(0, len(asides)), answer)
                sentences += asides or [rng.choice(topic.asides[language])]
            sections.append(_Section(heading, tuple(sentences)))
    return sections


def _body(sentences: Sequence[str], rng: random.Random) -> str:
    """As a list, as paragraphs of a few sentences, or as one."""
    kind = rng.random()
    if kind < 0.15 and len(sentences) > 2:
        return "\n".join(f"- {sentence}" for sentence in sentences)
    if kind < 0.5:
        return " ".join(sentences)
    size = rng.randint(1, 3)
    parts = [sentences[start : start + size] for start in range(0, len(sentences), size)]
    return "\n\n".join(" ".join(part) for part in parts)


def _drawn(
    topics: Sequence[Topic], kind: str, language: str, rng: random.Random
) -> list[tuple[Topic, Asked]]:
    """As many questions as a statement has of a kind, most in its own language, none twice."""
    pool = [
        (topic, asked)
        for topic in topics
        for asked in (topic.near if kind == "near" else topic.questions)
    ]
    own = [pair for pair in pool if pair[1].language == language]
    others = [pair for pair in pool if pair[1].language != language]
    count = min(QUESTIONS[kind], len(pool))
    mine = min(len(own), round(count * OWN_LANGUAGE))
    return rng.sample(own, mine) + rng.sample(others, min(len(others), count - mine))


def _line(asked: Asked, kind: str, gold: tuple[str, str] | None = None) -> dict[str, object]:
    place = [{"section": gold[0], "quote": gold[1]}] if gold else []
    return {
        "question": asked.text,
        "lang": asked.language,
        "kind": kind,
        "style": asked.style,
        "gold": place,
        "note": "composed",
    }


if __name__ == "__main__":
    main()
