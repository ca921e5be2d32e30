"""MAP's legacy in use: found in a library, taken away as a pack, opened from a folder, brought elsewhere, proven."""

import json
import subprocess
import tempfile
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from itertools import chain
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient
from playwright.sync_api import Page
from typer.testing import CliRunner

from domain.learning_commands import SayItHelped
from domain.programme_events import ProgrammeStarted
from domain.resource_events import ResourcePublished
from service.api import build_app
from service.assembly import build
from service.audit.leaf import read_entry
from service.audit.verification import verify_bundle
from service.cli import app
from service.demonstration import load, person_of_today, programme_of_today
from service.legacy_pack.opened_pack import OpenedPack, open_pack
from service.postgres_server import PostgresServer
from service.settings import PREFIX, Settings
from service.simulation_place import furnished
from service.story_import import import_story
from tests.browser.conftest import browser as browser  # noqa: PLC0414 - a fixture
from tests.browser.conftest import examiner as examiner  # noqa: PLC0414 - a fixture
from tests.browser.conftest import page as page  # noqa: PLC0414 - a fixture
from tests.browser.examined import Examiner
from tests.journeys.played import SEED, Played
from tests.service.audit.bundles import key_of
from tests.service.audit.conftest import signed_once
from tests.service.face import Face, MovedClock

WORKER = person_of_today("worker")
TODAY = f"/api/programmes/{programme_of_today().removeprefix('programme:')}"

HREFS = "links => links.map(link => link.getAttribute('href'))"


class Today(MovedClock):
    """Stands still at the moment at which the test began."""

    def __init__(self) -> None:
        super().__init__()
        self.at = datetime.now(UTC)


def at_home(settings: Settings) -> Iterator[Face]:
    clock = Today()
    with (
        build(settings, clock=clock, pool_size=8) as waymark,
        TestClient(build_app(waymark), base_url="http://127.0.0.1") as client,
    ):
        face = Face(client, waymark, clock)
        face.catch_up()
        yield face


@pytest.fixture(scope="module")
def demonstration(map_: Played, postgres: PostgresServer) -> Iterator[Face]:
    """What `make run` shows, with its record signed."""
    name = f"demonstration_{uuid4().hex}"
    postgres.create_database(name)
    with tempfile.TemporaryDirectory(prefix="waymark-") as folder:
        home = Path(folder) / "home"
        home.mkdir(mode=0o700)
        settings = furnished(postgres, home, name)
        with build(settings) as waymark:
            import_story(map_.story, SEED, map_.waymark, waymark)
        load(settings, lambda _: None)
        signed_once(settings)
        yield from at_home(settings)
    postgres.drop_database(name)


@pytest.fixture(scope="module")
def told(map_: Played) -> str:
    """MAP's programme, as addresses name it."""
    return map_.told.each[0].programme.removeprefix("programme:")


@pytest.fixture(scope="module")
def mentor(map_: Played) -> str:
    (started,) = map_.of(ProgrammeStarted)
    return started.fact.mentor.coordinator


@pytest.fixture(scope="module")
def pack(demonstration: Face, told: str) -> Iterator[OpenedPack]:
    """The pack of MAP's programme, as `waymark legacy pack` makes it."""
    with tempfile.TemporaryDirectory(prefix="waymark-") as folder, pytest.MonkeyPatch.context() as patch:
        file = Path(folder) / "map.zip"
        as_set(patch, demonstration.waymark.settings)
        said(["legacy", "pack", told, "--to", str(file)])
        yield open_pack(file)


def as_set(patch: pytest.MonkeyPatch, settings: Settings) -> None:
    for name in ("home", "database_url", "owner_database_url", "keys_database_url", "keys_owner_database_url"):
        patch.setenv(f"{PREFIX}{name.upper()}", str(getattr(settings, name)))


