"""What somebody typed is not lost when their session runs out: it is a draft, and they are led back to it.

It is kept for whoever's session it was. A browser needs no number for it: only that person ever sees it.
"""

from fastapi import Request
from starlette.concurrency import run_in_threadpool

from domain.event import PersonRef
from service.drafts.drafts import Draft, Drafts
from service.drafts.places import has_form, kept_fields, place_of
from service.sign_in.door import Door


async def keep_form(request: Request, door: Door, drafts: Drafts) -> bool:
    """Keep the form of a request, for the person whose session it was. Says whether it was kept."""
    secret = door.secret(request)
    if request.method != "POST" or not secret:
        return False
    person = await run_in_threadpool(door.desk.sessions.whose, secret)
    if person is None:
        return False
    fields = kept_fields((await request.form()).multi_items())
    place = place_of(request.url.path, dict(fields))
    return await run_in_threadpool(lambda: drafts.keep(person, place, fields, interrupted=True))


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
