"""A sentence with a number has as many forms as a language needs, also one that the domain made in English."""

import re
from io import BytesIO

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po
from jinja2 import DictLoader

from service.audit.lag import SignerLag
from service.language.extract import messages
from service.language.language import Language, speaking
from service.language.retelling import retold
from service.language.shelf import catalogue
from service.language.templates import speaking_templates
from tests.service.language.pseudo import pseudo
from tests.service.language.test_every_text import untranslated

LANGUAGE = "cs"
"""Made up, with the three plural forms of Czech: one, two to four, and the others. It writes thousands with a space."""
FORMS = ("one", "few", "many")


def made_up() -> Language:
    """Every text is itself, with its form in front: `few: 3 milestones are …`. What has no number is in brackets."""
    made = Catalog(locale=LANGUAGE)
    for message in messages():
        if not message.id:
            continue
        places = list(message.locations)
        if isinstance(message.id, str):
            made.add(message.id, f"[{message.id}]", locations=places)
        else:
            made.add(message.id, tuple(f"{form}: {message.id[1]}" for form in FORMS), locations=places)
    text = BytesIO()
    write_po(text, made)
    return catalogue(LANGUAGE, text.getvalue())


@pytest.fixture(scope="module")
def language() -> Language:
    return made_up()


UNFINISHED = (
    "milestones are neither reached nor set aside: ENG-01. Settle them first, or close the programme as merged or "
    "stopped early. Both are honest endings."
)


@pytest.mark.parametrize(("number", "form"), [("1", "one"), ("3", "few"), ("5", "many"), ("22", "many")])
def test_a_sentence_of_the_domain_is_said_in_the_form_its_number_asks_for(
    language: Language, number: str, form: str
) -> None:
    with speaking(language):
        said = retold(f"{number} {UNFINISHED}")
    assert said.startswith(f"{form}: {number} milestones")


def test_a_number_of_the_domain_is_written_as_the_language_does(language: Language) -> None:
    with speaking(language):
        said = retold("12,000 resources are written down here already. Revise one of them instead.")
    assert said.startswith("many: 12\xa0000 resources")


def test_two_numbers_in_one_thought_each_have_their_form(language: Language) -> None:
    with speaking(language):
        said = retold(SignerLag(3, 1200.4, None).sentence)
        assert "[" in said
        late = retold("3 events are not signed yet, the first for 1,200 seconds.")
        shorter = retold("This plan takes 3 weeks. The shortest honest length is 104 weeks. We agreed it.")
    assert late == "few: 3 events are not signed yet, the first for 1\xa0200 many: seconds."
    assert shorter == "few: This plan takes 3 weeks. many: The shortest honest length is 104 weeks. We agreed it."


def test_a_sentence_without_a_number_of_things_is_recognised_as_before(language: Language) -> None:
    with speaking(language):
        assert retold("The plan has no milestone ENG-01. Check its id.").startswith("[The plan has no milestone ENG-01")
    with speaking(pseudo()):
        assert untranslated(retold(f"1,234 {UNFINISHED}")) == []


def test_counts_in_templates_have_a_thousands_sign_in_every_language(language: Language) -> None:
    pages = "{% trans n=found %}{{ n }} page{% pluralize %}{{ n }} pages{% endtrans %}"
    whole = "{% trans count=found %}One of {{ count }}.{% pluralize %}All {{ num }} of them.{% endtrans %}"
    template = speaking_templates(DictLoader({"a": f"{pages}|{whole}"})).get_template("a")
    assert template.render(found=1234) == "1,234 pages|All 1,234 of them."
    assert template.render(found=1) == "1 page|One of 1."
    with speaking(language):
        assert template.render(found=1234).startswith("1\xa0234 pages")


def test_what_is_put_into_a_count_is_escaped() -> None:
    text = "{% trans n=found, who=name %}{{ n }} of {{ who }}{% pluralize %}{{ n }} of <b>{{ who }}</b>{% endtrans %}"
    template = speaking_templates(DictLoader({"a": text})).get_template("a")
    assert template.render(found=2, name="<i>") == "2 of <b>&lt;i&gt;</b>"


def test_every_sentence_with_a_number_is_given_to_translators_with_its_forms() -> None:
    alone = [each.id for each in messages() if isinstance(each.id, str) and re.search(r"%\(num\)s", each.id)]
    assert alone == []
