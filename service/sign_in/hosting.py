"""Asking people in and shutting them out: for mentors and those who decide, for operators, and for the machine."""

from uuid import UUID, uuid4

import structlog

from domain import access
from domain import person_commands as commands
from domain.event import PersonRef
from domain.occasion import Occasion
from domain.person import MACHINE
from domain.programme import Programme
from domain.programme_commands import Appoint
from domain.refusals import NO_SUCH_PROGRAMME, AlreadyDone, NotAllowed, UnknownPart, UnknownProgramme
from domain.roles import APPOINTED, Role
from service.calendars import calendar_of
from service.front_door import FrontDoor
from service.language.language import N_, speaking, spoken, translated
from service.language.language import gettext as _
from service.people import PersonCard
from service.sign_in.accounts import key_of
from service.sign_in.desk import Desk
from service.sign_in.invitations import Invitation
from service.sign_in.person_log import Asking
from service.sign_in.refusals import InvitationOver, SignInRefused
from service.visibility import Visibility

OVER = "This invitation was used or taken back, or it is older than 72 hours. Ask whoever invited you for a new one."
THE_MACHINE = Asking(MACHINE, runs_it=True)


class Hosting:
    """Invitations, operators, and who is shut out. `asking` says who does it."""

    def __init__(self, desk: Desk, front_door: FrontDoor) -> None:
        self._desk = desk
        self._front_door = front_door
        self._visibility = Visibility(front_door)
        self._log = structlog.get_logger().bind(part="sign-in")

    def invite(
        self,
        asking: Asking,
        email: str,
        name: str,
        to: tuple[str, Role] | None = None,
        person: PersonRef | None = None,
    ) -> tuple[Invitation, str]:
        """Ask somebody in, and send them the link. `to`: a programme and a role, by the authority of who asks.

        `person` is who they are, when they are kept already. Gives the link's secret too, for a machine without mail.
        Raises NotAllowed, UnknownProgramme.
        """
        if to is None and not asking.runs_it:
            raise NotAllowed("Invite people to a programme, in a role. Only who looks after Waymark may do without.")
        if to is not None:
            self._may_appoint(asking, to, person or f"person:{UUID(int=0)}")
        self._desk.attempts.count("invitation", asking.actor, most=20)
        known = self._desk.accounts.with_email(email)
        account = self._desk.accounts.get(person) if person else None
        if account is not None and account.email is not None and account.email != email:
            raise NotAllowed("They sign in with another e-mail address already. Send the invitation there.")
        invited = known.person if known else person or f"person:{uuid4()}"
        drawn_up = self._desk.invitations.drawn_up(invited, email, name, to, asking.actor)
        self._desk.accounts.add(invited)
        command = commands.Invite(
            invitation=drawn_up.id, programme=drawn_up.programme, role=drawn_up.role, expires_at=drawn_up.ends_at
        )
        self._desk.log.ask(invited, command, asking)
        secret = self._desk.invitations.keep(drawn_up)
        chosen = self._desk.languages
        with speaking(chosen.of(invited) if chosen.tag_of(invited) else spoken()):
            told = self.invited_to(drawn_up)
            told = None if told is None else (told[0], translated(told[1]))
            easy = self._desk.reads_easy(invited)
            self._desk.letters.invitation(email, name, self._name_of(asking.actor), told, secret, easy=easy)
        self._log.info("somebody was invited", person=invited, by=asking.actor, programme=drawn_up.programme)
        return drawn_up, secret

    def may_invite(self, asking: Asking, programme: str) -> None:
        """Raises NotAllowed or UnknownProgramme unless they may give roles in this programme."""
        self._may_appoint(asking, (programme, Role.WORKER), f"person:{UUID(int=0)}")

    def organisation(self, programme: str, reader: PersonRef) -> str:
        """What the organisation of a programme is called, for somebody with a part in it."""
        found = self._visibility.group(programme, reader).programme
        return found.organisation if found else ""

    def look(self, secret: str) -> Invitation:
        """The invitation with this secret. Looking changes nothing. Raises InvitationOver."""
        found = self._desk.invitations.look(secret)
        if found is None:
            raise InvitationOver(OVER)
        return found

    def accept(self, secret: str) -> PersonRef:
        """Accept an invitation: the person has a way in, and the one who invited them appoints them.

        Everything in it may be repeated until the invitation is settled, which is last. Raises InvitationOver, and
        what the programme says when the one who invited may not appoint any more.
        """
        invitation = self.look(secret)
        person = invitation.person
        account = self._desk.accounts.get(person)
        # The link was sent to an address that is theirs no more: whoever reads mail there is perhaps somebody else.
        if account is not None and account.email is not None and key_of(account.email) != key_of(invitation.email):
            raise InvitationOver(OVER)
        if invitation.programme is not None and invitation.role is not None:
            self._appoint(invitation, (invitation.programme, invitation.role))
        if not self._desk.invitations.settle(invitation.id):
            raise InvitationOver(OVER)
        self._desk.log.ask(person, commands.Join(invitation=invitation.id), Asking(person))
        self._come_in(person, invitation.name, invitation.email)
        self._log.info("an invitation was accepted", person=person, by=invitation.invited_by)
        return person

    def withdraw(self, invitation: Invitation, asking: Asking) -> None:
        """Take an invitation back. Raises NotAllowed, UnknownPart."""
        if invitation.programme is not None and invitation.role is not None and not asking.runs_it:
            self._may_appoint(asking, (invitation.programme, invitation.role), invitation.person)
        self._desk.log.ask(invitation.person, commands.WithdrawInvitation(invitation=invitation.id), asking)
        if not self._desk.invitations.settle(invitation.id):
            raise UnknownPart("This invitation was accepted or taken back in the meantime.")

    def operator_link(self) -> str:
        """A link for somebody new who is to look after this installation; an earlier one ends.

        Only the machine itself may ask.
        """
        self._desk.accounts.forget_unused_operators()
        person = f"person:{uuid4()}"
        self._desk.accounts.add(person)
        return self._desk.links.make(person, "operator")

    def become_operator(self, secret: str, name: str, email: str) -> PersonRef:
        """Use that link. Raises SignInRefused, and AlreadyDone when the address is another person's."""
        if self._desk.accounts.with_email(email) is not None:
            raise AlreadyDone("Somebody else signs in with this e-mail address. Use another, or sign in as them.")
        link = self._desk.links.use(secret, "operator")
        if link is None:
            raise SignInRefused("This link was used, or is older than a day. Print a new one: waymark operator link")
        self._desk.log.ask(link.person, commands.Join(invitation=None), Asking(link.person))
        self._desk.log.ask(link.person, commands.AppointOperator(), THE_MACHINE)
        self._come_in(link.person, name, email)
        return link.person

    def disable(self, person: PersonRef, asking: Asking) -> None:
        """Let somebody in no longer: their sessions, links and tokens end with the next request. Repeatable."""
        self._known(person)
        try:
            self._desk.log.ask(person, commands.Disable(), asking)
        except AlreadyDone:
            self._desk.log.settle(person)
        self._desk.links.withdraw(person)
        self._log.warning("somebody was shut out", person=person, by=asking.actor)

    def enable(self, person: PersonRef, asking: Asking) -> None:
        """Let somebody in again."""
        self._known(person)
        self._desk.log.ask(person, commands.Enable(), asking)

    def invited_to(self, invitation: Invitation) -> tuple[str, str] | None:
        """The organisation and the role that somebody is invited to, None when it is Waymark alone."""
        if invitation.programme is None or invitation.role is None:
            return None
        return self._programme(invitation.programme).organisation, AS[invitation.role]

    def inviter(self, invitation: Invitation) -> str:
        """Who invites, by name."""
        return self._name_of(invitation.invited_by)

    def _known(self, person: PersonRef) -> None:
        if self._desk.accounts.get(person) is None:
            raise UnknownPart("Nobody with this id can sign in here. Look at the list: waymark people list")

    def _come_in(self, person: PersonRef, name: str, email: str) -> None:
        if self._desk.people.get(person) is None:
            self._desk.people.add(PersonCard(name=name, email=email, channel="email"), person)
        account = self._desk.accounts.get(person)
        if account is not None and account.email is None:
            self._desk.accounts.change_email(person, email)

    def _appoint(self, invitation: Invitation, to: tuple[str, Role]) -> None:
        programme, role = to
        if role in self._visibility.roles(self._front_door.group(programme), invitation.person):
            return
        command = Appoint(person=invitation.person, role=role)
        self._front_door.ask(programme, command, actor=invitation.invited_by, command_id=f"invitation/{invitation.id}")

    def _may_appoint(self, asking: Asking, to: tuple[str, Role], person: PersonRef) -> None:
        programme, role = to
        group = self._front_door.group(programme)
        if group.programme is None or not self._visibility.roles(group, asking.actor):
            raise UnknownProgramme(NO_SUCH_PROGRAMME)
        if role not in APPOINTED:
            raise NotAllowed("People are invited to a role that people hold. Choose another.")
        occasion = Occasion(
            at=self._desk.clock(),
            actor=asking.actor,
            presence=asking.presence,
            calendar=calendar_of(group.programme.nation),
            subject=programme,
            board=group.board,
        )
        access.authorise(group.programme, Appoint(person=person, role=role), occasion)

    def _programme(self, programme: str) -> Programme:
        return self._front_door.programme(programme)

    def _name_of(self, actor: str) -> str:
        return _("Whoever looks after Waymark") if actor == MACHINE else self._desk.people.names([actor])[actor]


AS = {
    Role.MENTOR: N_("mentor"),
    Role.WORKER: N_("development worker"),
    Role.FOUNDER: N_("a member of the founding group"),
    Role.BOARD: N_("a member of the board"),
    Role.COMMISSIONER: N_("commissioner"),
    Role.FUNDER: N_("funder"),
}
"""The roles as an invitation names them."""
