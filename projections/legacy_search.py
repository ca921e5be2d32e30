"""Searching the library: the words as written; if nothing has them all, words nearly the same, then some of them."""

from datetime import date
from decimal import Decimal
from typing import Any

from psycopg import Connection, Cursor

from projections.legacy_rows import ENGLISH, RESOURCE
from projections.legacy_shelf import COLUMNS, VISIBLE, LibraryReader, Shelved, shelved
from projections.legacy_spelling import SHORTEST_MISTYPED, any_of, corrected, nearest, tokens, variants
from projections.legacy_views import FILTERS, LibraryChoices, LibraryPage, LibraryQuestion

_MESSAGES = {
    "similar": "Nothing has “{words}” as it is written. This is the nearest.",
    "some": "Nothing has all of “{words}”. This has some of it.",
}
_SIMILAR_ENOUGH = "0.5"
_NEAR_ENOUGH = "0.3"
_CLOSE = 20
_ENGLISH = ENGLISH.replace("language", "row.language").replace("%", "%%")
_FITS = {
    "kind": "row.kind = %(kind)s",
    "stage": "row.stage = %(stage)s",
    "criterion": "row.criteria @> to_jsonb(%(criterion)s::int)",
    "constituency": "%(constituency)s = ANY(row.constituencies)",
    "format": "%(format)s = ANY(row.formats)",
    "language": "row.language = %(language)s",
    "template": "row.template = %(template)s",
    "milestone": "row.milestone = %(milestone)s",
}
_AS_WRITTEN = (
    f"(({_ENGLISH} AND row.words @@ websearch_to_tsquery('english', %(words)s))"
    f" OR (NOT {_ENGLISH} AND row.words @@ websearch_to_tsquery('simple', %(words)s)))"
)
_RANK = (
    f"round(ts_rank(row.words, CASE WHEN {_ENGLISH} THEN websearch_to_tsquery('english', %(words)s)"
    " ELSE websearch_to_tsquery('simple', %(words)s) END, 1)::numeric, 6)"
)
_WITH_SOME = _AS_WRITTEN.replace("%(words)s", "%(some)s")
_RANK_OF_SOME = _RANK.replace("%(words)s", "%(some)s")
_NEWEST = "published_on DESC, resource"
Asked = dict[str, object]


def search(connection: Connection, question: LibraryQuestion, reader: LibraryReader) -> LibraryPage:
    """A page of what fits, as far as this reader may see it. Ask inside a transaction: it sets how near is near."""
    with connection.cursor() as cursor:
        if not tokens(question.words):
            return _page(cursor, question, reader, "all", "TRUE", "0")
        page = _page(cursor, question, reader, "words", _AS_WRITTEN, _RANK)
        if page.found:
            return page
        fits, score, asked = similar(question.words)
        _threshold(cursor, _SIMILAR_ENOUGH)
        page = _page(cursor, question, reader, "similar", fits, score, asked)
        some = any_of(question.words)
        if not page.found and some and not question.narrowed:
            page = _page(cursor, question, reader, "some", _WITH_SOME, _RANK_OF_SOME, {"some": some})
        return page if page.found else _nothing(cursor, question, reader)


def statement(
    question: LibraryQuestion, reader: LibraryReader, fits: str = _AS_WRITTEN, score: str = _RANK, **more: object
) -> tuple[str, Asked]:
    """The statement behind a page, and what it asks for."""
    asked: Asked = {**question.model_dump(), **reader.asked, **more}
    where = " AND ".join(("row.offered", VISIBLE, fits, *_narrowed(question)))
    on, after = f"SELECT {COLUMNS}, {score} AS score FROM {RESOURCE.path} AS row WHERE {where}", ""  # noqa: S608
    order = _NEWEST if score == "0" else f"score DESC, {_NEWEST}"
    if question.after is not None:
        said, day, asked["name"] = question.after.split("~")
        asked["score"], asked["day"] = Decimal(said or 0), date.fromisoformat(day)
        later = "(published_on < %(day)s OR (published_on = %(day)s AND resource > %(name)s))"
        after = f" WHERE {later}" if score == "0" else f" WHERE score < %(score)s OR (score = %(score)s AND {later})"
    asked["most"] = question.limit + 1
    return f"SELECT * FROM ({on}) AS fitting{after} ORDER BY {order} LIMIT %(most)s", asked  # noqa: S608


