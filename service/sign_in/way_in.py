"""How somebody signs in: what they gave is checked, and they get a session, or half of one when more is needed."""

from collections.abc import Callable
from dataclasses import dataclass

import structlog

from domain.event import PersonRef
from service.sign_in.desk import Desk
from service.sign_in.factors import Factor
from service.sign_in.one_time_codes import read_recovery_code, step_of
from service.sign_in.passkeys import NOT_RIGHT
from service.sign_in.passwords import is_dated
from service.sign_in.providers import Identity
from service.sign_in.refusals import SignInRefused
from service.sign_in.sessions import Session

SECOND = frozenset({"one-time-code", "passkey"})
"""What counts as a second factor. Recovery codes stand in for it when a phone is lost."""

_LINK_OVER = "This link was used, or is too old. Ask for a new one, and use it within 15 minutes."
_WRONG = "The e-mail address or the password is not right. Try again, or ask for a link by e-mail."
_WRONG_CODE = "This code is not right, or it was used. Wait for the next one, and try again."


@dataclass(frozen=True, slots=True)
class Entered:
    """Somebody came in. `secret` is for their browser; `half`: they must give one thing more."""

    person: PersonRef
    secret: str
    half: bool


class WayIn:
    """Every way to sign in. Raises SignInRefused."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._log = structlog.get_logger().bind(part="sign-in")

    def ask_for_link(self, email: str, wanted: str = "/") -> Callable[[], None]:
        """Count the try. Gives what sends the link, to be done after the answer: it takes as long for everybody.

        `wanted` is the page that they asked for before, on this site.
        """
        self._desk.attempts.count("link", email.strip().casefold(), most=5)
        return lambda: self._send_link(email, wanted)

    def _send_link(self, email: str, wanted: str) -> None:
        account = self._desk.accounts.with_email(email)
        if account is None or account.disabled or account.email is None:
            self._log.info("a link was asked for an address without an account")
            return
        secret, easy = self._desk.links.make(account.person, "sign-in", account.email), self._desk.reads_easy
        self._desk.letters.sign_in(account.email, secret, wanted, easy=easy(account.person))

    def by_link(self, secret: str, before: str | None = None) -> Entered:
        """Sign in with a link from an e-mail, once."""
        link = self._desk.links.use(secret, "sign-in")
        account = self._desk.accounts.get(link.person) if link else None
        # The address may have been changed since: then the link proves nothing any more.
        if link is None or account is None or account.email != link.email:
            raise SignInRefused(_LINK_OVER)
        return self.enter(link.person, "email-link", before=before)

    def by_password(self, email: str, password: str, before: str | None = None) -> Entered:
        """Sign in with a password."""
        self._desk.attempts.count("password", email.strip().casefold())
        account = self._desk.accounts.with_email(email)
        factor = self._desk.factors.one(account.person, "password") if account and not account.disabled else None
        if not self._desk.passwords.fits(factor.secret if factor else None, password) or factor is None:
            self._log.warning("a sign-in was refused", way="password", person=account.person if account else None)
            raise SignInRefused(_WRONG)
        if is_dated(factor.secret):
            self._desk.factors.change_secret(factor, self._desk.passwords.hashed(password))
        self._desk.factors.use(factor, 0)
        return self.enter(factor.person, "password", before=before)

    def passkey_question(self) -> tuple[str, str]:
        """What a browser is asked, as JSON, and the number of this step for its cookie."""
        question, challenge = self._desk.passkeys.question_to_sign()
        return question, self._desk.steps.keep("passkey", {"challenge": challenge})

    def by_passkey(self, answer: str, step: str, half: Session | None = None, before: str | None = None) -> Entered:
        """Sign in with a passkey: it asks its owner for a PIN or a finger, so that it counts as two things.

        With `half` it must be a passkey of the same person.
        """
        asked = self._desk.steps.take(step, "passkey")
        factor = self._desk.factors.with_passkey(self._desk.passkeys.credential_in(answer))
        if asked is None or factor is None or (half is not None and half.person != factor.person):
            self._log.warning("a sign-in was refused", way="passkey", person=factor.person if factor else None)
            raise SignInRefused(NOT_RIGHT)
        signatures = self._desk.passkeys.signed(
            answer,
            asked.content["challenge"],
            person=factor.person,
            public_key=factor.secret,
            signatures=factor.used,
        )
        if not self._desk.factors.use(factor, signatures):
            raise SignInRefused(NOT_RIGHT)
        ways = (*half.ways, "passkey") if half else ("passkey",)
        return self.enter(factor.person, *ways, two=True, before=before)

    def by_code(self, half: Session, code: str, before: str) -> Entered:
        """Give the second of two things: a one-time code, or a recovery code."""
        self._desk.attempts.count("code", half.person)
        way = self._code(half.person, code)
        if way is None:
            self._log.warning("a sign-in was refused", way="code", person=half.person)
            raise SignInRefused(_WRONG_CODE)
        return self.enter(half.person, *half.ways, way, two=True, before=before)

    def _code(self, person: PersonRef, code: str) -> str | None:
        recovery = read_recovery_code(code)
        if recovery is not None:
            number, letters = recovery
            kept = self._desk.factors.recovery_code(person, number)
            fits = self._desk.passwords.fits(kept, letters) and self._desk.factors.use_recovery_code(person, number)
            return "recovery-code" if fits else None
        factor = self._desk.factors.one(person, "one-time-code")
        key = self._desk.factors.opened(factor) if factor else None
        if factor is None or key is None:
            return None
        step = step_of(key, code, self._desk.clock(), factor.used)
        return "one-time-code" if step is not None and self._desk.factors.use(factor, step) else None

    def by_provider(self, identity: Identity, before: str | None = None) -> Entered:
        """Sign in as the person who linked this identity to themselves. An equal e-mail address links nothing."""
        person = self._desk.identities.person(identity)
        if person is None:
            raise SignInRefused(
                "Your organisation's account is not linked to an account here yet. Sign in in another way first, and "
                "then link it on the page of your account."
            )
        return self.enter(person, "provider", before=before)

    def seconds(self, person: PersonRef) -> list[Factor]:
        """What a person has that counts as a second factor."""
        return [factor for factor in self._desk.factors.of(person) if factor.kind in SECOND]

    def enter(self, person: PersonRef, *ways: str, two: bool = False, before: str | None = None) -> Entered:
        """Sign somebody in who has shown who they are. `before` is their browser's number until now: it ends."""
        account = self._desk.accounts.get(person)
        if account is None or account.disabled:
            raise SignInRefused("This account is closed. Ask whoever looks after Waymark to open it again.")
        half = not two and (bool(self.seconds(person)) or self._desk.needs_two(person))
        secret = self._desk.sessions.begin(person, ways, second_factor=two, half=half, instead_of=before)
        self._log.info("somebody signed in", person=person, ways=list(ways), half=half)
        return Entered(person, secret, half)

    def leave(self, secret: str) -> None:
        """Sign out."""
        whose = self._desk.sessions.whose(secret)
        self._desk.sessions.end(secret)
        self._log.info("somebody signed out", person=whose)
