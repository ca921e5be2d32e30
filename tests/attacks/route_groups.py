"""Every route of Waymark, and what each kind of person is answered there."""

import re
from uuid import UUID

from service.api_paths import PATHS

WHO = (
    "mentor",
    "worker",
    "founder",
    "funder",
    "other",  # the mentor of another programme, who asks for this one
    "missing",  # the mentor, who asks for what does not exist
    "nobody",  # not signed in
    "operator",  # looks after Waymark, with two factors, and was not let in
    "expired",  # a funder whose time is over
    "reads",  # a token of the mentor that may only read
    "elsewhere",  # a token of the mentor that is for another programme
)
"""Who asks. Those with a part here ask through tokens of the API, or in a browser where the page is one."""

# "rule": what ops/authority.md says. "ok": done, or refused because of what is there, never because of who asks.
# "-": makes no sense there. When pages are asked for the programme has ended: its plan is not revised any more.
TABLE = """
group            mentor  worker  founder funder  other   missing nobody  operator expired reads   elsewhere
command          rule    rule    rule    rule    404     404     401     rule     404     403     403
start            201     403     403     403     403     -       401     403      403     403     403
reading          200     200     200     200     404     404     401     404      404     200     403
ask-ahead        200     200     200     200     404     404     401     404      404     403     403
board            200     200     200     403     404     404     401     404      404     200     403
own              200     200     200     200     200     -       401     200      200     200     403
person           200     200     200     200     404     404     401     404      404     200     403
change-person    200     200     200     403     404     404     401     404      404     403     403
needs            200     200     200     404     404     404     401     404      404     200     403
change-needs     403     403     200     404     404     404     401     404      404     403     403
add-person       201     201     201     201     201     -       401     201      201     403     403
own-only         403     403     403     403     403     403     401     403      403     403     403
send-file        ok      ok      ok      ok      404     404     401     404      404     403     403
publish-file     403     403     ok      403     404     404     401     404      404     403     403
bundle           409     409     409     409     404     404     401     404      404     409     403
take-bundle      409     409     409     409     404     404     401     404      404     403     403
public           200     200     200     200     200     -       200     200      200     200     200
public-choice    200     200     200     200     200     -       200     200      200     200     403
public-thing     200     200     200     200     200     404     200     200      200     200     403
public-file      404     404     404     404     404     404     404     404      404     404     403
owners           404     404     404     404     404     404     401     404      404     404     403
owners-form      404     404     404     404     404     404     401     404      404     403     403
thing-files      200     200     200     404     404     404     401     404      404     200     403
thing-files-form 403     403     ok      404     404     404     401     404      404     403     403
checkpoint       404     404     404     404     404     -       404     404      404     404     404
cosignature      422     422     422     422     422     -       422     422      422     422     422
page             200     200     200     200     404     404     401     404      404     200     403
lessons-page     200     200     200     200     404     404     404     404      404     200     403
do-page          ok      ok      ok      403     404     404     401     404      404     403     403
do-form          ok      ok      ok      403     404     404     401     404      404     403     403
revise-page      403     403     403     403     404     404     401     404      404     403     403
revise-form      403     403     403     403     404     404     401     404      404     403     403
bundle-form      409     409     409     409     404     404     401     404      404     403     403
evidence-form    303     303     303     403     404     404     401     404      404     403     403
invitations      200     403     200     403     404     404     401     404      404     403     403
invite           200     403     200     403     404     404     401     404      404     403     403
uninvite         404     403     404     403     404     404     401     404      404     403     403
sign-in          200     200     200     200     200     -       200     200      200     200     200
to-health        303     303     303     303     303     -       303     303      303     303     303
operating        403     403     403     403     403     -       401     200      403     403     403
operating-form   403     403     403     403     403     -       401     422      403     403     403
operating-answer 403     403     403     403     403     -       401     400      403     403     403
half             401     401     401     401     401     -       401     401      401     401     401
link-sent        200     200     200     200     200     -       200     200      200     200     200
not-in           401     401     401     401     401     -       401     401      401     401     401
no-invitation    410     410     410     410     410     -       410     410      410     410     410
operator-link    401     401     401     401     401     -       401     401      401     401     401
letters          404     404     404     404     404     404     404     404      404     404     404
looks            303     303     303     303     303     -       303     303      303     403     403
demonstration    404     404     404     404     404     -       404     404      404     404     404
start-step       200     200     200     200     200     -       401     200      200     200     403
start-form       422     422     422     422     422     -       401     422      422     403     403
account          200     200     200     200     200     -       401     200      200     401     403
kept-form        303     303     303     303     303     -       401     303      303     303     403
account-form     ok      ok      ok      ok      ok      -       401     ok       ok      403     403
account-step     401     401     401     401     401     -       401     401      401     403     403
forget-form      403     403     403     403     403     -       401     403      403     403     403
sign-out         303     303     303     303     303     -       403     303      303     403     403
sign-out-page    200     200     200     200     200     -       401     200      200     200     403
"""

