"""The board register as the API shows it: who sits, and what share comes from the constituency, on any day."""

from datetime import date

from pydantic import BaseModel, Field

from domain.board_privacy import for_others
from domain.occasion import WHOLE, BoardReading
from domain.organisation import Organisation
from domain.refusals import DayNotPossible
from service.people import People


class Seat(BaseModel, frozen=True):
    """One person's place on the board. Whether they come from the constituency is their own matter, and not shown."""

    person: str
    name: str
    office: str
    voting: bool


class BoardOnDay(BaseModel, frozen=True):
    """The board on one day. `threshold` is today's, in per cent; `seats` is None for a past day.

    Who neither sits there, nor founds the group, nor mentors it, sees no number from the constituency, and of a past
    day no share at all: two numbers beside each other would say who comes from there.
    """

    on: date
    voting: int
    from_constituency: int | None = Field(description="None when it is not shown to you.")
    share: float | None = Field(description="Per cent of the voting members; None when nobody votes, or not shown.")
    threshold: int
    meets_threshold: bool | None = Field(description="None when it is not shown to you.")
    has_majority: bool | None = Field(description="None when it is not shown to you.")
    adopted_on: date | None
    seats: tuple[Seat, ...] | None


def board_on(
    register: Organisation | None, day: date | None, today: date, people: People, *, exact_tally: bool
) -> BoardOnDay:
    """The register today, or its tally on a past day, for a reader who may know the tally or not.

    Raises DayNotPossible.
    """
    if day is not None and day > today:
        msg = f"{day:%d %B %Y} is still to come. Give today or a past day."
        raise DayNotPossible(msg)
    exact = _exact_board_on(register or Organisation(), day, today, people)
    return exact if exact_tally else _for_others(exact, register)


def _for_others(exact: BoardOnDay, register: Organisation | None) -> BoardOnDay:
    known = for_others(register) if exact.seats is not None else None
    return exact.model_copy(
        update={
            "from_constituency": None,
            "share": None,
            "meets_threshold": known.meets_threshold if known else None,
            "has_majority": known.has_majority if known else None,
        }
    )


def _exact_board_on(register: Organisation, day: date | None, today: date, people: People) -> BoardOnDay:
    now = register.reading()
    if day is None or day == today:
        return _view(today, now, _seats(register, people))
    tally = register.tally_on(day)
    return _view(
        day,
        BoardReading(
            voting=tally.voting,
            from_constituency=tally.from_constituency,
            threshold=now.threshold,
            adopted_on=now.adopted_on if now.adopted_on is not None and now.adopted_on <= day else None,
        ),
        None,
    )


def _view(day: date, reading: BoardReading, seats: tuple[Seat, ...] | None) -> BoardOnDay:
    share = round(reading.from_constituency * WHOLE / reading.voting, 1) if reading.voting else None
    return BoardOnDay(
        on=day,
        voting=reading.voting,
        from_constituency=reading.from_constituency,
        share=share,
        threshold=reading.threshold,
        meets_threshold=reading.meets_threshold,
        has_majority=reading.has_majority,
        adopted_on=reading.adopted_on,
        seats=seats,
    )


def _seats(register: Organisation, people: People) -> tuple[Seat, ...]:
    names = people.names(register.seats)
    return tuple(
        Seat(person=person, name=names[person], office=seat.office, voting=seat.voting)
        for person, seat in register.seats.items()
    )
