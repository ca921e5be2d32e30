"""The people of one programme of a story: who they are, who decides, who does what, and when they do it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from uuid import UUID, uuid5

from domain.authority import deciding_role
from domain.calendar import LONDON, Calendar, day_in_london
from domain.occasion import BoardReading
from domain.programme import Milestone, Programme
from domain.programme_commands import Appointment, MeetingNote, StartProgramme
from domain.programme_events import Mentor, Vocabulary
from domain.resource_events import PublishedFile
from domain.roles import Role
from service.calendars import calendar_of
from service.group import Group
from service.story import ProgrammeStory, Story, StoryPerson
from service.story_agenda import Acting, Agenda
from service.story_manner import Dice, dice
from service.story_words import DECISIONS, invented

PEOPLE = UUID("2c0d4f4b-59a2-5b3f-9a0a-5d7c1b1f3e66")
"""The namespace of the people of stories."""

DAYS_PER_MONTH = 365.25 / 12
OWN_PARTIES = {"founders", "board", "members", "treasurer", "everyone", "adviser"}
MENTOR_HOURS, EVERYBODY_HOURS = 15, 7


def person_ref(story: str, seed: int, programme: str, key: str) -> str:
    """A person of a story: the same for the same seed."""
    return f"person:{uuid5(PEOPLE, f'{story}/{seed}/{programme}/{key}')}"


def story_command_id(story: str, seed: int, programme: str) -> str:
    """The id of the command with which a programme of a story starts. The programme's id comes from it."""
    return f"story/{story}/{seed}/{programme}"


@dataclass(slots=True)
class Cast:
    """One programme's people. `group` is its newest state, brought up to date by whoever plays the story."""

    story: Story
    part: ProgrammeStory
    seed: int
    clock: Callable[[], datetime]
    neighbours: Mapping[str, "Cast"] = field(default_factory=dict)
    """The other programmes of the story, by their keys."""
    files: dict[str, PublishedFile] = field(default_factory=dict)
    """What was made of the files that this programme publishes, by their names."""
    agenda: Agenda = field(default_factory=Agenda)
    group: Group = field(default_factory=partial(Group, None, None))

    @property
    def programme(self) -> Programme:
        """The programme, once it has begun."""
        if self.group.programme is None:
            msg = "Nobody acts in a programme that has not begun."
            raise AssertionError(msg)
        return self.group.programme

    @property
    def board(self) -> BoardReading:
        """What the board register says."""
        return self.group.board

    @property
    def calendar(self) -> Calendar:
        """The working days of this programme."""
        return calendar_of("england")

    @property
    def today(self) -> date:
        """The day it is in the story."""
        return day_in_london(self.clock())

    def dice(self, *about: object) -> Dice:
        """A die for one purpose of this programme."""
        return dice(self.seed, self.part.key, *about)

    def ref(self, key: str) -> str:
        """A person of this programme."""
        return person_ref(self.story.story, self.seed, self.part.key, key)

    def refs(self) -> dict[str, StoryPerson]:
        """Everybody, by their id."""
        return {self.ref(person.key): person for person in self.part.people}

    def start(self) -> StartProgramme:
        """The command that begins this programme. A worker comes when there is money for one."""
        roles = {"mentor": Role.MENTOR, "founder": Role.FOUNDER, "commissioner": Role.COMMISSIONER}
        roles["funder"] = Role.FUNDER
        return StartProgramme(
            organisation=self.part.organisation,
            locality=self.part.locality,
            mentor=Mentor(organisation=self.story.mentor, coordinator=self.mentor),
            commissioner=self.part.commissioner,
            funders=self.part.funders,
            template=self.part.template,
            start_on=self.part.starts,
            vocabulary=Vocabulary(short=self.part.short),
            people=tuple(
                Appointment(person=self.ref(person.key), role=roles[person.role])
                for person in self.part.people
                if person.role in roles and not person.joins_later and self.ref(person.key) != self.mentor
            ),
        )

    @property
    def mentor(self) -> str:
        """The mentor's coordinator."""
        return self.ref(self.part.of_role("mentor")[0].key)

    @property
    def founders(self) -> tuple[str, ...]:
        """The founding group, who become the board."""
        return tuple(self.ref(person.key) for person in self.part.of_role("founder"))

    @property
    def deciders(self) -> tuple[str, ...]:
        """Who decides now, in the order they came."""
        if deciding_role(self.board) is Role.FOUNDER:
            return self.programme.holders(Role.FOUNDER)
        return tuple(self.group.organisation.seats) if self.group.organisation else ()

    @property
    def worker(self) -> str | None:
        """The worker in post."""
        return next(iter(self.programme.holders(Role.WORKER)), None)

    def reader(self, milestone: Milestone) -> str | None:
        """The commissioner or funder whom this milestone names, if there is one."""
        for role in (Role.COMMISSIONER, Role.FUNDER):
            if role.value in milestone.step.who and (held := self.programme.holders(role)):
                return held[0]
        return None

    def doer(self, milestone: Milestone) -> str:
        """Who does the work on a milestone: whoever looks after it if they still may, else whom the plan names."""
        who, deciders = set(milestone.step.who), self.deciders
        if milestone.assignee is not None and milestone.assignee in {*deciders, self.mentor, self.worker}:
            return milestone.assignee
        if "worker" in who and self.worker is not None:
            return self.worker
        if who & OWN_PARTIES or "mentor" not in who:
            return self.dice("doer", milestone.step.id).of(deciders)
        return self.mentor

    def decider_apart_from(self, *people: str | None) -> str:
        """One of those who decide, who is none of these."""
        free = [person for person in self.deciders if person not in people]
        return self.dice("decider", *people, self.today).of(free or self.deciders)

    def meeting(self, minute: str | None = None) -> MeetingNote:
        """A meeting of today, of those who decide."""
        die = self.dice("meeting", self.today)
        present = len(self.deciders) + die.days(0, 4)
        against = die.days(0, 1)
        return MeetingNote(
            body="founding group" if self.board.adopted_on is None else "board",
            held_on=self.today,
            present=present,
            votes_for=present - against,
            votes_against=against,
            minute=minute or invented(die.of(DECISIONS)),
        )

    def later(
        self,
        days: float,
        act: Callable[[], Acting],
        *,
        about: str = "",
        regardless: bool = False,
        die: Dice | None = None,
    ) -> None:
        """Put something on the agenda, so many days from now, on a working day in working hours."""
        self.agenda.add(self._moment(self.today, days, die), act, about=about, regardless=regardless)

    def about(self, day: date, act: Callable[[], Acting], *, about: str, die: Dice) -> None:
        """Put something on the agenda of about this day: the nearest working day, for one after it would add up."""
        self.agenda.add(self._moment(_nearest(day, self.calendar), 0, die), act, about=about)

    def in_month(self, month: float, act: Callable[[], Acting]) -> None:
        """Put something on the agenda, so many months after the beginning."""
        self.agenda.add(self._moment(self.part.starts, month * DAYS_PER_MONTH, None), act)

    def _moment(self, day: date, days: float, die: Dice | None) -> datetime:
        hour = time(10 + (die.days(0, EVERYBODY_HOURS) if die else 0))
        moment = datetime.combine(self.calendar.working_day(day + timedelta(days=round(days))), hour, LONDON)
        return max(moment.astimezone(UTC), self.clock())


def _nearest(day: date, calendar: Calendar) -> date:
    before, after = day, calendar.working_day(day)
    while not calendar.is_working(before):
        before -= timedelta(days=1)
    return before if day - before < after - day else after
