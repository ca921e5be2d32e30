"""The new organisation's board register: who sits, who votes, and how many come from the constituency."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import assert_never

from domain.event import Fact, Recorded
from domain.occasion import BoardReading, Occasion
from domain.organisation_commands import AdoptGoverningDocument, AppointBoardMember, SetThreshold, StandDown
from domain.organisation_events import (
    BoardMemberAppointed,
    BoardMemberStoodDown,
    BoardTally,
    GoverningDocumentAdopted,
    OrganisationEvent,
    ThresholdSet,
)
from domain.passage import Passage, Sealed, Words
from domain.programme import Programme, State
from domain.refusals import AlreadyDone, BoardShareTooLow, UnknownPart

YES, NO = "yes", "no"
SHARE_GATE = "constituency-share"

OrganisationCommand = AppointBoardMember | StandDown | AdoptGoverningDocument | SetThreshold


class Seat(State):
    """One person's place on the board."""

    office: str
    voting: bool
    constituency: Passage


class Organisation(State):
    """The register as its events leave it. `history` holds (day, voting, from constituency, threshold) as changes."""

    version: int = 0
    seats: Mapping[str, Seat] = {}
    voting: int = 0
    from_constituency: int = 0
    threshold: int = 75
    adopted_on: date | None = None
    changes: tuple[tuple[date, int, int], ...] = ()

    def reading(self) -> BoardReading:
        """The board as it is now."""
        return BoardReading(
            version=self.version,
            voting=self.voting,
            from_constituency=self.from_constituency,
            threshold=self.threshold,
            adopted_on=self.adopted_on,
            members=frozenset(self.seats),
        )

    def tally_on(self, day: date) -> BoardTally:
        """The board as it was at the end of any past day, by the dates on which people joined and left."""
        past = [change for change in self.changes if change[0] <= day]
        return BoardTally(voting=sum(c[1] for c in past), from_constituency=sum(c[2] for c in past))


def evolve(organisation: Organisation | None, event: Recorded[OrganisationEvent]) -> Organisation:
    """The register after this event."""
    organisation = organisation or Organisation()
    fact = event.fact
    update: dict[str, object] = {"version": event.version}
    match fact:
        case BoardMemberAppointed():
            seat = Seat(office=fact.office, voting=fact.voting, constituency=fact.constituency)
            update["seats"] = {**organisation.seats, fact.person: seat}
            update |= _tallied(organisation, event, fact.tally)
        case BoardMemberStoodDown():
            update["seats"] = {who: seat for who, seat in organisation.seats.items() if who != fact.person}
            update |= _tallied(organisation, event, fact.tally)
        case GoverningDocumentAdopted():
            update["adopted_on"] = event.meta.occurred_on
        case ThresholdSet():
            update["threshold"] = fact.threshold
        case _:
            assert_never(fact)
    return organisation.model_copy(update=update)


def replay(organisation: Organisation | None, events: Iterable[Recorded[OrganisationEvent]]) -> Organisation | None:
    """The register after all of these events."""
    for event in events:
        organisation = evolve(organisation, event)
    return organisation


def decide(
    organisation: Organisation | None, command: OrganisationCommand, occasion: Occasion, programme: Programme
) -> Sequence[Fact]:
    """What happens when this is asked of the register. Raises a Refusal."""
    register = organisation or Organisation()
    match command:
        case AppointBoardMember():
            return [_appointed(register, command)]
        case StandDown():
            return [_stood_down(register, command, occasion)]
        case AdoptGoverningDocument():
            return [_adopted(register, programme)]
        case SetThreshold():
            return [ThresholdSet(threshold=command.threshold, reason=occasion.words(command.reason))]
        case _:
            assert_never(command)


def _tallied(organisation: Organisation, event: Recorded[OrganisationEvent], tally: BoardTally) -> dict[str, object]:
    change = (
        event.meta.occurred_on,
        tally.voting - organisation.voting,
        tally.from_constituency - organisation.from_constituency,
    )
    return {
        "voting": tally.voting,
        "from_constituency": tally.from_constituency,
        "changes": (*organisation.changes, change),
    }


def _appointed(register: Organisation, command: AppointBoardMember) -> Fact:
    if command.person in register.seats:
        msg = "This person is already on the board. Ask them to stand down first, to change their seat."
        raise AlreadyDone(msg)
    counts = command.voting and command.from_constituency
    return BoardMemberAppointed(
        person=command.person,
        office=command.office,
        voting=command.voting,
        constituency=Words(about=command.person, text=YES if command.from_constituency else NO),
        tally=BoardTally(
            voting=register.voting + command.voting, from_constituency=register.from_constituency + counts
        ),
    )


def _stood_down(register: Organisation, command: StandDown, occasion: Occasion) -> Fact:
    seat = register.seats.get(command.person)
    if seat is None:
        msg = "This person is not on the board register. Look at the register for who is."
        raise UnknownPart(msg)
    counted = seat.voting and _came_from_constituency(seat, command, occasion)
    return BoardMemberStoodDown(
        person=command.person,
        tally=BoardTally(voting=register.voting - seat.voting, from_constituency=register.from_constituency - counted),
    )


def _came_from_constituency(seat: Seat, command: StandDown, occasion: Occasion) -> bool:
    said = command.from_constituency
    if isinstance(seat.constituency, Sealed) and occasion.unseal is not None:
        opened = occasion.unseal(seat.constituency)
        said = opened == YES if opened in {YES, NO} else said
    if said is None:
        msg = "What this person said about themselves was erased. Say whether they counted towards the share."
        raise UnknownPart(msg)
    return said


def _adopted(register: Organisation, programme: Programme) -> Fact:
    if register.adopted_on is not None:
        msg = f"The governing document was adopted on {register.adopted_on:%d %B %Y}. Nothing needs doing."
        raise AlreadyDone(msg)
    waived = any(gate == SHARE_GATE for gate, _ in programme.waived)
    reading = register.reading()
    if not reading.meets_threshold and not waived:
        msg = (
            f"{reading.from_constituency} of {reading.voting} voting members come from the constituency. "
            f"At least {reading.threshold}% must, before the governing document is adopted. "
            "Appoint more members, or waive this gate with a reason."
        )
        raise BoardShareTooLow(msg)
    return GoverningDocumentAdopted(
        tally=BoardTally(voting=register.voting, from_constituency=register.from_constituency),
        threshold=register.threshold,
        waived=waived,
    )
