"""What a reader may do about one thing in the library, for the people of the programme that left it behind."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from domain.asset_moments import asset_of
from domain.programme_commands import Command
from domain.resource_commands import NameOwner, PublishResource
from service.assembly import Waymark
from service.forms.catalogue import FORMS
from service.forms.trial import Trial
from service.language.language import N_
from service.sign_in.door import SignedIn
from service.visibility import Sight, Visibility

ADD_FILES = N_("Add a file, or leave one out")


@dataclass(frozen=True, slots=True)
class Offer:
    """Something that may be done, and where."""

    words: str
    address: str


class ThingOffers:
    """Asks the domain, as every form does. Whoever has no part in the programme is offered nothing."""

    def __init__(self, waymark: Waymark, visibility: Visibility) -> None:
        self._waymark = waymark
        self._visibility = visibility

    def of(self, asking: SignedIn | None, shelf: str, number: str) -> tuple[Offer, ...]:
        """What this reader may do about it now."""
        programme = f"programme:{shelf}"
        if asking is None:
            return ()
        seen = self._visibility.for_presence(asking.presence)
        if not seen.may_read(programme, asking.person):
            return ()
        sight = seen.sight(programme, asking.person)
        return tuple(self._offers(sight, asking, f"/programmes/{shelf}", number)) if "legacy" in sight.groups else ()

    def may(self, sight: Sight, asking: SignedIn, command: type[Command], number: str) -> bool:
        """Whether they may do this about it now."""
        words = FORMS[command.NAME]
        return Trial(self._waymark, sight, asking, {}).objection(words, {"resource": number}) is None

    def _offers(self, sight: Sight, asking: SignedIn, page: str, number: str) -> Iterator[Offer]:
        asset = asset_of(sight.group.assets, f"resource/{number}")
        if asset is None:
            return
        nobody = asset.kind != "lesson" and not asset.has_living_owner
        if nobody and self.may(sight, asking, NameOwner, number):
            query = urlencode({"resource": number})
            yield Offer(FORMS[NameOwner.NAME].link, f"{page}/do/{NameOwner.NAME}?{query}")
        if self.may(sight, asking, PublishResource, number):
            yield Offer(ADD_FILES, f"{page}/resources/{number}/files")
