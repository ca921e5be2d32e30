"""How a wait hears that something happened: a ring that carries a version, and never the facts."""

from pydantic import BaseModel
from temporalio import workflow

TASK_QUEUE = "waymark"
RING = "ring"


class Ring(BaseModel, frozen=True):
    """Something happened in the programme, its organisation's register or what it leaves behind, up to this version."""

    programme: int = 0
    organisation: int = 0
    legacy: int = 0

    def is_newer_than(self, other: "Ring") -> bool:
        """Whether anything in this was not in the other."""
        return self.programme > other.programme or self.organisation > other.organisation or self.legacy > other.legacy


class Bell:
    """Remembers the newest ring, and what was last looked at. A ring may come before, after or twice."""

    def __init__(self) -> None:
        self._rung = Ring()
        self._seen = Ring()

    def ring(self, ring: Ring) -> None:
        """Keep the ring if it is newer than all before."""
        self._rung = _newest(self._rung, ring)

    def looked(self, seen: Ring) -> None:
        """Everything up to here was looked at; rings that are not newer are dropped."""
        self._seen = _newest(self._seen, seen)

    @property
    def is_rung(self) -> bool:
        """Whether something happened that was not looked at yet."""
        return self._rung.is_newer_than(self._seen)

    async def wait(self, seconds: float | None, why: str) -> None:
        """Until the bell rings, or the time has come. None waits for a ring alone, if need be for years."""
        try:
            await workflow.wait_condition(lambda: self.is_rung, timeout=seconds, timeout_summary=why)
        except TimeoutError:
            return


def _newest(one: Ring, other: Ring) -> Ring:
    return Ring(
        programme=max(one.programme, other.programme),
        organisation=max(one.organisation, other.organisation),
        legacy=max(one.legacy, other.legacy),
    )
