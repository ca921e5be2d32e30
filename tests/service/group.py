"""A group in an installation of its own: real store, real rules, and a clock the test moves."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from time import monotonic, sleep
from uuid import uuid4

from domain.event import ENGINE
from domain.milestone_commands import AddMilestone, RevisePlan
from domain.plan import Weeks
from domain.programme_commands import Appointment, Command, Prompt, StartProgramme
from domain.programme_events import Mentor
from domain.prompts import next_prompt
from domain.roles import Role
from service.assembly import Waymark, build
from service.front_door import Answer
from service.keyring import KeyFolder
from service.people import PersonCard
from service.settings import Settings

START = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
MENTOR, FOUNDER, OTHER, WORKER = (f"person:{n}b4e28ba-2fa1-41d2-883f-0016d3cca427" for n in "1234")
FIRST = "ENG-01"


@dataclass
class Hands:
    """A clock that stands still until it is moved."""

    now: datetime = START

    def __call__(self) -> datetime:
        return self.now

    def to(self, day: date, hour: int = 12) -> None:
        self.now = datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def settings_of(folder: Path, app_url: str, owner_url: str) -> Settings:
    """Settings of an installation whose two databases are one."""
    KeyFolder.make(folder / "keys")
    return Settings(
        home=folder,
        database_url=app_url,
        owner_database_url=owner_url,
        keys_database_url=app_url,
        keys_owner_database_url=owner_url,
        mail_folder=folder / "mailbox",
        mail_from="Waymark <waymark@example.org>",
    )


@dataclass
class Group:
    """One programme and the people in it."""

    waymark: Waymark
    hands: Hands
    id: str = ""

    def start(self, **people: PersonCard) -> "Group":
        """Start the programme with a mentor, two founders and a worker; `people` says how each is reached."""
        names = {"mentor": MENTOR, "founder": FOUNDER, "other": OTHER, "worker": WORKER}
        for role, ref in names.items():
            self.waymark.people.add(people.get(role, PersonCard(name=role.title())), ref)
        command = StartProgramme(
            organisation="Our Own Voice",
            locality="Tamworth",
            mentor=Mentor(organisation="Helping Hands", coordinator=MENTOR),
            template="existing-group",
            start_on=self.hands.now.date(),
            people=(
                Appointment(person=FOUNDER, role=Role.FOUNDER),
                Appointment(person=OTHER, role=Role.FOUNDER),
                Appointment(person=WORKER, role=Role.WORKER),
            ),
        )
        self.id = self.waymark.front_door.start(command, actor=MENTOR, command_id=str(uuid4())).programme
        return self

    def ask(self, command: Command, by: str = FOUNDER, command_id: str = "") -> Answer:
        return self.waymark.front_door.ask(self.id, command, actor=by, command_id=command_id or str(uuid4()))

    def name_a_milestone(self) -> None:
        """Have the group add OWN-01 to its plan, with a title and a reason that must stay inside."""
        own = AddMilestone(
            id="OWN-01",
            stage="ENG",
            title="Help for Ann's depression",
            what="A private matter",
            depends_on=(),
            weeks=Weeks(earliest=1, typical=2, latest=3),
        )
        self.ask(RevisePlan(changes=(own,), reason="Ann asked"))

    def due(self, milestone: str = FIRST) -> date:
        due = self.waymark.front_door.programme(self.id).milestones[milestone].due
        assert due is not None
        return due

    def wait_for_prompt(self, about: str = f"milestone/{FIRST}") -> None:
        """Move the clock to the next timer of a wait, and record what it says."""
        after = self.hands.now
        while True:
            found = next_prompt(self.waymark.front_door.programme(self.id), about, after)
            assert found is not None
            self.hands.now = max(self.hands.now, found.at + timedelta(minutes=1))
            if self.ask(Prompt(about=about), by=ENGINE, command_id=found.command_id).position:
                return
            after = self.hands.now


@contextmanager
def group(settings: Settings, hands: Hands, story: str | None = None) -> Iterator[Group]:
    with build(settings, clock=hands, story=story) as waymark:
        yield Group(waymark, hands)


def eventually(true: Callable[[], bool]) -> None:
    until = monotonic() + 120
    while not true():
        assert monotonic() < until, "it did not come true in time"
        sleep(0.02)
