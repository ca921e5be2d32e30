"""New words of something that others see already: all else is as it is offered now, and nothing is lost."""

from domain.resource_commands import CheckResource, DraftResource, PublishResource, ReviseResource
from domain.resource_events import ResourcePublished
from service.api_examples import FOUNDER, SECOND_FOUNDER, WORKER
from tests.service.every_command import a_file_for_others
from tests.service.face import Face
from tests.service.forms.test_everything import offered
from tests.service.visitor import become, open_form, programme_of, send

SAID = {
    "audience": "programme",
    "licence": "CC0-1.0",
    "language": "cy",
    "formats": ["plain-text", "large-print"],
    "link": "https://example.org/doors",
    "criteria": [3],
    "constituencies": ["Carers", "BSL"],
    "contact": FOUNDER,
    "consented_on": "2026-03-02",
}


def newest(face: Face, programme: str) -> ResourcePublished:
    legacy = face.waymark.front_door.group(f"programme:{programme.rpartition('/')[2]}").legacy
    assert legacy is not None
    found = legacy.resources[1].offered
    assert found is not None
    return found


def test_new_words_are_offered_to_the_same_people_with_the_same_files(face: Face) -> None:
    programme = programme_of(face)
    api = f"/api{programme}"
    file = a_file_for_others(face, api)
    for kind, actor, body in (
        (DraftResource, WORKER, {"kind": "toolkit", "title": "Doors", "text": "Ask.", "easy_read": "Ask."}),
        (CheckResource, SECOND_FOUNDER, {"resource": 1, "agreed": True}),
        (PublishResource, FOUNDER, {"resource": 1, "files": [file], **SAID}),
        (ReviseResource, WORKER, {"resource": 1, "title": "Doors", "text": "Ask for the width."}),
        (CheckResource, SECOND_FOUNDER, {"resource": 1, "agreed": True}),
    ):
        assert face.post(kind, actor, api, body).status_code == 201
    before = newest(face, programme)
    become(face, FOUNDER)
    page, hidden = open_form(face, f"{programme}/do/publish-resource?resource=1")
    boxes = [each for each in page.all("input") if "checked" in each]
    typed: dict[str, object] = {"link": SAID["link"], "constituencies": "Carers\nBSL"}
    typed |= {"contact": FOUNDER, "consented_on": SAID["consented_on"]}
    for box in boxes:
        name = str(box["name"])
        many = [str(each["value"]) for each in boxes if each["name"] == name]
        typed[name] = many if name == "formats" else many[0]
    assert send(face, f"{programme}/do/publish-resource", {**hidden, **typed}).status_code == 303  # type: ignore[dict-item]
    changed = {"edition": 2, "text": "Ask for the width.", "easy_read": None, "formats": ("plain-text", "large-print")}
    assert newest(face, programme) == before.model_copy(update=changed)


def test_two_things_of_one_name_are_both_offered(face: Face) -> None:
    programme = programme_of(face)
    for _ in range(2):
        words = {"kind": "toolkit", "title": "Doors", "text": "Ask."}
        assert face.post(DraftResource, WORKER, f"/api{programme}", words).status_code == 201
    become(face, WORKER)
    assert {"revise-resource?resource=1", "revise-resource?resource=2"} <= offered(face, programme)