STARTS = ("", "part-way")
GROUP: dict[str, str] = {
    **{f"POST /api/programmes/{{programme}}/{path}": "command" for path in PATHS.values() if path not in STARTS},
    "POST /api/programmes": "start",
    "POST /api/programmes/part-way": "start",
    "GET /api/programmes": "own",
    "GET /api/agenda": "own",
    "GET /api/programmes.{ending}": "own",
    "GET /programmes.{ending}": "own",
    "GET /tasks": "own",
    "GET /mentoring": "own",
    "GET /start": "own",
    "GET /start/{step}": "start-step",
    "POST /start/{step}": "start-form",
    "GET /api/people": "own",
    "GET /api/mentors/{mentor}/totals": "own",
    "GET /api/programmes/{programme}": "reading",
    "GET /api/programmes/{programme}/milestones/{milestone}": "reading",
    "GET /api/programmes/{programme}/agenda": "reading",
    "GET /api/programmes/{programme}/report": "reading",
    "GET /api/programmes/{programme}/tables/{table}.{ending}": "reading",
    "GET /api/programmes/{programme}/history": "reading",
    "GET /api/programmes/{programme}/history.csv": "reading",
    "GET /api/programmes/{programme}/history.jsonl": "reading",
    "GET /api/programmes/{programme}/history/progress": "reading",
    "GET /api/programmes/{programme}/history/difference": "reading",
    "GET /api/programmes/{programme}/figures": "reading",
    "GET /api/programmes/{programme}/figures/{name}/events": "reading",
    "GET /api/programmes/{programme}/milestones/{milestone}/lessons": "reading",
    "GET /api/programmes/{programme}/legacy": "reading",
    "GET /api/programmes/{programme}/legacy-pack": "reading",
    "GET /api/programmes/{programme}/lineage": "reading",
    "GET /api/programmes/{programme}/proof": "reading",
    "GET /api/programmes/{programme}/files/{sha256}": "reading",
    "GET /api/programmes/{programme}/forecast": "reading",
    "GET /api/programmes/{programme}/forecast/comparisons": "reading",
    "GET /api/programmes/{programme}/forecast/drift": "reading",
    "GET /api/programmes/{programme}/review-agenda": "reading",
    "POST /api/programmes/{programme}/what-ifs": "ask-ahead",
    "POST /api/programmes/{programme}/plan-checks": "ask-ahead",
    "GET /api/programmes/{programme}/board": "board",
    "GET /api/programmes/{programme}/bundle": "bundle",
    "POST /api/programmes/{programme}/bundle": "take-bundle",
    "POST /api/programmes/{programme}/files": "send-file",
    "POST /api/programmes/{programme}/published-files": "publish-file",
    "GET /api/people/{person}": "person",
    "PUT /api/people/{person}": "change-person",
    "GET /api/people/{person}/needs": "needs",
    "PUT /api/people/{person}/needs": "change-needs",
    "GET /api/people/{person}/export": "own-only",
    "POST /api/people/{person}/erasure": "own-only",
    "POST /api/people": "add-person",
    "GET /api/plans": "public",
    "GET /api/plans/{name}": "public",
    "GET /api/plans/{name}/comparison": "public",
    "GET /api/plans/{name}/forecast": "public",
    "GET /api/history/columns": "public",
    "GET /api/history/columns.csv": "public",
    "GET /api/library.json": "public",
    "GET /api/totals": "public",
    "GET /api/totals/{name}/events": "own",
    "GET /totals": "public-choice",
    "GET /totals/{name}": "own",
    "GET /api/problems": "public",
    "GET /api/openapi.json": "public",
    "GET /health": "public",
    "GET /.well-known/security.txt": "public",
    "GET /pages.css": "public",
    "GET /looks.css": "public",
    "GET /fonts/{name}": "letters",
    "GET /pictures/{name}.svg": "letters",
    "GET /calendar/{secret}.ics": "letters",
    "GET /how-it-looks": "public-choice",
    "POST /how-it-looks": "looks",
    "GET /about": "public-choice",
    "GET /open-data": "public-choice",
    "GET /accessibility": "public-choice",
    "GET /privacy": "public-choice",
    "GET /passkey.js": "public",
    "GET /drafts.js": "public",
    "GET /live.js": "public",
    "GET /stays.js": "public",
    "GET /api/library": "public-choice",
    "GET /library": "public-choice",
    "GET /": "public-choice",
    "GET /help/proof": "public-choice",
    "GET /help/proof/easy-read": "public-choice",
    "GET /api/library/{shelf}/{number}": "public-thing",
    "GET /library/{shelf}/{number}": "public-thing",
    "GET /library/files/{sha256}": "public-file",
    "GET /library/{shelf}/{number}/owner": "owners",
    "POST /library/{shelf}/{number}/owner": "owners-form",
    "GET /api/audit/checkpoint": "checkpoint",
    "GET /api/audit/growth": "checkpoint",
    "POST /api/audit/cosignatures": "cosignature",
    "GET /programmes/{programme}": "page",
    "GET /programmes/{programme}/forecast": "page",
    "GET /programmes/{programme}/plan": "page",
    "GET /programmes/{programme}/review": "page",
    "GET /programmes/{programme}/review.txt": "page",
    "GET /programmes/{programme}/handover": "page",
    "GET /programmes/{programme}/resources/{number}/files": "thing-files",
    "POST /programmes/{programme}/resources/{number}/files": "thing-files-form",
    "GET /programmes/{programme}/plan/revise": "revise-page",
    "POST /programmes/{programme}/plan/revise": "revise-form",
    "GET /programmes/{programme}/history": "page",
    "GET /programmes/{programme}/report": "page",
    "GET /programmes/{programme}/tables/{table}.{ending}": "page",
    "GET /programmes/{programme}/history.csv": "page",
    "GET /programmes/{programme}/history.jsonl": "page",
    "GET /programmes/{programme}/history/difference": "page",
    "GET /programmes/{programme}/figures": "page",
    "GET /programmes/{programme}/figures/{name}": "page",
    "GET /programmes/{programme}/files/{sha256}": "page",
    "GET /programmes/{programme}/legacy-pack": "page",
    "GET /programmes/{programme}/proof": "page",
    "GET /programmes/{programme}/milestones/{milestone}/evidence": "page",
    "GET /programmes/{programme}/milestones/{milestone}": "page",
    "GET /portfolio": "own",
    "GET /portfolio/{programme}": "page",
    "GET /programmes/{programme}/decisions": "page",
    "GET /programmes/{programme}/sharing": "page",
    "GET /programmes/{programme}/celebrations": "page",
    "GET /programmes/{programme}/plan/easy": "page",
    "GET /programmes/{programme}/do": "page",
    "GET /programmes/{programme}/changes": "page",
    "GET /programmes/{programme}/do/{name}": "do-page",
    "POST /programmes/{programme}/do/{name}": "do-form",
    "GET /programmes/{programme}/milestones/{milestone}/lessons": "lessons-page",
    "POST /programmes/{programme}/bundle": "bundle-form",
    "POST /programmes/{programme}/milestones/{milestone}/evidence": "evidence-form",
    "GET /programmes/{programme}/invitations": "invitations",
    "POST /programmes/{programme}/invitations": "invite",
    "POST /programmes/{programme}/invitations/withdrawn": "uninvite",
    **dict.fromkeys(("GET /sign-in", "GET /sign-in/link"), "sign-in"),
    "GET /operator": "to-health",
    "GET /sign-in/second": "half",
    "POST /sign-in/second": "half",
    "POST /sign-in/second/new": "half",
    "POST /sign-in/second/passkey-question": "half",
    "POST /sign-in/second/passkey": "half",
    "POST /sign-in/email": "link-sent",
    "POST /sign-in/passkey-question": "link-sent",
    "POST /sign-in/link": "not-in",
    "POST /sign-in/password": "not-in",
    "POST /sign-in/passkey": "not-in",
    "POST /sign-in/with/{provider}": "not-in",
    "GET /sign-in/with/{provider}/answer": "not-in",
    "GET /invitation": "no-invitation",
    "POST /invitation": "no-invitation",
    "POST /operator": "operator-link",
    "POST /who": "demonstration",
    **dict.fromkeys((f"GET /operator/{each}" for each in ("health", "people", "break-glass")), "operating"),
    **dict.fromkeys(("POST /operator/people/invitation", "POST /operator/break-glass"), "operating-form"),
    **dict.fromkeys(("POST /operator/people", "POST /operator/break-glass/answer"), "operating-answer"),
    **dict.fromkeys(("GET /account", "GET /account/email", "GET /account/data"), "account"),
    "GET /sign-in/kept": "kept-form",
    "POST /account/data/export": "account-form",
    "POST /account/data/forget": "forget-form",
    **dict.fromkeys(("POST /account/data/needs", "POST /drafts"), "account-form"),
    **dict.fromkeys(
        (f"POST /account/{each}" for each in ("sessions/end", "tokens", "calendar", "tokens/revoke")), "account-form"
    ),
    "POST /account/password": "account-form",
    "POST /account/code": "account-form",
    "POST /account/code/finished": "account-step",
    "POST /account/passkey-question": "account-form",
    "POST /account/passkey": "account-step",
    "POST /account/recovery-codes": "account-form",
    "POST /account/factors/remove": "account-form",
    "POST /account/new-email": "account-form",
    "POST /account/email": "account-step",
    "POST /account/providers/{provider}": "account-step",
    "GET /sign-out": "sign-out-page",
    "GET /sign-in/stay": "sign-out-page",
    "POST /sign-out": "sign-out",
}
"""A route that is not here fails the build. HEAD is answered as GET is, without the body."""


