"""What an e-mail to a visitor says around the agent's own words, in the visitor's language."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """`intro` has the slot {agent}."""

    subject: str
    greeting: str
    intro: str
    asked: str
    quoted: str
    read_on: str
    why: str


WORDS = {
    "fr": Words(
        subject="Réponse à votre question",
        greeting="Bonjour,",
        intro="{agent} vous a répondu :",
        asked="Votre question :",
        quoted="Ce que dit la déclaration :",
        read_on="Lire ce passage dans son contexte",
        why="Vous recevez ce message parce que vous avez laissé cette adresse dans notre chat "
        "pour être recontacté.",
    ),
    "en": Words(
        subject="An answer to your question",
        greeting="Hello,",
        intro="{agent} has answered you:",
        asked="Your question:",
        quoted="What the statement says:",
        read_on="Read this passage in its place",
        why="You get this message because you left this address in our chat to be answered.",
    ),
    "es": Words(
        subject="Respuesta a su pregunta",
        greeting="Hola:",
        intro="{agent} le ha respondido:",
        asked="Su pregunta:",
        quoted="Lo que dice la declaración:",
        read_on="Leer este pasaje en su contexto",
        why="Recibe este mensaje porque dejó esta dirección en nuestro chat para que le "
        "respondiéramos.",
    ),
    "de": Words(
        subject="Antwort auf Ihre Frage",
        greeting="Guten Tag,",
        intro="{agent} hat Ihnen geantwortet:",
        asked="Ihre Frage:",
        quoted="Das steht in der Erklärung:",
        read_on="Diese Stelle im Zusammenhang lesen",
        why="Sie erhalten diese Nachricht, weil Sie diese Adresse in unserem Chat hinterlassen "
        "haben, damit wir Ihnen antworten.",
    ),
}
FALLBACK = "en"


def words_for(language: str) -> Words:
    """The words in a language; in English where there are none."""
    return WORDS.get(language, WORDS[FALLBACK])
