"""Every part of Waymark, put together once from its settings."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID, uuid4

from psycopg import Connection
from psycopg_pool import ConnectionPool

from service.clock import Clock, system_clock
from service.event_mapper import EventMapper
from service.evidence.evidence_files import EvidenceFiles, evidence_files
from service.evidence.public_files import PublicFiles, public_files
from service.facts import FACTS
from service.front_door import FrontDoor
from service.keyring import KeyFolder, Keyring
from service.lasting_pool import lasting_pool
from service.outlook.adviser import Adviser
from service.outlook.experiences import Experiences
from service.people import People
from service.plan_file import load_plan
from service.postgres_event_store import PostgresEventStore
from service.privacy.passage_keys import PassageKeys
from service.seals import BodyMarks, Seals
from service.settings import Settings


@dataclass(frozen=True, slots=True)
class Waymark:
    """One process's parts. `pool` reads views and people, as the application's role."""

    settings: Settings
    clock: Clock
    store: PostgresEventStore
    seals: Seals
    marks: BodyMarks
    keyring: Keyring
    passage_keys: PassageKeys
    people: People
    front_door: FrontDoor
    experiences: Experiences
    pool: ConnectionPool[Connection]
    files: EvidenceFiles
    public_files: PublicFiles


@contextmanager
def build(
    settings: Settings,
    *,
    clock: Clock = system_clock,
    story: str | None = None,
    pool_size: int = 4,
    new_id: Callable[[], UUID] = uuid4,
) -> Iterator[Waymark]:
    """Put a process's parts together, and give its connections back at the end. The tables must be there.

    A story has a clock of its own, marks its events as a story's, and makes the same ids each time it is played.
    """
    folder = KeyFolder(settings.folders.keys)
    with (
        lasting_pool(settings.keys_database_url, 2) as keys_pool,
        lasting_pool(settings.database_url, pool_size) as pool,
    ):
        keyring = Keyring(keys_pool, folder)
        passage_keys = PassageKeys(keys_pool, folder, keyring)
        seals = Seals(keyring, passage_keys)
        marks = BodyMarks(folder.marking_key, keyring)
        store = PostgresEventStore(settings.database_url, EventMapper(FACTS, seals), pool_size=pool_size)
        experiences = Experiences(pool, stories=settings.learn_from_stories)
        adviser = Adviser(experiences)
        try:
            yield Waymark(
                settings=settings,
                clock=clock,
                store=store,
                seals=seals,
                marks=marks,
                keyring=keyring,
                passage_keys=passage_keys,
                people=People(pool, clock),
                front_door=FrontDoor(
                    store, seals, marks, clock, load_plan, story=story, new_id=new_id, adviser=adviser
                ),
                experiences=experiences,
                pool=pool,
                files=evidence_files(settings, pool, keyring, marks, clock),
                public_files=public_files(settings),
            )
        finally:
            store.close()
