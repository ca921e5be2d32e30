"""What somebody typed is not lost when their session runs out: it is kept, and shown to them when they are in again."""

import orjson
from fastapi import Request

from domain.event import PersonRef
from service.sign_in.door import Door

FORM = "form"
_LARGEST = 64 * 1024
_NEVER = frozenset({"form_token", "password", "code", "key", "answer"})


async def keep_form(request: Request, door: Door) -> str | None:
    """Keep the form of a request, for the person whose session it was. Gives the number for their browser."""
    secret = door.secret(request)
    person = door.desk.sessions.whose(secret) if secret else None
    if person is None or request.method != "POST":
        return None
    form = await request.form()
    fields = [(name, text) for name, text in form.multi_items() if isinstance(text, str) and name not in _NEVER]
    written = orjson.dumps(fields)
    if not fields or len(written) > _LARGEST:
        return None
    content = {"action": request.url.path, "fields": written.decode()}
    return door.desk.steps.keep("form", content, person)


def is_kept(request: Request, door: Door, person: PersonRef) -> bool:
    """Whether a form of this person waits in this browser."""
    kept = door.desk.steps.look(door.step(request, FORM), "form")
    return kept is not None and kept.person == person


def take_form(request: Request, door: Door, person: PersonRef) -> tuple[str, list[tuple[str, str]]] | None:
    """Where the form was to go, and what was typed into it. It is shown once."""
    if not is_kept(request, door, person):
        return None
    kept = door.desk.steps.take(door.step(request, FORM), "form")
    if kept is None:
        return None
    return kept.content["action"], [(str(name), str(text)) for name, text in orjson.loads(kept.content["fields"])]
