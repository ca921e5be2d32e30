"""What somebody changes about their own way in: recorded, told to them by e-mail, and only just after signing in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from domain import person_commands as commands
from domain import person_events as events
from domain.event import PersonRef
from domain.person_events import FactorKind, Why
from domain.presence import Scope
from service.language.language import N_
from service.language.language import gettext as _
from service.sign_in.accounts import Account
from service.sign_in.desk import Desk
from service.sign_in.one_time_codes import address_of, new_key, new_recovery_codes, read_recovery_code, step_of
from service.sign_in.passwords import good_password
from service.sign_in.person_log import Asking
from service.sign_in.providers import Identity
from service.sign_in.refusals import SignInAgain, SignInRefused
from service.sign_in.sessions import Session


@dataclass(frozen=True, slots=True)
class NewCode:
    """The key of an app that is being set up. `step` is for the browser until it works."""

    key: str
    address: str
    step: str


class OwnAccount:
    """One person's own account, through the session they are signed in with."""

    def __init__(self, desk: Desk, session: Session) -> None:
        self._desk = desk
        self._session = session
        self._person: PersonRef = session.person
        self._asking = Asking(session.person)

    def change_password(self, password: str) -> None:
        """Sign in with this password from now on. Everybody else who is signed in as them is signed out."""
        self._fresh()
        account = self._account()
        names = self._desk.people.names([self._person])
        good = good_password(password, account.email or "", names[self._person])
        number = self._add("password")
        self._desk.factors.keep(self._person, number, "password", self._desk.passwords.hashed(good))
        self._others_out("password-changed")
        self._tell(N_("Your password was changed. You are signed out everywhere else."))

    def begin_code(self) -> NewCode:
        """Make a key for an app. It counts once a code of it was typed."""
        self._fresh()
        key = new_key()
        step = self._desk.steps.keep("new-code", {"key": key}, self._person)
        return NewCode(key, address_of(key, "Waymark"), step)

    def code_begun(self, step: str) -> NewCode | None:
        """The key that is being set up, to show it again."""
        kept = self._desk.steps.look(step, "new-code")
        if kept is None or kept.person != self._person:
            return None
        return NewCode(kept.content["key"], address_of(kept.content["key"], "Waymark"), step)

    def finish_code(self, step: str, code: str) -> None:
        """Check the first code of an app, and let it count from now on. Raises SignInRefused."""
        self._fresh()
        self._desk.attempts.count("code", self._person)
        begun = self.code_begun(step)
        if begun is None:
            raise SignInRefused("This took too long, or was done before. Begin again, please.")
        used = step_of(begun.key, code, self._desk.clock(), 0)
        if used is None:
            raise SignInRefused("This code does not fit the key on this page. Type the one your app shows now.")
        self._desk.steps.take(step, "new-code")
        number = self._add("one-time-code")
        secret = self._desk.factors.sealed(self._person, begun.key)
        self._desk.factors.keep(self._person, number, "one-time-code", secret, used=used)
        self._tell(N_("An app for one-time codes was added."))

    def passkey_question(self) -> tuple[str, str]:
        """What the browser is asked in order to make a passkey, as JSON, and the number of this step."""
        self._fresh()
        question, challenge = self._desk.passkeys.question_to_make(self._person, [])
        return question, self._desk.steps.keep("new-passkey", {"challenge": challenge}, self._person)

    def add_passkey(self, answer: str, step: str, label: str) -> None:
        """Sign in with a new passkey from now on. Raises SignInRefused."""
        self._fresh()
        asked = self._desk.steps.take(step, "new-passkey")
        if asked is None or asked.person != self._person:
            raise SignInRefused("This took too long, or was done before. Begin again, please.")
        made = self._desk.passkeys.made(answer, asked.content["challenge"])
        if self._desk.factors.with_passkey(made.credential) is not None:
            raise SignInRefused("This passkey is known already.")
        self._desk.factors.keep(
            self._person,
            self._add("passkey"),
            "passkey",
            made.public_key,
            label=label.strip()[:80] or _("Passkey"),
            credential=made.credential,
            used=made.signatures,
        )
        self._tell(N_("A passkey was added."))

    def link(self, identity: Identity, label: str) -> None:
        """Sign in with an organisation's account too. Raises SignInRefused when it is somebody's already."""
        self._fresh()
        if self._desk.identities.person(identity) is not None:
            raise SignInRefused("This account of your organisation is linked to an account here already.")
        number = self._add("provider")
        self._desk.factors.keep(self._person, number, "provider", b"", label=label)
        if not self._desk.identities.link(identity, self._person, number):
            self._desk.log.ask(self._person, commands.RemoveFactor(factor=number), self._asking)
            raise SignInRefused("This account of your organisation is linked to an account here already.")
        self._tell(N_("An account of your organisation was linked."))

    def new_recovery_codes(self) -> list[str]:
        """Make new recovery codes in place of the old. They are shown once."""
        self._fresh()
        codes = new_recovery_codes()
        letters = [read[1] for code in codes if (read := read_recovery_code(code)) is not None]
        hashes = [self._desk.passwords.hashed(each) for each in letters]
        number = self._add("recovery-codes")
        self._desk.factors.keep(self._person, number, "recovery-codes", b"")
        self._desk.factors.keep_recovery_codes(self._person, hashes)
        self._tell(N_("New recovery codes were made. The old ones do not work any more."))
        return codes

    def remove_factor(self, number: int) -> None:
        """Stop signing in with something. Everybody else who is signed in as them is signed out."""
        self._fresh()
        kinds = {each.number: each.kind for each in self._desk.factors.of(self._person)}
        self._desk.log.ask(self._person, commands.RemoveFactor(factor=number), self._asking)
        if kinds.get(number) == "recovery-codes":
            self._desk.factors.keep_recovery_codes(self._person, [])
        self._others_out("factor-removed")
        self._tell(N_("One of the ways in which you sign in was removed."))

    def ask_for_email(self, email: str) -> None:
        """Send a link to a new address, to see that it is theirs."""
        self._fresh()
        self._desk.attempts.count("new-email", self._person, most=5)
        secret, easy = self._desk.links.make(self._person, "new-email", email), self._desk.reads_easy(self._person)
        self._desk.letters.new_email(email, secret, easy=easy)

    def change_email(self, secret: str) -> None:
        """Use the link that was sent to a new address. Raises SignInRefused, AlreadyDone."""
        self._fresh()
        link = self._desk.links.use(secret, "new-email")
        if link is None or link.person != self._person or link.email is None:
            raise SignInRefused("This link was used, or is too old. Ask for a new one on the page of your account.")
        before = self._account().email
        self._desk.accounts.change_email(self._person, link.email)
        card = self._desk.people.get(self._person)
        if card is not None:
            self._desk.people.change(self._person, card.model_copy(update={"email": link.email}))
        self._desk.log.ask(self._person, commands.ChangeEmail(), self._asking)
        self._desk.links.withdraw(self._person)
        self._others_out("email-changed")
        if before is not None:
            self._told(before, N_("You sign in with another e-mail address from now on."))

    def end_sessions(self) -> None:
        """Sign out everywhere, here too. It needs no fresh sign-in: it only takes away."""
        self._desk.log.ask(self._person, commands.EndSessions(why="asked"), self._asking)
        self._desk.links.withdraw(self._person)
        self._desk.sessions.end_all(self._person)

    def issue_token(
        self, label: str, scopes: Sequence[Scope], programmes: Sequence[str] | None, ends_at: datetime
    ) -> str:
        """Let a program act for them. Gives the token, which is shown once."""
        self._fresh()
        self._desk.attempts.count("new-token", self._person, most=5)
        command = commands.IssueToken(
            scopes=tuple(scopes), programmes=None if programmes is None else tuple(programmes), expires_at=ends_at
        )
        (issued,) = self._desk.log.ask(self._person, command, self._asking)
        assert isinstance(issued, events.TokenIssued)  # noqa: S101 - the command says no other thing
        self._tell(N_("A token was made, with which a program can act for you."))
        return self._desk.tokens.keep(
            self._person,
            issued.token,
            label.strip()[:80] or _("Token"),
            scopes,
            programmes,
            ends_at,
            second_factor=self._session.second_factor,
        )

    def revoke_token(self, number: int) -> None:
        """Let a program act no longer. It only takes away, so it needs no fresh sign-in."""
        self._desk.log.ask(self._person, commands.RevokeToken(token=number), self._asking)

    def _add(self, kind: FactorKind) -> int:
        (added,) = self._desk.log.ask(self._person, commands.AddFactor(kind=kind), self._asking)
        assert isinstance(added, events.FactorAdded)  # noqa: S101 - the command says no other thing
        return added.factor

    def _others_out(self, why: Why) -> None:
        self._desk.log.ask(self._person, commands.EndSessions(why=why), self._asking)
        self._desk.sessions.end_all(self._person, but=self._session.hash)

    def _tell(self, what: str) -> None:
        email = self._account().email
        if email is not None:
            self._told(email, what)

    def _told(self, email: str, what: str) -> None:
        self._desk.letters.changed(email, what, easy=self._desk.reads_easy(self._person))

    def _account(self) -> Account:
        account = self._desk.accounts.get(self._person)
        if account is None:
            raise SignInRefused("This account is closed. Ask whoever looks after Waymark to open it again.")
        return account

    def _fresh(self) -> None:
        if not self._session.is_fresh(self._desk.clock()):
            raise SignInAgain("To change how you sign in, please sign in again first. Then you have 15 minutes.")
