import psycopg
import pytest
from psycopg import Connection
from psycopg_pool import ConnectionPool
from pydantic import ValidationError

from service.people import NOBODY, People, PersonCard
from tests.service.story import MORNING, PERSON

ANN = PersonCard(name="Ann Marsh", email="ann@example.org", phone="01827 123 456", channel="email")


@pytest.fixture
def people(app_pool: ConnectionPool[Connection]) -> People:
    return People(app_pool, lambda: MORNING)


def test_a_person_is_kept_changed_and_erased(people: People) -> None:
    ann = people.add(ANN)
    assert people.get(ann) == ANN

    by_post = ANN.model_copy(update={"post": "1 High Street\nTamworth", "channel": "post"})
    assert people.change(ann, by_post)
    assert people.get(ann) == by_post

    assert people.erase(ann)
    assert people.get(ann) is None
    assert not people.erase(ann)
    assert not people.change(ann, ANN)


def test_a_page_gets_names_and_says_who_is_not_kept(people: People) -> None:
    ann = people.add(ANN)

    assert people.names([ann, PERSON, ann]) == {ann: "Ann Marsh", PERSON: NOBODY}
    assert people.names([]) == {}


def test_adding_somebody_again_keeps_what_is_known(people: People, app_url: str) -> None:
    assert people.add(ANN, PERSON) == PERSON
    people.add(PersonCard(name="Somebody else"), PERSON)

    assert people.get(PERSON) == ANN
    with psycopg.connect(app_url) as connection:
        assert connection.execute("SELECT created_at, changed_at FROM store.people").fetchall() == [(MORNING, MORNING)]


@pytest.mark.parametrize(
    ("card", "advice"),
    [
        ({"name": " "}, "at least 1 character"),
        ({"name": "Ann", "email": "ann"}, "needs a name, an @ and a domain"),
        ({"name": "Ann", "email": "ann@example.org\nBcc: all@example.org"}, "does not look like an e-mail address"),
        ({"name": "Ann", "phone": "ask my sister"}, "use digits and spaces"),
        ({"name": "Ann", "channel": "email"}, "Please give their e-mail address"),
        ({"name": "Ann", "channel": "post"}, "Please give their address"),
        ({"name": "Ann", "channel": "phone"}, "Please give their number"),
        ({"name": "Ann", "channel": "fax"}, "Input should be"),
    ],
)
def test_a_card_that_cannot_be_used_says_what_is_missing(card: dict[str, str], advice: str) -> None:
    with pytest.raises(ValidationError, match=advice):
        PersonCard.model_validate(card)


def test_people_are_reached_by_what_they_chose(people: People) -> None:
    for card in (PersonCard(name="Bo"), PersonCard(name="Cy", phone="+44 1827 123456 ext 12", channel="phone")):
        assert people.get(people.add(card)) == card
