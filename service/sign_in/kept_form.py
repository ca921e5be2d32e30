"""What somebody typed is not lost when their session runs out: it is a draft, and they are led back to it.

It is kept for whoever's session it was. A browser needs no number for it: only that person ever sees it.
"""

from typing import Literal

from fastapi import Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile

from domain.event import PersonRef
from service.drafts.drafts import Draft, Drafts
from service.drafts.places import has_form, kept_fields, place_of
from service.sign_in.door import Door

Kept = Literal["", "typed", "all", "without-file"]
"""What was kept: nothing, a form without a file, all of it, or all but the file."""


async def keep_form(request: Request, door: Door, drafts: Drafts) -> Kept:
    """Keep the form of a request, for the person whose session it was. A file in it is not kept here."""
    secret = door.secret(request)
    if request.method != "POST" or not secret:
        return ""
    person = await run_in_threadpool(door.desk.sessions.whose, secret)
    if person is None:
        return ""
    async with request.form() as form:
        sent = form.multi_items()
    fields = kept_fields(sent)
    place = place_of(request.url.path, dict(fields))
    if not await run_in_threadpool(lambda: drafts.keep(person, place, fields, interrupted=True)):
        return ""
    return "without-file" if any(isinstance(each, UploadFile) and each.filename for _, each in sent) else "typed"


def is_kept(drafts: Drafts, person: PersonRef) -> bool:
    """Whether this person was sending something when their session ran out."""
    return drafts.interrupted(person) is not None


def take_form(drafts: Drafts, person: PersonRef) -> Draft | None:
    """What they were sending, once. Where its form can be opened it stays a draft, until it is sent."""
    kept = drafts.interrupted(person)
    if kept is not None and has_form(kept.place):
        drafts.led_back(person, kept.place)
    elif kept is not None:
        drafts.forget(person, kept.place)
    return kept
