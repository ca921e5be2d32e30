"""What a group calls itself and its people, on every page of its programme. Some groups reject the word ULO (V21).

A text may say `%(members)s`, `%(organisation)s` and `%(short)s` without being handed them: they are the words of the
programme that the page is about, and our usual ones elsewhere. A page about several programmes asks for the words of
each: `vocabularies(programmes)`. Programs are always told our usual ones. The texts of plans: plan_words.py.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from functools import cache, partial

import psycopg
from psycopg import Connection
from psycopg_pool import ConnectionPool
from starlette.types import ASGIApp, Receive, Scope, Send

from domain.programme_events import Vocabulary
from projections.progress_rows import PLAN

USUAL = Vocabulary()
_ABOUT = re.compile(r"/(?:programmes|portfolio)/([0-9a-f-]{36})(?:/|$)")
_FOR_PROGRAMS = "/api"
_SPOKEN: ContextVar[Callable[[], Vocabulary]] = ContextVar("vocabulary", default=lambda: USUAL)
_EACH: ContextVar[Callable[[Iterable[str]], Mapping[str, Vocabulary]]] = ContextVar(
    "vocabularies", default=lambda _programmes: {}
)


def vocabulary() -> Vocabulary:
    """The words of the programme that is spoken of."""
    return _SPOKEN.get()()


def vocabularies(programmes: Iterable[str]) -> Mapping[str, Vocabulary]:
    """The words of each of these programmes, on a page that is about several: all are asked for at once."""
    found = _EACH.get()(programmes)
    return {each: found.get(each, USUAL) for each in programmes}


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
    """Around every request of a person: a page under `/programmes/…` speaks as the group of that programme does."""

    def __init__(self, app: ASGIApp, pool: ConnectionPool[Connection]) -> None:
        self._app = app
        self._pool = pool

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        path = str(scope.get("path", ""))
        if path.startswith(_FOR_PROGRAMS):
            await self._app(scope, receive, send)
            return
        token = _EACH.set(self._each)
        try:
            if found := _ABOUT.match(path):
                with speaking_of(partial(self._of, f"programme:{found[1]}")):
                    await self._app(scope, receive, send)
            else:
                await self._app(scope, receive, send)
        finally:
            _EACH.reset(token)

    def _of(self, programme: str) -> Vocabulary:
        # The page that says that the database is away must not need it.
        with suppress(psycopg.OperationalError, psycopg.InterfaceError):
            return self._each([programme]).get(programme, USUAL)
        return USUAL

    def _each(self, programmes: Iterable[str]) -> dict[str, Vocabulary]:
        found = f"SELECT programme, vocabulary FROM {PLAN.path} WHERE programme = ANY(%s)"  # noqa: S608 - ours
        with self._pool.connection() as connection:
            rows = connection.execute(found, (list(programmes),)).fetchall()
        return {programme: Vocabulary.model_validate(vocabulary) for programme, vocabulary in rows}
