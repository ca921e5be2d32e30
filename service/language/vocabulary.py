"""What a group calls itself and its people, on every page of its programme. Some groups reject the word ULO (V21).

A text may say `%(members)s`, `%(organisation)s` and `%(short)s` without being handed them: they are the words of the
programme that the page is about, and our usual ones elsewhere.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, partial

from psycopg import Connection
from psycopg_pool import ConnectionPool
from starlette.types import ASGIApp, Receive, Scope, Send

from domain.programme_events import Vocabulary
from projections.progress_rows import PLAN

USUAL = Vocabulary()
_ABOUT = re.compile(r"/(?:programmes|portfolio)/([0-9a-f-]{36})(?:/|$)")
_SPOKEN: ContextVar[Callable[[], Vocabulary]] = ContextVar("vocabulary", default=lambda: USUAL)


def vocabulary() -> Vocabulary:
    """The words of the programme that is spoken of."""
    return _SPOKEN.get()()


@contextmanager
def speaking_of(words: Callable[[], Vocabulary]) -> Iterator[None]:
    """Everything inside uses these words. They are asked for when they are needed, and once."""
    token = _SPOKEN.set(cache(words))
    try:
        yield
    finally:
        _SPOKEN.reset(token)


def many(word: str) -> str:
    """More than one: members, activists, people with parties."""
    if word.endswith(("s", "people")) or word.startswith("people "):
        return word
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return f"{word[:-1]}ies"
    return "people" if word == "person" else f"{word}s"


class OwnWords:
    """Around every request: a page under `/programmes/…` speaks as the group of that programme does."""

    def __init__(self, app: ASGIApp, pool: ConnectionPool[Connection]) -> None:
        self._app = app
        self._pool = pool

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        found = _ABOUT.match(str(scope.get("path", "")))
        if found is None:
            await self._app(scope, receive, send)
            return
        with speaking_of(partial(self._of, f"programme:{found[1]}")):
            await self._app(scope, receive, send)

    def _of(self, programme: str) -> Vocabulary:
        with self._pool.connection() as connection, connection.cursor() as cursor:
            rows = list(PLAN.load_where(cursor, "programme", [programme]).rows.values())
        return Vocabulary.model_validate(rows[0].vocabulary) if rows else USUAL
