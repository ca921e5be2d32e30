"""A person is planted everywhere, a programme runs, they are erased; then every place they could hide is looked in."""

import io
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from domain.journal_commands import RecordLesson
from domain.milestone_commands import AddEvidence, AgreePlan
from domain.programme_commands import Appointment, StartProgramme
from domain.programme_events import Mentor
from domain.roles import Role
from service.assembly import Waymark, build
from service.audit.bundle import CannotBundle, write_bundle
from service.audit.note import Verifier
from service.audit.verification import verify_bundle
from service.backup import back_up, keys_beside
from service.letters_cli import errands_of
from service.mail_queue import MailQueue
from service.people import PersonCard
from service.post import Post, QuietHours
from service.postgres_server import PostgresServer, postgres_url
from service.privacy.person_export import export_person
from service.record_export import export_record
from service.restoration import restore
from service.settings import read_settings
from service.sign_in.desk import desk_of
from service.sign_in.hosting import THE_MACHINE, Hosting
from tests.clocks import OffsetClock
from tests.faults.people import FOUNDER
from tests.faults.people import WORKER as WILL
from tests.faults.tree import Tree, environment, until
from tests.privacy.hiding_places import Canaries, backed_up, dumped, files, zipped

MARK = uuid4().hex[:8]
NAME, SECRET, TEXT = f"Quillmark{MARK}", f"Zephyrine{MARK}", f"Borogove{MARK}"
PLANTED = {
    "name": f"Wilfred {NAME}",
    "e-mail": f"{NAME.lower()}@example.org",
    "phone": f"07{int(MARK, 16):010d}",
    "address": f"{SECRET} Lane 3",
    "note": f"{SECRET} found us a room",
    "file": f"{TEXT} wrote this letter",
    "name of the file": f"{TEXT}.txt",
    "label of a token": f"{NAME} laptop",
    "label of a passkey": f"{SECRET} phone",
}
OWN_WORDS = f"Ask the library first {uuid4().hex}"
A_QUARTER_AGO = OffsetClock(timedelta(days=-91))
NEVER_QUIET = QuietHours(time(0), time(0))


@pytest.fixture(scope="module")
def tree() -> Iterator[Tree]:
    made = Tree()
    made.up()
    yield made
    made.end()


def plant(waymark: Waymark) -> str:
    """A programme with one person all over it, begun a quarter ago so that it has much to remind of."""
    card = PersonCard(
        name=PLANTED["name"], email=PLANTED["e-mail"], phone=PLANTED["phone"], post=PLANTED["address"], channel="email"
    )
    waymark.people.add(card, WILL)
    waymark.people.add(PersonCard(name="Fay Founder"), FOUNDER)
    people = (Appointment(person=WILL, role=Role.WORKER), Appointment(person=FOUNDER, role=Role.FOUNDER))
    command = StartProgramme(
        organisation="Our Own Voice",
        locality="Tamworth",
        mentor=Mentor(organisation="Helping Hands", coordinator=WILL),
        template="existing-group",
        start_on=A_QUARTER_AGO().date(),
        people=people,
    )
    programme = waymark.front_door.start(command, actor=WILL, command_id=str(uuid4())).programme
    sent = io.BytesIO(PLANTED["file"].encode())
    kept = waymark.files.take(sent, PLANTED["name of the file"], programme=programme, uploader=WILL, about=WILL)
    for wish, actor in (
        (AgreePlan(), FOUNDER),
        (AddEvidence(milestone="ENG-01", note=PLANTED["note"], about=WILL, file=kept.shown), WILL),
        (RecordLesson(lesson=OWN_WORDS), WILL),
    ):
        waymark.front_door.ask(programme, wish, actor=actor, command_id=str(uuid4()))
    return programme


def sign_in(waymark: Waymark) -> None:
    """A way in with everything there is, with letters about it."""
    desk = desk_of(waymark)
    Hosting(desk, waymark.front_door).invite(THE_MACHINE, PLANTED["e-mail"], PLANTED["name"], None, WILL)
    desk.accounts.change_email(WILL, PLANTED["e-mail"])
    desk.letters.sign_in(PLANTED["e-mail"], desk.links.make(WILL, "sign-in", PLANTED["e-mail"]))
    desk.sessions.begin(WILL, ["email-link"])
    desk.factors.keep(WILL, 7, "passkey", b"key", label=PLANTED["label of a passkey"], credential=b"c")
    ends_at = datetime.now(UTC) + timedelta(days=3)
    desk.tokens.keep(WILL, 7, PLANTED["label of a token"], ("read",), None, ends_at, second_factor=True)


def write_letters(waymark: Waymark) -> None:
    """What the waits have asked to be told goes out now, whatever the hour is."""
    with psycopg.connect(waymark.settings.database_url, autocommit=True) as connection:
        queue = MailQueue(connection)
        until(lambda: WILL in queue.people(datetime.now(UTC)) or _was_told(connection), 60, "a reminder")
        Post(waymark, quiet=NEVER_QUIET, settling=timedelta(0)).round(queue)


def _was_told(connection: psycopg.Connection) -> bool:
    return connection.execute("SELECT FROM store.delivery WHERE person = %s", (WILL,)).fetchone() is not None


