"""The proof of a programme's record for one reader: what is proven, and the file to take away."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from psycopg import Connection
from psycopg_pool import ConnectionPool

from domain.refusals import Refusal
from service.audit.bundle import Bundled, CannotBundle, write_bundle
from service.audit.continuity import Seen
from service.audit.given import given_before, remember
from service.audit.proof_reading import ProgrammeProof, proof_of
from service.audit.readers_part import part_for
from service.clock import Clock
from service.settings import Settings
from service.sign_in.door import SignedIn
from service.visibility import Sight, Visibility


class NoBundleYet(Refusal):
    """There is nothing signed to give, or the record must be looked at first."""


@dataclass(frozen=True, slots=True)
class ProofRoom:
    """Asks as whoever is signed in. What they may not see is not in what they get."""

    settings: Settings
    pool: ConnectionPool[Connection]
    visibility: Visibility
    clock: Clock

    def sight(self, programme: str, asking: SignedIn) -> Sight:
        """What they see of a programme. Raises UnknownProgramme."""
        return self.visibility.for_presence(asking.presence).sight(programme, asking.person)

    def proof(self, programme: str, asking: SignedIn) -> ProgrammeProof:
        """What is proven. Raises UnknownProgramme."""
        may_see = part_for(self.sight(programme, asking))
        with self.pool.connection() as connection:
            return proof_of(connection, programme, self.clock(), may_see)

    @contextmanager
    def bundle(
        self, programme: str, asking: SignedIn, since: Seen | None = None, *, keep: bool
    ) -> Iterator[tuple[Bundled, bytes]]:
        """The reader's file. Without `since` it continues what they were given last; `keep` remembers this one.

        Raises UnknownProgramme, NoBundleYet.
        """
        may_see = part_for(self.sight(programme, asking))
        with self.pool.connection() as connection:
            before = since or given_before(connection, asking.person, programme)
        with tempfile.TemporaryDirectory(prefix="waymark-bundle-") as folder:
            file = Path(folder) / "bundle.zip"
            try:
                bundled = write_bundle(self.settings, programme, file, before, may_see)
            except CannotBundle as refused:
                raise NoBundleYet(str(refused)) from refused
            if keep:
                with self.pool.connection() as connection:
                    remember(connection, asking.person, bundled)
            yield bundled, file.read_bytes()
