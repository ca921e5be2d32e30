"""Sentences made in English are said again for the reader, and nothing that somebody wrote takes long to look at."""

from service.language.language import speaking
from service.language.recognised import Sentences
from service.language.retelling import retold
from tests.service.language.pseudo import pseudo


def test_a_refusal_is_said_again_with_what_was_put_in() -> None:
    said = "Nothing shows yet that ENG-01 is reached. Add a note, a link or a file first."
    assert retold(said) == said
    with speaking(pseudo()):
        again = retold(said)
    assert "-01" in again
    assert "Nothing" not in again


def test_what_is_not_recognised_stays_as_it_is() -> None:
    sentences = Sentences(("The plan was agreed on %(day)s.",))
    assert sentences.of("The plan was agreed on 3 March 2026.") == (
        "The plan was agreed on %(day)s.",
        {"day": "3 March 2026"},
    )
    assert sentences.of("Our plan.") is None
    assert sentences.of("The plan was agreed on " + "a" * 10_000 + ".") is None
