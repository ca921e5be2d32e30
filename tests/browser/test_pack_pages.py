"""The pages of a legacy pack, opened from a folder as somebody without a network opens them."""

from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page

from domain.plan import MilestoneId
from domain.programme_events import Vocabulary
from domain.resource_events import Lasted, Provenance, PublishedFile, ResourceKind, ResourcePublished
from service.legacy_pack.contents import Neighbour, PackContents, PackedResource
from service.legacy_pack.site import PAGES, pages
from service.plan_file import load_plan
from tests.browser.examined import Examiner

pytestmark = pytest.mark.browser
DAY = date(2026, 3, 2)
HOSTILE = "</p><script>document.title='mine'</script><img src=x onerror=alert(1)>"


def resource(number: int, kind: ResourceKind, title: str, milestone: MilestoneId | None = None) -> PackedResource:
    return PackedResource(
        published=ResourcePublished(
            resource=number,
            edition=1,
            kind=kind,
            title=title,
            text=f"Words about it.\n\n{HOSTILE}",
            easy_read="We looked at the room.\nIt had steps." if number % 2 else None,
            link="https://example.org/more" if kind == "toolkit" else None,
            files=(PublishedFile(sha256="0" * 64, size=2048, media_type="text/plain", name="The list & more.txt"),)
            if kind == "toolkit"
            else (),
            formats=("plain-text", "bsl"),
            language="cy" if kind == "facility" else "en",
            licence="CC-BY-4.0",
            audience="everybody",
            criteria=(1, 12),
            constituencies=("Deaf people",),
            review_on=date(2027, 3, 2),
            provenance=Provenance(
                organisation="Mercian Ability Partnership",
                template="ulo-from-scratch",
                milestone=milestone,
                stage="Govern" if milestone else None,
            ),
            contact=None,
            consented_on=None,
        ),
        published_on=DAY,
        owner="Our Own Voice" if number > 1 else None,
        owner_agreed_on=DAY if number > 1 else None,
        running=True if kind == "facility" else None,
        running_answered_on=DAY if kind == "facility" else None,
        contact="Ann Other" if kind == "network-link" else None,
    )


def contents(*resources: PackedResource) -> PackContents:
    return PackContents(
        programme="programme:1b4e28ba-2fa1-41d2-883f-0016d3cca427",
        organisation="Mercian Ability Partnership",
        locality="Tamworth",
        mentor="Disability Solutions",
        vocabulary=Vocabulary(),
        template="ulo-from-scratch",
        template_version=1,
        started_on=DAY,
        ended_on=date(2026, 11, 1),
        ending="finished",
        made_on=date(2026, 11, 22),
        audience="everybody",
        resources=resources,
        withheld=1,
        neighbours=(Neighbour(organisation="The next group", part="buddy", gives=True, since=DAY),),
        plan=load_plan("ulo-from-scratch"),
        course=(Lasted(milestone="ENG-01", weeks=8), Lasted(milestone="GOV-01", weeks=30, finished=False)),
        left_out=2,
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An unpacked pack."""
    pack = contents(
        resource(1, "lesson", "Ask before you book", "ENG-01"),
        resource(2, "toolkit", "Our access check", "PRM-01"),
        resource(3, "network-link", "The county's network"),
        resource(4, "facility", "Ystafell i bawb"),
    )
    for name, text in pages(pack, with_proof=True):
        place = tmp_path / name
        place.parent.mkdir(exist_ok=True)
        place.write_text(text)
    return tmp_path


def test_every_page_of_a_pack_is_clean_for_axe_and_fits_a_small_screen(
    folder: Path, page: Page, examiner: Examiner
) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for file in sorted(folder.rglob("*.html")):
        for width, scheme in ((1000, "light"), (320, "dark")):
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of two
            page.goto(file.as_uri())
            assert (file.name, examiner.barriers(page)) == (file.name, [])
            assert (file.name, width, examiner.overflow(page)) == (file.name, width, 0)
    assert all(each.startswith(("file:", "data:")) for each in asked)


def test_every_page_of_a_pack_is_valid_html(folder: Path, examiner: Examiner) -> None:
    assert examiner.mistakes(sorted(folder.rglob("*.html"))) == []


def test_every_link_within_a_pack_leads_somewhere_in_it(folder: Path, page: Page) -> None:
    made_elsewhere = {"legacy.json", "plan.json", "proof.zip", "manifest.json"}
    for file in sorted(folder.rglob("*.html")):
        page.goto(file.as_uri())
        for href in page.eval_on_selector_all("a[href]", "links => links.map(link => link.getAttribute('href'))"):
            if href.startswith(("#", "https:")) or "files/" in href or href.rpartition("/")[2] in made_elsewhere:
                continue
            assert (file.parent / href).resolve().is_file(), (file.name, href)


def test_words_of_a_group_are_words_and_never_markup(folder: Path, page: Page) -> None:
    page.goto((folder / "resources" / "001-ask-before-you-book.html").as_uri())
    assert page.title() == "Ask before you book · Mercian Ability Partnership"
    assert HOSTILE in page.inner_text(".words")


def test_a_pack_without_anything_published_still_has_its_plan(tmp_path: Path, page: Page) -> None:
    for name, text in pages(contents(), with_proof=False):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    page.goto((tmp_path / "index.html").as_uri())
    assert "Nothing has been published for others yet" in page.inner_text("main")
    page.goto((tmp_path / "proof.html").as_uri())
    assert "there is no proof in it" in page.inner_text("main")
    assert set(PAGES) <= {path.name for path in tmp_path.iterdir()}
