"""The words by which a language, a wish for a person, small talk and the like are known.

One module a language, only data. `PHRASES[language][kind]` is a list parted by commas; what the
kinds mean stands in `bot.answering.lexicon`. In a phrase `a/b` stands for either word and `a?` for a
word that may be left out. Accents and capitals do not matter; an apostrophe also matches where it
was forgotten (`j'aimerais`, `j aimerais`, `jaimerais`), and a word of the kinds worth it also with a
slip in it.
"""

from bot.answering.phrases import de, en, es, fr, it

# Words that hardly any other of the languages has, and that few sentences do without.
SMALL_WORDS = {
    "fr": fr.SMALL_WORDS,
    "en": en.SMALL_WORDS,
    "es": es.SMALL_WORDS,
    "de": de.SMALL_WORDS,
}
# Italian is not a language that answers are worded in, but one in which people ask for a person.
PHRASES = {
    "fr": fr.PHRASES,
    "en": en.PHRASES,
    "es": es.PHRASES,
    "de": de.PHRASES,
    "it": it.PHRASES,
}
