"""The keyword side of the search: BM25 over word stems, and over character n-grams.

Stems find the same word in another form; n-grams (3 to 5 characters, after McNamee & Mayfield 2004)
find it behind a typing error. Both see folded text: no accents, no case, elisions taken off.
"""

import logging
import re
from collections.abc import Sequence

import bm25s
import numpy as np
import numpy.typing as npt
import Stemmer
from bm25s import stopwords as lists

from index.sections import fold

logging.getLogger("bm25s").setLevel(logging.WARNING)  # it reports every index on the terminal

Scores = npt.NDArray[np.float32]

_STEMMERS = {"fr": "french", "en": "english", "de": "german", "es": "spanish", "it": "italian"}
_STOPWORDS = {
    "fr": lists.STOPWORDS_FRENCH,
    "en": lists.STOPWORDS_EN,
    "de": lists.STOPWORDS_GERMAN,
    "es": lists.STOPWORDS_SPANISH,
    "it": lists.STOPWORDS_ITALIAN,
}
_FOLDED_STOPWORDS = {
    language: frozenset(part for word in words for part in re.findall(r"\w+", fold(word)))
    for language, words in _STOPWORDS.items()
}
_WORD = re.compile(r"\w+")
_ELISION = re.compile(r"\b(?:qu|jusqu|lorsqu|puisqu|quoiqu|[cdjlmnst])'(?=\w)")
_NGRAM_SIZES = (3, 4, 5)


def words_of(text: str) -> list[str]:
    """The words of a text, folded, without elided articles (l'adresse → adresse)."""
    return _WORD.findall(_ELISION.sub("", fold(text)))


def content_words(text: str, language: str) -> list[str]:
    """The words that carry meaning: without the language's stop words and single letters."""
    stop = _FOLDED_STOPWORDS.get(language, frozenset())
    return [word for word in words_of(text) if word not in stop and len(word) > 1]


class KeywordIndex:
    """BM25 over the sentences of one statement.

    language: of the statement; decides the stemmer and the stop words, for questions too, since a
    question in another language shares only names and numbers with the text anyway.
    """

    def __init__(self, texts: Sequence[str], language: str) -> None:
        self.language = language
        algorithm = _STEMMERS.get(language)
        self._stemmer = Stemmer.Stemmer(algorithm) if algorithm else None
        self._size = len(texts)
        self._by_stem = _index([self._stems(text) for text in texts])
        self._by_ngram = _index([_ngrams(text) for text in texts])

    def stem_scores(self, question: str) -> Scores:
        """float32[n]: BM25 over stems, a score for each sentence."""
        return self._scores(self._by_stem, self._stems(question))

    def ngram_scores(self, question: str) -> Scores:
        """float32[n]: BM25 over character n-grams, a score for each sentence."""
        return self._scores(self._by_ngram, _ngrams(question))

    def _stems(self, text: str) -> list[str]:
        words = content_words(text, self.language)
        return list(self._stemmer.stemWords(words)) if self._stemmer else words

    def _scores(self, index: "bm25s.BM25 | None", tokens: list[str]) -> Scores:
        known = [token for token in tokens if index is not None and token in index.vocab_dict]
        if index is None or not known:
            return np.zeros(self._size, np.float32)
        return np.asarray(index.get_scores(known), dtype=np.float32)


def _index(documents: list[list[str]]) -> "bm25s.BM25 | None":
    if not any(documents):
        return None  # bm25s can't index texts without a single word
    index = bm25s.BM25()
    index.index(documents, show_progress=False)
    return index


def _ngrams(text: str) -> list[str]:
    grams: list[str] = []
    for word in words_of(text):
        padded = f" {word} "
        for size in _NGRAM_SIZES:
            grams.extend(padded[i : i + size] for i in range(len(padded) - size + 1))
    return grams
