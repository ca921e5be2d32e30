"""What lies on the desk at the entrance: every part that sign-in needs, put together once."""

from collections.abc import Callable
from dataclasses import dataclass

from domain.event import PersonRef
from domain.roles import Role
from service.assembly import Waymark
from service.clock import Clock
from service.language.kept_language import KeptLanguages
from service.looks.kept_looks import KeptLooks
from service.people import People
from service.post import carrier_of
from service.privacy.needs import NeedsBook
from service.sign_in.accounts import Accounts
from service.sign_in.api_tokens import ApiTokens
from service.sign_in.attempts import Attempts
from service.sign_in.callers import Callers
from service.sign_in.factors import Factors
from service.sign_in.invitations import Invitations
from service.sign_in.letters import Letters
from service.sign_in.links import Links
from service.sign_in.passkeys import Passkeys
from service.sign_in.passwords import Passwords
from service.sign_in.person_log import PersonLog
from service.sign_in.providers import Identities
from service.sign_in.sessions import Sessions
from service.sign_in.steps import Steps
from service.visibility import Visibility, ever_in


@dataclass(frozen=True, slots=True)
class Desk:
    """The parts. `needs_two`: whether a person must sign in with two things; `reads_easy`: if they want Easy Read."""

    clock: Clock
    people: People
    looks: KeptLooks
    languages: KeptLanguages
    accounts: Accounts
    sessions: Sessions
    links: Links
    factors: Factors
    invitations: Invitations
    tokens: ApiTokens
    steps: Steps
    attempts: Attempts
    callers: Callers
    passwords: Passwords
    passkeys: Passkeys
    letters: Letters
    log: PersonLog
    identities: Identities
    needs_two: Callable[[PersonRef], bool]
    reads_easy: Callable[[PersonRef], bool]


def desk_of(waymark: Waymark) -> Desk:
    """The desk of one process."""
    pool, clock, settings = waymark.pool, waymark.clock, waymark.settings
    accounts = Accounts(pool, clock)
    attempts = Attempts(pool, clock, waymark.marks.key_of("sign-in attempts"))
    return Desk(
        clock=clock,
        people=waymark.people,
        looks=KeptLooks(pool),
        languages=KeptLanguages(pool),
        accounts=accounts,
        sessions=Sessions(pool, clock),
        links=Links(pool, clock),
        factors=Factors(pool, clock, waymark.keyring),
        invitations=Invitations(pool, clock),
        tokens=ApiTokens(pool, clock, "demo" if settings.demonstration else "live"),
        steps=Steps(pool, clock),
        attempts=attempts,
        callers=Callers(attempts, clock, settings.trusted_proxies),
        passwords=Passwords(),
        passkeys=Passkeys(settings.site),
        letters=Letters(carrier_of(waymark), settings.mail_from, settings.site, clock),
        identities=Identities(pool),
        log=PersonLog(waymark.store, waymark.marks, clock, accounts),
        needs_two=lambda person: _runs_it(accounts, person) or _coordinates(waymark, person),
        reads_easy=lambda person: _reads_easy(NeedsBook(pool, clock), person),
    )


def _reads_easy(book: NeedsBook, person: PersonRef) -> bool:
    kept = book.of(person)
    return kept is not None and "easy-read" in kept.needs.formats


def _runs_it(accounts: Accounts, person: PersonRef) -> bool:
    account = accounts.get(person)
    return account is not None and account.operator


def _coordinates(waymark: Waymark, person: PersonRef) -> bool:
    """Whether they are mentor anywhere. Which programmes to ask comes from a view, the answer from the log."""
    with waymark.pool.connection() as connection:
        concerned = ever_in(connection, person)
    visibility = Visibility(waymark.front_door)
    return any(Role.MENTOR in visibility.roles(waymark.front_door.group(each), person) for each in concerned)
