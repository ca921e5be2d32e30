"""Evidence that was sent when the session had run out: kept as a draft of theirs with its file, and never added.

Whoever sends it is not signed in, so all of this must hold. The cookie is of a session that was theirs, that ran out by
time and not long ago: nobody signed it out, and their account is not shut. The form carries that session's own token,
so no other site sent it. They may add evidence there still. Then the file goes through every check that any file goes
through. It is shown to nobody else, and nothing says that it was sent until they sign in and send it themselves.
"""

import hmac
import re
from datetime import timedelta

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from starlette.concurrency import run_in_threadpool

from domain.presence import Presence
from domain.refusals import Refusal
from service.api_addresses import programme_of
from service.assembly import Waymark
from service.casting import from_our_page
from service.drafts.drafts import Drafts
from service.evidence.arrival import Arrival, arriving
from service.evidence.evidence_drafts import EvidenceDrafts
from service.evidence.evidence_form import EvidenceForm, typed_in
from service.evidence.file_desk import FileDesk
from service.home import Home
from service.sign_in.door import Door, SignedIn
from service.sign_in.kept_form import Kept
from service.sign_in.refusals import TooManyTries
from service.sign_in.sessions import form_token
from service.visibility import Visibility

MOST = 6
"""How many such files one person may send in an hour."""

_PATH = re.compile(r"/programmes/([0-9a-f-]{36})/milestones/([A-Z]{2,5}-[0-9]{2,3})/evidence", re.ASCII)


class LateEvidence:
    """Takes what came too late."""

    def __init__(self, form: EvidenceForm, desk: FileDesk, drafts: EvidenceDrafts, door: Door, home: Home) -> None:
        self._form = form
        self._desk = desk
        self._drafts = drafts
        self._door = door
        self._home = home

    def takes(self, request: Request) -> bool:
        """Whether this is a form with a file, sent to the page of a milestone's evidence."""
        sent = request.headers.get("content-type", "").startswith("multipart/form-data")
        return request.method == "POST" and sent and _PATH.fullmatch(request.url.path) is not None

    async def keep(self, request: Request) -> Kept | None:
        """Keep it, if it may be kept; nothing of it is read before that is clear. None: no file of theirs is taken."""
        found, secret = _PATH.fullmatch(request.url.path), self._door.secret(request)
        if found is None or not secret:
            return None
        try:
            who, programme = await run_in_threadpool(self._who, request, secret, found[1], found[2])
            async with arriving(request, self._home) as arrival:
                token = arrival.fields.get("form_token", "")
                if not hmac.compare_digest(token.encode(), form_token(secret).encode()):
                    return ""
                return await self._desk.in_turn(lambda: self._kept(who, programme, request.url.path, arrival))
        except (_NobodysSession, TooManyTries):
            return None
        except Refusal:
            return ""

    def _who(self, request: Request, secret: str, programme: str, milestone: str) -> tuple[SignedIn, str]:
        from_our_page(request.headers)
        session = self._door.desk.sessions.run_out(secret)
        if session is None:
            raise _NobodysSession
        who = SignedIn(session.person, Presence(second_factor=session.second_factor))
        ref = programme_of(programme)
        self._desk.may_send(ref, who, milestone)
        self._door.desk.attempts.count("late file", session.person, most=MOST, every=timedelta(hours=1))
        return who, ref

    def _kept(self, who: SignedIn, programme: str, path: str, arrival: Arrival) -> Kept:
        typed = typed_in(arrival.fields)
        kept: Kept = "all" if arrival.name else "typed"
        try:
            self._form.keep_file(programme, who, arrival, typed)
        except (Refusal, RequestValidationError):
            kept = "without-file"
        if not self._drafts.keep(who.person, path, typed, interrupted=True):
            return ""
        return kept


class _NobodysSession(Exception):  # noqa: N818 - an answer about a cookie
    """No session of this number ran out lately."""


def late_evidence(waymark: Waymark, visibility: Visibility, drafts: Drafts, door: Door) -> LateEvidence:
    """What takes late evidence, for one process."""
    desk = FileDesk(waymark, visibility)
    held = EvidenceDrafts(drafts, waymark.files.register, waymark.clock)
    return LateEvidence(EvidenceForm(waymark, desk), desk, held, door, waymark.settings.folders)
