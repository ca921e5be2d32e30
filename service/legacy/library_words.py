"""The words of the library’s pages: kinds, formats, licences and languages as people say them."""

from collections.abc import Callable, Mapping
from urllib.parse import urlencode

from projections.legacy_views import FILTERS, LibraryPage, LibraryQuestion
from service.language.language import N_, ngettext, translated
from service.language.language import gettext as _
from service.language.written import number
from service.plan_file import load_plan, plan_names

KINDS = {"lesson": "Lesson", "toolkit": "Toolkit", "network-link": "Contact or network", "facility": "Place or thing"}
FORMATS = {
    "plain-text": "Plain text",
    "easy-read": "Easy Read",
    "html": "Web page",
    "large-print": "Large print",
    "audio": "Audio",
    "video": "Video",
    "bsl": "British Sign Language",
    "braille": "Braille",
    "pdf": "PDF",
    "odt": "OpenDocument",
    "docx": "Word",
    "spreadsheet": "Spreadsheet",
}
LICENCES = {
    "CC-BY-4.0": "Free to use and change, if you name who made it (CC BY 4.0)",
    "CC-BY-SA-4.0": "Free to use and change, if you name who made it and share alike (CC BY-SA 4.0)",
    "CC0-1.0": "Free to use in any way (CC0)",
    "OGL-UK-3.0": "Free to use and change, if you name who made it (Open Government Licence 3.0)",
    "all-rights-reserved": "To read only. Ask its owner before you use it",
}
LANGUAGES = {"en": "English", "cy": "Welsh", "gd": "Scottish Gaelic", "ga": "Irish", "pl": "Polish", "ur": "Urdu"}
AUDIENCES = {
    "everybody": "Everybody may read this",
    "waymark": "Only people with an account here may read this",
    "programme": "Only the people of its programme may read this",
}
WHY = {
    "same milestone": "Left for the same milestone",
    "same stage": "Left for the same stage",
    "same criteria": "Left for the same quality criteria",
}


MESSAGES = (
    N_("Nothing has “%(words)s” as it is written. This is the nearest."),
    N_("Nothing has all of “%(words)s”. This has some of it."),
    N_("Nothing was found for “%(words)s”. There is something without the other choices: take one of them away."),
    N_("Nothing was found for “%(words)s”. Try fewer words, or other words for the same thing."),
)


def language(tag: str) -> str:
    """The name of a language, or its tag when it is one we do not know."""
    return translated(LANGUAGES.get(tag, tag))


def plan(template: str) -> str:
    """What a plan is called, or its id when it is one we do not have."""
    return load_plan(template).title if template in plan_names() else template


def place(resource: str) -> str:
    """The address of a resource’s page."""
    return f"/library/{resource.removeprefix('resource:')}"


def size(length: int) -> str:
    """The size of a file."""
    if length >= 1 << 20:
        return _("%(size)s MB", size=number(round(length / (1 << 20), 1)))
    if length >= 1 << 10:
        return _("%(size)s KB", size=number(round(length / (1 << 10), 1)))
    return ngettext("%(num)s byte", "%(num)s bytes", length)


def helped(count: int) -> str:
    """How many others said that it helped."""
    return ngettext("helped %(num)s other group", "helped %(num)s other groups", count) if count else ""


def message(page: LibraryPage, question: LibraryQuestion) -> str | None:
    """What the search says beside what it found. It says it in English; here it is said as the reader speaks."""
    return next(
        (_(each, words=question.words) for each in MESSAGES if each % {"words": question.words} == page.message),
        page.message,
    )


def asked_again(question: LibraryQuestion, **changes: str | None) -> str:
    """The address of the same search, with changes."""
    parts: dict[str, object] = {**{name: getattr(question, name) for name in ("words", *FILTERS)}, **changes}
    query = urlencode({name: value for name, value in parts.items() if value not in {None, ""}})
    return f"/library?{query}" if query else "/library"


FILTERS_OF_PAGES: Mapping[str, Callable[..., str]] = {
    "kind": lambda kind: translated(KINDS[kind]),
    "format": lambda format_: translated(FORMATS[format_]),
    "licence": lambda licence: translated(LICENCES[licence]),
    "audience": lambda audience: translated(AUDIENCES[audience]),
    "language": language,
    "plan": plan,
    "why": lambda why: translated(WHY[why]),
    "place": place,
    "size": size,
    "helped": helped,
}
