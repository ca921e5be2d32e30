"""`python -m ops.pictures`: pictures of the main pages, taken of the demonstration that `make run` shows."""

import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from io import BytesIO
from pathlib import Path
from typing import Any

import typer
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from service.demonstration import person_of_today, programme_of_today
from service.half_way_group import half_way_person
from service.port import LOOPBACK, free_ports

HERE = Path(__file__).parent
CHROMIUM, FLAGS = "/usr/bin/chromium", ("--no-sandbox", "--disable-gpu", "--hide-scrollbars")
LONGEST, HEIGHT, COLOURS = 600.0, 1300, 48
TODAY = f"/programmes/{programme_of_today().partition(':')[2]}"
_PROGRAMME = re.compile(r'href="/(?:portfolio|programmes)/([0-9a-f-]{36})')
_FUNDER = re.compile(r'value="(person:[0-9a-f-]{36})"[^>]*>[^<]*\bfunder\b')
_BOARD = re.compile(r'value="(person:[0-9a-f-]{36})"[^>]*>[^<]*\bboard')


@dataclass(frozen=True, slots=True)
class Picture:
    """One page. `past` is the page of the story that has ended, in place of the programme that begins today."""

    name: str
    who: str
    address: str
    words: str
    manner: str = "light"


PICTURES = (
    Picture("front-page", "nobody", "/", "The first page: choose whom to be in the demonstration"),
    Picture("my-tasks", "half-way worker", "/tasks", "My tasks: what comes next, what is late, what waits for others"),
    Picture("my-tasks-dark", "half-way worker", "/tasks", "My tasks in dark colours", "dark"),
    Picture("my-tasks-narrow", "half-way worker", "/tasks", "My tasks on a telephone, 320 pixels wide", "narrow"),
    Picture("programme", "mentor", "{today}", "The page of a programme, with its stages and milestones"),
    Picture("milestone", "worker", "{today}/milestones/{milestone}", "One milestone, with Easy Read beside it"),
    Picture("milestone-narrow", "worker", "{today}/milestones/{milestone}", "One milestone, 320 pixels wide", "narrow"),
    Picture("plan", "mentor", "{today}/plan", "The plan: a table by stage, and what is forecast"),
    Picture("mentoring", "mentor", "/mentoring", "Every group that a mentor walks with, at a glance"),
    Picture("waiting", "half-way chair", "/", "What waits for the board, on the first page of its chair"),
    Picture("waiting-dark", "half-way chair", "/", "The same in dark colours", "dark"),
    Picture("decisions", "board", "{past}/decisions", "What a board decided, and when"),
    Picture("history", "funder", "{past}/history", "The history that a funder reads, with a day to go back to"),
    Picture("history-dark", "funder", "{past}/history", "The same history in dark colours", "dark"),
    Picture("portfolio", "funder of two", "/portfolio", "The portfolio of a funder"),
    Picture("proof", "funder", "{past}/proof", "What is proven of the record, in plain words"),
    Picture("library", "nobody", "/library", "The library of lessons and toolkits, open to anybody"),
    Picture("library-narrow", "nobody", "/library", "The library, 320 pixels wide", "narrow"),
    Picture("easy-read", "nobody", "/help/proof/easy-read", "What proof is, in Easy Read"),
)


