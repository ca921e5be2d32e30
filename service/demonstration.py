"""What `make run` shows: a story that has ended, a group half way, and a programme that begins today."""

from collections.abc import Callable
from contextlib import suppress
from uuid import uuid5

from domain.calendar import day_in_london
from domain.person_commands import AppointOperator, Join
from domain.programme_commands import Appointment, StartProgramme
from domain.programme_events import Mentor
from domain.refusals import AlreadyDone
from domain.roles import Role
from service.assembly import Waymark, build
from service.front_door import PROGRAMMES
from service.half_way_group import bring_in
from service.people import PersonCard
from service.settings import Settings
from service.sign_in.desk import desk_of
from service.sign_in.hosting import THE_MACHINE
from service.story import Story
from service.story_cast import PEOPLE
from service.story_file import load_story
from service.story_import import import_story, is_imported, story_programmes
from service.story_packs import pack_up

STORY, SEED = "map", 1
BEGINS = "demonstration/riverside"
PEOPLE_OF_TODAY: tuple[tuple[str, str, Role], ...] = (
    ("mentor", "Hanna Webb", Role.MENTOR),
    ("worker", "Jonas Pryce", Role.WORKER),
    ("first-founder", "Mabel Sturt", Role.FOUNDER),
    ("second-founder", "Idris Kay", Role.FOUNDER),
    ("commissioner", "Carys Bond", Role.COMMISSIONER),
    ("funder", "Leonard Fitch", Role.FUNDER),
)


def load(settings: Settings, say: Callable[[str], None]) -> None:
    """Put the demonstration into a running home. A second time it does nothing. Raises StoryStuck, CannotStart."""
    with build(settings) as waymark:
        begun = waymark.store.stream_version(programme_of_today()) > 0
        if not begun:
            for key, name, _ in PEOPLE_OF_TODAY:
                waymark.people.add(PersonCard(name=f"{name} (invented)"), person_of_today(key))
        bring_in(waymark, MENTOR, person_of_today("funder"))
        if not begun:
            _start_today(waymark, say)
        ready_operator(waymark)
        story = load_story(STORY)
        if is_imported(waymark, story, SEED):
            say("The demonstration is loaded.")
        else:
            _play(story, settings, waymark, say)
        pack_up(waymark, story_programmes(story, SEED))


def _play(story: Story, settings: Settings, waymark: Waymark, say: Callable[[str], None]) -> None:
    # Imported here, because the second time there is nothing to play, and it is over in a second.
    from service.simulation_place import place_beside  # noqa: PLC0415
    from service.simulation_stage import run_story  # noqa: PLC0415
    from service.story_progress import lines  # noqa: PLC0415

    say(f"Playing the story “{story.title}”: about half a minute for two and a half years.")
    with place_beside(settings.home) as place:
        told = run_story(story, SEED, place, lines(say))
        with build(place) as played:
            imported = import_story(story, SEED, played, waymark)
    say(
        f"The story is told: {told.virtual_days} days and {imported.events} events in {told.seconds:.0f} seconds. "
        "What is invented in it says so."
    )


def programme_of_today() -> str:
    """The id of the programme that begins with the demonstration."""
    return f"programme:{uuid5(PROGRAMMES, BEGINS)}"


def person_of_today(key: str) -> str:
    """One of its people."""
    return f"person:{uuid5(PEOPLE, f'{BEGINS}/{key}')}"


MENTOR = Mentor(organisation="Oakway Centre for Independent Living (invented)", coordinator=person_of_today("mentor"))
"""Stands at the side of both groups that go on."""


def ready_operator(waymark: Waymark) -> None:
    """Somebody who looks after the demonstration. Like its other people they are chosen on the first page."""
    person, desk = person_of_today("operator"), desk_of(waymark)
    waymark.people.add(PersonCard(name="Oona Reeve (invented)"), person)
    desk.accounts.add(person)
    with suppress(AlreadyDone):
        desk.log.ask(person, Join(invitation=None), THE_MACHINE)
        desk.log.ask(person, AppointOperator(), THE_MACHINE)


def _start_today(waymark: Waymark, say: Callable[[str], None]) -> None:
    """A draft programme with one person in each role, begun through the front door like any other."""
    command = StartProgramme(
        organisation="Riverside Independent Living Group (invented)",
        locality="Riverside, an invented town",
        mentor=MENTOR,
        commissioner="Riverside Council (invented)",
        funders=("The Lantern Fund (invented)",),
        template="ulo-from-scratch",
        start_on=day_in_london(waymark.clock()),
        people=tuple(
            Appointment(person=person_of_today(key), role=role)
            for key, _, role in PEOPLE_OF_TODAY
            if role is not Role.MENTOR
        ),
    )
    waymark.front_door.start(command, actor=MENTOR.coordinator, command_id=BEGINS)
    say("A new programme begins today: Riverside Independent Living Group (invented). Choose whom to be, and go on.")
