"""What can be shown or hidden as one: every kind of event belongs to exactly one visibility group.

The founding group, later the board, decides group by group what funders and commissioners see of its programme. Those
who work in a programme see all of it.
"""

from collections.abc import Iterable, Mapping
from typing import Literal, get_args

from domain.roles import HELPERS, READERS, Role

FieldGroup = Literal[
    "programme",
    "plan",
    "gates",
    "milestones",
    "evidence",
    "words",
    "blocked",
    "reminders",
    "mentoring",
    "conversations",
    "reviews",
    "celebrations",
    "lessons",
    "people-counts",
    "board",
    "constituency",
    "access-needs",
    "decisions",
    "duties",
    "roles",
    "sharing",
    "oversight",
    "legacy",
    "learning",
    "service",
]
GROUPS: tuple[FieldGroup, ...] = get_args(FieldGroup)

MEANINGS: Mapping[FieldGroup, str] = {
    "programme": "that the programme began, paused, went on and ended",
    "plan": "the plan, and how it changed",
    "gates": "what must be true before a milestone is accepted, and what was waived",
    "milestones": "how far each milestone is, and its dates",
    "evidence": "what shows that a milestone is reached",
    "words": "what people wrote beside the facts: reasons, notes, minutes",
    "blocked": "what cannot go on, and since when",
    "reminders": "what Waymark reminded people of, and whom it asked to help",
    "mentoring": "when mentoring took place, and for how long",
    "conversations": "what was said between the group and its mentor: notes, questions, answers",
    "reviews": "the quarterly reviews",
    "celebrations": "what the group celebrated",
    "lessons": "that a lesson was written down",
    "people-counts": "how many people took part",
    "board": "who joined and left the board, and whether enough of it comes from the constituency",
    "constituency": "whether one person comes from the constituency",
    "access-needs": "what people need so that they can take part",
    "decisions": "what meetings decided beside all this",
    "duties": "what falls due outside the milestones",
    "roles": "who plays which part",
    "sharing": "what funders and commissioners are shown",
    "oversight": "when an operator was let in to look, and why",
    "legacy": "what the group leaves behind for others",
    "learning": "who helped the group, and whom it helps",
    "service": "what concerns this Waymark as a whole",
}
"""Each group in plain words, as the end of a sentence."""

_TOPICS: Mapping[FieldGroup, tuple[str, ...]] = {
    "programme": (
        "programme.started.v1",
        "programme.paused.v1",
        "programme.resumed.v1",
        "programme.handover-begun.v1",
        "programme.closed.v1",
        "programme.still-running-answered.v1",
        "programme.legacy-packed.v1",
    ),
    "plan": ("programme.plan-agreed.v1", "programme.plan-revised.v1"),
    "gates": ("programme.gate-waived.v1",),
    "milestones": (
        "programme.milestone-opened.v1",
        "programme.milestone-assigned.v1",
        "programme.tasks-handed-over.v1",
        "programme.milestone-submitted.v1",
        "programme.milestone-accepted.v1",
        "programme.milestone-returned.v1",
        "programme.acceptance-withdrawn.v1",
        "programme.milestone-reopened.v1",
        "programme.date-corrected.v1",
        "programme.milestone-rescheduled.v1",
        "programme.milestone-set-aside.v1",
        "programme.milestone-restored.v1",
    ),
    "evidence": ("programme.evidence-added.v1", "programme.evidence-retracted.v1"),
    "words": (),
    "blocked": ("programme.milestone-blocked.v1", "programme.milestone-unblocked.v1"),
    "reminders": ("programme.prompted.v1",),
    "mentoring": ("programme.mentoring-session-held.v1",),
    "conversations": (
        "programme.information-need-raised.v1",
        "programme.information-need-answered.v1",
        "programme.information-need-withdrawn.v1",
    ),
    "reviews": ("programme.review-opened.v1", "programme.review-held.v1"),
    "celebrations": ("programme.celebration-recorded.v1",),
    "lessons": ("programme.lesson-recorded.v1",),
    "people-counts": ("programme.people-counted.v1", "programme.figure-corrected.v1"),
    "board": (
        "organisation.board-member-appointed.v1",
        "organisation.board-member-stood-down.v1",
        "organisation.governing-document-adopted.v1",
        "organisation.threshold-set.v1",
    ),
    "constituency": (),
    "access-needs": (),
    "decisions": ("programme.decision-recorded.v1", "programme.key-destroyed.v1"),
    "duties": ("programme.duty-opened.v1", "programme.duty-met.v1", "programme.duty-moved.v1"),
    "roles": (
        "programme.appointed.v1",
        "programme.appointment-ended.v1",
        "programme.mentor-replaced.v1",
    ),
    "sharing": ("programme.sharing-decided.v1",),
    "oversight": (
        "programme.break-glass-requested.v1",
        "programme.break-glass-opened.v1",
        "programme.break-glass-closed.v1",
    ),
    "legacy": (
        "resource.drafted.v1",
        "resource.revised.v1",
        "resource.checked.v1",
        "resource.published.v1",
        "resource.withdrawn.v1",
        "resource.owner-named.v1",
        "resource.owner-left.v1",
        "resource.reviewed.v1",
        "resource.running-answered.v1",
        "resource.pack-imported.v1",
    ),
    "learning": ("programme.resource-helped.v1", "programme.mentor-traced.v1", "programme.buddy-agreed.v1"),
    "service": (
        "person.invited.v1",
        "person.invitation-withdrawn.v1",
        "person.joined.v1",
        "person.factor-added.v1",
        "person.factor-removed.v1",
        "person.email-changed.v1",
        "person.sessions-ended.v1",
        "person.token-issued.v1",
        "person.token-revoked.v1",
        "person.disabled.v1",
        "person.enabled.v1",
        "person.operator-appointed.v1",
        "person.operator-ended.v1",
        "person.erased.v1",
    ),
}
"""A new kind of event goes into one of these lines; a test fails until it does. The empty groups are fields only."""

