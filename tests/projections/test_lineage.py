"""From every number that is shown to the events it comes from, and back again from these events alone."""

from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from psycopg import Connection

from domain.event import Fact, Recorded
from domain.organisation_events import BoardMemberAppointed, BoardMemberStoodDown
from projections.facts import happenings
from projections.figures import FAMILIES, figures
from projections.history_question import Moment
from projections.history_reading import HistoryEntry
from projections.lineage import LineageQuestion, LineageView, counted_from, figure_views, lineage
from projections.opening import Opening
from projections.progress_reading import progress
from projections.progress_views import ProgressView
from service.history import LoggedFacts
from tests.projections.conftest import Log


@pytest.fixture(scope="module")
def facts(log: Log) -> LoggedFacts:
    return LoggedFacts(log.waymark.pool, log.waymark.seals)


def shown(connection: Connection, log: Log, opening: Opening, which: int = 2) -> ProgressView:
    found = progress(connection, log.walks[which].programme, today=log.watch.today, opening=opening)
    assert found is not None
    return found


def numbers(path: str, value: Any) -> Iterator[tuple[str, int]]:  # noqa: ANN401 - parsed JSON
    """Every number in a reading, by where it stands; lists by what names their parts."""
    match value:
        case bool():
            pass
        case int():
            yield path, value
        case dict():
            for name, part in value.items():
                yield from numbers(f"{path}.{name}" if path else name, part)
        case list() if path == "stages":
            for stage in value:
                yield from numbers("milestones", {each["id"]: each for each in stage.pop("milestones")})
                yield from numbers(f"stages.{stage['id']}", stage)
        case list() if path == "criteria":
            # A criterion's number is its name.
            yield from numbers(path, {each.pop("criterion"): each for each in value})
        case list() if path == "burn_up.baselines":
            for number, each in enumerate(value, start=1):
                yield from numbers(f"{path}.{number}", each)
        case list() if value and isinstance(value[0], dict) and "week" in value[0]:
            # A point's week is its name.
            yield from ((f"{path}.{point['week']}", point["total"]) for point in value)
        case list():
            assert not any(isinstance(part, int) for part in value), path


def asked(
    connection: Connection, log: Log, facts: LoggedFacts, opening: Opening, name: str, which: int = 2
) -> LineageView:
    question = LineageQuestion(name=name, limit=500)
    programme = log.walks[which].programme
    found = lineage(connection, programme, question, today=log.watch.today, facts=facts, opening=opening)
    assert found is not None, name
    return found


@pytest.mark.parametrize("which", [0, 2])
def test_every_number_in_progress_has_a_lineage_that_counts_to_it(
    views: Connection, log: Log, facts: LoggedFacts, opening: Opening, which: int
) -> None:
    view = shown(views, log, opening, which)
    said = dict(numbers("", view.model_dump(mode="json")))
    named = {each.name: each.value for each in figure_views(view)}

    assert said == named, "every number that is shown is a figure, and the other way round"
    # One milestone of each kind is enough: the others are counted by the same family.
    once = {name.split(".")[1]: name for name in named if name.startswith("milestones.")}
    few = set(sorted(once)[:3])
    for name, value in named.items():
        if name.startswith("milestones.") and name.split(".")[1] not in few:
            continue
        found = asked(views, log, facts, opening, name, which)
        assert (found.value, found.counted_again) == (value, value), name
        assert found.events, name
        assert found.total == len(found.events)


def test_every_family_of_figures_is_met(views: Connection, log: Log, opening: Opening) -> None:
    names = figures(shown(views, log, opening))

    assert [family.shape for family in FAMILIES if not any(family.has(name) for name in names)] == []


def test_without_one_of_its_events_a_figure_is_another(
    views: Connection, log: Log, facts: LoggedFacts, opening: Opening
) -> None:
    for name in ("counts.accepted", "lessons", "mentor.minutes", "celebrations"):
        found = next(found for which in range(3) if (found := asked(views, log, facts, opening, name, which)).value)
        last = found.events[-1].position
        without = [event for event in origin(log, found) if event.position != last]
        assert len(without) == found.total - 1
        assert recounted(log, found, without) < found.value, name


def test_the_figures_of_the_board_name_the_same_events_so_that_nobody_is_told_on(
    views: Connection, log: Log, facts: LoggedFacts, opening: Opening
) -> None:
    voting, from_constituency = (
        asked(views, log, facts, opening, f"board.{name}") for name in ("voting", "from_constituency")
    )

    assert voting.events == from_constituency.events
    board = {BoardMemberAppointed.TOPIC, BoardMemberStoodDown.TOPIC}
    assert {each.topic for each in voting.events[1:]} == board


def test_a_figure_is_explained_as_it_was_known_at_a_past_instant(
    views: Connection, log: Log, facts: LoggedFacts, opening: Opening
) -> None:
    programme = log.walks[0].programme
    mine = [event for event in log.events if event.meta.ledger == programme]
    moment = mine[len(mine) // 2].meta.recorded_at
    question = LineageQuestion(name="counts.waiting", moment=Moment(known_at=moment), limit=500)
    then = lineage(views, programme, question, today=log.watch.today, facts=facts, opening=opening)
    now = asked(views, log, facts, opening, "counts.waiting", 0)

    assert then is not None
    assert then.counted_again == then.value
    assert (then.total, then.value) != (now.total, now.value)
    assert all(each.recorded_at <= moment for each in then.events)


def test_lineage_comes_in_pages(views: Connection, log: Log, facts: LoggedFacts, opening: Opening) -> None:
    whole = asked(views, log, facts, opening, "counts.waiting", 0)
    seen: list[HistoryEntry] = []
    after: int | None = None
    while True:
        question = LineageQuestion(name="counts.waiting", after=after, limit=3)
        page = lineage(views, log.walks[0].programme, question, today=log.watch.today, facts=facts, opening=opening)
        assert page is not None
        seen += page.events
        after = page.next
        if after is None:
            break

    assert tuple(seen) == whole.events


def test_a_name_that_no_figure_has_finds_nothing(
    views: Connection, log: Log, facts: LoggedFacts, opening: Opening
) -> None:
    for name in ("counts.happy", "milestones.XXX-99.evidence", "nothing", "milestones"):
        question = LineageQuestion(name=name)
        programme = log.walks[0].programme
        assert lineage(views, programme, question, today=log.watch.today, facts=facts, opening=opening) is None


def origin(log: Log, found: LineageView) -> list[Recorded[Fact]]:
    positions = {each.position for each in found.events}
    return [event for event in log.events if event.position in positions]


def recounted(log: Log, found: LineageView, events: Sequence[Recorded[Fact]]) -> int:
    return counted_from(found.programme, happenings(events), found.name, log.watch.today)
