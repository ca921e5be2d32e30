"""A person's way in: who may ask for what, and what the log then says."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid5

import pytest

from domain import person_commands as commands
from domain import person_events as events
from domain.event import Meta, Recorded
from domain.person import LEDGER, LONGEST_TOKEN, MACHINE, MOST_TOKENS, Person, PersonOccasion, decide, evolve
from domain.person_commands import AnyPersonCommand
from domain.person_events import PersonEvent
from domain.refusals import AlreadyDone, NotAllowed, NotNow, UnknownPart
from domain.roles import Role
from tests.domain.people import MENTOR, WORKER

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)
INVITATION = UUID("0b7d1c0a-6a0e-4a52-9a6f-0c9a5a0a6b11")
INVITE = commands.Invite(invitation=INVITATION, programme=None, role=None, expires_at=NOW + timedelta(hours=72))


class Story:
    """One person, to whom one thing after the other happens."""

    def __init__(self) -> None:
        self.state = Person(version=0)
        self.at = NOW

    def ask(self, command: AnyPersonCommand, actor: str = WORKER, *, runs_it: bool = False) -> Sequence[PersonEvent]:
        said = decide(self.state, command, PersonOccasion(at=self.at, actor=actor, subject=WORKER, runs_it=runs_it))
        for fact in said:
            meta = Meta(
                id=uuid5(INVITATION, str(self.state.version)),
                ledger=LEDGER,
                actor=actor,
                role="self",
                recorded_at=self.at,
                occurred_on=date(2026, 3, 2),
                command_id="1",
            )
            version = self.state.version + 1
            self.state = evolve(self.state, Recorded(stream=WORKER, version=version, meta=meta, fact=fact))
        return said


@pytest.fixture
def story() -> Story:
    return Story()


def token(days: int = 30) -> commands.IssueToken:
    return commands.IssueToken(scopes=("read",), programmes=None, expires_at=NOW + timedelta(days=days))


def test_an_invitation_is_taken_once(story: Story) -> None:
    story.ask(INVITE, MENTOR)
    assert story.ask(commands.Join(invitation=INVITATION)) == [events.PersonJoined(invitation=INVITATION)]
    assert story.state.joined
    with pytest.raises(NotNow, match="Ask whoever invited you"):
        story.ask(commands.Join(invitation=INVITATION))


def test_an_invitation_ends_by_itself_or_is_withdrawn(story: Story) -> None:
    story.ask(INVITE, MENTOR)
    story.at = NOW + timedelta(hours=72)
    with pytest.raises(NotNow):
        story.ask(commands.Join(invitation=INVITATION))
    story.ask(commands.WithdrawInvitation(invitation=INVITATION), MENTOR)
    story.at = NOW
    with pytest.raises(NotNow):
        story.ask(commands.Join(invitation=INVITATION))
    with pytest.raises(NotNow):
        story.ask(commands.WithdrawInvitation(invitation=INVITATION), MENTOR)


def test_whoever_was_shut_out_is_not_let_in_by_an_old_invitation(story: Story) -> None:
    story.ask(INVITE, MENTOR)
    story.ask(commands.Disable(), MACHINE, runs_it=True)
    with pytest.raises(NotNow, match="closed"):
        story.ask(commands.Join(invitation=INVITATION))


def test_factors_are_numbered_and_no_number_is_used_twice(story: Story) -> None:
    first = story.ask(commands.AddFactor(kind="passkey"))
    story.ask(commands.RemoveFactor(factor=1))
    second = story.ask(commands.AddFactor(kind="passkey"))
    assert [*first, *second] == [
        events.FactorAdded(factor=1, kind="passkey"),
        events.FactorAdded(factor=2, kind="passkey"),
    ]
    with pytest.raises(UnknownPart):
        story.ask(commands.RemoveFactor(factor=1))


def test_a_new_password_takes_the_place_of_the_old_and_passkeys_stand_side_by_side(story: Story) -> None:
    for kind in ("passkey", "passkey", "password", "password"):
        story.ask(commands.AddFactor.model_validate({"kind": kind}))
    assert dict(story.state.factors) == {1: "passkey", 2: "passkey", 4: "password"}


def test_only_they_themselves_change_what_they_sign_in_with(story: Story) -> None:
    asked = (commands.AddFactor(kind="password"), commands.RemoveFactor(factor=1), commands.ChangeEmail())
    for command in asked:
        with pytest.raises(NotAllowed):
            story.ask(command, MACHINE, runs_it=True)


def test_only_an_operator_shuts_out_lets_in_and_appoints_operators(story: Story) -> None:
    asked = (commands.Disable(), commands.Enable(), commands.AppointOperator(), commands.EndOperator())
    for command in asked:
        with pytest.raises(NotAllowed):
            story.ask(command)
    assert story.ask(commands.Disable(), MENTOR, runs_it=True) == [
        events.PersonDisabled(),
        events.SessionsEnded(why="disabled"),
    ]
    with pytest.raises(AlreadyDone):
        story.ask(commands.Disable(), MACHINE, runs_it=True)
    story.ask(commands.Enable(), MACHINE, runs_it=True)
    story.ask(commands.AppointOperator(), MACHINE, runs_it=True)
    assert story.state.operator
    story.ask(commands.EndOperator(), MACHINE, runs_it=True)
    assert not story.state.operator


def test_row_35_a_token_lasts_a_year_at_most_and_is_revoked_once(story: Story) -> None:
    for days in (0, -1, LONGEST_TOKEN.days + 1):
        with pytest.raises(NotNow, match="within a year"):
            story.ask(token(days))
    story.ask(token())
    story.ask(commands.RevokeToken(token=1))
    with pytest.raises(UnknownPart):
        story.ask(commands.RevokeToken(token=1))
    with pytest.raises(NotAllowed):
        story.ask(token(), MENTOR)


def test_a_person_has_only_so_many_tokens(story: Story) -> None:
    for _ in range(MOST_TOKENS):
        story.ask(token())
    with pytest.raises(NotNow, match="Revoke one"):
        story.ask(token())


def test_who_was_forgotten_stays_forgotten(story: Story) -> None:
    story.ask(INVITE, MENTOR)
    story.ask(commands.ErasePerson(keys=("aa",)))
    assert not story.state.invitations
    for command in (commands.Join(invitation=INVITATION), commands.AddFactor(kind="password"), INVITE):
        with pytest.raises(NotNow, match="forgotten"):
            story.ask(command, runs_it=True)


def test_an_invitation_may_be_to_a_role(story: Story) -> None:
    programme = "programme:6f9619ff-8b86-4d01-b42d-00cf4fc964ff"
    invite = INVITE.model_copy(update={"programme": programme, "role": Role.WORKER})
    (invited,) = story.ask(invite, MENTOR)
    assert isinstance(invited, events.PersonInvited)
    assert (invited.programme, invited.role) == (programme, Role.WORKER)
