"""A group of the demonstration that is half way: its board decides, and something waits for everybody in it.

It is brought in as a mentor brings one in: with the days on which things happened. The days follow from the plan, each
milestone at its typical length, so whenever the demonstration is made some milestones are open and none is late.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from uuid import uuid5

from domain.calendar import day_in_london
from domain.event import PersonRef
from domain.milestone_commands import AddEvidence, Assign, Block, Submit
from domain.organisation_commands import AdoptGoverningDocument, AppointBoardMember
from domain.organisation_events import Office
from domain.plan import Plan
from domain.programme_commands import Appointment, Command, DoneBefore, EndAppointment, OpenBefore, StartPartWay
from domain.programme_events import Mentor
from domain.roles import Role
from domain.schedule import schedule
from service.assembly import Waymark
from service.front_door import PROGRAMMES
from service.people import PersonCard
from service.plan_file import load_plan
from service.story_cast import PEOPLE

BEGINS, TEMPLATE = "demonstration/hillside", "ulo-from-scratch"
WEEKS_SO_FAR = 62
AGREED, ADOPTED = "ENG-07", "GOV-04"
BOARD: tuple[tuple[Office, str, bool], ...] = (
    ("chair", "Sunita Rao", True),
    ("treasurer", "Peter Vance", True),
    ("secretary", "Lowri Ash", True),
    ("member", "George Amber", False),
)
"""Who sits on the board, in which office, and whether they are of the constituency."""
WORKER = ("worker", "Dele Morgan")
HANDED_IN = {
    "PPL-05": "Six roles for volunteers are written down, and each volunteer has somebody to turn to.",
    "SVC-01": "Eleven members said what the peer support should be. What they said is in the notes of both meetings.",
}
"""What waits for the board, and what was shown for it."""
NEXT = ("NET-01", "MKT-02")
"""What the worker looks after and does next."""
HELD_UP: tuple[str, str] = ("PRM-03", "The lift of the second building does not work. Its owner answers next week.")


def half_way_programme() -> str:
    """The id of its programme."""
    return f"programme:{uuid5(PROGRAMMES, BEGINS)}"


def half_way_person(key: str) -> PersonRef:
    """One of its people."""
    return f"person:{uuid5(PEOPLE, f'{BEGINS}/{key}')}"


def bring_in(waymark: Waymark, mentor: Mentor, funder: PersonRef) -> None:
    """Bring the group in, once, through the front door. `mentor` and `funder` have other groups too."""
    programme, founder, plan = half_way_programme(), half_way_person(BOARD[0][0]), load_plan(TEMPLATE)
    if waymark.store.stream_version(programme) == 0:
        for key, name in (WORKER, *((office, name) for office, name, _ in BOARD)):
            waymark.people.add(PersonCard(name=f"{name} (invented)"), half_way_person(key))
        start_on = day_in_london(waymark.clock()) - timedelta(weeks=WEEKS_SO_FAR)
        command = _start(plan, start_on, mentor, funder)
        waymark.front_door.start(command, actor=mentor.coordinator, command_id=BEGINS)
    begun = waymark.front_door.programme(programme)
    # The last step is that the founder is one no more: until then somebody stopped Waymark while it was done.
    if Role.FOUNDER not in begun.roles.get(founder, ()):
        return
    adopted_on = begun.start_on + timedelta(weeks=schedule(plan.milestones).spans[ADOPTED].finish)
    for number, (actor, step) in enumerate(_steps(founder, half_way_person(WORKER[0]), adopted_on)):
        waymark.front_door.ask(programme, step, actor=actor, command_id=f"{BEGINS}/{number}")


def _steps(founder: PersonRef, worker: PersonRef, adopted_on: date) -> Iterator[tuple[PersonRef, Command]]:
    for office, _, of_it in BOARD:
        seat = AppointBoardMember(
            person=half_way_person(office), office=office, from_constituency=of_it, occurred_on=adopted_on
        )
        yield founder, seat
    yield founder, AdoptGoverningDocument(occurred_on=adopted_on)
    for milestone, shown in HANDED_IN.items():
        yield worker, Assign(milestone=milestone, to=worker)
        yield worker, AddEvidence(milestone=milestone, note=shown)
        yield worker, Submit(milestone=milestone)
    for milestone in NEXT:
        yield worker, Assign(milestone=milestone, to=worker)
    yield worker, Block(milestone=HELD_UP[0], kind="someone-outside", note=HELD_UP[1])
    yield founder, EndAppointment(person=founder, role=Role.FOUNDER)


def _start(plan: Plan, start_on: date, mentor: Mentor, funder: PersonRef) -> StartPartWay:
    spans = schedule(plan.milestones).spans

    def on(week: int) -> date:
        return start_on + timedelta(weeks=week)

    return StartPartWay(
        organisation="Hillside Disabled People’s Network (invented)",
        locality="Hillside, an invented town",
        mentor=mentor,
        commissioner="Hillside Council (invented)",
        funders=("The Lantern Fund (invented)",),
        template=TEMPLATE,
        start_on=start_on,
        agreed_on=on(spans[AGREED].finish),
        done=tuple(
            DoneBefore(milestone=each.id, opened_on=on(spans[each.id].start), accepted_on=on(spans[each.id].finish))
            for each in plan.milestones
            if spans[each.id].finish <= WEEKS_SO_FAR
        ),
        opened=tuple(
            OpenBefore(milestone=each.id, opened_on=on(spans[each.id].start))
            for each in plan.milestones
            if spans[each.id].start <= WEEKS_SO_FAR < spans[each.id].finish
        ),
        people=(
            Appointment(person=half_way_person(BOARD[0][0]), role=Role.FOUNDER),
            Appointment(person=half_way_person(WORKER[0]), role=Role.WORKER),
            Appointment(person=funder, role=Role.FUNDER),
        ),
    )