def said(arguments: list[str]) -> str:
    result = CliRunner().invoke(app, arguments, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def titles(published: list[ResourcePublished]) -> set[str]:
    return {each.title for each in published}


def entries_of(bundle: bytes) -> list[bytes]:
    with zipfile.ZipFile(BytesIO(bundle)) as archive:
        return archive.read("entries.jsonl").splitlines()


def test_the_library_shows_what_the_story_left_behind(demonstration: Face, map_: Played) -> None:
    published = [each.fact for each in map_.of(ResourcePublished)]
    shown = demonstration.client.get("/library").text
    room = demonstration.client.get("/library", params={"kind": "facility"}).text

    found = {line["title"] for line in demonstration.client.get("/api/library", params={"limit": 50}).json()["lines"]}
    assert found == titles(published)
    assert "10 things" in shown
    assert "no longer running" in room, "its owner said so a year later"


def test_a_new_group_sees_at_its_milestone_what_the_older_one_learned_and_says_that_it_helped(
    demonstration: Face, told: str
) -> None:
    lessons = demonstration.get(f"{TODAY}/milestones/ENG-01/lessons", WORKER).json()
    first = lessons[0]
    read = demonstration.get(f"{TODAY.removeprefix('/api')}/milestones/ENG-01/lessons", WORKER).text

    assert (first["why"], first["line"]["title"]) == ("same milestone", "Be nobody's department")
    assert first["line"]["resource"].startswith(f"resource:{told}/")
    assert "Be nobody&#39;s department" in read
    helped = {"resource": first["line"]["resource"], "milestone": "ENG-01"}
    assert demonstration.post(SayItHelped, WORKER, TODAY, helped).status_code == 201
    demonstration.catch_up()
    totals = demonstration.client.get("/api/totals").json()
    assert (totals["resources_published"], totals["resources_reused"], totals["programmes_helped"]) == (10, 1, 1)


@pytest.mark.parametrize("figure", ["lessons", "people.different"])
def test_from_a_figure_to_its_events_to_a_verified_proof(
    figure: str, demonstration: Face, told: str, mentor: str, tmp_path: Path
) -> None:
    place = f"/api/programmes/{told}"
    figures = {each["name"]: each for each in demonstration.get(f"{place}/figures", mentor).json()["figures"]}
    origin = demonstration.get(f"{place}/figures/{figure}/events", mentor).json()
    bundle = demonstration.get(f"{place}/bundle", mentor).content
    file = tmp_path / "record.zip"
    file.write_bytes(bundle)

    assert origin["value"] == origin["counted_again"] == figures[figure]["value"] > 0
    assert origin["total"] == len(origin["events"]) > 0
    entries = entries_of(bundle)
    for event in origin["events"]:
        source = event["source"]
        leaf = read_entry(entries[source["entry"]])
        assert (leaf.index, leaf.stream, leaf.version, leaf.topic) == (
            source["entry"],
            source["stream"],
            source["version"],
            event["topic"],
        )
    verdict = verify_bundle(file, [key_of(demonstration.waymark.settings)], programme=f"programme:{told}")
    assert verdict.holds, verdict.text


def test_what_is_published_is_in_the_record_word_for_word(demonstration: Face, told: str, mentor: str) -> None:
    counted = demonstration.client.get("/api/totals").json()["resources_published"]
    bundle = demonstration.get(f"/api/programmes/{told}/bundle", mentor).content
    leaves = [read_entry(each) for each in entries_of(bundle)]
    recorded = [json.loads(each.state)["data"] for each in leaves if each.topic == ResourcePublished.TOPIC]

    assert len({each["resource"] for each in recorded}) == counted
    for each in recorded:
        shown = demonstration.client.get(f"/api/library/{told}/{each['resource']}").json()
        assert (shown["line"]["title"], shown["text"]) == (each["title"], each["text"])


@pytest.mark.independent
def test_a_verifier_that_nobody_here_wrote_agrees(
    demonstration: Face, told: str, mentor: str, verifiers: Path, tmp_path: Path
) -> None:
    bundle = demonstration.get(f"/api/programmes/{told}/bundle", mentor).content
    with zipfile.ZipFile(BytesIO(bundle)) as archive:
        archive.extractall(tmp_path)
    command = [str(verifiers / "bundle"), str(tmp_path), str(key_of(demonstration.waymark.settings))]
    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert done.stdout.strip() == f"ok {len(entries_of(bundle))}"


def test_an_empty_waymark_shows_the_same_library_after_the_pack_came_in(
    demonstration: Face, pack: OpenedPack, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    as_set(monkeypatch, settings)
    key = key_of(demonstration.waymark.settings)
    answer = said(["legacy", "import", str(pack.path), "--key", str(key)])
    (elsewhere,) = at_home_once(settings)

    assert "Its proof was checked, and holds." in answer
    there, here = ([_kept(each) for each in library] for library in (elsewhere, _library(demonstration)))
    assert there == here


def at_home_once(settings: Settings) -> list[list[dict[str, Any]]]:
    return [_library(face) for face in at_home(settings)]


def _library(face: Face) -> list[dict[str, Any]]:
    things: list[dict[str, Any]] = face.client.get("/api/library.json").json()
    for each in chain.from_iterable(thing["files"] for thing in things):
        assert face.client.get(f"/library/files/{each['sha256']}").content == face.waymark.public_files.read(
            each["sha256"]
        )
    return things


def _kept(thing: dict[str, Any]) -> dict[str, Any]:
    """What must be the same everywhere: not how it came, nor whom it helped there."""
    line = {name: value for name, value in thing["line"].items() if name not in {"imported", "helped"}}
    return {
        **{name: thing[name] for name in ("text", "easy_read", "link", "files", "owner", "running_on", "reviewed_on")},
        **line,
    }


@pytest.mark.browser
def test_every_page_of_maps_pack_opens_from_a_folder_clean_and_valid(
    pack: OpenedPack,
    page: Page,
    examiner: Examiner,
    tmp_path: Path,
) -> None:
    with zipfile.ZipFile(pack.path) as archive:
        archive.extractall(tmp_path)
    pages = sorted(tmp_path.rglob("*.html"))

    assert len(pages) >= 15
    assert examiner.mistakes(pages) == []
    for file in pages:
        page.goto(file.as_uri())
        assert (file.name, examiner.barriers(page)) == (file.name, [])
    page.goto((tmp_path / "index.html").as_uri())
    page.get_by_role("link", name="Be nobody's department").click()
    assert "seen to be nobody's department" in page.inner_text("main")
    assert {each.name for each in (tmp_path / "files").rglob("*.*")} == {
        "Before we book a room.csv",
        "What I need to take part.txt",
    }


@pytest.mark.browser
def test_the_pages_that_lead_to_a_legacy_are_clean_and_valid(
    demonstration: Face, told: str, mentor: str, page: Page, examiner: Examiner, tmp_path: Path
) -> None:
    today = TODAY.removeprefix("/api")
    addresses = {
        "library": ("/library", mentor),
        "thing": (f"/library/{told}/10", mentor),
        "ended": (f"/programmes/{told}", mentor),
        "begun": (today, WORKER),
        "lessons": (f"{today}/milestones/ENG-01/lessons", WORKER),
    }
    for name, (address, reader) in addresses.items():
        answer = demonstration.get(address, reader)
        assert answer.status_code == 200, address
        (tmp_path / f"{name}.html").write_text(answer.text)

    assert "Take away what is left behind" in (tmp_path / "ended.html").read_text()
    assert "Take away what is left behind" in (tmp_path / "thing.html").read_text()
    assert examiner.mistakes(sorted(tmp_path.glob("*.html"))) == []
    for name in addresses:
        page.goto((tmp_path / f"{name}.html").as_uri())
        sheets = page.eval_on_selector_all("link[rel=stylesheet]", HREFS)
        page.add_style_tag(content="\n".join(demonstration.client.get(each).text for each in sheets))
        assert (name, examiner.barriers(page)) == (name, [])
