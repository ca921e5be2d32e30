"""The texts in a bundle are told in the language of who takes it away; commands and names of standards stay."""

import re

import pytest

from service.audit.bundle_readme import easy_readme, readme
from service.language.language import speaking
from tests.service.language.pseudo import pseudo
from tests.service.language.test_every_text import untranslated

LEDGER = "programme:6f9619ff-8b86-4d01-b42d-00cf4fc964ff"
COMMAND = re.compile(r"^ {4}.*$", re.MULTILINE)


@pytest.mark.parametrize("withheld", [0, 1, 1200])
def test_every_text_of_a_bundle_is_translated_but_for_what_is_typed(withheld: int) -> None:
    with speaking(pseudo()):
        told, easy = readme(LEDGER, 4321, withheld), easy_readme(withheld)
    plain = told.partition("The Go library")[0].replace(LEDGER, "")
    assert {left for text in (plain, easy) for left in untranslated(COMMAND.sub("", text))} == set()
    assert "4.321" in told


def test_it_holds_the_exact_commands_and_no_line_is_too_long_to_read() -> None:
    told = readme(LEDGER, 1234, 2)
    assert f'    waymark audit verify THIS-FILE.zip --key "THE KEY" --programme {LEDGER}\n' in told
    assert "1,234 entries." in told
    assert "2 of them are not for you." in told
    assert max(map(len, told.splitlines())) <= 120
    assert '    waymark audit verify THIS-FILE.zip --key "THE KEY"\n' in easy_readme(0)
