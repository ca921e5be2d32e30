"""How the people of a story leave something behind: write it down, check it, publish it, find who looks after it."""

from collections.abc import Callable
from functools import partial

from domain.duty_events import Prompted
from domain.event import Fact
from domain.journal_commands import RecordMentoringSession
from domain.journal_events import LessonRecorded
from domain.legacy import Resource
from domain.milestone_events import MilestoneOpened
from domain.moments import ONE_YEAR
from domain.programme_commands import Command
from domain.resource_commands import (
    AnswerRunning,
    CheckResource,
    DraftResource,
    NameOwner,
    PublishResource,
    ReviewResource,
)
from domain.resource_events import PublishedFile
from service.story_agenda import Acting, Ask
from service.story_cast import Cast
from service.story_left import LeftBehind, Lesson
from service.story_words import CHECKED, NOBODY_YET, REVIEWED, STILL_RUNS, STOPPED, invented

SESSION = 60


class Leaving:
    """Reacts to what has to do with the legacy. Lessons are collected when their milestone opens, or at once."""

    def __init__(self, cast: Cast) -> None:
        self._cast = cast
        self._lessons = {
            each.milestone: each.lesson
            for each in cast.part.highlights
            if each.lesson is not None and each.lesson.title is not None
        }
        self._begun: set[str] = set()
        self._things: dict[int, LeftBehind] = {}
        self._collecting = False

    def heard(self, fact: Fact) -> None:
        """Something happened: plan what people do about it."""
        match fact:
            case MilestoneOpened():
                self._opened(fact.milestone)
            case LessonRecorded() if fact.milestone is not None:
                self._learned(fact.milestone)
            case Prompted() if fact.about.startswith("resource/"):
                self._asked(int(fact.about.partition("/")[2]), fact)
            case _:
                pass

    @property
    def finished(self) -> bool:
        """Whether every owner has answered whom the story lets answer."""
        left = self._cast.group.legacy
        resources = left.resources if left is not None else {}
        return not any(
            thing.still_running is not None and number in resources and not resources[number].answers
            for number, thing in self._things.items()
        )

    def found_homes(self, milestone: str | None) -> Acting:
        """Something stands in the way of the end because nobody looks after it: say so, and find somebody."""
        missing = self._cast.group.assets.ownerless
        if not missing:
            return
        titles = " and ".join(f"“{self._things[number].title}”" for number in missing if number in self._things)
        note = invented(NOBODY_YET.format(titles=titles))
        about = (milestone,) if milestone is not None else ()
        yield Ask(RecordMentoringSession(minutes=SESSION, milestones=about, note=note), self._cast.mentor)
        for number in missing:
            self._later("home", number, 2, 4, self._name_owner)

    def _opened(self, milestone: str) -> None:
        if milestone == self._cast.part.turning_points.lessons:
            self._collecting = True
            for each in self._recorded():
                self._plan_lesson(each)
        for thing in self._cast.part.left_behind:
            if thing.begins == milestone:
                days = self._cast.dice("left", thing.title).days(4, 16)
                self._cast.later(days, partial(self._draft, thing), die=self._cast.dice("hour", thing.title))

    def _recorded(self) -> list[str]:
        return [each for each in self._cast.programme.lessons_from.values() if each is not None]

    def _learned(self, milestone: str) -> None:
        lesson = self._lessons.get(milestone)
        if lesson is not None and (lesson.at_once or self._collecting):
            self._plan_lesson(milestone)

    def _plan_lesson(self, milestone: str) -> None:
        lesson = self._lessons.get(milestone)
        if lesson is None or milestone in self._begun:
            return
        self._begun.add(milestone)
        die = self._cast.dice("lesson", milestone)
        self._cast.later(die.days(3, 18), partial(self._draft_lesson, milestone, lesson), die=die)

    def _draft_lesson(self, milestone: str, lesson: Lesson) -> Acting:
        found = {of: version for version, of in self._cast.programme.lessons_from.items()}
        draft = DraftResource(
            kind="lesson",
            title=lesson.title or "",
            text=lesson.published,
            easy_read=lesson.easy_read,
            lesson=found[milestone],
        )
        yield from self._written(draft)

    def _draft(self, thing: LeftBehind) -> Acting:
        self._things[self._next_number] = thing
        draft = DraftResource(
            kind=thing.kind,
            title=thing.title,
            text=thing.text.published,
            easy_read=thing.easy_read,
            milestone=thing.begins,
        )
        yield from self._written(draft)

    def _written(self, draft: DraftResource) -> Acting:
        number = self._next_number
        yield Ask(draft, self._cast.worker or self._cast.mentor)
        self._later("check", number, 5, 12, self._check)

    def _check(self, number: int) -> Acting:
        """Members read it together, so it counts whoever wrote it."""
        note = invented(self._cast.dice("checked", number).of(CHECKED))
        meeting = self._cast.meeting()
        yield Ask(CheckResource(resource=number, agreed=True, note=note, on_behalf_of=meeting), self._cast.deciders[0])
        self._later("publish", number, 1, 6, self._publish)

    def _publish(self, number: int) -> Acting:
        thing = self._things.get(number)
        yield Ask(_publishing(number, thing, self._cast.files), self._cast.deciders[0])
        if thing is not None and thing.keeper is not None and not thing.keeper.late:
            self._later("owner", number, 3, 12, self._name_owner)

    def _name_owner(self, number: int) -> Acting:
        thing, found = self._things.get(number), self._resource(number)
        if thing is None or found is None or found.owner is not None:
            return
        # Whoever is named nowhere is the organisation itself: it is what is left.
        organisation = thing.keeper.organisation if thing.keeper is not None else self._cast.part.organisation
        named = NameOwner(resource=number, organisation=organisation, agreed_on=self._cast.today)
        yield Ask(named, self._cast.worker or self._cast.deciders[0])

    def _asked(self, number: int, prompted: Prompted) -> None:
        if prompted.number > 1:
            return
        match prompted.kind:
            case "still-running":
                self._later("runs", number, 4, 15, self._answer, regardless=True)
            case "review-resource":
                self._later("review", number, 3, 12, self._review, regardless=True)
            case _:
                pass

    def _answer(self, number: int) -> Acting:
        thing = self._things.get(number)
        if thing is None or thing.still_running is None:
            return
        usual = invented(STILL_RUNS if thing.still_running else STOPPED)
        note = thing.note.recorded if thing.note is not None else usual
        answer = AnswerRunning(resource=number, running=thing.still_running, note=note)
        yield Ask(answer, self._cast.deciders[0])

    def _review(self, number: int) -> Acting:
        found = self._resource(number)
        if found is not None and found.offered is not None:
            again = ReviewResource(resource=number, review_on=self._cast.today + ONE_YEAR, note=invented(REVIEWED))
            yield Ask(again, self._cast.worker or self._cast.deciders[0])

    def _resource(self, number: int) -> Resource | None:
        legacy = self._cast.group.legacy
        return legacy.resources.get(number) if legacy is not None else None

    @property
    def _next_number(self) -> int:
        legacy = self._cast.group.legacy
        return max(legacy.resources if legacy is not None else (), default=0) + 1

    def _later(
        self, what: str, number: int, low: int, high: int, act: Callable[[int], Acting], *, regardless: bool = False
    ) -> None:
        die = self._cast.dice(what, number, self._cast.today)
        self._cast.later(die.days(low, high), partial(act, number), regardless=regardless, die=die)


def _publishing(number: int, thing: LeftBehind | None, files: dict[str, PublishedFile]) -> Command:
    if thing is None:
        return PublishResource(resource=number)
    return PublishResource(
        resource=number,
        link=thing.link,
        files=tuple(files[each.name] for each in thing.files),
        formats=thing.formats,
        licence=thing.licence,
        criteria=thing.criteria,
    )
