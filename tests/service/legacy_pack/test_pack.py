"""A legacy pack: what is in it, what is not, and that another Waymark's library then shows the same."""

import zipfile
from collections.abc import Iterator
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import orjson
import pytest
from typer.testing import CliRunner

from domain.plan_check import check_plan
from domain.refusals import UnknownProgramme
from domain.resource_commands import CheckResource, PublishResource, ReviseResource, WithdrawResource
from service.assembly import Waymark, build
from service.groundwork import prepare
from service.legacy_pack.archive import CONTENTS, MANIFEST, PLAN, write_pack
from service.legacy_pack.arrival import OlderPack, OwnPack, take_in
from service.legacy_pack.legacy_cli import legacy_commands
from service.legacy_pack.opened_pack import PackRefused, open_pack
from service.legacy_pack.packing import packed
from service.plan_file import read_plan
from service.postgres_server import PostgresServer
from service.settings import PREFIX, Settings
from tests.service.audit.bundles import key_of
from tests.service.audit.conftest import signed_once
from tests.service.group import OTHER, Group

LETTER = b"Dear reader,"
DIGEST = sha256(LETTER).hexdigest()


def written(made: Group, file: Path, **how: bool) -> Path:
    contents = packed(made.waymark, made.id, **how)  # type: ignore[arg-type]  # only its flags
    write_pack(made.waymark.settings, contents, lambda _: LETTER, file)
    return file


@pytest.fixture
def pack(leaving: Group, tmp_path: Path) -> Path:
    return written(leaving, tmp_path / "pack.zip")


@pytest.fixture
def elsewhere(postgres: PostgresServer, tmp_path: Path) -> Iterator[Waymark]:
    """An empty Waymark of its own."""
    name = f"elsewhere_{sha256(str(tmp_path).encode()).hexdigest()[:16]}"
    postgres.create_database(name)
    owner, app = postgres.url(name, "waymark_owner"), postgres.url(name, "waymark_app")
    home = tmp_path / "elsewhere"
    home.mkdir(mode=0o700)
    settings = Settings(
        home=home,
        database_url=app,
        owner_database_url=owner,
        keys_database_url=app,
        keys_owner_database_url=owner,
        mail_folder=home / "mailbox",
    )
    prepare(settings)
    with build(settings) as waymark:
        yield waymark
    postgres.drop_database(name)


def test_what_is_for_everybody_is_in_it_and_what_is_not_is_only_counted(leaving: Group) -> None:
    contents = packed(leaving.waymark, leaving.id)
    assert [each.published.title for each in contents.resources] == ["Ask before you book", "Our access check"]
    assert contents.withheld == 2
    more = packed(leaving.waymark, leaving.id, "waymark")
    assert [each.published.title for each in more.resources][-1] == "A room"
    assert more.withheld == 1


def test_it_names_no_person_unless_it_is_asked_for_those_who_said_yes(leaving: Group, tmp_path: Path) -> None:
    def read(file: Path) -> str:
        with zipfile.ZipFile(file) as archive:
            return "".join(archive.read(name).decode() for name in archive.namelist())

    without = read(written(leaving, tmp_path / "without.zip"))
    assert "person:" not in without
    assert "Worker" not in without
    asked = read(written(leaving, tmp_path / "with.zip", with_contacts=True))
    assert "person:" not in asked
    assert "Whom to ask</dt><dd>Worker" in asked


def test_every_file_in_it_is_in_its_list_with_its_hash(pack: Path) -> None:
    with zipfile.ZipFile(pack) as archive:
        listed = {each["path"]: each for each in orjson.loads(archive.read(MANIFEST))["members"]}
        assert set(listed) | {MANIFEST} == set(archive.namelist())
        for name, member in listed.items():
            content = archive.read(name)
            assert (member["sha256"], member["size"]) == (sha256(content).hexdigest(), len(content))


