"""A programme with something in every part of a report."""

import pytest

from domain import journal_commands as journal
from domain import milestone_commands as milestones
from domain import resource_commands as resources
from domain.programme_commands import Appoint
from service.api_examples import COORDINATOR, FOUNDER, FUNDER, SECOND_FOUNDER, WORKER
from service.people import PersonCard
from tests.service.conftest import face
from tests.service.face import Face

__all__ = ["face", "programme"]
NAMES = {COORDINATOR: "Maria Mentor", WORKER: "Sam Worker", FOUNDER: "Fay Founder", FUNDER: "Gil Giver"}


@pytest.fixture
def programme(face: Face) -> str:
    return told(face)


def told(face: Face) -> str:
    """The address of the programme, for programs. It is 5 May 2026, and it began on 2 March."""
    for person, name in NAMES.items():
        face.waymark.people.add(PersonCard(name=name), person)
    at = face.start()
    done(face, milestones.AgreePlan, FOUNDER, at, {})
    face.clock.move(days=21)
    done(face, milestones.AddEvidence, WORKER, at)
    done(face, milestones.Submit, WORKER, at)
    face.clock.move(days=7)
    done(face, milestones.Accept, FOUNDER, at)
    done(face, journal.CountPeople, WORKER, at)
    done(face, journal.RecordMentoringSession, COORDINATOR, at, {"minutes": 90})
    done(face, resources.DraftResource, WORKER, at)
    done(face, resources.CheckResource, SECOND_FOUNDER, at)
    done(face, resources.PublishResource, FOUNDER, at)
    face.clock.move(days=36)
    done(face, milestones.OpenMilestone, WORKER, at, {"milestone": "ENG-02", "reason": "We begin early."})
    done(face, milestones.Block, WORKER, at, {"milestone": "ENG-02", "kind": "money", "note": "A secret note."})
    done(face, Appoint, FOUNDER, at)
    face.catch_up()
    return at


def done(face: Face, kind: type, actor: str, at: str, body: object = None) -> None:
    answer = face.post(kind, actor, at, body)
    assert answer.status_code == 201, (kind, answer.text)
