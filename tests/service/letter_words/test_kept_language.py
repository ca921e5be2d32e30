"""Who chooses a language while they are signed in is written to in it."""

from fastapi.testclient import TestClient

from service.api import build_app
from service.language.kept_language import KeptLanguages
from service.language.language import ENGLISH, speaking
from service.language.shelf import Shelf
from tests.service.group import FIRST, FOUNDER, WORKER, Group
from tests.service.language.pseudo import pseudo
from tests.service.letter_words.kinds import letter


def test_a_letter_is_in_the_language_that_its_reader_chose(ours: Group) -> None:
    shelf = Shelf((ENGLISH, pseudo()))
    kept = KeptLanguages(ours.waymark.pool, shelf)
    with TestClient(build_app(ours.waymark, shelf), base_url="http://localhost:8000") as client:
        client.get("/about?lang=en-XA")
        client.cookies.clear()
        client.post("/who", data={"person": WORKER}, headers={"Origin": "http://localhost:8000"})
        assert kept.of(WORKER) is ENGLISH
        client.get("/about?lang=xx")
        assert kept.of(WORKER) is ENGLISH
        client.get("/about?lang=en-XA")
    assert (kept.of(WORKER).tag, kept.of(FOUNDER).tag) == ("en-XA", "en-GB")
    assert KeptLanguages(ours.waymark.pool).of(WORKER) is ENGLISH, "A language that is no longer there is not spoken."
    with speaking(kept.of(WORKER)):
        assert "To stop these messages" not in letter(ours, f"milestone/{FIRST}", "reminder", WORKER)
    ours.waymark.people.erase(WORKER)
    assert kept.of(WORKER) is ENGLISH
