"""Letters of sign-in are in the language of whoever asks for them."""

from datetime import UTC, datetime
from email.message import EmailMessage

from service.language.language import speaking
from service.sign_in.letters import Letters
from tests.service.language.pseudo import pseudo


class Kept:
    """A carrier that keeps every message."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def send(self, message: EmailMessage) -> None:
        self.texts.append(f"{message['Subject']}\n{message.get_content()}")


def test_every_letter_of_sign_in_is_translated_but_for_names_and_addresses() -> None:
    kept = Kept()
    letters = Letters(kept, "waymark@example.org", "https://example.org", lambda: datetime(2026, 3, 2, tzinfo=UTC))
    with speaking(pseudo()):
        assert letters.sign_in("ann@example.org", "s3cr3t")
        assert letters.new_email("ann@example.org", "s3cr3t")
        assert letters.invitation("ann@example.org", "Ann", "Maria", ("Able Together", "founder"), "s3cr3t")
    for text in kept.texts:
        assert "Hello" not in text
        assert "press the button" not in text
        assert "https://example.org/" in text
    assert "Ann" in kept.texts[2]
    assert "Maria" in kept.texts[2]
