"""A person is forgotten: everything about them goes, and what the group wrote stays."""

import io
from collections.abc import Iterator
from datetime import UTC, datetime
from email.message import EmailMessage
from uuid import uuid4

import psycopg
import pytest
from psycopg.sql import SQL, Identifier

from domain.journal_commands import RecordLesson
from domain.milestone_commands import AddEvidence
from domain.milestone_events import EvidenceAdded
from domain.person_commands import ErasePerson, Join
from domain.refusals import NotAllowed, UnknownPart
from service.assembly import Waymark, build
from service.evidence.file_refusals import FileGone
from service.keyring import SubjectErased
from service.mail_folder import MailFolder
from service.people import NOBODY, PersonCard
from service.privacy.erasure import Erased, erase, finish, person_log
from service.privacy.sweep import Sweep
from service.seals import ERASED
from service.settings import Settings
from service.sign_in.desk import desk_of
from service.sign_in.hosting import THE_MACHINE
from service.sign_in.person_log import Asking
from tests.service.group import FIRST, FOUNDER, WORKER, Group, Hands

WILL = PersonCard(name="Will Wood", email="will@example.org", channel="email")
NOW = datetime(2026, 3, 2, tzinfo=UTC)


@pytest.fixture
def waymark(settings: Settings) -> Iterator[Waymark]:
    with build(settings, clock=Hands()) as made:
        yield made


@pytest.fixture
def group(waymark: Waymark) -> Group:
    """A group whose worker left words, a file, a letter, an account and messages that wait."""
    ours = Group(waymark, Hands()).start(worker=WILL)
    sent = waymark.files.take(
        io.BytesIO(b"Will's letter of support."), "letter.txt", programme=ours.id, uploader=WORKER, about=WORKER
    )
    ours.ask(AddEvidence(milestone=FIRST, note="Will found us a room.", about=WORKER, file=sent.shown), by=WORKER)
    ours.ask(RecordLesson(lesson="Ask the library for a room."), by=WORKER)
    desk = desk_of(waymark)
    desk.accounts.add(WORKER, WILL.email)
    desk.log.ask(WORKER, Join(invitation=None), THE_MACHINE)
    desk.sessions.begin(WORKER, ["link"])
    desk.factors.keep(WORKER, 1, "one-time-code", desk.factors.sealed(WORKER, "SECRET"))
    desk.letters.sign_in("Will@Example.org", desk.links.make(WORKER, "sign-in"))
    desk.letters.sign_in("ann@example.org", "another")
    letter = EmailMessage()
    letter["Message-ID"], letter["To"] = f"<{uuid4()}@here>", "Will Wood <will@example.org>"
    MailFolder(waymark.settings.mail_folder).send(letter)
    with waymark.pool.connection() as connection:
        connection.execute(
            "INSERT INTO store.pending_message VALUES (%s, 1, %s, 'milestone/ENG-01', 'reminder', 1, %s, %s)",
            (ours.id, WORKER, NOW, NOW),
        )
    return ours


def evidence(waymark: Waymark, group: Group) -> EvidenceAdded:
    (found,) = [event.fact for event in waymark.store.load(group.id) if isinstance(event.fact, EvidenceAdded)]
    return found


def assert_nothing_left(waymark: Waymark, group: Group) -> None:
    shown = evidence(waymark, group)
    assert shown.note is not None
    assert waymark.seals.open(shown.note) == ERASED
    assert shown.file is not None
    with pytest.raises(FileGone):
        waymark.files.open(group.id, shown.file.sha256, FOUNDER)
    assert waymark.people.names([WORKER]) == {WORKER: NOBODY}
    assert [path.name for path in waymark.settings.mail_folder.glob("*.eml")] != []
    assert all(b"ann@example.org" in path.read_bytes() for path in waymark.settings.mail_folder.glob("*.eml"))
    with psycopg.connect(waymark.settings.owner_database_url) as connection:
        for table in ("people", "account", "session", "factor", "sign_in_link", "pending_message"):
            rows = connection.execute(SQL("SELECT * FROM store.{}").format(Identifier(table))).fetchall()
            assert not [row for row in rows if WORKER.removeprefix("person:") in repr(row)], table
        assert connection.execute("SELECT FROM keys.subject_key WHERE subject = %s", (WORKER,)).fetchall() == []
    with pytest.raises(SubjectErased):
        group.ask(AddEvidence(milestone=FIRST, note="More about Will.", about=WORKER), by=FOUNDER)


