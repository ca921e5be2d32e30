"""SPECTRUM's five groups learn from each other: what is reused, who stands beside whom. From the events alone."""

from collections.abc import Iterator

import pytest
from psycopg import Connection

from domain.learning_events import BuddyAgreed, InformationNeedAnswered, ResourceHelped
from domain.programme_events import ProgrammeStarted
from domain.resource_events import OwnerNamed, ResourcePublished, RunningAnswered
from projections.legacy import Legacy
from projections.legacy_lessons import lessons_for
from projections.legacy_lineage import lineage
from projections.legacy_shelf import LibraryReader
from projections.legacy_totals import totals
from projections.progress import Progress
from service.simulation_stage import EVERYTHING
from tests.journeys.played import Played

MENTOR = "SPECTRUM Centre for Independent Living"


@pytest.fixture(scope="module")
def views(spectrum: Played) -> Iterator[Connection]:
    """The legacy as it is built from nothing but the stored events."""
    events = spectrum.waymark.store.read(0, EVERYTHING)
    with spectrum.waymark.pool.connection() as connection, connection.transaction(force_rollback=True):
        with connection.cursor() as cursor:
            Legacy().apply(cursor, events)
            Progress().apply(cursor, events)
        yield connection


def by_name(spectrum: Played) -> dict[str, str]:
    return {each.fact.organisation.split(" ")[0]: each.meta.ledger for each in spectrum.of(ProgrammeStarted)}


def test_what_the_first_group_left_helped_those_that_came_later(spectrum: Played) -> None:
    of = by_name(spectrum)
    published = {(each.stream, each.fact.resource): each for each in spectrum.of(ResourcePublished)}
    helped = spectrum.of(ResourceHelped)

    assert {each.meta.ledger for each in helped} == {of["Meon"], of["North"], of["Harbour"], of["Itchen"]}
    for each in helped:
        stream, _, number = each.fact.resource.partition("/")
        theirs = published[stream, int(number)]
        assert theirs.meta.ledger == of["Forest"] != each.meta.ledger
        assert theirs.position < each.position, "nobody is helped by what is not there yet"


def test_the_mentors_totals_count_what_is_left_reused_and_passed_on(spectrum: Played, views: Connection) -> None:
    counts = totals(views, MENTOR)
    left = spectrum.of(ResourcePublished)

    assert counts.resources_published == len({(each.stream, each.fact.resource) for each in left}) >= 8
    assert (counts.programmes_started, counts.programmes_finished, counts.people_different) == (5, 5, 95)
    assert counts.resources_reused == len({each.fact.resource for each in spectrum.of(ResourceHelped)}) >= 2
    assert counts.programmes_helped == 4
    assert (counts.became_mentors, counts.became_buddies) == (1, 3)
    assert counts.resources_from_elsewhere is None, "that is counted for all only"


def test_the_lineage_says_who_mentored_whom_and_who_went_on_to_help(spectrum: Played, views: Connection) -> None:
    of = by_name(spectrum)
    lineages = {name: lineage(views, each, lambda _: True) for name, each in of.items()}
    beside = {
        name: {(each.organisation.split(" ")[0], each.part, each.gives) for each in found.beside}
        for name, found in lineages.items()
        if found is not None
    }

    assert all(found and [each.organisation for each in found.mentors] == [MENTOR] for found in lineages.values())
    assert ("Itchen", "buddy", True) in beside["Forest"]
    assert ("North", "buddy", True) in beside["Meon"]
    assert ("A", "mentor", True) in beside["Harbour"]
    assert len(spectrum.of(BuddyAgreed)) == 4
    assert lineages["Forest"] is not None
    assert lineages["Forest"].helped == 4


def test_an_answer_can_be_what_another_group_left(spectrum: Played) -> None:
    with_found = [each for each in spectrum.of(InformationNeedAnswered) if each.fact.resources]

    assert [each.meta.ledger for each in with_found] == [by_name(spectrum)["North"]]


def test_a_new_group_finds_the_lessons_of_the_others_at_its_milestone(spectrum: Played, views: Connection) -> None:
    found = lessons_for(views, by_name(spectrum)["Itchen"], "NET-02", LibraryReader(account=True), 10)

    assert found[0].line.title == "Hear what others did, and what went wrong"
    assert found[0].line.helped == 4


def test_everything_has_somebody_who_looks_after_it_and_the_first_say_a_year_later_that_it_runs(
    spectrum: Played,
) -> None:
    of = by_name(spectrum)
    assets = {
        (each.meta.ledger, each.fact.resource) for each in spectrum.of(ResourcePublished) if each.fact.kind != "lesson"
    }

    assert {(each.meta.ledger, each.fact.resource) for each in spectrum.of(OwnerNamed)} == assets
    answers = [(each.meta.ledger, each.fact.running) for each in spectrum.of(RunningAnswered)]
    assert answers == [(of["Forest"], True)] * 3
    assert spectrum.told.refusals["GateClosed"] >= 2, "twice somebody was found only when the end was in the way"
