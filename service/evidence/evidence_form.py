"""The form that adds evidence, what was typed, and a file that is here already: a refusal loses nothing."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from pydantic import ValidationError

from domain.milestone_commands import AddEvidence, FileShown
from domain.refusals import Refusal
from service.api_headers import command_id
from service.api_mistakes import WHOLE, mistakes
from service.api_refusals import FormNotWhole
from service.assembly import Waymark
from service.evidence.arrival import Arrival
from service.evidence.evidence_files import Uploaded
from service.evidence.file_desk import FileDesk
from service.evidence.file_refusals import FileUnknown
from service.forms.fields import Field
from service.language.language import N_
from service.language.retelling import retold
from service.refusal_status import status_of
from service.sign_in.door import SignedIn

FIELDS = (
    Field("note", N_("Note"), "", "words", required=False),
    Field("link", N_("Link to something on the web"), "", "link", required=False),
    Field("file", N_("File"), "", "line", required=False),
    Field("about", N_("Is it about one person?"), N_("Then they can have it erased."), "person", required=False),
)
TAKEN = ("taken_sha256", "taken_name")
_NAMES = ("note", "link", "about", *TAKEN)
_ADDRESS = re.compile(r"(?:[\w-]+\.)+[^\W\d_]{2,}(?:[/?#]\S*)?")
_GONE = "The file that you sent is not here any more. Choose it again."
_WRONG = 422


@dataclass(slots=True)
class Tried:
    """An attempt to add something. `errors` are by field; without any it is done. `typed` is shown again."""

    typed: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    status: int = 200


class EvidenceForm:
    """Takes the form."""

    def __init__(self, waymark: Waymark, desk: FileDesk) -> None:
        self._waymark = waymark
        self._desk = desk

    def add(self, programme: str, milestone: str, acting: SignedIn, arrival: Arrival) -> Tried:
        """Add what was sent, or say what is wrong with it: a file that came in is then here already."""
        key = arrival.fields.get("key", "")
        if not key.isalnum():
            raise FormNotWhole("This form is not whole. Go back, load the page again, and send it anew.")
        tried = Tried(typed_in(arrival.fields))
        said = {name: text for name in ("note", "link", "about") if (text := tried.typed.get(name, "").strip())}
        if _ADDRESS.fullmatch(said.get("link", "")):
            # As people write it down, and as browsers take it.
            said["link"] = f"https://{said['link']}"
        try:
            file = self._file(programme, acting, arrival, tried, said.get("about"))
            command = AddEvidence.model_validate(
                {"milestone": milestone, **said} | ({"file": file.model_dump()} if file else {})
            )
            self._desk.add(programme, command, acting, command_id(acting.person, key))
        except ValidationError as wrong:
            for mistake in mistakes({**each, "loc": ("body", *each["loc"])} for each in wrong.errors()):
                # An empty form is mended from its first field on.
                at = {WHOLE: "note"}.get(mistake.field, mistake.field)
                at = at if at in {"note", "link", "about"} else ""
                tried.errors.setdefault(at, retold(mistake.message))
            tried.status = _WRONG
        except Refusal as refusal:
            at = "file" if arrival.name or tried.typed.get("taken_sha256") else ""
            tried.errors[at], tried.status = retold(str(refusal)), int(status_of(type(refusal)))
        return tried

    def keep_file(self, programme: str, acting: SignedIn, arrival: Arrival, typed: dict[str, str]) -> None:
        """Keep a file that came in for later. Raises what refuses a file."""
        if arrival.name:
            _remember(typed, self._desk.take(programme, acting, arrival, typed.get("about")))

    def here(self, programme: str, acting: SignedIn, typed: Mapping[str, str]) -> FileShown | None:
        """The file that this person sent before, if it is still here."""
        found = self._waymark.files.register.get(programme, typed.get("taken_sha256", ""))
        if found is None or found.gone or found.uploader != acting.person:
            return None
        try:
            return FileShown(
                sha256=found.sha256, size=found.size, media_type=found.media_type, name=typed.get("taken_name", "")
            )
        except ValidationError:
            return None

    def _file(
        self, programme: str, acting: SignedIn, arrival: Arrival, tried: Tried, about: str | None
    ) -> FileShown | None:
        if arrival.name:
            taken = self._desk.take(programme, acting, arrival, about)
            _remember(tried.typed, taken)
            return taken.shown
        if not tried.typed.get("taken_sha256"):
            return None
        here = self.here(programme, acting, tried.typed)
        if here is None:
            for name in TAKEN:
                tried.typed.pop(name, None)
            raise FileUnknown(_GONE)
        return here


def typed_in(fields: Mapping[str, str]) -> dict[str, str]:
    """What was typed, without what only says how it is sent. A file may be left out again."""
    typed = {name: fields[name] for name in _NAMES if fields.get(name)}
    if fields.get("without_file") == "yes":
        for name in TAKEN:
            typed.pop(name, None)
    return typed


def _remember(typed: dict[str, str], taken: Uploaded) -> None:
    typed["taken_sha256"], typed["taken_name"] = taken.shown.sha256, taken.shown.name
