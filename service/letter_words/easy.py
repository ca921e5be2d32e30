"""What a letter says of one thing in Easy Read: short sentences, one idea each, and only names and days put in."""

from collections.abc import Iterator, Mapping
from datetime import date

from domain.asset_moments import asset_of
from domain.occasion import AssetReading
from domain.programme import Programme
from service.duty_words import duty_called
from service.group import Group
from service.language.easy_lines import Line, easy_line, easy_title, own_words
from service.language.language import translated
from service.language.plan_words import in_own_words
from service.language.written import weekday
from service.letter_words.item import Item

EasyTitles = Mapping[str, str]
"""What each step is called in Easy Read, as the plan says it."""


def easy_sentences(item: Item, group: Group, titles: EasyTitles, today: date) -> Iterator[Line]:
    """One thing to do: what it is, when, and what exactly to do."""
    programme = group.programme
    if programme is None:
        return
    kind, name = item.what
    match kind:
        case "milestone":
            yield easy_line("This is about 1 step of the plan:")
            yield _step(programme, name, titles)
            yield from _of_milestone(item, today)
        case "review":
            yield easy_line("The group looks at its plan every 3 months.")
            yield easy_line("This is called a review.")
            yield from _when(item.due, today)
            yield easy_line("Please choose a day to meet.")
            yield easy_line("Choose a place that everybody can get into.")
            yield easy_line("After you meet, write in Waymark what you agreed.")
        case "duty":
            yield from _of_duty(item, programme, name, today)
        case "need":
            yield from _of_need(item.kind, programme, int(name), titles)
        case "resource":
            asset = asset_of(group.assets, item.about)
            if asset is not None:
                yield from _of_asset(item.kind, asset, programme.mentor.organisation, today)
        case _ if item.kind == "still-running":
            yield easy_line("The programme ended a year ago.")
            yield easy_line("Is your organisation still there?")
            yield easy_line("Please say yes or no in Waymark.")
            yield easy_line("Both answers help the next group.")
        case _:
            yield easy_line("The programme ends soon.")
            yield easy_line("Some things need a new home.")
            yield easy_line("This is called the handover.")
            yield easy_line("Please look at the list in Waymark.")
            yield easy_line("Ask the group: who keeps each thing?")


def _step(programme: Programme, name: str, titles: EasyTitles) -> Line:
    """What a step is called. What the group named itself stays inside Waymark."""
    milestone = programme.milestones.get(name)
    if milestone is not None and name in titles and isinstance(milestone.step.title, str):
        return easy_title(in_own_words(titles[name]))
    return easy_line("Your group named this step itself. It has the number %(milestone)s.", milestone=name)


def _when(due: date, today: date) -> Iterator[Line]:
    match (due - today).days:
        case 0:
            yield easy_line("The day for it is today.")
        case 1:
            yield easy_line("The day for it is tomorrow.")
        case days if days < 0:
            yield easy_line("The day for it was %(day)s.", day=weekday(due))
        case _:
            yield easy_line("The day for it is %(day)s.", day=weekday(due))


def _late_and_stuck() -> Iterator[Line]:
    yield easy_line("It is late.")
    yield easy_line("Please talk to the group.")
    yield easy_line("Ask them how you can help.")


def _of_milestone(item: Item, today: date) -> Iterator[Line]:
    match item.kind:
        case "decision":
            yield easy_line("Somebody worked on this step.")
            yield easy_line("They say that it is ready.")
            yield easy_line("Please look at their work.")
            yield easy_line("Is it good? Then say yes in Waymark.")
            yield easy_line("Is something missing? Then give it back. Say what is missing.")
        case "blocked-follow-up":
            yield easy_line("The group cannot go on with this step.")
            yield easy_line("Please ask the group what would help.")
            yield easy_line("Can they go on? Then say so in Waymark.")
        case "escalation":
            yield from _when(item.due, today)
            yield from _late_and_stuck()
            yield easy_line("Maybe they need more time.")
            yield easy_line("Maybe they need a smaller step.")
            yield easy_line("Maybe they need more people.")
        case "overdue":
            yield from _when(item.due, today)
            yield easy_line("Did you finish it? Then tell us in Waymark.")
            yield easy_line("Do you need more time? Then choose a new day.")
            yield easy_line("Does something stop you? Then say what it is.")
            yield easy_line("It is normal to need more time.")
        case _:
            yield from _when(item.due, today)
            yield easy_line("When you finish, tell us in Waymark. Show us what you did.")
            yield easy_line("Do you need more time? Then choose a new day.")
            yield easy_line("It is normal to need more time.")


def _of_duty(item: Item, programme: Programme, name: str, today: date) -> Iterator[Line]:
    duty = programme.duties.get(name)
    yield easy_line("There is something to do:")
    if duty is not None and duty.series is not None:
        yield easy_title(in_own_words(duty.series.easy_title))
    else:
        yield own_words(translated(duty_called(programme, name)))
    yield from _when(item.due, today)
    if item.kind == "escalation":
        yield from _late_and_stuck()
        yield easy_line("Choose a new day together.")
    else:
        yield easy_line("Please do it. Then tell us in Waymark.")


def _of_need(kind: str, programme: Programme, number: int, titles: EasyTitles) -> Iterator[Line]:
    """Its words stay inside Waymark."""
    need = programme.needs[number]
    yield easy_line("Somebody asked a question.")
    if need.milestone is not None:
        yield easy_line("The question is about this step:")
        yield _step(programme, need.milestone, titles)
    if kind == "escalation":
        yield easy_line("They asked on %(day)s.", day=weekday(need.asked_on))
        yield easy_line("Nobody has answered yet.")
        yield easy_line("Please read question %(number)s in Waymark together.", number=number)
        yield easy_line("You can answer it. You can ask somebody who knows.")
        yield easy_line("Do you need no answer any more? Then say so.")
    else:
        yield easy_line("Nobody in the group knows the answer.")
        yield easy_line("Please read question %(number)s in Waymark.", number=number)
        yield easy_line("Do you know the answer? Then write it there.")
        yield easy_line("Or look what other groups wrote.")
        yield easy_line("Or ask somebody who knows.")


def _of_asset(kind: str, asset: AssetReading, mentor: str, today: date) -> Iterator[Line]:
    yield easy_line("The group made this for other groups:")
    yield own_words(asset.title)
    match kind:
        case "review-resource":
            yield easy_line("Please read it again. Is it still right?")
            yield easy_line("Tell us in Waymark. Or tell %(mentor)s.", mentor=mentor)
            yield easy_line("Then choose a day to read it again.")
            yield easy_line("Is it wrong? Then write it new. Or take it away.")
        case "owner-wanted":
            yield easy_line("Nobody looks after it now.")
            yield easy_line("Who can look after it?")
            yield easy_line("Please ask an organisation.")
            yield easy_line("Do they say yes? Then write their name in Waymark.")
            yield easy_line("Can nobody do it? Then you can take it away.")
        case _:
            yield easy_line("Is it still there?")
            yield easy_line("Please say yes or no in Waymark. Or tell %(mentor)s.", mentor=mentor)
            yield easy_line("Both answers help other groups.")
            if asset.review_on <= today:
                yield easy_line("Please read it again, too. Is it still right?")
