"""Rebuilding every view from nothing, against the library's own read of the same log."""

import time
from typing import get_args

from eventsourcing.persistence import JSONTranscoder, Mapper
from eventsourcing.postgres import PostgresApplicationRecorder, PostgresDatastore
from eventsourcing.utils import register_topic
from psycopg.conninfo import conninfo_to_dict

from domain.programme_events import ProgrammeEvent
from ops.bench.installation import installed
from ops.bench.programmes import fill, history
from ops.bench.table import Figure, Result, share
from projections.catalogue import PROJECTIONS
from service.assembly import build
from service.projector import rebuild as build_again

PAGE = 500
AIM = 0.15
HOW = (
    "All {views} views ({names}) built from nothing in one pass, by what `waymark rebuild` calls, from a log of "
    "{programmes} programmes of 500 events. Before and after it, over the same log, twice: (a) the library's own read, "
    "`PostgresApplicationRecorder.select_notifications` in pages of {page}, each then made into an event object by the "
    "library's own `Mapper` with its JSON transcoder, with no check of what is in it; (r) the same without the mapper, "
    "so rows only. The ratio is against (a)."
)


class Plain:
    """An event as the library makes it, with whatever is in the log."""

    originator_id: str


def rebuild(*, quick: bool) -> Result:
    """Events a second."""
    copies = 20 if quick else 400
    for kind in get_args(ProgrammeEvent):
        register_topic(kind.TOPIC, Plain)
    with installed() as installation, build(installation.settings) as waymark:
        fill(waymark.store, history(500, 59), copies)
        url = installation.settings.database_url
        _read(url, mapped=True)
        read = [_read(url, mapped=True), _read(url, mapped=False)]
        done = build_again(url, waymark.store)
        each = [(one.name, build_again(url, waymark.store, [one]).seconds) for one in PROJECTIONS]
        read += [_read(url, mapped=True), _read(url, mapped=False)]
    mapped, rows = (read[0] + read[2]) / 2, (read[1] + read[3]) / 2
    rate, events = done.events / done.seconds, done.events
    figures = [
        Figure(
            f"{events:,} events, all views: events/s",
            f"{rate:,.0f}",
            f"(a) {events / mapped:,.0f}, (r) {events / rows:,.0f}",
            share(rate, events / mapped),
            f"≥ {AIM:.0%} of (a)".replace("%", " %"),
            rate >= AIM * events / mapped,
        ),
        Figure("the same, against rows only", f"{rate:,.0f}", f"(r) {events / rows:,.0f}", share(rate, events / rows)),
        *(
            Figure(f"{name} by itself: events/s", f"{events / took:,.0f}", ratio=share(events / took, events / mapped))
            for name, took in each
        ),
    ]
    names = ", ".join(one.name for one in PROJECTIONS)
    return Result(
        "rebuilding the views",
        HOW.format(views=len(PROJECTIONS), names=names, programmes=copies, page=PAGE),
        figures,
    )


def _read(url: str, *, mapped: bool) -> float:
    """How many seconds it takes to read the whole log."""
    fields = {name: str(value) for name, value in conninfo_to_dict(url).items()}
    datastore = PostgresDatastore(**fields, schema="store", originator_id_type="text")  # type: ignore[arg-type]
    recorder = PostgresApplicationRecorder(datastore, events_table_name="events")
    mapper = Mapper[str](JSONTranscoder())
    start, began = 1, time.perf_counter()
    while page := recorder.select_notifications(start, PAGE):
        if mapped:
            for each in page:
                mapper.to_domain_event(each)
        start = page[-1].id + 1
    took = time.perf_counter() - began
    datastore.close()
    return took
