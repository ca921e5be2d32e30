"""The new organisation's board register: who sits, who votes, and how many come from the constituency."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import assert_never

from domain.dated import not_to_come
from domain.event import Fact, Recorded
from domain.neighbours import State
from domain.occasion import USUAL_SHARE, BoardReading, Occasion
from domain.organisation_commands import AdoptGoverningDocument, AppointBoardMember, SetThreshold, StandDown
from domain.organisation_events import (
    BoardMemberAppointed,
    BoardMemberStoodDown,
    BoardTally,
    GoverningDocumentAdopted,
    OrganisationEvent,
    ThresholdSet,
)
from domain.passage import Passage, Words
from domain.programme import Programme
from domain.refusals import AlreadyDone, BoardShareTooLow, DayNotPossible, NotNow, UnknownPart

YES, NO = "yes", "no"

OrganisationCommand = AppointBoardMember | StandDown | AdoptGoverningDocument | SetThreshold


class Seat(State):
    """One person's place on the board."""

    office: str
    voting: bool
    constituency: Passage
    since: date


class Organisation(State):
    """The register as its events leave it. `changes` holds (day, voting, from the constituency), each as a difference.

    `left` says when those who stood down did so, and `thresholds` from which day each share was asked for.
    """

    version: int = 0
    seats: Mapping[str, Seat] = {}
    voting: int = 0
    from_constituency: int = 0
    threshold: int = USUAL_SHARE
    adopted_on: date | None = None
    changes: tuple[tuple[date, int, int], ...] = ()
    left: Mapping[str, date] = {}
    thresholds: tuple[tuple[date, int], ...] = ()

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

    def threshold_on(self, day: date) -> int:
        """The share that was asked for on any past day, in per cent."""
        past = [each for each in self.thresholds if each[0] <= day]
        return max(past, key=lambda each: each[0])[1] if past else USUAL_SHARE

    def reading_on(self, day: date) -> BoardReading:
        """The board as it was at the end of any past day. Who sat on it is not said."""
        tally = self.tally_on(day)
        return BoardReading(
            version=self.version,
            voting=tally.voting,
            from_constituency=tally.from_constituency,
            threshold=self.threshold_on(day),
            adopted_on=self.adopted_on if self.adopted_on is not None and self.adopted_on <= day else None,
        )


def evolve(organisation: Organisation | None, event: Recorded[OrganisationEvent]) -> Organisation:
    """The register after this event."""
    organisation = organisation or Organisation()
    fact = event.fact
    on = event.meta.occurred_on
    update: dict[str, object] = {"version": event.version}
    match fact:
        case BoardMemberAppointed():
            seat = Seat(office=fact.office, voting=fact.voting, constituency=fact.constituency, since=on)
            update["seats"] = {**organisation.seats, fact.person: seat}
            update |= _tallied(organisation, event, fact.tally)
        case BoardMemberStoodDown():
            update["seats"] = {who: seat for who, seat in organisation.seats.items() if who != fact.person}
            update["left"] = {**organisation.left, fact.person: on}
            update |= _tallied(organisation, event, fact.tally)
        case GoverningDocumentAdopted():
            update["adopted_on"] = on
        case ThresholdSet():
            update["thresholds"] = (*organisation.thresholds, (on, fact.threshold))
            update["threshold"] = fact.threshold
        case _:
            assert_never(fact)
    return organisation.model_copy(update=update)


def decide(
    organisation: Organisation | None, command: OrganisationCommand, occasion: Occasion, programme: Programme
) -> Sequence[Fact]:
    """What happens when this is asked of the register. Raises a Refusal."""
    not_to_come(command, occasion.today)
    register, day = organisation or Organisation(), command.day(occasion.today)
    match command:
        case AppointBoardMember():
            return [_appointed(register, command, day)]
        case StandDown():
            return [_stood_down(register, command, day, occasion)]
        case AdoptGoverningDocument():
            return [_adopted(register, programme, day)]
        case SetThreshold():
            if command.threshold == register.threshold:
                msg = f"The share is {register.threshold}% already. Nothing needs doing."
                raise AlreadyDone(msg)
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


def _appointed(register: Organisation, command: AppointBoardMember, day: date) -> Fact:
    if command.person in register.seats:
        msg = "This person is already on the board. Ask them to stand down first, to change their seat."
        raise AlreadyDone(msg)
    left = register.left.get(command.person)
    if left is not None and day < left:
        msg = f"This person stood down on {left:%d %B %Y}. Give that day or a later one."
        raise DayNotPossible(msg)
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


def _stood_down(register: Organisation, command: StandDown, day: date, occasion: Occasion) -> Fact:
    seat = register.seats.get(command.person)
    if seat is None:
        msg = "This person is not on the board register. Look at the register for who is."
        raise UnknownPart(msg)
    if day < seat.since:
        msg = f"This person joined the board on {seat.since:%d %B %Y}. Give that day or a later one."
        raise DayNotPossible(msg)
    counted = seat.voting and _came_from_constituency(seat, command, occasion)
    voting, from_constituency = register.voting - seat.voting, register.from_constituency - counted
    if not 0 <= from_constituency <= voting:
        msg = (
            f"{register.from_constituency} of {register.voting:,} voting members come from the constituency, "
            "so this cannot be. Check what you said about this person."
        )
        raise UnknownPart(msg)
    return BoardMemberStoodDown(
        person=command.person, tally=BoardTally(voting=voting, from_constituency=from_constituency)
    )


def _came_from_constituency(seat: Seat, command: StandDown, occasion: Occasion) -> bool:
    said, opened = command.from_constituency, _opened(seat.constituency, occasion)
    if opened in {YES, NO}:
        return opened == YES
    if said is None:
        msg = "What this person said about themselves was erased. Say whether they counted towards the share."
        raise UnknownPart(msg)
    return said


def _opened(kept: Passage, occasion: Occasion) -> str:
    if isinstance(kept, Words):
        return kept.text
    return "" if occasion.unseal is None else occasion.unseal(kept)


def _adopted(register: Organisation, programme: Programme, day: date) -> Fact:
    if register.adopted_on is not None:
        msg = f"The governing document was adopted on {register.adopted_on:%d %B %Y}. Nothing needs doing."
        raise AlreadyDone(msg)
    if not register.seats:
        msg = "Nobody is on the board register yet, so nobody could decide. Appoint the board first."
        raise NotNow(msg)
    share = {name for name, gate in programme.gates.items() if gate.rule == "constituency-share"}
    waived = any(gate in share for gate, _ in programme.waived)
    reading = register.reading_on(day)
    if not reading.meets_threshold and not waived:
        msg = (
            f"{reading.from_constituency} of {reading.voting:,} voting members come from the constituency. "
            f"At least {reading.threshold}% must, before the governing document is adopted. "
            "Appoint more members, or waive this gate with a reason."
        )
        raise BoardShareTooLow(msg)
    return GoverningDocumentAdopted(
        tally=BoardTally(voting=reading.voting, from_constituency=reading.from_constituency),
        threshold=reading.threshold,
        waived=waived,
    )
