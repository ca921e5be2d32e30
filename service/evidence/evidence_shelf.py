"""What shows that one milestone is reached: notes, links and files, read from the log itself."""

from dataclasses import dataclass, replace
from datetime import date

from domain.event import PersonRef
from domain.milestone_events import EvidenceAdded, EvidenceRetracted
from service.assembly import Waymark
from service.evidence.file_refusals import FileUnknown
from service.evidence.virus_scanner import Scan
from service.visibility import Sight


@dataclass(frozen=True, slots=True)
class ShownFile:
    """A file as a page shows it. `scan` is None for one that was never sent here, or is gone."""

    sha256: str
    name: str
    media_type: str
    size: int
    scan: Scan | None


@dataclass(frozen=True, slots=True)
class Evidence:
    """One piece of evidence."""

    number: int
    day: date
    by: PersonRef
    note: str | None
    link: str | None
    file: ShownFile | None
    retracted: bool = False

    @property
    def without_words(self) -> "Evidence":
        """The same for readers who are shown what proves a milestone, and not what people wrote about it."""
        return replace(self, note=None, link=None)


def evidence_of(waymark: Waymark, programme: str, milestone: str) -> tuple[Evidence, ...]:
    """All evidence of a milestone, the newest first."""
    found: dict[int, Evidence] = {}
    for event in waymark.store.load(programme):
        match event.fact:
            case EvidenceAdded() as added if added.milestone == milestone:
                found[added.evidence] = Evidence(
                    added.evidence,
                    event.meta.occurred_on,
                    event.meta.actor,
                    waymark.seals.open(added.note) if added.note else None,
                    waymark.seals.open(added.link) if added.link else None,
                    _file(waymark, programme, added),
                )
            case EvidenceRetracted() as gone if gone.milestone == milestone and gone.evidence in found:
                found[gone.evidence] = replace(found[gone.evidence], retracted=True)
            case _:
                pass
    return tuple(reversed(found.values()))


def evidence_for(
    waymark: Waymark, sight: Sight, programme: str, milestone: str, person: PersonRef
) -> tuple[Evidence, ...]:
    """As much of the evidence as this person may see, the newest first."""
    seen = evidence_of(waymark, programme, milestone) if sight.may("read-evidence-file") else ()
    if "words" in sight.groups:
        return seen
    return tuple(each if each.by == person else each.without_words for each in seen)


def _file(waymark: Waymark, programme: str, added: EvidenceAdded) -> ShownFile | None:
    file = added.file
    if file is None:
        return None
    try:
        line = waymark.files.line(programme, file.sha256)
    except FileUnknown:
        scan = None
    else:
        scan = None if line.gone else line.scan
    return ShownFile(file.sha256, waymark.seals.open(file.name), file.media_type, file.size, scan)