def words(waymark: Waymark, group: Group) -> str:
    return repr([waymark.seals.unseal(event).fact for event in waymark.store.load(group.id)])


def test_everything_about_a_person_goes_and_the_groups_own_words_stay(waymark: Waymark, group: Group) -> None:
    assert "Will found us a room." in words(waymark, group)
    done = erase(waymark, WORKER, Asking(WORKER))
    assert done == Erased(keys=1, files=1, letters=2, messages=1, rows=2)
    assert_nothing_left(waymark, group)
    assert "Ask the library for a room." in words(waymark, group)
    assert "Will found us a room." not in words(waymark, group)


def test_erasing_again_changes_nothing_and_one_event_tells_of_it(waymark: Waymark, group: Group) -> None:
    assert group.id
    erase(waymark, WORKER, Asking(WORKER))
    before = waymark.store.end()
    assert erase(waymark, WORKER, THE_MACHINE) == Erased()
    assert Sweep(waymark).once().erased == 0
    assert waymark.store.end() == before
    assert person_log(waymark).state(WORKER).erased


@pytest.mark.parametrize("done_before", ["nothing", "keys", "files", "rows of sign-in"])
def test_whoever_was_killed_in_the_middle_is_followed_by_the_sweep(
    waymark: Waymark, group: Group, done_before: str
) -> None:
    person_log(waymark).ask(WORKER, ErasePerson(keys=()), Asking(WORKER))
    match done_before:
        case "keys":
            waymark.keyring.erase(WORKER)
        case "files":
            waymark.files.take_away_all_of(WORKER)
        case "rows of sign-in":
            with waymark.pool.connection() as connection:
                connection.execute("DELETE FROM store.account")
    assert Sweep(waymark).once().erased == 1
    assert_nothing_left(waymark, group)


def test_only_they_themselves_or_the_machine_may_erase_somebody(waymark: Waymark, group: Group) -> None:
    assert group.id
    with pytest.raises(NotAllowed):
        erase(waymark, WORKER, Asking(FOUNDER))
    with pytest.raises(UnknownPart):
        erase(waymark, f"person:{uuid4()}", THE_MACHINE)
    assert waymark.people.get(WORKER) == WILL


def test_old_keys_and_rows_that_come_back_go_again(waymark: Waymark, group: Group) -> None:
    with psycopg.connect(waymark.settings.owner_database_url) as connection:
        kept = connection.execute("SELECT * FROM keys.subject_key WHERE subject = %s", (WORKER,)).fetchall()
    erase(waymark, WORKER, Asking(WORKER))
    with psycopg.connect(waymark.settings.owner_database_url) as connection:
        connection.cursor().executemany("INSERT INTO keys.subject_key VALUES (%s, %s, %s, %s, %s)", kept)
        connection.execute("DELETE FROM keys.erased_subject")
    waymark.people.add(WILL, WORKER)
    assert Sweep(waymark).once().erased == 1
    assert_nothing_left(waymark, group)


def test_a_log_from_before_the_erasure_erases_whom_the_keys_know_as_erased(waymark: Waymark, group: Group) -> None:
    """The store came out of an old backup, and the keys out of the newest one."""
    waymark.keyring.erase(WORKER)
    assert not person_log(waymark).state(WORKER).erased
    assert Sweep(waymark).once().erased == 1
    assert_nothing_left(waymark, group)
    assert person_log(waymark).state(WORKER).erased
    assert finish(waymark, WORKER) == Erased()
