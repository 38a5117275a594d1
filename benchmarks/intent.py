"""Language and intent over `data/questions/`: `python -m benchmarks.intent`.

The rules were written with an eye on the files of odd number, so these stand apart; what was taken
wrongly in the even ones has been looked at once since. What matters most is how many real questions
are taken for small talk or for a wish, since those are lost.
"""

import json
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.answering.intent import Intent, detect_intent
from bot.answering.language import KNOWN_LANGUAGES, detect_language, warm_up

FOLDER = Path(__file__).resolve().parent.parent / "data" / "questions"
KINDS = {Intent.QUESTION: "question", Intent.WANTS_PERSON: "human"}  # every other: small talk


@dataclass(frozen=True, slots=True)
class Asked:
    """One line of the question files."""

    file: int
    text: str
    language: str
    kind: str  # question, human or smalltalk


def read(folder: Path = FOLDER) -> list[Asked]:
    """Every question of the folder, in the order of the files."""
    asked = []
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            row = json.loads(line)
            kind = row["kind"] if row["kind"] in ("human", "smalltalk") else "question"
            asked.append(Asked(int(path.name[:2]), row["question"], row["lang"], kind))
    return asked


def kind_of(asked: Asked, language: str | None = None) -> str:
    """What the question is taken for: question, human or smalltalk."""
    return KINDS.get(detect_intent(asked.text, language or asked.language), "smalltalk")


def language_of(asked: Asked, hint: str | None = None) -> str:
    """The language that the question is taken for, where the statement is French."""
    return detect_language(asked.text, hint, KNOWN_LANGUAGES, "fr")


def right_languages(asked: Sequence[Asked], hinted: bool) -> dict[str, tuple[int, int]]:
    """Language → (recognised, of how many); with the right hint or with none."""
    right: Counter[str] = Counter()
    for question in asked:
        found = language_of(question, question.language if hinted else None)
        right[question.language] += found == question.language
    total = Counter(question.language for question in asked)
    return {language: (right[language], total[language]) for language in KNOWN_LANGUAGES}


def kinds(asked: Sequence[Asked]) -> Counter[tuple[str, str]]:
    """(kind, kind that it is taken for) → how many."""
    return Counter((question.kind, kind_of(question)) for question in asked)


def microseconds(work: Callable[[Asked], object], asked: Sequence[Asked]) -> float:
    """Time a question, the mean over all of them."""
    started = time.perf_counter()
    for question in asked:
        work(question)
    return (time.perf_counter() - started) / len(asked) * 1e6


def report(title: str, asked: Sequence[Asked]) -> None:
    """Print the figures of one part of the files."""
    print(f"\n{title}: {len(asked):,} questions")
    counted = kinds(asked)
    print(f"  {'intent':<12}{'there':>7}{'precision':>11}{'recall':>9}   real questions lost")
    real = sum(n for (kind, _), n in counted.items() if kind == "question")
    for kind in ("human", "smalltalk"):
        hit = counted[kind, kind]
        there = sum(n for (k, _), n in counted.items() if k == kind)
        taken = sum(n for (_, k), n in counted.items() if k == kind)
        lost = counted["question", kind]
        print(
            f"  {kind:<12}{there:>7}{hit / (taken or 1):>11.3f}{hit / (there or 1):>9.3f}"
            f"   {lost} of {real:,} ({lost / (real or 1):.2%})"
        )
    print(f"  {'language':<12}{'there':>7}{'no hint':>11}{'hint':>9}   no hint, four words or more")
    long = [question for question in asked if len(question.text.split()) >= 4]
    parts = (
        right_languages(asked, hinted=False),
        right_languages(asked, hinted=True),
        right_languages(long, hinted=False),
    )
    for language in KNOWN_LANGUAGES:
        shares = [right / (of or 1) for right, of in (part[language] for part in parts)]
        there = parts[0][language][1]
        print(f"  {language:<12}{there:>7}{shares[0]:>11.4f}{shares[1]:>9.4f}   {shares[2]:.4f}")


def main() -> None:
    """Print all figures, and with `--errors` the questions that are taken for something else."""
    asked = read()
    started = time.perf_counter()
    warm_up()
    print(f"models of the languages loaded in {time.perf_counter() - started:.2f} s")
    for language in KNOWN_LANGUAGES:
        detect_intent("", language)
    report("odd files (written with)", [question for question in asked if question.file % 2])
    report("even files", [question for question in asked if not question.file % 2])
    print("\ntime a question, mean")
    print(f"  language {microseconds(language_of, asked):6.0f} µs")
    print(f"  intent   {microseconds(kind_of, asked):6.0f} µs")
    if "--errors" in sys.argv[1:]:
        print("\ntaken for something else")
        for question in asked:
            found, language = kind_of(question), language_of(question)
            if found != question.kind:
                print(f"  {question.kind} → {found}: {question.text}")
            if language != question.language:
                print(f"  {question.language} → {language}: {question.text}")


if __name__ == "__main__":
    main()
