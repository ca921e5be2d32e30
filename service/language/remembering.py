"""Who is signed in and chooses a language is written to in it from then on."""

from collections.abc import Callable

from fastapi import Request
from psycopg import Connection
from psycopg_pool import ConnectionPool

from service.actor import who_asks
from service.language.kept_language import KeptLanguages
from service.language.language import Language
from service.sign_in.refusals import SecondFactorNeeded

Remember = Callable[[Request, Language], None]


def remembering(pool: ConnectionPool[Connection]) -> Remember:
    """Keeps the choice beside the name of whoever is signed in. Nobody's choice is kept in their browser alone."""
    kept = KeptLanguages(pool)

    def remember(request: Request, language: Language) -> None:
        try:
            asking = who_asks(request)
        except SecondFactorNeeded:
            return
        # A program that acts for somebody changes nothing about how they are written to.
        if asking is not None and asking.session is not None:
            kept.keep(asking.person, language)

    return remember
