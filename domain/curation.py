"""Decisions about what a group leaves behind: write it down, check it, offer it, and have somebody look after it.

A legacy outlives its programme: all of this may be asked after the end too.
"""

from collections.abc import Sequence
from datetime import date
from typing import assert_never

from domain.dated import not_to_come
from domain.edition import criteria_of, files_and_formats, with_file, without_file
from domain.event import Fact
from domain.legacy import Draft, Legacy, Resource
from domain.moments import ONE_YEAR
from domain.occasion import Occasion
from domain.passage import ERASED, Passage, Words
from domain.programme import Programme
from domain.provenance import draft_source, provenance
from domain.refusals import AlreadyDone, ConsentMissing, DayNotPossible, NotNow, OwnWork, UnknownPart
from domain.resource_commands import (
    AddFile,
    AnswerRunning,
    CheckResource,
    DraftResource,
    EndOwnership,
    LeaveOutFile,
    NameOwner,
    PublishResource,
    ReviewResource,
    ReviseResource,
    WithdrawResource,
)
from domain.resource_events import (
    ResourceChecked,
    ResourceDrafted,
    ResourcePublished,
    ResourceRevised,
    ResourceWithdrawn,
)
from domain.stewardship import answered, name_owner, ownership_ended, reviewed

OfResource = (
    ReviseResource
    | CheckResource
    | PublishResource
    | AddFile
    | LeaveOutFile
    | WithdrawResource
    | NameOwner
    | EndOwnership
    | ReviewResource
    | AnswerRunning
)
LegacyCommand = DraftResource | OfResource

MOST = 10_000
"""How many resources one programme may write down. Far more than anybody will."""


def decide(legacy: Legacy | None, command: LegacyCommand, occasion: Occasion, programme: Programme) -> Sequence[Fact]:
    """What happens when this is asked of a legacy. Raises a Refusal, and then nothing happens."""
    not_to_come(command, occasion.today)
    legacy = legacy or Legacy()
    if isinstance(command, DraftResource):
        return [_drafted(legacy, command, occasion, programme)]
    resource, day = _resource(legacy, command.resource), command.day(occasion.today)
    match command:
        case ReviseResource():
            return [_revised(resource, command, occasion, day)]
        case CheckResource():
            return [_checked(resource, command, occasion, day)]
        case PublishResource():
            return [_published(resource, command, occasion, programme)]
        case AddFile():
            return [_published(resource, with_file(resource, command, occasion.today), occasion, programme)]
        case LeaveOutFile():
            return [_published(resource, without_file(resource, command, occasion.today), occasion, programme)]
        case WithdrawResource():
            return [_withdrawn(resource, command, occasion, day)]
        case NameOwner():
            return [name_owner(resource, command, occasion)]
        case EndOwnership():
            return [ownership_ended(resource, command, occasion)]
        case ReviewResource():
            return [reviewed(resource, command, occasion)]
        case AnswerRunning():
            return [answered(resource, command, occasion, programme)]
        case _:
            assert_never(command)


def _resource(legacy: Legacy, number: int) -> Resource:
    found = legacy.resources.get(number)
    if found is None:
        msg = f"There is no resource {number} here. Look at the list of resources for its number."
        raise UnknownPart(msg)
    return found


def _drafted(legacy: Legacy, command: DraftResource, occasion: Occasion, programme: Programme) -> Fact:
    number = max(legacy.resources, default=0) + 1
    if number > MOST:
        msg = f"{MOST:,} resources are written down here already. Revise one of them instead."
        raise NotNow(msg)
    source = draft_source(programme, command)
    return ResourceDrafted(
        resource=number,
        kind=command.kind,
        milestone=source,
        lesson=command.lesson,
        evidence=command.evidence,
        title=occasion.words(command.title),
        text=occasion.words(command.text),
        easy_read=occasion.maybe_words(command.easy_read),
    )


def _revised(resource: Resource, command: ReviseResource, occasion: Occasion, day: date) -> Fact:
    draft = _draft(resource)
    _not_before(day, draft.written_on, "These words were written on")
    if _opened(draft, occasion) == (command.title, command.text, command.easy_read):
        msg = "These are the words of the draft already. Nothing needs doing."
        raise AlreadyDone(msg)
    return ResourceRevised(
        resource=resource.number,
        draft=draft.number + 1,
        title=occasion.words(command.title),
        text=occasion.words(command.text),
        easy_read=occasion.maybe_words(command.easy_read),
    )