_GROUP_OF: Mapping[str, FieldGroup] = {topic: group for group, topics in _TOPICS.items() for topic in topics}

ALWAYS_SHOWN: frozenset[FieldGroup] = frozenset({"programme"})
"""Whoever is let in sees at least that there is a programme. To show nothing, their appointment is ended."""

NEVER_SHOWN: frozenset[FieldGroup] = frozenset({"conversations", "constituency", "access-needs", "service"})
"""No decision shows these to a funder or a commissioner: they are about people, not about milestones."""

SHOWN_AT_FIRST: frozenset[FieldGroup] = frozenset(
    {"programme", "plan", "gates", "milestones", "evidence", "people-counts", "roles", "sharing"}
)
"""What funders and commissioners see until the group decides otherwise: facts of milestones, and proofs."""

SHOWABLE: frozenset[FieldGroup] = frozenset(GROUPS) - NEVER_SHOWN
"""What a decision can show to a funder or a commissioner."""

NOBODY_READS: frozenset[FieldGroup] = frozenset({"constituency", "service"})
"""No reading of a programme shows these to anybody."""

Sharing = Mapping[tuple[Role, FieldGroup], bool]
"""What was decided for each reading role; what is not in it stays as it was at first."""


def group_of(topic: str) -> FieldGroup:
    """The group a kind of event belongs to. Raises KeyError for a kind that nobody put into one."""
    return _GROUP_OF[topic]


def topics_of(groups: Iterable[FieldGroup]) -> frozenset[str]:
    """Every kind of event in these groups."""
    return frozenset(topic for group in groups for topic in _TOPICS[group])


def is_shown(role: Role, group: FieldGroup, sharing: Sharing) -> bool:
    """Whether one role sees one group, after what the deciders decided."""
    if group in NOBODY_READS or role is Role.ENGINE:
        return False
    if group == "access-needs":
        return role in HELPERS
    if role not in READERS:
        return True
    if group in NEVER_SHOWN:
        return False
    return group in ALWAYS_SHOWN or sharing.get((role, group), group in SHOWN_AT_FIRST)


def seen_by(roles: Iterable[Role], sharing: Sharing) -> frozenset[FieldGroup]:
    """Everything that somebody with these roles sees: what any one of them shows."""
    held = tuple(roles)
    return frozenset(group for group in GROUPS if any(is_shown(role, group, sharing) for role in held))
