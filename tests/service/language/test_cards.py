"""What is wrong with a name or an address is said where it was typed, in the language of who typed it."""

from typing import Any

import pytest
from fastapi.testclient import TestClient
from pydantic import ValidationError

from service.language.extract import messages
from service.language.language import speaking
from service.language.retelling import retold
from service.people import PersonCard, objection
from tests.service.language.pseudo import pseudo, texts
from tests.service.language.test_every_text import untranslated
from tests.service.language.test_refused import OURS, client

__all__ = ["client"]
CARDS: list[dict[str, Any]] = [
    {"name": ""},
    {"name": "A" * 201},
    {"name": "Ann", "email": "ann at example"},
    {"name": "Ann", "email": f"{'a' * 260}@example.org"},
    {"name": "Ann", "phone": "call me"},
    {"name": "Ann", "channel": "email"},
    {"name": "Ann", "channel": "post"},
    {"name": "Ann", "channel": "phone"},
    {"name": "", "email": "", "channel": "email"},
]


@pytest.mark.parametrize("card", CARDS)
def test_whatever_is_wrong_with_a_card_is_said_in_every_language(card: dict[str, Any]) -> None:
    with pytest.raises(ValidationError) as wrong:
        PersonCard(**card)
    said = objection(wrong.value)
    assert said.endswith((".", "ann@example.org"))
    with speaking(pseudo()):
        assert untranslated(retold(said)) == []


def test_what_a_card_refuses_is_among_the_texts_for_translators() -> None:
    given = {str(message.id) for message in messages()}
    assert "They want to be reached by post. Please give their address." in given


def test_who_mistypes_an_address_is_told_so_on_the_page(client: TestClient) -> None:
    typed = {"key": "x", "name": "Ann", "email": "ann at example"}
    page = client.post("/operator", data=typed, headers=OURS)
    assert page.status_code == 422
    assert {left for each in texts(page.text) for left in untranslated(each)} <= {"Ann"}
    english = client.post("/operator", data=typed, headers={**OURS, "Accept-Language": "en-GB"}).text
    assert "does not look like an e-mail address" in english
    assert "Write a name" not in english
