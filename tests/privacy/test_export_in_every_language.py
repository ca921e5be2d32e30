"""What somebody is given of their own data is told in their language, and the data beside it is for programs."""

import io
import json
import re
import zipfile
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from domain.milestone_commands import AddEvidence, AgreePlan
from service.api import build_app
from service.api_examples import FOUNDER, WORKER
from service.assembly import build
from service.facts import FACTS
from service.language.language import speaking
from service.people import PersonCard
from service.privacy.person_export import export_person
from service.privacy.person_export_words import KINDS, LABELS
from service.settings import Settings
from tests.service.face import Face, MovedClock
from tests.service.language.pseudo import pseudo, texts
from tests.service.language.test_every_text import untranslated

OWN = re.compile(r"\bAnn\b|programme:[0-9a-f-]+")


@pytest.fixture
def face(settings: Settings) -> Iterator[Face]:
    clock = MovedClock()
    with (
        build(settings, clock=clock, pool_size=4) as waymark,
        TestClient(build_app(waymark), base_url="http://localhost") as client,
    ):
        made = Face(client, waymark, clock)
        waymark.people.add(PersonCard(name="Ann", email="ann@example.org", channel="email"), FOUNDER)
        at = made.start()
        made.post(AgreePlan, FOUNDER, at)
        made.post(AddEvidence, WORKER, at)
        yield made


def given(face: Face) -> tuple[str, str]:
    out = io.BytesIO()
    export_person(face.waymark, FOUNDER, out)
    with zipfile.ZipFile(out) as archive:
        return archive.read("data.json").decode(), archive.read("index.html").decode()


def test_every_word_of_the_page_is_in_the_language_of_the_person(face: Face) -> None:
    with speaking(pseudo()):
        data, page = given(face)
    assert "<html lang='en-XA'>" in page
    left = {each for text in texts(page) for each in untranslated(OWN.sub("", text))}
    assert left == set()
    assert re.search(r"\d{4}-\d\d-\d\d", " ".join(texts(page))) is None, "days are written as the language writes them"
    assert "recorded_at" in json.loads(data)["recorded"][0]


def test_the_data_beside_it_has_the_same_names_and_codes_in_every_language(face: Face) -> None:
    def names(part: object) -> object:
        match part:
            case dict():
                return {name: names(each) for name, each in part.items() if name not in {"made_at", "looks"}}
            case list():
                return [names(each) for each in part]
            case _:
                return part

    english = names(json.loads(given(face)[0]))
    with speaking(pseudo()):
        assert names(json.loads(given(face)[0])) == english


def test_every_kind_of_event_and_every_field_of_one_has_words() -> None:
    assert {fact.TOPIC for fact in FACTS} == set(KINDS)
    assert {name for fact in FACTS for name in fact.model_fields} <= set(LABELS)