def expected() -> dict[str, dict[str, str]]:
    """What each group answers each kind of person."""
    head, *rows = (line.split() for line in TABLE.strip().splitlines())
    assert head == ["group", *WHO]
    return {row[0]: dict(zip(WHO, row[1:], strict=True)) for row in rows}


NAMES = {"/api/plans/": "ulo-from-scratch", "/do/": "block", "/totals/": "people_different"}
"""What `{name}` is in an address; elsewhere it is a figure."""


def filled(path: str, programme: str, **more: str) -> str:
    """The path with something in each of its places. `programme` is a bare uuid."""
    places = {
        "programme": programme,
        "shelf": programme,
        "number": "1",
        "milestone": "ENG-01",
        "sha256": "0" * 64,
        "person": str(UUID(int=0)),
        "mentor": "Disability Solutions",
        "name": next((name for part, name in NAMES.items() if part in path), "counts.accepted"),
        "table": "milestones",
        "ending": "csv",
        "provider": "council",
        "secret": "guessed",
        "step": "template",
        **more,
    }
    address = re.sub(r"\{(\w+)\}", lambda found: places.get(found[1], "x"), path)
    query = {"/growth": "?old=0", "/changes": "?once=yes", "/comparison": "?other=existing-group"}
    query["/drafts"] = "?place=/account/data"
    return address + next((asked for end, asked in query.items() if path.endswith(end)), "")
