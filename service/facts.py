"""The closed list of every kind of event there is. What is not here is not loaded."""

from typing import get_args

from domain.event import Fact
from domain.organisation_events import OrganisationEvent
from domain.person_events import PersonEvent
from domain.programme_events import ProgrammeEvent
from domain.resource_events import ResourceEvent

FACTS: tuple[type[Fact], ...] = (
    *get_args(ProgrammeEvent),
    *get_args(OrganisationEvent),
    *get_args(ResourceEvent),
    *get_args(PersonEvent),
)
