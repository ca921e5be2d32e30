"""What was stored once loads for ever: one stored fact of every topic, written once and then only compared.

A new fact needs a sample in samples.py; `python -m tests.domain.test_golden_events` writes its file, and no other.
"""

import sys
from pathlib import Path
from typing import get_args

import pytest
import rfc8785

from domain.event import Fact
from domain.organisation_events import OrganisationEvent
from domain.person_events import PersonEvent
from domain.programme_events import ProgrammeEvent
from domain.resource_events import ResourceEvent
from tests.domain.samples import SAMPLES

GOLDEN = Path(__file__).parents[1] / "golden" / "events"
FACTS: tuple[type[Fact], ...] = (
    *get_args(ProgrammeEvent),
    *get_args(OrganisationEvent),
    *get_args(ResourceEvent),
    *get_args(PersonEvent),
)


def stored(fact: Fact) -> bytes:
    """The data part of an event, as the store keeps it."""
    return rfc8785.dumps(fact.model_dump(mode="json"))


def golden(fact: type[Fact]) -> Path:
    return GOLDEN / f"{fact.TOPIC}.json"


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact.TOPIC)
def test_a_stored_fact_loads_and_is_stored_the_same_again(fact: type[Fact]) -> None:
    data = golden(fact).read_bytes().removesuffix(b"\n")
    assert stored(fact.model_validate_json(data)) == data


def test_every_stored_fact_here_is_of_a_topic_that_still_exists() -> None:
    assert {path.stem for path in GOLDEN.iterdir()} == {fact.TOPIC for fact in FACTS}


def test_no_two_facts_share_a_topic() -> None:
    topics = [fact.TOPIC for fact in FACTS]
    assert len(topics) == len(set(topics))


def test_every_fact_has_a_sample() -> None:
    assert {type(sample) for sample in SAMPLES} == set(FACTS)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.TOPIC)
def test_a_fact_reads_back_as_what_it_was(sample: Fact) -> None:
    assert type(sample).model_validate_json(stored(sample)) == sample


def write_what_is_missing() -> list[str]:
    """The golden file of each topic that has none yet. A file that is there is never touched."""
    GOLDEN.mkdir(parents=True, exist_ok=True)
    missing = [sample for sample in SAMPLES if not golden(type(sample)).exists()]
    for sample in missing:
        golden(type(sample)).write_bytes(stored(sample) + b"\n")
    return [sample.TOPIC for sample in missing]


if __name__ == "__main__":
    sys.stdout.write("\n".join(write_what_is_missing()) + "\n")