def similar(words: str) -> tuple[str, str, Asked]:
    """What fits words that were perhaps mistyped: one slip away from a word, or much like a word of a title."""
    typed = tokens(words)
    asked: Asked = {}
    fits, scores = [], []
    for number, word in enumerate(typed):
        asked[f"word{number}"], asked[f"forms{number}"] = word, " | ".join(variants(word))
        fits.append(
            f"(%(word{number})s <<%% row.letters OR row.words @@ to_tsquery('english', %(forms{number})s)"
            f" OR row.words @@ to_tsquery('simple', %(forms{number})s))"
        )
        scores.append(f"strict_word_similarity(%(word{number})s, row.letters)")
    return " AND ".join(fits), f"round((({' + '.join(scores)}) / {len(typed)})::numeric, 6)", asked


def choices(connection: Connection, reader: LibraryReader) -> LibraryChoices:
    """What this reader can choose in a search."""
    seen = f"FROM {RESOURCE.path} AS row WHERE row.offered AND {VISIBLE}"

    def of(column: str) -> tuple[str, ...]:
        rows = connection.execute(f"SELECT DISTINCT {column} AS choice {seen} ORDER BY 1", reader.asked)
        return tuple(str(row[0]) for row in rows if row[0])

    return LibraryChoices(
        stages=of("row.stage"),
        constituencies=of("unnest(row.constituencies)"),
        languages=of("row.language"),
        templates=of("row.template"),
    )


def _page(
    cursor: Cursor[Any],
    question: LibraryQuestion,
    reader: LibraryReader,
    matched: str,
    fits: str,
    score: str,
    more: Asked | None = None,
) -> LibraryPage:
    sql, asked = statement(question, reader, fits, score, **(more or {}))
    cursor.execute(sql, asked, prepare=False)
    records = cursor.fetchall()
    things = [shelved(record) for record in records[: question.limit]]
    meant = corrected(question.words, [thing.row for thing in things]) if matched == "similar" else None
    last = records[question.limit - 1] if len(records) > question.limit else None
    return LibraryPage(
        lines=tuple(thing.line for thing in things),
        found=_count(cursor, question, reader, fits, more or {}),
        matched=matched,  # type: ignore[arg-type] # one of the five
        message=_MESSAGES[matched].format(words=question.words) if matched in _MESSAGES else None,
        did_you_mean=meant,
        next=None if last is None else _cursor(shelved(last), last[-1]),
    )


def _count(cursor: Cursor[Any], question: LibraryQuestion, reader: LibraryReader, fits: str, more: Asked) -> int:
    where = " AND ".join(("row.offered", VISIBLE, fits, *_narrowed(question)))
    asked = {**question.model_dump(), **reader.asked, **more}
    cursor.execute(f"SELECT count(*) FROM {RESOURCE.path} AS row WHERE {where}", asked, prepare=False)  # noqa: S608
    row = cursor.fetchone()
    return row[0] if row else 0


def _nothing(cursor: Cursor[Any], question: LibraryQuestion, reader: LibraryReader) -> LibraryPage:
    wide = question.model_copy(update=dict.fromkeys(FILTERS))
    message, meant = f"Nothing was found for “{question.words}”.", None
    if question.narrowed and _count(cursor, wide, reader, _AS_WRITTEN, {}):
        message += " There is something without the other choices: take one of them away."
    else:
        meant = _nearest(cursor, question, reader)
        message += " Try fewer words, or other words for the same thing."
    return LibraryPage(lines=(), found=0, matched="nothing", message=message, did_you_mean=meant, next=None)


def _nearest(cursor: Cursor[Any], question: LibraryQuestion, reader: LibraryReader) -> str | None:
    """Words like those that were asked for, out of what this reader may see."""
    _threshold(cursor, _NEAR_ENOUGH)
    found: list[str] = []
    for word in (each for each in tokens(question.words) if len(each) >= SHORTEST_MISTYPED):
        cursor.execute(
            f"SELECT {COLUMNS} FROM {RESOURCE.path} AS row"  # noqa: S608 - names of our own
            f" WHERE row.offered AND {VISIBLE} AND %(word)s <<%% row.letters"
            " ORDER BY strict_word_similarity(%(word)s, row.letters) DESC, row.resource LIMIT %(most)s",
            {**reader.asked, "word": word, "most": _CLOSE},
            prepare=False,
        )
        found.extend(nearest(word, [shelved(record).row for record in cursor]))
    return " ".join(dict.fromkeys(found)) or None


def _threshold(cursor: Cursor[Any], how_near: str) -> None:
    cursor.execute("SELECT set_config('pg_trgm.strict_word_similarity_threshold', %s, true)", (how_near,))


def _narrowed(question: LibraryQuestion) -> list[str]:
    return [_FITS[name] for name in FILTERS if getattr(question, name) is not None]


def _cursor(last: Shelved, score: object) -> str:
    return f"{score if isinstance(score, Decimal) else ''}~{last.row.published_on}~{last.row.resource}"
