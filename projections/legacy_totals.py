"""What a mentor organisation reports: counts out of the record, never names, never a sum of sessions."""

from collections.abc import Collection

from psycopg import Connection
from pydantic import Field

from projections.opening import View


class Totals(View):
    """Counts over some programmes. People: each programme's newest count of different people, added up."""

    mentor: str | None = Field(description="The mentor organisation whose programmes are counted; empty for all here.")
    programmes_started: int
    programmes_finished: int
    programmes_merged: int
    programmes_stopped_early: int
    programmes_running: int
    stories: int = Field(description="How many of these programmes are stories, to show how Waymark works.")
    people_engaged: int
    people_trained: int
    people_supported: int
    people_different: int
    resources_published: int = Field(description="Offered now. What came in from another Waymark is not counted.")
    resources_reused: int = Field(description="Of these, how many helped another programme.")
    programmes_helped: int = Field(description="Different programmes that these helped.")
    resources_from_elsewhere: int | None = Field(description="Came in from another Waymark. Counted for all only.")
    became_mentors: int = Field(description="Organisations from these programmes that went on to mentor others.")
    became_buddies: int = Field(description="Organisations from these programmes that went on to stand beside others.")


_COUNTED = """
FROM views.legacy_programme WHERE (%(mentor)s::text IS NULL OR mentor_organisation = %(mentor)s)
    AND (%(programmes)s::text[] IS NULL OR programme = ANY(%(programmes)s))
"""
_TOTALS = f"""
WITH counted AS (
    SELECT * {_COUNTED}
), people AS (
    SELECT count(*) AS started,
        count(*) FILTER (WHERE ending = 'finished') AS finished,
        count(*) FILTER (WHERE ending = 'merged') AS merged,
        count(*) FILTER (WHERE ending = 'stopped-early') AS stopped_early,
        count(*) FILTER (WHERE ending IS NULL) AS running,
        count(*) FILTER (WHERE story IS NOT NULL) AS stories,
        coalesce(sum(engaged), 0)::bigint AS engaged,
        coalesce(sum(trained), 0)::bigint AS trained,
        coalesce(sum(supported), 0)::bigint AS supported,
        coalesce(sum(different), 0)::bigint AS different
    FROM counted
), shelf AS (
    SELECT row.resource, row.programme FROM views.legacy_resource AS row JOIN counted USING (programme)
    WHERE row.offered AND NOT EXISTS (SELECT FROM views.legacy_pack AS pack WHERE pack.stream = row.stream)
), helped AS (
    SELECT shelf.resource, help.programme FROM shelf
    JOIN views.legacy_help AS help ON help.resource = shelf.resource AND help.programme <> shelf.programme
), mentors AS (
    SELECT traced AS programme FROM views.legacy_programme WHERE traced IS NOT NULL
    UNION SELECT programme FROM views.legacy_buddy WHERE part = 'mentor' AND gives
    UNION SELECT buddy FROM views.legacy_buddy WHERE part = 'mentor' AND NOT gives AND buddy IS NOT NULL
), buddies AS (
    SELECT programme FROM views.legacy_buddy WHERE part = 'buddy' AND gives
    UNION SELECT buddy FROM views.legacy_buddy WHERE part = 'buddy' AND NOT gives AND buddy IS NOT NULL
)
SELECT started, finished, merged, stopped_early, running, stories, engaged, trained, supported, different,
    (SELECT count(*) FROM shelf), (SELECT count(DISTINCT resource) FROM helped),
    (SELECT count(DISTINCT programme) FROM helped),
    (SELECT count(*) FROM views.legacy_resource AS row WHERE row.offered AND EXISTS
        (SELECT FROM views.legacy_pack AS pack WHERE pack.stream = row.stream)),
    (SELECT count(*) FROM mentors JOIN counted USING (programme)),
    (SELECT count(*) FROM buddies JOIN counted USING (programme))
FROM people
"""  # noqa: S608 - our own words
_ELSEWHERE = 13


def totals(connection: Connection, mentor: str | None = None, programmes: Collection[str] | None = None) -> Totals:
    """Count. `mentor` is the name of a mentor organisation: a programme counts for the one that it has now.

    `programmes` are the only ones that may be counted, None for all of them.
    """
    record = connection.execute(_TOTALS, _asked(mentor, programmes), prepare=False).fetchone()
    counts = list(record or [0] * 16)
    if mentor is not None or programmes is not None:
        counts[_ELSEWHERE] = None
    names = [name for name in Totals.model_fields if name != "mentor"]
    return Totals.model_validate({"mentor": mentor, **dict(zip(names, counts, strict=True))})


def counted_programmes(
    connection: Connection, mentor: str | None = None, programmes: Collection[str] | None = None
) -> frozenset[str]:
    """Which programmes the totals are over."""
    rows = connection.execute(f"SELECT programme {_COUNTED}", _asked(mentor, programmes), prepare=False)
    return frozenset(str(programme) for (programme,) in rows)


def _asked(mentor: str | None, programmes: Collection[str] | None) -> dict[str, object]:
    return {"mentor": mentor, "programmes": None if programmes is None else list(programmes)}