def test_the_same_legacy_gives_the_same_file(leaving: Group, tmp_path: Path) -> None:
    one, two = written(leaving, tmp_path / "one.zip"), written(leaving, tmp_path / "two.zip")
    assert one.read_bytes() == two.read_bytes()


def test_the_next_group_can_start_from_the_plan_in_it(pack: Path, tmp_path: Path) -> None:
    plan = tmp_path / "plan.json"
    with zipfile.ZipFile(pack) as archive:
        plan.write_bytes(archive.read(PLAN))
    report = read_plan(plan)
    assert report.faults == ()
    assert report.plan is not None
    assert [each for each in check_plan(report.plan) if each.severity == "fault"] == []


def test_a_programme_that_is_not_here_has_no_pack(leaving: Group) -> None:
    with pytest.raises(UnknownProgramme):
        packed(leaving.waymark, f"programme:{'0' * 8}-0000-0000-0000-{'0' * 12}")


def test_an_empty_waymark_then_has_the_same_library(leaving: Group, pack: Path, elsewhere: Waymark) -> None:
    arrived = take_in(elsewhere, open_pack(pack))
    assert (arrived.organisation, arrived.resources) == ("Our Own Voice", 2)
    before, after = packed(leaving.waymark, leaving.id).resources, _library(elsewhere, leaving.id)
    assert [(each.published.title, each.published.text, each.owner) for each in before] == after
    legacy = elsewhere.front_door.group(leaving.id).legacy
    assert legacy is not None
    assert legacy.pack is not None
    assert {each.milestone for each in legacy.pack.course} == {"ENG-01"}


def test_the_same_pack_twice_changes_nothing(pack: Path, elsewhere: Waymark) -> None:
    first = take_in(elsewhere, open_pack(pack))
    again = take_in(elsewhere, open_pack(pack))
    assert first.events > 0
    assert (again.events, again.position) == (0, first.position)


def test_a_newer_pack_brings_only_what_is_new(leaving: Group, pack: Path, elsewhere: Waymark, tmp_path: Path) -> None:
    take_in(elsewhere, open_pack(pack))
    leaving.hands.now += timedelta(days=1)
    leaving.ask(ReviseResource(resource=1, title="Ask before you book", text="And ask about the toilets."))
    leaving.ask(CheckResource(resource=1, agreed=True), OTHER)
    leaving.ask(PublishResource(resource=1))
    leaving.ask(WithdrawResource(resource=2, reason="It is out of date."))
    newer = written(leaving, tmp_path / "newer.zip")
    arrived = take_in(elsewhere, open_pack(newer))
    assert arrived.events == 3  # the pack itself, one new edition, one withdrawal
    assert _library(elsewhere, leaving.id) == [("Ask before you book", "And ask about the toilets.", None)]
    older = open_pack(_made_older(pack, tmp_path))
    with pytest.raises(OlderPack):
        take_in(elsewhere, older)


def test_a_pack_of_a_programme_that_is_here_is_refused(leaving: Group, pack: Path) -> None:
    with pytest.raises(OwnPack):
        take_in(leaving.waymark, open_pack(pack))


@pytest.mark.parametrize("name", ["legacy.json", "index.html", "plan.json"])
def test_a_pack_that_was_changed_is_refused_whole(pack: Path, tmp_path: Path, name: str) -> None:
    with pytest.raises(PackRefused, match="not what the pack's list says"):
        open_pack(_retold(pack, tmp_path, {name: b"something else"}))


def test_a_file_that_was_put_in_later_is_seen(pack: Path, tmp_path: Path) -> None:
    with pytest.raises(PackRefused, match="not in its list"):
        open_pack(_retold(pack, tmp_path, {"resources/more.html": b"<p>Buy this.</p>"}))


def test_something_else_is_no_pack(tmp_path: Path) -> None:
    (tmp_path / "letter.zip").write_bytes(LETTER)
    with pytest.raises(PackRefused, match="not a zip file"):
        open_pack(tmp_path / "letter.zip")
    with pytest.raises(PackRefused, match="cannot be read"):
        open_pack(tmp_path / "nowhere.zip")