def signed(waymark: Waymark, programme: str, file: Path) -> None:
    """A bundle of the record, once everything in it is signed."""

    def whole() -> bool:
        file.unlink(missing_ok=True)
        try:
            return write_bundle(waymark.settings, programme, file).unsigned == 0
        except CannotBundle:
            # The signer has not come to this programme yet.
            return False

    until(whole, 60, "every entry to be signed")


def settled(home: Path) -> None:
    """What PostgreSQL does by itself within ten minutes, now."""
    with psycopg.connect(postgres_url(home, "waymark", "postgres"), autocommit=True) as connection:
        for _ in range(2):
            connection.execute("SELECT pg_switch_wal()")
            connection.execute("CHECKPOINT")


def exports(waymark: Waymark, programme: str, folder: Path) -> dict[str, set[str]]:
    """Everything that can be taken out of Waymark about a programme and a person."""
    folder.mkdir()
    canaries = Canaries(PLANTED)
    with (folder / "person.zip").open("wb") as file:
        export_person(waymark, WILL, file)
    export_record(waymark, programme, folder / "record", with_people=True)
    with psycopg.connect(waymark.settings.database_url, autocommit=True) as connection:
        (folder / "letters").write_text(repr(errands_of(waymark, MailQueue(connection))))
    return canaries.found_in("exports", [*files(folder), *zipped(folder / "person.zip")])


def test_an_erased_person_is_in_none_of_the_places_they_could_hide(tree: Tree, tmp_path: Path) -> None:
    home, canaries, scratch = tree.home.folder, Canaries(PLANTED), tree.folder
    with build(tree.settings, clock=A_QUARTER_AGO) as waymark:
        programme = plant(waymark)
    with build(tree.settings) as waymark:
        sign_in(waymark)
        write_letters(waymark)
        signed(waymark, programme, scratch / "before.zip")
        before = exports(waymark, programme, scratch / "exports-before")
        assert {what for found in before.values() for what in found} >= {"name", "e-mail", "note", "file"}
        assert any("person.zip" in place for place in before)
    back_up(home, scratch / "before.tar", datetime.now(UTC))
    sung = canaries.found_in("before, to see that the search finds them", [*files(home)])
    assert any(place.startswith("mailbox/") for place in sung), "no letter was written"
    assert any(place.startswith("postgres/") for place in sung)
    assert not [place for place in sung if place.startswith(("temporal/", "logs/", "run/", "files/"))]

    assert "Destroyed 1 keys" in _run(tree, "people", "erase", WILL, "--yes")
    settled(home)

    with build(tree.settings) as waymark:
        assert exports(waymark, programme, scratch / "exports-after") == {}
        words = repr([waymark.seals.unseal(event).fact for event in waymark.store.load(programme)])
        assert OWN_WORDS in words
        assert "[erased]" in words
    for database in ("waymark", "waymark_keys"):
        url = postgres_url(home, database, "waymark_owner")
        assert canaries.found_in("tables", dumped(url)) == {}
    back_up(home, scratch / "after.tar", datetime.now(UTC) + timedelta(seconds=1))
    for file in (scratch / "after.tar", scratch / "after.keys.tar", scratch / "before.tar"):
        assert canaries.found_in("backups", backed_up(file, tmp_path)) == {}, file
    lag = canaries.found_in("backups within the lag", backed_up(keys_beside(scratch / "before.tar"), tmp_path))
    assert {"name", "e-mail"} <= set().union(*lag.values()), "the lag is no lag"

    key = Verifier.parse(_run(tree, "audit", "key").strip())
    for bundle in ("before.zip", "after.zip"):
        with build(tree.settings) as waymark:
            if bundle == "after.zip":
                signed(waymark, programme, scratch / bundle)
        assert verify_bundle(scratch / bundle, [key]).holds, bundle
        assert canaries.found_in("bundles", zipped(scratch / bundle)) == {}

    tree.down()
    assert canaries.found_in("files of the home, of Temporal, of the logs, and the write-ahead log", files(home)) == {}
    assert (home / "temporal" / "temporal.db").stat().st_size > 0
    _restored(scratch, programme, canaries, tmp_path)
    told = "; ".join(f"{kind}: {count:,}" for kind, count in canaries.looked_in.items())
    print(f"\ncanaries: {len(PLANTED)} planted. Places looked in: {told}", file=sys.stderr)  # noqa: T201 - counts


def _run(tree: Tree, *command: str) -> str:
    """A command of two words, which wants its home at the end."""
    words = (sys.executable, "-P", "-m", "service.cli", *command, "--home", str(tree.home.folder))
    return subprocess.run(words, env=environment(), check=True, capture_output=True, text=True).stdout


def _restored(scratch: Path, programme: str, canaries: Canaries, tmp_path: Path) -> None:
    """An old store, put back with the newest keys: who was erased stays erased."""
    home = scratch / "restored"
    said: list[str] = []
    restore(scratch / "before.tar", home, said.append, scratch / "after.keys.tar")
    with PostgresServer(home):
        for database in ("waymark", "waymark_keys"):
            assert canaries.found_in("a restored home", dumped(postgres_url(home, database, "waymark_owner"))) == {}
        with build(read_settings(home)) as waymark:
            assert waymark.people.get(WILL) is None
            assert exports(waymark, programme, tmp_path / "exports-restored") == {}
    assert any("Erased 1 people" in each for each in said), said
    assert canaries.found_in("a restored home", files(home)) == {}
    shutil.rmtree(home)
