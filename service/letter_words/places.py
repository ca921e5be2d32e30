"""Where somebody does what a letter asks of them: the one page for it, as far as they may open it."""

from collections.abc import Callable, Mapping
from urllib.parse import urlencode

from domain.access import authorize
from domain.asset_moments import asset_of
from domain.journal_commands import MeetDuty
from domain.learning_commands import AnswerInformationNeed
from domain.programme_commands import AnswerStillRunning, Command
from domain.refusals import UnknownProgramme
from domain.resource_commands import AnswerRunning, NameOwner, ReviewResource
from service.group import Group
from service.letter_words.item import Item
from service.visibility import Visibility

PlaceOf = Callable[[Item], str]
"""The address of the page for one thing."""

YOURS = "/account/data"
"""Where people say how they read best, and whether they want messages at all."""

_OF_ASSETS: Mapping[str, type[Command]] = {"review-resource": ReviewResource, "owner-wanted": NameOwner}


def places(site: str, person: str, visibility: Visibility, look: Callable[[str], Group], *, easy: bool) -> PlaceOf:
    """The page for each thing that this person is told. Who reads Easy Read is led to it, where a page has it."""

    def place(item: Item) -> str:
        kind, name = item.what
        shelf = item.programme.removeprefix("programme:")
        page = f"{site}/programmes/{shelf}"

        def form(command: type[Command], otherwise: str, **given: str) -> str:
            try:
                sight = visibility.sight(item.programme, person)
            except UnknownProgramme:
                return otherwise
            if not authorize(sight.actor, command, sight.resource).allowed:
                return otherwise
            return f"{page}/do/{command.NAME}{f'?{urlencode(given)}' if given else ''}"

        match kind:
            case "milestone":
                return f"{page}/milestones/{name}{'?words=easy' if easy else ''}"
            case "review":
                return f"{page}/review"
            case "duty":
                return form(MeetDuty, page, duty=name)
            case "need":
                return form(AnswerInformationNeed, page, need=name)
            case "resource":
                thing, asset = f"{site}/library/{shelf}/{name}", asset_of(look(item.programme).assets, item.about)
                if asset is not None and asset.owner_person == person:
                    return f"{thing}/owner"
                return form(_OF_ASSETS.get(item.kind, AnswerRunning), thing, resource=name)
            case _ if item.kind == "still-running":
                return form(AnswerStillRunning, page)
            case _:
                return f"{page}/handover"

    return place
