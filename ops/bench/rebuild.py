"""Rebuilding every view from nothing, against the library's own read of the same log."""

import time
from collections.abc import Iterator

from eventsourcing.persistence import Notification
from eventsourcing.postgres import PostgresApplicationRecorder, PostgresDatastore
from psycopg.conninfo import conninfo_to_dict

from ops.bench.installation import installed
from ops.bench.programmes import fill, history
from ops.bench.table import Figure, Result, share
from projections.catalogue import PROJECTIONS
from service.assembly import build
from service.event_mapper import EventMapper, RawEvent
from service.facts import FACTS
from service.projector import rebuild as build_again

PAGE = 500
AIM = 0.15
HOW = (
    "All {views} views ({names}) built from nothing in one pass, by what `waymark rebuild` calls, from a log of "
    "{programmes} programmes. Before and after it, over the same log: (a) the library's own read, "
    "`PostgresApplicationRecorder.select_notifications` in pages of {page}, from the first event to the last, with "
    "nothing decoded; (b) the same, each event then made into a fact by our mapper. The ratio is against (a), the "
    "harder one."
)


def rebuild(*, quick: bool) -> Result:
    """Events a second."""
    copies = 20 if quick else 400
    with installed() as installation, build(installation.settings) as waymark:
        fill(waymark.store, history(500, 59), copies)
        url = installation.settings.database_url
        mapper = EventMapper(FACTS, waymark.seals)
        read = [_read(url, None), _read(url, mapper)]
        done = build_again(url, waymark.store)
        each = [(one.name, build_again(url, waymark.store, [one]).seconds) for one in PROJECTIONS]
        read += [_read(url, None), _read(url, mapper)]
    alone, decoded = (read[0] + read[2]) / 2, (read[1] + read[3]) / 2
    rate, events = done.events / done.seconds, done.events
    figures = [
        Figure(
            f"{events:,} events, all views: events/s",
            f"{rate:,.0f}",
            f"(a) {events / alone:,.0f}, (b) {events / decoded:,.0f}",
            share(rate, events / alone),
            f"≥ {AIM:.0%} of (a)".replace("%", " %"),
            rate >= AIM * events / alone,
        ),
        *(
            Figure(f"{name} by itself: events/s", f"{events / took:,.0f}", ratio=share(events / took, events / alone))
            for name, took in each
        ),
    ]
    names = ", ".join(one.name for one in PROJECTIONS)
    return Result(
        "rebuilding the views",
        HOW.format(views=len(PROJECTIONS), names=names, programmes=copies, page=PAGE),
        figures,
    )


def _read(url: str, mapper: EventMapper | None) -> float:
    """How many seconds it takes to read the whole log."""
    fields = {name: str(value) for name, value in conninfo_to_dict(url).items()}
    datastore = PostgresDatastore(**fields, schema="store", originator_id_type="text")  # type: ignore[arg-type]
    recorder = PostgresApplicationRecorder(datastore, events_table_name="events")
    began = time.perf_counter()
    for each in _pages(recorder):
        if mapper is not None:
            mapper.read(
                RawEvent(each.id, str(each.originator_id), each.originator_version, each.topic, bytes(each.state))
            )
    took = time.perf_counter() - began
    datastore.close()
    return took


def _pages(recorder: PostgresApplicationRecorder) -> Iterator[Notification]:
    start = 1
    while page := recorder.select_notifications(start, PAGE):
        yield from page
        start = page[-1].id + 1
