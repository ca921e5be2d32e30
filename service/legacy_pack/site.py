"""The pages of a legacy pack: a small web site that needs no service, no network and no script."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from domain.plan import Milestone
from domain.resource_events import Lasted, PublishedFile, ResourceKind
from service.legacy_pack.contents import PackContents, PackedResource

KINDS: dict[ResourceKind, str] = {
    "lesson": "Lessons",
    "toolkit": "Toolkits",
    "network-link": "Network",
    "facility": "Facilities",
}
LICENCES = {
    "CC-BY-4.0": "Creative Commons Attribution 4.0. You may use and change it. Say whose it is.",
    "CC-BY-SA-4.0": "Creative Commons Attribution-ShareAlike 4.0. You may use and change it. Say whose it is, and "
    "share what you make of it under the same licence.",
    "CC0-1.0": "Creative Commons Zero 1.0. You may use and change it as you like.",
    "OGL-UK-3.0": "Open Government Licence 3.0. You may use and change it. Say whose it is.",
    "all-rights-reserved": "All rights reserved. Ask its owner before you use it.",
}
FORMATS = {"bsl": "British Sign Language", "pdf": "PDF", "odt": "OpenDocument text", "docx": "Word", "html": "web page"}
LANGUAGES = {"en": "English", "cy": "Welsh", "gd": "Scottish Gaelic", "ga": "Irish", "pl": "Polish", "ur": "Urdu"}
ENDINGS = {
    "finished": "It went to its end.",
    "merged": "It ended when the group joined another one.",
    "stopped-early": "It stopped early. What was learned is here all the same.",
}
PAGES = ("index.html", "easy-read.html", "plan.html", "network.html", "proof.html", "README.txt", "easy-read.txt")
_NOT_A_LETTER = re.compile(r"[^a-z0-9]+")
_NOT_IN_A_NAME = re.compile(r"[^\w .()+-]")
_LONGEST_NAME = 50
_LONGEST_FILE = 100


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A milestone as it was planned, and as it went."""

    milestone: Milestone
    took: Lasted | None


def pages(contents: PackContents, *, with_proof: bool) -> Iterator[tuple[str, str]]:
    """Every page, as its path in the pack and its text."""
    shared = {
        "pack": contents,
        "kinds": grouped(contents),
        "licences": LICENCES,
        "ending": ENDINGS.get(contents.ending or ""),
        "with_proof": with_proof,
        "file_name": file_name,
        "path_of": path_of,
    }
    for name in PAGES:
        yield name, rendered(name, lines=_plan_lines(contents), **shared)
    yield "pack.css", (files("service") / "legacy_pack" / "pages" / "pack.css").read_text("utf-8")
    for resource in contents.resources:
        name = file_name(resource)
        yield f"resources/{name}.html", rendered("resource.html", resource=resource, **shared)
        yield f"resources/{name}.txt", rendered("resource.txt", resource=resource, **shared)


def grouped(contents: PackContents) -> list[tuple[str, list[PackedResource]]]:
    """The resources under the heading of their kind. A kind without any is left out."""
    by_kind = {
        heading: [each for each in contents.resources if each.published.kind == kind] for kind, heading in KINDS.items()
    }
    return [(heading, found) for heading, found in by_kind.items() if found]


def file_name(resource: PackedResource) -> str:
    """What its page is called: its number, and as much of its title as every file system takes."""
    words = _NOT_A_LETTER.sub("-", resource.published.title.lower()).strip("-")[:_LONGEST_NAME].strip("-")
    return f"{resource.published.resource:03d}-{words or 'resource'}"


def path_of(file: PublishedFile) -> str:
    """Where a file is in the pack. Its name may be anything, so what could lead elsewhere is taken out of it."""
    name = _NOT_IN_A_NAME.sub("_", file.name).strip(". ")[:_LONGEST_FILE]
    return f"files/{file.sha256}/{name or 'file'}"


def rendered(name: str, **values: object) -> str:
    """One page."""
    return _environment().get_template(name).render(**values)


def _plan_lines(contents: PackContents) -> list[PlanLine]:
    took = {each.milestone: each for each in contents.course}
    return [PlanLine(each, took.get(each.id)) for each in contents.plan.milestones]


def long_day(day: date) -> str:
    """A date as people say it."""
    return f"{day.day} {day:%B %Y}"


def in_words(tag: str) -> str:
    """A format or a language in plain words; one that is not in the lists as it stands."""
    return FORMATS.get(tag) or LANGUAGES.get(tag.partition("-")[0]) or tag.replace("-", " ")


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("service.legacy_pack", "pages"),
        autoescape=select_autoescape(("html",)),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["day"] = long_day
    environment.filters["in_words"] = in_words
    environment.filters["lines"] = lambda text: [each.strip() for each in text.split("\n") if each.strip()]
    return environment