def _library(waymark: Waymark, programme: str) -> list[tuple[str, str, str | None]]:
    legacy = waymark.front_door.group(programme).legacy
    offered = legacy.resources.values() if legacy else ()
    return [
        (each.offered.title, each.offered.text, each.owner.organisation if each.owner else None)
        for each in offered
        if each.offered is not None
    ]


def _retold(pack: Path, folder: Path, changed: dict[str, bytes]) -> Path:
    """The same pack with other files in it; its list stays as it was."""
    with zipfile.ZipFile(pack) as archive:
        members = {name: archive.read(name) for name in archive.namelist()} | changed
    file = folder / "changed.zip"
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file


def _made_older(pack: Path, folder: Path) -> Path:
    """The first pack under another digest: its list names one file fewer."""
    with zipfile.ZipFile(pack) as archive:
        members = {name: archive.read(name) for name in archive.namelist() if name != "README.txt"}
    listed = orjson.loads(members[MANIFEST])
    listed["members"] = [each for each in listed["members"] if each["path"] != "README.txt"]
    file = folder / "older.zip"
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in {**members, MANIFEST: orjson.dumps(listed)}.items():
            archive.writestr(name, content)
    assert CONTENTS in members
    return file


def test_a_toolkits_file_travels_with_it(leaving: Group, elsewhere: Waymark, tmp_path: Path) -> None:
    (tmp_path / "list.txt").write_bytes(LETTER)
    with (tmp_path / "list.txt").open("rb") as content:
        kept = leaving.waymark.public_files.publish_file(content, "The list.txt")
    leaving.ask(PublishResource(resource=2, files=(kept,)))
    file = tmp_path / "files.zip"
    write_pack(leaving.waymark.settings, packed(leaving.waymark, leaving.id), leaving.waymark.public_files.read, file)
    opened = open_pack(file)
    elsewhere.public_files.keep(kept.sha256, opened.file(kept.sha256), kept.name)
    take_in(elsewhere, opened)
    assert elsewhere.public_files.read(kept.sha256) == LETTER


def test_the_commands_make_a_pack_and_take_it_in(leaving: Group, elsewhere: Waymark, tmp_path: Path) -> None:
    signed_once(leaving.waymark.settings)
    key = str(key_of(leaving.waymark.settings))
    file = tmp_path / "pack.zip"
    assert "2 things" in _said(leaving.waymark, "pack", leaving.id, "--to", str(file))
    assert "and holds" in _said(elsewhere, "import", str(file), "--key", key)
    assert "came in before" in _said(elsewhere, "import", str(file))
    tampered = _honestly_listed(file, tmp_path)
    with pytest.raises(PackRefused, match="changed afterwards"):
        _said(elsewhere, "import", str(tampered), "--key", key)


def _said(waymark: Waymark, *arguments: str) -> str:
    """What a command of an installation prints."""
    settings = waymark.settings
    named = {
        f"{PREFIX}{name.upper()}": getattr(settings, name)
        for name in ("database_url", "owner_database_url", "keys_database_url", "keys_owner_database_url")
    }
    done = CliRunner().invoke(
        legacy_commands, [*arguments, "--home", str(settings.home)], env=named, catch_exceptions=False
    )
    return done.output


def _honestly_listed(pack: Path, folder: Path) -> Path:
    """The same pack with other words in it, and a list that agrees with them."""
    with zipfile.ZipFile(pack) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    members[CONTENTS] = members[CONTENTS].replace(b"Look at the room before", b"Look at the room after")
    listed = orjson.loads(members[MANIFEST])
    for member in listed["members"]:
        if member["path"] == CONTENTS:
            member |= {"sha256": sha256(members[CONTENTS]).hexdigest(), "size": len(members[CONTENTS])}
    members[MANIFEST] = orjson.dumps(listed)
    file = folder / "tampered.zip"
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file
