"""The page about one's own data: what one needs, everything in one file, and being forgotten."""

from collections.abc import Callable
from http import HTTPStatus
from io import BytesIO
from typing import Annotated, get_args

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import HTMLResponse

from domain.access_needs import IN_WORDS, AccessNeeds, Format, Involvement, Need, ask_again
from domain.calendar import day_in_london
from domain.refusals import NotAllowed, Refusal
from service.actor import signed_in
from service.assembly import Waymark
from service.drafts.drafts import Draft
from service.language.language import gettext as _
from service.privacy.erasure import erase
from service.privacy.lag import KEYS_BACKUPS_FOR
from service.privacy.needs import NeedsBook
from service.privacy.person_export import export_person
from service.refusal_status import status_of
from service.sign_in.door import SignedIn
from service.sign_in.entrance import Entrance
from service.sign_in.person_log import Asking
from service.sign_in.refusals import SignInAgain, SignInRefused

AT = "/account/data"
Text = Annotated[str, Form(max_length=300)]


def personal_pages(entrance: Entrance, waymark: Waymark) -> APIRouter:
    """`/account/data`."""
    router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
    desk = _Desk(entrance, waymark)

    @router.api_route(AT, methods=["GET", "HEAD"])
    def page(request: Request) -> Response:
        return desk.shown(desk.who(request, None))

    @router.post(f"{AT}/needs")
    def say_needs(
        request: Request,
        needs: Annotated[list[Need] | None, Form()] = None,
        formats: Annotated[list[Format] | None, Form()] = None,
        involvement: Annotated[Involvement, Form()] = "involve-me",
        form_token: Text = "",
    ) -> Response:
        who = desk.who(request, form_token)
        said = AccessNeeds(needs=frozenset(needs or ()), formats=frozenset(formats or ()), involvement=involvement)
        NeedsBook(waymark.pool, waymark.clock).keep(who.person, said)
        entrance.drafts.forget(who.person, AT)
        return desk.shown(who, done=_("Thank you. This is what those who help you see from now on."))

    @router.post(f"{AT}/export")
    def export(request: Request, form_token: Text = "") -> Response:
        who = desk.who(request, form_token)

        def give() -> Response:
            desk.must_be_fresh(who)
            file = BytesIO()
            export_person(waymark, who.person, file)
            headers = {
                "Content-Disposition": 'attachment; filename="everything-about-me.zip"',
                "Cache-Control": "no-store",
            }
            return Response(file.getvalue(), media_type="application/zip", headers=headers)

        return desk.tried(who, give)

    @router.post(f"{AT}/forget")
    def forget(request: Request, name: Text = "", form_token: Text = "") -> Response:
        who = desk.who(request, form_token)

        def leave() -> Response:
            desk.must_be_fresh(who)
            if name.strip().casefold() != waymark.people.names([who.person])[who.person].casefold():
                raise NotAllowed("This is not your name as we keep it. Type it just as it stands on this page.")
            erase(waymark, who.person, Asking(who.person))
            answer = entrance.press.page("privacy/forgotten.html", None, days=KEYS_BACKUPS_FOR.days)
            entrance.door.let_out(answer)
            return answer

        return desk.tried(who, leave)

    return router


def _chosen(needs: AccessNeeds, draft: Draft | None) -> dict[str, list[str]]:
    """What is ticked: what was begun and not sent, or else what is kept."""
    if draft is None:
        return {"needs": sorted(needs.needs), "formats": sorted(needs.formats), "involvement": [needs.involvement]}
    return {name: draft.typed.get(name, "").splitlines() for name in ("needs", "formats", "involvement")}


class _Desk:
    """The page, and who it is of."""

    def __init__(self, entrance: Entrance, waymark: Waymark) -> None:
        self._entrance = entrance
        self._waymark = waymark

    def who(self, request: Request, given: str | None) -> SignedIn:
        """Who asks, in a browser. `given` is the token of a form, if one was sent."""
        asking = signed_in(request)
        if asking.session is None:
            raise SignInRefused("A token cannot see this page. Sign in yourself.")
        if given is not None:
            self._entrance.door.check_form(request, given)
        return asking

    def must_be_fresh(self, who: SignedIn) -> None:
        """Raises SignInAgain unless they signed in only just now."""
        if who.session is None or not who.session.is_fresh(self._waymark.clock()):
            raise SignInAgain("For this, please sign in again first. Then you have 15 minutes.")

    def tried(self, who: SignedIn, do: Callable[[], Response]) -> Response:
        """Do something, or show the page with what did not work."""
        try:
            return do()
        except Refusal as refused:
            return self.shown(who, said=refused)

    def shown(self, who: SignedIn, said: Refusal | None = None, done: str | None = None) -> Response:
        """The page."""
        kept = NeedsBook(self._waymark.pool, self._waymark.clock).of(who.person)
        draft = self._entrance.drafts.at(who.person, AT)
        return self._entrance.press.page(
            "privacy/personal.html",
            self._entrance.reader(who),
            status_of(type(said)) if said else HTTPStatus.OK,
            said=str(said) if said else None,
            at="name" if isinstance(said, NotAllowed) else "",
            done=done,
            kept=kept,
            draft=draft,
            chosen=_chosen(kept.needs if kept else AccessNeeds(), draft),
            kept_at=AT,
            ask_again=kept is not None and ask_again(kept.asked_on, day_in_london(self._waymark.clock())),
            needs=get_args(Need),
            formats=get_args(Format),
            involvements=get_args(Involvement),
            in_words=IN_WORDS,
            days=KEYS_BACKUPS_FOR.days,
            form_token=who.form_token,
        )
