"""A programme with one piece of evidence, for the commands of an operator to look at."""

from domain.milestone_commands import AddEvidence
from domain.programme_commands import Appointment, StartProgramme
from domain.programme_events import Mentor
from domain.roles import Role
from service.assembly import build
from service.people import PersonCard
from service.projector import rebuild
from service.settings import Settings

MENTOR = "person:00000000-0000-4000-8000-000000000001"
WORKER = "person:00000000-0000-4000-8000-000000000002"


def evidenced(settings: Settings) -> str:
    """Start it, and build the views. Returns its name."""
    with build(settings) as waymark:
        waymark.people.add(PersonCard(name="Ann Worker"), WORKER)
        started = waymark.front_door.start(
            StartProgramme(
                organisation="A new group",
                locality="A town",
                mentor=Mentor(organisation="An older group", coordinator=MENTOR),
                template="ulo-from-scratch",
                start_on=waymark.clock().date(),
                people=(Appointment(person=WORKER, role=Role.WORKER),),
            ),
            actor=MENTOR,
            command_id="start",
        )
        evidence = AddEvidence(milestone="ENG-01", note="The agreement is signed.")
        waymark.front_door.ask(started.programme, evidence, actor=WORKER, command_id="evidence")
        rebuild(settings.database_url, waymark.store)
    return started.programme
