"""A person's way into Waymark: who may come in, with what, and who looks after the installation. Pure."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import TypeVar, assert_never
from uuid import UUID

from pydantic import BaseModel

from domain import person_commands as commands
from domain import person_events as events
from domain.event import Recorded
from domain.person_commands import AnyPersonCommand
from domain.person_events import FactorKind, PersonEvent
from domain.refusals import AlreadyDone, NotAllowed, NotNow, UnknownPart

K = TypeVar("K")
V = TypeVar("V")

MACHINE = "machine"
"""Whoever runs the programs of this installation at its own keyboard."""

LEDGER = "service"
LONGEST_TOKEN = timedelta(days=366)
MOST_TOKENS = 20
MOST_FACTORS = 20
ALONE: frozenset[FactorKind] = frozenset({"password", "one-time-code", "recovery-codes"})
"""Of these a person has one at a time: a new one takes the place of the old."""


class Person(BaseModel, frozen=True):
    """What the log says about a person. Numbers only grow, so that none is used twice."""

    version: int
    joined: bool = False
    disabled: bool = False
    operator: bool = False
    erased: bool = False
    invitations: Mapping[UUID, datetime] = {}
    """Those that still hold, and until when."""
    factors: Mapping[int, FactorKind] = {}
    last_factor: int = 0
    tokens: Mapping[int, datetime] = {}
    """Those that were not revoked, and until when they hold."""
    last_token: int = 0


class PersonOccasion(BaseModel, frozen=True):
    """Who asks, and when. `runs_it`: the machine itself, or an operator."""

    at: datetime
    actor: str
    subject: str
    runs_it: bool = False

    @property
    def about_oneself(self) -> bool:
        """Whether a person asks about themselves."""
        return self.actor == self.subject


def decide(state: Person, command: AnyPersonCommand, occasion: PersonOccasion) -> Sequence[PersonEvent]:
    """What happens. Raises NotAllowed, AlreadyDone, NotNow, UnknownPart."""
    if state.erased:
        raise NotNow("This person was forgotten, for good. Ask them in again as somebody new.")
    match command:
        case commands.Invite():
            return [events.PersonInvited(**dict(command))]
        case commands.WithdrawInvitation():
            _must_hold(state, command.invitation, occasion.at, withdrawing=True)
            return [events.InvitationWithdrawn(invitation=command.invitation)]
        case commands.Join():
            return _join(state, command, occasion)
        case commands.AddFactor():
            return _add_factor(state, command, occasion)
        case commands.RemoveFactor():
            _themselves(occasion)
            if command.factor not in state.factors:
                raise UnknownPart("You do not sign in with this. Look at your account again: it may be gone already.")
            return [events.FactorRemoved(factor=command.factor)]
        case commands.ChangeEmail():
            _themselves(occasion)
            return [events.EmailChanged()]
        case commands.EndSessions():
            _themselves_or_operator(occasion)
            return [events.SessionsEnded(why=command.why)]
        case commands.IssueToken():
            return _issue(state, command, occasion)
        case commands.RevokeToken():
            _themselves_or_operator(occasion)
            if command.token not in state.tokens:
                raise UnknownPart("There is no such token. Look at the list again: it may be revoked already.")
            return [events.TokenRevoked(token=command.token)]
        case commands.Disable() | commands.Enable() | commands.AppointOperator() | commands.EndOperator():
            return _by_operator(state, command, occasion)
        case commands.ErasePerson():
            _themselves_or_operator(occasion)
            return [events.PersonErased(keys=command.keys)]
        case _:
            assert_never(command)


def evolve(state: Person, recorded: Recorded[PersonEvent]) -> Person:
    """The person after what happened. It never refuses."""
    return state.model_copy(update={**_change(state, recorded.fact), "version": recorded.version})


def _change(state: Person, fact: PersonEvent) -> Mapping[str, object]:
    match fact:
        case events.PersonInvited():
            return {"invitations": {**state.invitations, fact.invitation: fact.expires_at}}
        case events.InvitationWithdrawn():
            return {"invitations": _without(state.invitations, fact.invitation)}
        case events.PersonJoined():
            left = state.invitations if fact.invitation is None else _without(state.invitations, fact.invitation)
            return {"joined": True, "invitations": left}
        case events.FactorAdded():
            kept = {number: kind for number, kind in state.factors.items() if kind != fact.kind or kind not in ALONE}
            return {"factors": {**kept, fact.factor: fact.kind}, "last_factor": fact.factor}
        case events.FactorRemoved():
            return {"factors": _without(state.factors, fact.factor)}
        case events.TokenIssued():
            return {"tokens": {**state.tokens, fact.token: fact.expires_at}, "last_token": fact.token}
        case events.TokenRevoked():
            return {"tokens": _without(state.tokens, fact.token)}
        case events.PersonDisabled():
            return {"disabled": True}
        case events.PersonEnabled():
            return {"disabled": False}
        case events.OperatorAppointed():
            return {"operator": True}
        case events.OperatorEnded():
            return {"operator": False}
        case events.PersonErased():
            return {"erased": True, "joined": False, "operator": False, "invitations": {}, "factors": {}, "tokens": {}}
        case events.EmailChanged() | events.SessionsEnded():
            return {}
        case _:
            assert_never(fact)


def _join(state: Person, command: commands.Join, occasion: PersonOccasion) -> Sequence[PersonEvent]:
    if state.disabled:
        raise NotNow("This account was closed. Ask whoever looks after Waymark to open it again.")
    if command.invitation is not None:
        _must_hold(state, command.invitation, occasion.at)
    elif state.joined:
        raise AlreadyDone("This person is in already.")
    return [events.PersonJoined(invitation=command.invitation)]


def _add_factor(state: Person, command: commands.AddFactor, occasion: PersonOccasion) -> Sequence[PersonEvent]:
    _themselves(occasion)
    if len(state.factors) >= MOST_FACTORS:
        raise NotNow(f"You sign in with {MOST_FACTORS:,} things already. Remove one first.")
    return [events.FactorAdded(factor=state.last_factor + 1, kind=command.kind)]


def _issue(state: Person, command: commands.IssueToken, occasion: PersonOccasion) -> Sequence[PersonEvent]:
    _themselves_or_operator(occasion)
    if not occasion.at < command.expires_at <= occasion.at + LONGEST_TOKEN:
        raise NotNow("A token ends on a day to come, within a year. Choose such a day.")
    if sum(until > occasion.at for until in state.tokens.values()) >= MOST_TOKENS:
        raise NotNow(f"There are {MOST_TOKENS:,} tokens already. Revoke one that no program uses.")
    return [events.TokenIssued(token=state.last_token + 1, **dict(command))]


def _by_operator(
    state: Person,
    command: commands.Disable | commands.Enable | commands.AppointOperator | commands.EndOperator,
    occasion: PersonOccasion,
) -> Sequence[PersonEvent]:
    if not occasion.runs_it:
        raise NotAllowed("Only who looks after this Waymark may do this. Ask them to do it.")
    match command:
        case commands.Disable():
            _unless(state.disabled)
            return [events.PersonDisabled(), events.SessionsEnded(why="disabled")]
        case commands.Enable():
            _unless(not state.disabled)
            return [events.PersonEnabled()]
        case commands.AppointOperator():
            _unless(state.operator)
            return [events.OperatorAppointed()]
        case commands.EndOperator():
            _unless(not state.operator)
            return [events.OperatorEnded()]
        case _:
            assert_never(command)


def _must_hold(state: Person, invitation: UUID, at: datetime, *, withdrawing: bool = False) -> None:
    until = state.invitations.get(invitation)
    if until is None or (at >= until and not withdrawing):
        raise NotNow("This invitation holds no longer. Ask whoever invited you for a new one.")


def _themselves(occasion: PersonOccasion) -> None:
    if not occasion.about_oneself:
        raise NotAllowed("Only the person themselves may do this. Ask them to sign in and do it.")


def _themselves_or_operator(occasion: PersonOccasion) -> None:
    if not occasion.about_oneself and not occasion.runs_it:
        raise NotAllowed("Only the person themselves, or who looks after this Waymark, may do this. Ask one of them.")


def _unless(already: bool) -> None:  # noqa: FBT001 - reads as a sentence where it is called
    if already:
        raise AlreadyDone("This is so already. Nothing needs to be done.")


def _without(kept: Mapping[K, V], gone: K) -> Mapping[K, V]:
    return {each: part for each, part in kept.items() if each != gone}