def pictures() -> None:
    """Start the demonstration in an empty folder, take every picture, and stop it again."""
    with (
        tempfile.TemporaryDirectory(prefix="waymark-pictures-") as folder,
        _demonstration(Path(folder) / "home") as site,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for picture in PICTURES:
            _take(browser, site, picture)
            typer.echo(f"{picture.name}: {(HERE / f'{picture.name}.png').stat().st_size / 1000:.0f} KB")
        browser.close()
    (HERE / "README.md").write_text(_readme())


def _take(browser: Browser, site: str, picture: Picture) -> None:
    width = 320 if picture.manner == "narrow" else 1000
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme="dark" if picture.manner == "dark" else "light",
        reduced_motion="reduce",
        locale="en-GB",
        # Words and layout stay as they are; a picture is drawn once for each pixel of a plain screen.
        device_scale_factor=1,
    )
    _become(context, site, picture.who)
    page = context.new_page()
    answer = page.goto(f"{site}{_address(context, site, picture)}")
    if answer is None or not answer.ok:
        msg = f"{picture.name} cannot be taken: {page.locator('main').inner_text()}"
        raise RuntimeError(msg)
    page.mouse.move(0, 0)
    tall = min(HEIGHT, int(page.evaluate("document.documentElement.scrollHeight")))
    page.set_viewport_size({"width": width, "height": tall})
    with Image.open(BytesIO(page.screenshot())) as taken:
        taken.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(
            HERE / f"{picture.name}.png", optimize=True
        )
    context.close()


def _become(context: BrowserContext, site: str, who: str) -> None:
    """Be somebody of the programme that begins today; a funder or a member of a board is of the story that ended."""
    if who == "nobody":
        return
    person = person_of_today(who.removesuffix(" of two"))
    if who.startswith("half-way "):
        person = half_way_person(who.removeprefix("half-way "))
    elif who in {"funder", "board"}:
        first = context.request.get(f"{site}/").text()
        found = (_FUNDER if who == "funder" else _BOARD).findall(first)
        person = [each for each in found if each != person_of_today("funder")][-1]
    context.request.post(f"{site}/who", form={"person": person}, headers={"Origin": site})


def _address(context: BrowserContext, site: str, picture: Picture) -> str:
    values = {"today": TODAY}
    if "{past}" in picture.address:
        found = _PROGRAMME.search(context.request.get(f"{site}/").text())
        values["past"] = f"/programmes/{found[1]}" if found else ""
    if "{milestone}" in picture.address:
        shown = re.search(r"/milestones/([A-Z]+-[0-9]+)", context.request.get(f"{site}{TODAY}").text())
        values["milestone"] = shown[1] if shown else ""
    return picture.address.format(**values)


@contextmanager
def _demonstration(home: Path) -> Iterator[str]:
    """What `make run` starts, on free ports, once its story is told and every view shows it."""
    web, temporal, pages = free_ports(3)
    ports = ("--port", str(web), "--temporal-port", str(temporal), "--temporal-ui-port", str(pages))
    said = home.with_name("said.txt")
    with (
        said.open("w") as out,
        subprocess.Popen(  # noqa: S603 - our own
            (sys.executable, "-P", "-m", "service.cli", "up", "--demo", "--home", str(home), *ports),
            stdout=out,
            stderr=subprocess.STDOUT,
            cwd=os.sep,
        ) as tree,
    ):
        try:
            _until_told(web, said, tree)
            yield f"http://localhost:{web}"
        finally:
            tree.send_signal(signal.SIGINT)
            tree.wait(LONGEST)


def _until_told(web: int, said: Path, tree: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + LONGEST
    while "The story is told" not in said.read_text():
        if tree.poll() is not None or time.monotonic() > until:
            raise RuntimeError(said.read_text())
        time.sleep(1)
    while any(each["behind"] for each in _health(web)["readers"]) and time.monotonic() < until:
        time.sleep(1)


def _health(web: int) -> dict[str, Any]:
    connection = HTTPConnection(LOOPBACK, web, timeout=30)
    try:
        connection.request("GET", "/health")
        found: dict[str, Any] = json.loads(connection.getresponse().read())
        return found
    finally:
        connection.close()


def _readme() -> str:
    shown = "\n\n".join(f"## {each.words}\n\n![{each.words}]({each.name}.png)" for each in PICTURES)
    return (
        "# Pictures of the main pages\n\n"
        "Taken by `python -m ops.pictures` of the demonstration that `make run` shows. Everybody in it is invented.\n\n"
        f"{shown}\n"
    )


if __name__ == "__main__":
    typer.run(pictures)
