"""Whether a story can be played: everybody and every milestone it names must be there."""

from collections import Counter
from collections.abc import Iterator

from domain.occasion import BoardReading
from domain.plan import Plan
from domain.plan_faults import Place
from domain.refusals import Refusal
from service.plan_file import load_plan
from service.story import ProgrammeStory, Story
from service.story_left import Elsewhere

Found = tuple[Place, str]
FEWEST_FOUNDERS = 3


def check_story(story: Story) -> Iterator[Found]:
    """What is wrong, each with its place and a sentence that says what to do."""
    for number, programme in enumerate(story.programmes):
        here: Place = ("programmes", number)
        try:
            plan = load_plan(programme.template)
        except Refusal as refusal:
            yield (*here, "template"), str(refusal)
            continue
        yield from _milestones(programme, plan, here)
        yield from _people(programme, here)
        yield from _in_order(programme, here)
        yield from _left_elsewhere(programme, story, here)


def _milestones(programme: ProgrammeStory, plan: Plan, here: Place) -> Iterator[Found]:
    known = {milestone.id for milestone in plan.milestones}
    named: list[tuple[Place, str]] = [
        *(((*here, "left_out", n, "milestone"), each.milestone) for n, each in enumerate(programme.left_out)),
        *(((*here, "highlights", n, "milestone"), each.milestone) for n, each in enumerate(programme.highlights)),
        *(((*here, "turning_points"), value) for _, value in programme.turning_points),
        *(((*here, "left_behind", n, "begins"), each.begins) for n, each in enumerate(programme.left_behind)),
        *(((*here, "questions", n, "milestone"), each.milestone) for n, each in enumerate(programme.questions)),
        *(((*here, "thanks", n, "milestone"), each.milestone) for n, each in enumerate(programme.thanks)),
        *(((*here, "stands_beside", n, "after"), each.after) for n, each in enumerate(programme.stands_beside)),
    ]
    for place, milestone in named:
        if milestone not in known:
            yield place, f"The plan {plan.template} has no milestone {milestone}. Check its id."


def _people(programme: ProgrammeStory, here: Place) -> Iterator[Found]:
    keys = Counter(person.key for person in programme.people)
    for number, person in enumerate(programme.people):
        if keys[person.key] > 1:
            yield (*here, "people", number, "key"), f"Two people are called {person.key}. Give each a key of its own."
    for role, least in (("mentor", 1), ("worker", 1), ("founder", FEWEST_FOUNDERS)):
        people = [person for person in programme.people if person.role == role and not person.joins_later]
        if len(people) < least:
            yield (*here, "people"), f"This programme needs at least {least} with the role {role}. Add them."
    founders = [person for person in programme.people if person.role == "founder" and not person.joins_later]
    board = BoardReading(voting=len(founders), from_constituency=sum(each.from_constituency for each in founders))
    if founders and not board.meets_threshold:
        sentence = (
            f"{board.from_constituency} of {board.voting} founders come from the constituency. The founders become the "
            f"board, and {board.threshold}% must. Add some who do."
        )
        yield (*here, "people"), sentence
    yield from _named_people(programme, set(keys), here)


def _named_people(programme: ProgrammeStory, known: set[str], here: Place) -> Iterator[Found]:
    leaving = programme.worker_leaves
    named: list[tuple[Place, str]] = []
    if leaving is not None:
        named += [((*here, "worker_leaves", part), key) for part, key in (("who", leaving.who), ("to", leaving.to))]
    for number, change in enumerate(programme.board_changes):
        named += [((*here, "board_changes", number), key) for key in (*change.leaves, *change.joins)]
    for place, key in named:
        if key not in known:
            yield place, f"Nobody in this programme has the key {key}. Check the list of people."


def _in_order(programme: ProgrammeStory, here: Place) -> Iterator[Found]:
    last = 0.0
    for number, count in enumerate(programme.counts):
        if count.month <= last:
            yield (*here, "counts", number, "month"), "Counts come one after another. Give a later month."
        last = count.month
        shares = (count.engaged, count.trained, count.supported)
        if not max(shares) <= count.different <= sum(shares):
            yield (
                (*here, "counts", number, "different"),
                "Each person counts once: not fewer than the largest of the three figures, nor more than their sum.",
            )


def _left_elsewhere(programme: ProgrammeStory, story: Story, here: Place) -> Iterator[Found]:
    """What a programme takes from others of the story must be something that they leave."""
    others = {each.key: set(each.titles) for each in story.programmes if each.key != programme.key}
    named: list[tuple[Place, Elsewhere]] = [
        *(((*here, "thanks", n, "what"), each.what) for n, each in enumerate(programme.thanks)),
        *(
            ((*here, "questions", n, "found_in", m), found)
            for n, each in enumerate(programme.questions)
            for m, found in enumerate(each.found_in)
        ),
    ]
    for place, what in named:
        if what.title not in others.get(what.programme, set()):
            yield place, f"No other programme {what.programme} of this story leaves “{what.title}”. Check both names."
    for number, beside in enumerate(programme.stands_beside):
        if beside.programme is not None and beside.programme not in others:
            yield (
                (*here, "stands_beside", number, "programme"),
                f"No other programme here is {beside.programme}.",
            )
