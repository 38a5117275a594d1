"""What is personal in a question is hidden, and the question stays."""

import pytest

from bot.masking import masked


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Écrivez à jeanne.d'arc@exemple.fr, merci", "Écrivez à jeanne.d'[e-mail], merci"),
        ("Supprimez anna+news@mail.example.org !", "Supprimez [e-mail] !"),
        ("Mon numéro : 06 12 34 56 78.", "Mon numéro : [phone]."),
        ("Call +1 (888) 866-7471 please", "Call [phone] please"),
        ("Ma carte 4111 1111 1111 1111 ?", "Ma carte [card] ?"),
        ("IBAN FR76 3000 6000 0112 3456 7890 189 svp", "IBAN [IBAN] svp"),
        ("de89370400440532013000", "[IBAN]"),
        ("In 2024, within 72 hours, 10 000 tickets, art. 13(3)?", None),
        ("Version 1.2.3 du 01/02/2024 ?", None),
    ],
)
def test_personal_data_is_hidden(text: str, shown: str | None) -> None:
    assert masked(text) == (text if shown is None else shown)
