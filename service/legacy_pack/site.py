"""The pages of a legacy pack: a small web site that needs no service, no network and no script."""

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader

from domain.learning_events import Beside
from domain.resource_events import PublishedFile, ResourceKind
from service.language.language import N_, gettext, translated
from service.language.pictures import picture
from service.language.plan_words import in_own_words, page_in_own_words
from service.language.templates import speaking_templates
from service.language.vocabulary import speaking_of
from service.language.written import day
from service.legacy.library_words import FORMATS, LANGUAGES
from service.legacy_pack.contents import Neighbour, PackContents, PackedResource
from service.legacy_pack.easy_legacy import easy_legacy
from service.legacy_pack.plan_lines import plan_lines

KINDS: dict[ResourceKind, str] = {
    "lesson": N_("Lessons"),
    "toolkit": N_("Toolkits"),
    "network-link": N_("Network"),
    "facility": N_("Facilities"),
}
LICENCES = {
    "CC-BY-4.0": N_("Creative Commons Attribution 4.0. You may use and change it. Say whose it is."),
    "CC-BY-SA-4.0": N_(
        "Creative Commons Attribution-ShareAlike 4.0. You may use and change it. Say whose it is, and share what you "
        "make of it under the same licence."
    ),
    "CC0-1.0": N_("Creative Commons Zero 1.0. You may use and change it as you like."),
    "OGL-UK-3.0": N_("Open Government Licence 3.0. You may use and change it. Say whose it is."),
    "all-rights-reserved": N_("All rights reserved. Ask its owner before you use it."),
}
ENDINGS = {
    "finished": N_("It went to its end."),
    "merged": N_("It ended when the group joined another one."),
    "stopped-early": N_("It stopped early. What was learned is here all the same."),
}
_BESIDE: dict[tuple[Beside, bool], str] = {
    ("buddy", True): N_("We are a buddy of %(name)s since %(day)s."),
    ("buddy", False): N_("%(name)s is our buddy since %(day)s."),
    ("mentor", True): N_("We are a mentor of %(name)s since %(day)s."),
    ("mentor", False): N_("%(name)s is our mentor since %(day)s."),
}
PAGES = ("index.html", "easy-read.html", "plan.html", "network.html", "proof.html", "README.txt", "easy-read.txt")
_NOT_A_LETTER = re.compile(r"[^a-z0-9]+")
_NOT_IN_A_NAME = re.compile(r"[^\w .()+-]")
_LONGEST_NAME = 50
_LONGEST_FILE = 100


def pages(contents: PackContents, *, with_proof: bool) -> Iterator[tuple[str, str]]:
    """Every page, as its path in the pack and its text: in the language that is spoken, and the group's own words."""
    with speaking_of(lambda: contents.vocabulary):
        yield from list(_pages(contents, with_proof=with_proof))


def _pages(contents: PackContents, *, with_proof: bool) -> Iterator[tuple[str, str]]:
    kinds, lines = grouped(contents), plan_lines(contents)
    easy = easy_legacy(contents, kinds, lines)
    shared = {
        "pack": contents,
        "kinds": kinds,
        "licences": LICENCES,
        "ending": ENDINGS.get(contents.ending or ""),
        "with_proof": with_proof,
        "file_name": file_name,
        "path_of": path_of,
        "neighbour": neighbour,
    }
    for name in PAGES:
        made = rendered(name, lines=lines, easy=easy, **shared)
        yield name, page_in_own_words(made) if name.endswith(".html") else in_own_words(made)
    yield "pack.css", (files("service") / "legacy_pack" / "pages" / "pack.css").read_text("utf-8")
    for name in sorted(easy.pictures):
        yield f"pictures/{name}.svg", (picture(name) or b"").decode()
    yield "pictures/CREDITS.txt", (files("service") / "pages" / "pictures" / "CREDITS").read_text("utf-8")
    for resource in contents.resources:
        name = file_name(resource)
        yield f"resources/{name}.html", rendered("resource.html", resource=resource, **shared)
        yield f"resources/{name}.txt", rendered("resource.txt", resource=resource, **shared)


def grouped(contents: PackContents) -> list[tuple[str, list[PackedResource]]]:
    """The resources under the heading of their kind. A kind without any is left out."""
    by_kind = {
        translated(heading): [each for each in contents.resources if each.published.kind == kind]
        for kind, heading in KINDS.items()
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


def neighbour(each: Neighbour) -> str:
    """Who stands beside whom, and since when."""
    return gettext(_BESIDE[each.part, each.gives], name=each.organisation, day=day(each.since))


def in_words(tag: str) -> str:
    """A format or a language in plain words; one that is not in the lists as it stands."""
    said = FORMATS.get(tag) or LANGUAGES.get(tag.partition("-")[0])
    return translated(said) if said else tag.replace("-", " ")


@cache
def _environment() -> Environment:
    environment = speaking_templates(PackageLoader("service.legacy_pack", "pages"), plain=("txt",))
    environment.filters["in_words"] = in_words
    environment.filters["lines"] = lambda text: [each.strip() for each in text.split("\n") if each.strip()]
    return environment