def _checked(resource: Resource, command: CheckResource, occasion: Occasion, day: date) -> Fact:
    draft = _draft(resource)
    if command.on_behalf_of is None and occasion.actor in resource.writers:
        msg = (
            "Nobody checks their own words. Ask somebody else who decides to check them, "
            "or write down the meeting that did."
        )
        raise OwnWork(msg)
    _not_before(day, draft.written_on, "These words were written on")
    if draft.agreed is command.agreed:
        found = "right" if command.agreed else "not right yet"
        msg = f"Members said before that these words are {found}. Nothing needs doing."
        raise AlreadyDone(msg)
    return ResourceChecked(
        resource=resource.number,
        draft=draft.number,
        agreed=command.agreed,
        note=occasion.maybe_words(command.note),
    )


def _published(resource: Resource, command: PublishResource, occasion: Occasion, programme: Programme) -> Fact:
    draft, day = _draft(resource), command.day(occasion.today)
    if draft.agreed is None or draft.checked_on is None:
        msg = "Members have not checked these words yet. Ask somebody who did not write them to check them."
        raise NotNow(msg)
    if not draft.agreed:
        msg = "Members said that these words are not right yet. Revise them, and have them checked again."
        raise NotNow(msg)
    _not_before(day, draft.checked_on, "These words were checked on")
    _consented(command, occasion.today)
    title, text, easy_read = _opened(draft, occasion)
    if ERASED in {title, text, easy_read}:
        msg = "The words of this draft were erased. Revise it, and have it checked again."
        raise NotNow(msg)
    files, formats = files_and_formats(resource, command)
    return ResourcePublished(
        resource=resource.number,
        edition=resource.edition + 1,
        kind=resource.kind,
        title=title,
        text=text,
        easy_read=easy_read,
        link=command.link,
        files=files,
        formats=tuple(dict.fromkeys(formats if easy_read is None else (*formats, "easy-read"))),
        language=command.language,
        licence=command.licence,
        audience=command.audience,
        criteria=tuple(sorted(set(criteria_of(resource, command)))),
        constituencies=tuple(dict.fromkeys(command.constituencies)),
        review_on=_review_on(command, day, occasion.today),
        provenance=provenance(programme, resource),
        contact=command.contact,
        consented_on=command.consented_on,
    )


def _withdrawn(resource: Resource, command: WithdrawResource, occasion: Occasion, day: date) -> Fact:
    if resource.withdrawn_on is not None:
        msg = f"This was withdrawn on {resource.withdrawn_on:%d %B %Y}. Nothing needs doing."
        raise AlreadyDone(msg)
    if resource.offered is None or resource.published_on is None:
        msg = "This was never published, so nobody else has seen it. Nothing needs doing."
        raise NotNow(msg)
    _not_before(day, resource.published_on, "This was published on")
    return ResourceWithdrawn(resource=resource.number, reason=occasion.words(command.reason))


def _draft(resource: Resource) -> Draft:
    if resource.draft is None:
        msg = "This came from another Waymark, and its words stay as they are. Write a resource of your own instead."
        raise NotNow(msg)
    return resource.draft


def _opened(draft: Draft, occasion: Occasion) -> tuple[str, str, str | None]:
    easy_read = None if draft.easy_read is None else _open(draft.easy_read, occasion)
    return _open(draft.title, occasion), _open(draft.text, occasion), easy_read


def _open(kept: Passage, occasion: Occasion) -> str:
    if isinstance(kept, Words):
        return kept.text
    return ERASED if occasion.unseal is None else occasion.unseal(kept)


def _consented(command: PublishResource, today: date) -> None:
    if command.contact is not None and command.consented_on is None:
        msg = "Say on which day this person agreed that others may ask them. Without that, leave them out."
        raise ConsentMissing(msg)
    if command.contact is None and command.consented_on is not None:
        msg = "Say who agreed that others may ask them, or leave the day out."
        raise ConsentMissing(msg)
    if command.consented_on is not None and command.consented_on > today:
        msg = f"{command.consented_on:%d %B %Y} is still to come. Give the day on which they agreed."
        raise DayNotPossible(msg)


def _review_on(command: PublishResource, published_on: date, today: date) -> date:
    if command.review_on is None:
        return max(published_on, today) + ONE_YEAR
    if command.review_on <= today:
        msg = "The next look at it must be on a day that is still to come. Choose a later day."
        raise DayNotPossible(msg)
    return command.review_on


def _not_before(day: date, known: date, sentence: str) -> None:
    if day < known:
        msg = f"{sentence} {known:%d %B %Y}. Give that day or a later one."
        raise DayNotPossible(msg)
