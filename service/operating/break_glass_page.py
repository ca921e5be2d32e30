"""Looking into a programme as an operator: one asks and says why, another agrees, and the group sees it.

Nothing of any programme is on this page: which one it is, is said by its id and by the reason.
"""

import re
from collections.abc import Mapping
from http import HTTPStatus
from uuid import uuid4

from fastapi import Response
from fastapi.responses import RedirectResponse
from pydantic import ValidationError

from domain.access import authorize
from domain.asking import Actor, Resource
from domain.calendar import day_in_london
from domain.programme_commands import Command
from domain.refusals import Refusal, UnknownProgramme
from domain.sharing_commands import ApproveBreakGlass, CloseBreakGlass, RequestBreakGlass
from service.api_headers import command_id
from service.api_mistakes import mistakes
from service.api_refusals import FormNotWhole
from service.assembly import Waymark
from service.drafts.drafts import Drafts
from service.forms.fields import Field, placed
from service.front_page.frame import Reader
from service.history import LoggedFacts
from service.language.language import N_
from service.language.language import gettext as _
from service.language.retelling import retold
from service.operating.looks import every_look
from service.pages import Press
from service.refusal_status import status_of
from service.sign_in.door import SignedIn

PATH = "/operator/break-glass"
FIELDS = (
    Field(
        "programme",
        N_("Which programme?"),
        N_("The address of its page, or its id. Whoever asked you for help can copy it."),
        "line",
        required=True,
    ),
    Field("reason", N_("Why do you need to look?"), N_("The group reads this."), "words", required=True),
)
DONE: Mapping[str, str] = {
    "asked": N_("It is asked for. Tell another operator: they find it on this page."),
    "agreed": N_("They may look for 24 hours. The group sees it in its history."),
    "ended": N_("It has ended. The group sees it in its history."),
}
OVER = 20
"""So many looks that are over are shown."""

_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class BreakGlassPage:
    """Shows the looks, and gives the commands. Each raises NotAllowed for whoever is no operator with two factors."""

    def __init__(self, press: Press, waymark: Waymark, drafts: Drafts) -> None:
        self._press = press
        self._waymark = waymark
        self._drafts = drafts
        self._facts = LoggedFacts(waymark.pool, waymark.seals)

    def shown(
        self,
        acting: SignedIn,
        typed: Mapping[str, str] | None = None,
        errors: Mapping[str, str] | None = None,
        status: int = HTTPStatus.OK,
        done: str = "",
    ) -> Response:
        """The page, with what was typed and what is wrong with it."""
        self.must(acting)
        draft = None if typed else self._drafts.at(acting.person, PATH)
        typed = typed or (draft.typed if draft else {})
        waymark, now = self._waymark, self._waymark.clock()
        looks = every_look(waymark.pool, self._facts)
        by_state = {state: [each for each in looks if each.stands(now) == state] for state in ("waits", "open", "over")}
        shown = [*by_state["waits"], *by_state["open"], *by_state["over"][:OVER]]
        people = frozenset().union(*(each.people for each in shown)) if shown else frozenset()
        names = waymark.people.names(people | {acting.person})
        return self._press.page(
            "operating/break_glass.html",
            Reader(names[acting.person], acting.until),
            status,
            waiting=by_state["waits"],
            open=by_state["open"],
            over=by_state["over"][:OVER],
            reasons={(each.programme, each.number): waymark.seals.open(each.reason) for each in shown},
            names=names,
            me=acting.person,
            fields=FIELDS,
            typed=typed,
            draft=draft,
            kept_at=PATH,
            errors=errors or {},
            notice=DONE.get(done, ""),
            attempt=typed.get("attempt") or uuid4().hex,
            form_token=acting.form_token,
        )

    def must(self, acting: SignedIn) -> None:
        """Raises NotAllowed unless they look after this Waymark, and signed in with two factors."""
        actor = Actor(acting.person, acting.presence)
        decision = authorize(actor, "see-health", Resource(today=day_in_london(self._waymark.clock())))
        if not decision.allowed:
            raise decision.refusal(decision.reason)

    def ask(self, acting: SignedIn, typed: Mapping[str, str]) -> Response:
        """Ask to look into a programme."""
        self.must(acting)
        programme = _programme(typed.get("programme", ""))
        reason = typed.get("reason", "").strip()
        errors: dict[str, str] = {}
        if programme is None:
            errors["programme"] = _("Give the address of the programme's page, or its id.")
        try:
            command = RequestBreakGlass.model_validate({"reason": reason} if reason else {})
        except ValidationError as wrong:
            found = mistakes({**each, "loc": ("body", *each["loc"])} for each in wrong.errors())
            errors |= placed(found, FIELDS, typed)
        if errors or programme is None:
            return self.shown(acting, typed, errors, HTTPStatus.UNPROCESSABLE_ENTITY)
        answer = self._given(acting, programme, command, typed, "asked")
        if answer.status_code == HTTPStatus.SEE_OTHER:
            self._drafts.forget(acting.person, PATH)
        return answer

    def answer(self, acting: SignedIn, typed: Mapping[str, str]) -> Response:
        """Agree to a look of somebody else, or end one."""
        self.must(acting)
        kind, done = (ApproveBreakGlass, "agreed") if typed.get("say") == "yes" else (CloseBreakGlass, "ended")
        programme, number = _programme(typed.get("programme", "")), typed.get("request", "")
        if programme is None or not number.isdecimal():
            raise FormNotWhole("This form is not whole. Go back, load the page again, and send it anew.")
        return self._given(acting, programme, kind.model_validate({"request": int(number[:9])}), typed, done)

    def _given(
        self, acting: SignedIn, programme: str, command: Command, typed: Mapping[str, str], done: str
    ) -> Response:
        attempt = typed.get("attempt", "")
        if not attempt.isalnum():
            raise FormNotWhole("This form is not whole. Go back, load the page again, and send it anew.")
        try:
            self._waymark.front_door.ask(
                programme,
                command,
                actor=acting.person,
                command_id=command_id(acting.person, attempt),
                presence=acting.presence,
            )
        except Refusal as refusal:
            at = "programme" if done == "asked" and isinstance(refusal, UnknownProgramme) else ""
            kept = typed if done == "asked" else {}
            return self.shown(acting, kept, {at: retold(str(refusal))}, status_of(type(refusal)))
        return RedirectResponse(f"{PATH}?done={done}", HTTPStatus.SEE_OTHER)


def _programme(written: str) -> str | None:
    found = _ID.search(written.strip().lower())
    return f"programme:{found[0]}" if found else None
