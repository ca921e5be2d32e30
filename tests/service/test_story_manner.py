"""How people in a story answer depends on the seed, and on nothing else."""

from collections import Counter
from datetime import UTC, datetime, timedelta

from service.story_agenda import Acting, Agenda
from service.story_manner import manner_of

NOW = datetime(2015, 1, 5, 10, tzinfo=UTC)


def test_the_same_seed_programme_milestone_and_round_are_answered_the_same_way() -> None:
    assert manner_of(1, "map", "GOV-05", 1) == manner_of(1, "map", "GOV-05", 1)


def test_seed_programme_milestone_and_round_each_make_a_difference() -> None:
    usual = manner_of(1, "map", "GOV-05", 1)
    others = [manner_of(2, "map", "GOV-05", 1), manner_of(1, "forest", "GOV-05", 1)]
    others += [manner_of(1, "map", "GOV-06", 1), manner_of(1, "map", "GOV-05", 2)]

    assert usual not in others


def test_people_are_early_late_blocked_and_silent_about_as_often_as_said() -> None:
    kinds = Counter(manner_of(seed, "map", "GOV-05", 1).kind for seed in range(2000))

    assert set(kinds) == {"early", "steady", "late", "blocked", "silent"}
    assert 60 < kinds["silent"] < 190
    assert 160 < kinds["blocked"] < 330


def test_an_agenda_is_done_in_the_order_of_its_moments_then_as_written() -> None:
    agenda, done = Agenda(), list[str]()

    def note(name: str) -> Acting:
        done.append(name)
        yield from ()

    agenda.add(NOW + timedelta(days=1), lambda: note("later"))
    agenda.add(NOW, lambda: note("first"), about="GOV-05")
    agenda.add(NOW, lambda: note("second"))

    assert agenda.has("GOV-05")
    while (task := agenda.take(NOW)) is not None:
        list(task.act())
    assert done == ["first", "second"]
    assert not agenda.has("GOV-05")
    assert agenda.next_moment == NOW + timedelta(days=1)
