"""Asks the Cedar copy of the rules: its action groups, and how a question is put to it."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import cedarpy

from domain.asking import Action, Actor, Resource
from domain.event import ENGINE
from domain.roles import Role

RULES = cedarpy.PolicySet.from_str((Path(__file__).parent / "access.cedar").read_text(encoding="utf-8"))

KINDS: Mapping[str, str] = {
    "starting": "start-programme start-part-way",
    "appointing": "appoint end-appointment",
    "deciding": "replace-mentor pause resume close-programme decide-sharing agree-plan revise-plan waive-gate accept"
    " return withdraw-acceptance reopen set-aside restore record-decision appoint-board-member stand-down"
    " adopt-governing-document set-threshold check-resource publish-resource add-file leave-out-file"
    " withdraw-resource"
    " take-out-passage",
    "working": "answer-still-running open-milestone assign hand-over add-evidence retract-evidence submit correct-date"
    " block unblock reschedule hold-review record-celebration record-lesson correct-figure raise-duty meet-duty"
    " move-duty draft-resource revise-resource name-owner end-ownership review-resource answer-running"
    " raise-information-need answer-information-need withdraw-information-need say-it-helped trace-mentor agree-buddy",
    "helping": "record-mentoring-session count-people",
    "looking-after": "end-ownership review-resource answer-running",
    "giving-evidence": "add-evidence retract-evidence",
    "by-itself": "advance prompt keep-pack",
    "looking": "request-break-glass approve-break-glass",
    "ending-a-look": "close-break-glass",
    "of-a-programme": "read-progress read-milestone read-agenda read-history read-raw-events read-board"
    " read-exact-tally read-forecast read-evidence-file download-bundle export-record",
    "for-the-inner-circle": "read-exact-tally export-record",
    "of-oneself": "read-portfolio read-own-agenda",
    "of-a-person": "read-person read-card read-access-needs",
    "of-the-library": "read-resource",
    "administration": "see-health make-backup disable-person begin-epoch",
}
COMMANDS = frozenset(
    name
    for kind in ("starting", "appointing", "deciding", "working", "helping", "by-itself", "looking", "ending-a-look")
    for name in KINDS[kind].split()
)
OTHERS = frozenset(
    name
    for kind in ("of-a-programme", "of-oneself", "of-a-person", "of-the-library", "administration")
    for name in KINDS[kind].split()
)
_PARTS = {
    Role.MENTOR: "mentor",
    Role.WORKER: "worker",
    Role.FOUNDER: "founder",
    Role.BOARD: "board",
    Role.COMMISSIONER: "commissioner",
    Role.FUNDER: "funder",
    Role.OPERATOR: "guest",
}
_SUBJECTS = {"read-milestone": "milestones", "read-evidence-file": "evidence", "read-forecast": "plan"}
_NEVER = {"from": 1, "until": 0}
_ENDLESS = date.max.toordinal() + 1


def name_of(action: Action) -> str:
    """How Cedar calls an action."""
    return action.NAME if isinstance(action, type) else action


def allowed(actor: Actor, asked: Sequence[tuple[Action, Resource]]) -> list[bool]:
    """What the Cedar rules say to each of these questions about one programme. A rule must always be worked out."""
    requests = [
        {
            "principal": {"type": "User", "id": "asking"},
            "action": {"type": "Action", "id": name_of(action)},
            "resource": {"type": "Thing", "id": "asked"},
            "context": _context(actor, action, resource),
        }
        for action, resource in asked
    ]
    answers = cedarpy.is_authorized_batch(requests, RULES, [_principal(actor, asked[0][1]), *_ACTIONS])
    assert not [answer.diagnostics.errors for answer in answers if answer.diagnostics.errors]
    return [answer.allowed for answer in answers]


def _principal(actor: Actor, resource: Resource) -> dict[str, Any]:
    presence = actor.presence
    held = dict.fromkeys(_PARTS.values(), _NEVER)
    for grant in actor.grants:
        if grant.programme == resource.programme and grant.role in _PARTS:
            term = grant.term
            held[_PARTS[grant.role]] = {
                "from": term.starts_on.toordinal() if term.starts_on else 0,
                "until": term.ends_on.toordinal() if term.ends_on else _ENDLESS,
            }
    return {
        "uid": {"type": "User", "id": "asking"},
        "attrs": {
            "name": actor.person or "",
            "signed_in": actor.person is not None,
            "engine": actor.person == ENGINE,
            "operator": presence.operator,
            "second_factor": presence.second_factor,
            "token": presence.scopes is not None,
            "scopes": sorted(presence.scopes or ()),
            "limited": presence.programmes is not None,
            "programmes": sorted(presence.programmes or ()),
            **held,
        },
        "parents": [],
    }


def _context(actor: Actor, action: Action, resource: Resource) -> dict[str, Any]:
    sharing = resource.sharing or {}
    context: dict[str, Any] = {
        "today": resource.today.toordinal(),
        "programme": resource.programme or "",
        "named": list(resource.who),
        "worked_by": sorted(person for person in resource.worked_by if person),
        "themselves": actor.person is not None and actor.person == resource.subject,
        "shared": _shared(actor, resource),
        "subject_group": _SUBJECTS.get(name_of(action), ""),
    }
    for role in (Role.FUNDER, Role.COMMISSIONER):
        context[f"shown_to_{role.value}"] = sorted(
            group for (who, group), shown in sharing.items() if who is role and shown
        )
        context[f"hidden_from_{role.value}"] = sorted(
            group for (who, group), shown in sharing.items() if who is role and not shown
        )
    if resource.adopted_on is not None:
        context["adopted_on"] = resource.adopted_on.toordinal()
    if resource.meeting is not None:
        context["meeting"] = {"body": resource.meeting.body, "held_on": resource.meeting.held_on.toordinal()}
    for key in ("coordinator", "owner", "group", "audience"):
        if getattr(resource, key) is not None:
            context[key] = getattr(resource, key)
    return context


def _shared(actor: Actor, resource: Resource) -> list[str]:
    """The parts they play today in the programmes of the person they ask about, where their token serves."""
    only = actor.presence.programmes
    return sorted(
        {
            _PARTS[grant.role]
            for grant in actor.grants
            if grant.programme in resource.subject_in
            and (only is None or grant.programme in only)
            and grant.role in _PARTS
            and grant.role is not Role.OPERATOR
            and (grant.term.starts_on is None or grant.term.starts_on <= resource.today)
            and (grant.term.ends_on is None or resource.today < grant.term.ends_on)
        }
    )


def _actions() -> list[dict[str, Any]]:
    parents: dict[str, list[str]] = {name: ["commands"] for name in COMMANDS} | {name: [] for name in OTHERS}
    for kind, names in KINDS.items():
        for name in names.split():
            parents[name].append(kind)
    groups = {"commands", *KINDS}
    return [
        {
            "uid": {"type": "Action", "id": name},
            "attrs": {},
            "parents": [{"type": "Action", "id": each} for each in parents.get(name, ())],
        }
        for name in sorted({*parents, *groups})
    ]


_ACTIONS = _actions()
