"""The pages of invitations: to send them from a programme, and to accept one."""

from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import ValidationError

from domain.refusals import Refusal, UnknownPart
from domain.roles import APPOINTED, Role
from service.actor import signed_in
from service.api_addresses import programme_of
from service.api_refusals import FieldsNotUnderstood
from service.casting import from_our_page
from service.language.language import gettext
from service.people import PersonCard, objection, place_of
from service.refusal_status import status_of
from service.sign_in.door import SignedIn
from service.sign_in.entrance import Entrance
from service.sign_in.hosting import AS
from service.sign_in.person_log import Asking
from service.sign_in.refusals import InvitationOver

Text = Annotated[str, Form(max_length=300)]
_GONE = "This invitation was accepted or taken back in the meantime."


def invitation_routes(entrance: Entrance) -> APIRouter:
    """`/invitation`, and `/programmes/<uuid>/invitations`."""
    router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
    door, hosting = entrance.door, entrance.hosting

    def asked_for(key: str, said: Refusal | None = None) -> Response:
        invitation = hosting.look(key)
        return entrance.page(
            "invitation.html",
            None,
            status_of(type(said)) if said else HTTPStatus.OK,
            said=str(said) if said else None,
            key=key,
            name=invitation.name,
            inviter=hosting.inviter(invitation),
            to=hosting.invited_to(invitation),
            ends_at=invitation.ends_at,
        )

    def kept_at(programme: str) -> str:
        return f"/programmes/{programme.removeprefix('programme:')}/invitations"

    def shown(asking: SignedIn, programme: str, said: Refusal | None = None, **typed: object) -> Response:
        organisation = hosting.organisation(programme, asking.person)
        draft = None if typed else entrance.drafts.at(asking.person, kept_at(programme))
        kept = draft.typed if draft else {}
        return entrance.page(
            "invitations.html",
            asking,
            status_of(type(said)) if said else HTTPStatus.OK,
            **{
                "said": str(said) if said else None,
                "at": "name",
                "done": None,
                "programme": programme,
                "organisation": organisation,
                "invitations": door.desk.invitations.of(programme),
                "roles": [(role.value, AS[role]) for role in Role if role in APPOINTED],
                "form_token": asking.form_token,
                "draft": draft,
                "kept_at": kept_at(programme),
                "name": kept.get("name", ""),
                "email": kept.get("email", ""),
                "role": kept.get("role", ""),
                **typed,
            },
        )

    @router.api_route("/invitation", methods=["GET", "HEAD"])
    def look(key: Annotated[str, Query(max_length=100)] = "") -> Response:
        return asked_for(key)

    @router.post("/invitation")
    def accept(request: Request, key: Text = "") -> Response:
        from_our_page(request.headers)
        try:
            person = hosting.accept(key)
        except InvitationOver:
            raise
        except Refusal as refused:
            return asked_for(key, refused)
        entered = entrance.ways.enter(person, "invitation", before=door.secret(request))
        return entrance.let_in(entered, "/")

    @router.api_route("/programmes/{programme}/invitations", methods=["GET", "HEAD"])
    def invitations(request: Request, programme: str) -> Response:
        asking, ref = signed_in(request), programme_of(programme)
        hosting.may_invite(_by(asking), ref)
        return shown(asking, ref)

    @router.post("/programmes/{programme}/invitations")
    def invite(
        request: Request,
        programme: str,
        name: Text = "",
        email: Text = "",
        role: Annotated[Role, Form()] = Role.WORKER,
        form_token: Text = "",
    ) -> Response:
        asking, ref = signed_in(request), programme_of(programme)
        door.check_form(request, form_token)
        by = _by(asking)
        hosting.may_invite(by, ref)
        try:
            card = PersonCard(name=name, email=email, channel="email")
            hosting.invite(by, card.email or "", card.name, (ref, role))
        except ValidationError as wrong:
            refused, at = FieldsNotUnderstood(objection(wrong)), place_of(wrong)
            return shown(asking, ref, refused, name=name, email=email, role=role.value, at=at)
        except Refusal as refusal:
            return shown(asking, ref, refusal, name=name, email=email, role=role.value)
        entrance.drafts.forget(asking.person, kept_at(ref))
        return shown(asking, ref, done=gettext("An invitation is on its way to %(name)s.", name=card.name))

    @router.post("/programmes/{programme}/invitations/withdrawn")
    def withdraw(
        request: Request, programme: str, invitation: Annotated[UUID, Form()], form_token: Text = ""
    ) -> Response:
        asking, ref = signed_in(request), programme_of(programme)
        door.check_form(request, form_token)
        by = _by(asking)
        hosting.may_invite(by, ref)
        found = door.desk.invitations.get(invitation)
        if found is None or found.programme != ref:
            raise UnknownPart(_GONE)
        hosting.withdraw(found, by)
        return RedirectResponse(request.url.path.removesuffix("/withdrawn"), HTTPStatus.SEE_OTHER)

    return router


def _by(asking: SignedIn) -> Asking:
    return Asking(asking.person, presence=asking.presence)
