"""Files are added to what is offered now, in the same words; nothing that others did meanwhile goes with it."""

from datetime import timedelta

import pytest

from domain.refusals import AlreadyDone, NotNow, UnknownPart
from domain.resource_commands import (
    MOST_FILES,
    AddFile,
    CheckResource,
    LeaveOutFile,
    ReviewResource,
    ReviseResource,
    WithdrawResource,
)
from domain.resource_events import PublishedFile, ResourcePublished
from tests.domain.legacies import (
    A_FILE,
    TITLE,
    a_checked_resource,
    a_draft_resource,
    a_file,
    a_published_resource,
    of,
    publish,
    published,
)
from tests.domain.people import FOUNDER, SECOND_FOUNDER, STRANGER, WHY, WORKER
from tests.domain.programmes import FIRST_DAY, Walk

TABLE = a_file("table.csv", "text/csv")
ALL_SAID: dict[str, object] = {
    "link": "https://example.org/guide",
    "formats": ("plain-text", "large-print"),
    "language": "cy",
    "licence": "CC0-1.0",
    "audience": "waymark",
    "criteria": (3, 5),
    "constituencies": ("Carers",),
    "contact": STRANGER,
    "consented_on": FIRST_DAY,
}


def add(walk: Walk, file: PublishedFile = A_FILE) -> ResourcePublished:
    return published(walk, AddFile(resource=1, file=file))


def test_a_file_is_a_new_edition_and_all_else_stays_as_it_was() -> None:
    walk = a_checked_resource()
    walk.ask(publish(1, **ALL_SAID), FOUNDER)
    before = of(walk).offered
    assert before is not None
    after = add(walk)
    changed = {"edition": 2, "files": (A_FILE,), "formats": (*before.formats, "pdf")}
    assert after == before.model_copy(update=changed)


def test_files_are_added_to_what_is_there_by_now() -> None:
    walk = a_published_resource()
    add(walk)
    assert add(walk, TABLE).files == (A_FILE, TABLE)


def test_a_file_left_out_takes_only_its_own_form_with_it() -> None:
    walk = a_published_resource()
    add(walk)
    add(walk, TABLE)
    left = published(walk, LeaveOutFile(resource=1, sha256=TABLE.sha256))
    assert (left.files, left.formats) == ((A_FILE,), ("plain-text", "pdf"))
    with pytest.raises(UnknownPart, match="not among them any more"):
        walk.ask(LeaveOutFile(resource=1, sha256=TABLE.sha256))


def test_the_same_file_is_there_once_and_may_be_called_otherwise() -> None:
    walk = a_published_resource()
    add(walk)
    with pytest.raises(AlreadyDone, match="there already"):
        add(walk)
    renamed = A_FILE.model_copy(update={"name": "Finding a room.pdf"})
    assert add(walk, renamed).files == (renamed,)


def test_there_are_never_more_files_than_one_can_look_through() -> None:
    walk = a_checked_resource()
    walk.ask(publish(files=tuple(a_file(f"{n}.pdf") for n in range(MOST_FILES))), FOUNDER)
    with pytest.raises(NotNow, match="20 files already"):
        add(walk)


def test_only_what_others_see_has_files() -> None:
    for walk in (a_draft_resource(), a_checked_resource()):
        with pytest.raises(NotNow, match="Others do not see this yet"):
            add(walk)
    withdrawn = a_published_resource()
    withdrawn.ask(WithdrawResource(resource=1, reason=WHY))
    with pytest.raises(NotNow, match="Others do not see this yet"):
        add(withdrawn)


def test_words_that_nobody_checked_do_not_go_out_with_a_file() -> None:
    walk = a_published_resource()
    walk.ask(ReviseResource(resource=1, title=TITLE, text="In other words."), WORKER)
    with pytest.raises(NotNow, match="have not checked"):
        add(walk)
    walk.ask(CheckResource(resource=1, agreed=True), SECOND_FOUNDER)
    assert add(walk).text == "In other words."


def test_the_day_of_the_next_look_stays_unless_it_has_passed() -> None:
    walk = a_published_resource()
    look = walk.today + timedelta(days=40)
    walk.ask(ReviewResource(resource=1, review_on=look))
    assert add(walk).review_on == look
    walk.wait(days=41)
    assert add(walk, TABLE).review_on > walk.today


def test_new_words_go_out_with_the_files_and_criteria_that_are_there_unless_others_are_named() -> None:
    walk = a_checked_resource()
    walk.ask(publish(1, **ALL_SAID), FOUNDER)
    add(walk)
    walk.ask(ReviseResource(resource=1, title=TITLE, text="In other words."), WORKER)
    walk.ask(CheckResource(resource=1, agreed=True), SECOND_FOUNDER)
    walk.ask(publish(), FOUNDER)
    newest = of(walk).offered
    assert newest is not None
    assert (newest.files, newest.criteria, newest.formats) == ((A_FILE,), (3, 5), ("plain-text", "pdf"))
    walk.ask(publish(files=(), criteria=()), FOUNDER)
    emptied = of(walk).offered
    assert emptied is not None
    assert (emptied.files, emptied.criteria, emptied.formats) == ((), (), ("plain-text",))
