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
    "it": Words(
        subject="Risposta alla Sua domanda",
        greeting="Buongiorno,",
        intro="{agent} Le ha risposto:",
        asked="La Sua domanda:",
        quoted="Che cosa dice l’informativa:",
        read_on="Leggere questo passaggio nel suo contesto",
        why="Riceve questo messaggio perché ha lasciato questo indirizzo nella nostra chat "
        "per avere risposta.",
    ),
    "nl": Words(
        subject="Antwoord op uw vraag",
        greeting="Goedendag,",
        intro="{agent} heeft u geantwoord:",
        asked="Uw vraag:",
        quoted="Dit staat in de verklaring:",
        read_on="Deze passage in haar verband lezen",
        why="U krijgt dit bericht omdat u dit adres in onze chat hebt achtergelaten "
        "om antwoord te krijgen.",
    ),
    "pt": Words(
        subject="Resposta à sua pergunta",
        greeting="Bom dia,",
        intro="{agent} respondeu-lhe:",
        asked="A sua pergunta:",
        quoted="O que diz a declaração:",
        read_on="Ler esta passagem no seu contexto",
        why="Recebe esta mensagem porque deixou este endereço no nosso chat para obter resposta.",
    ),
    "pl": Words(
        subject="Odpowiedź na pytanie",
        greeting="Dzień dobry,",
        intro="{agent} odpowiada:",
        asked="Pytanie:",
        quoted="Co mówi polityka prywatności:",
        read_on="Czytaj ten fragment w kontekście",
        why="Ta wiadomość została wysłana, ponieważ ten adres zostawiono "
        "w naszym czacie z prośbą o odpowiedź.",
    ),
    "uk": Words(
        subject="Відповідь на ваше запитання",
        greeting="Добрий день!",
        intro="{agent} відповідає вам:",
        asked="Ваше запитання:",
        quoted="Що каже політика:",
        read_on="Читати цей уривок у контексті",
        why="Ви отримали цей лист, бо залишили цю адресу в нашому чаті, щоб отримати відповідь.",
    ),
    "ar": Words(
        subject="رد على سؤالك",
        greeting="مرحبًا،",
        intro="أجابك {agent}:",
        asked="سؤالك:",
        quoted="ما تقوله السياسة:",
        read_on="قراءة هذا المقطع في سياقه",
        why="تصلك هذه الرسالة لأنك تركت هذا العنوان في الدردشة ليصلك الرد.",
    ),
}
FALLBACK = "en"


def words_for(language: str) -> Words:
    """The words in a language; in English where there are none."""
    return WORDS.get(language, WORDS[FALLBACK])
