"""Commands that come at the same moment share one transaction: the log takes one writer at a time anyway."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from threading import Event, Lock
from typing import Generic, TypeVar

from service.event_recorder import StoreAway

Request = TypeVar("Request")
Result = TypeVar("Result")

_MOST = 50


@dataclass(slots=True, eq=False)
class _Waiting(Generic[Request, Result]):
    request: Request
    apart: frozenset[str]
    woken: Event = field(default_factory=Event)
    result: Result | None = None
    fault: BaseException | None = None

    @property
    def settled(self) -> bool:
        return self.result is not None or self.fault is not None


class GroupCommit(Generic[Request, Result]):
    """Saves requests of several threads together.

    Nobody waits for company: a request that comes alone is saved at once, and what comes meanwhile is the next group.
    One request's refusal is its own: a group that fails is saved one by one.
    """

    def __init__(self, save: Callable[[Sequence[Request]], Sequence[Result]]) -> None:
        self._save = save
        self._lock = Lock()
        self._queue: list[_Waiting[Request, Result]] = []
        self._busy = False

    def add(self, request: Request, apart: frozenset[str]) -> Result:
        """Save a request, or raise what `save` raises for it alone. Two that share a word of `apart` are kept apart."""
        mine: _Waiting[Request, Result] = _Waiting(request, apart)
        with self._lock:
            self._queue.append(mine)
            leads = not self._busy
            self._busy = True
        if not leads:
            mine.woken.wait()
        if not mine.settled:
            self._lead()
        if mine.fault is not None:
            raise mine.fault
        assert mine.result is not None  # noqa: S101 - settled without a fault
        return mine.result

    def _lead(self) -> None:
        group = self._next_group()
        try:
            self._settle(group)
        finally:
            for each in group:
                if not each.settled:
                    each.fault = StoreAway("Waymark was interrupted here. Please try again.")
            with self._lock:
                self._busy = bool(self._queue)
                if self._queue:
                    self._queue[0].woken.set()
            for each in group:
                each.woken.set()

    def _next_group(self) -> list[_Waiting[Request, Result]]:
        """The leader, who is first, and everybody who may be saved with the others of the group."""
        with self._lock:
            group: list[_Waiting[Request, Result]] = []
            taken: set[str] = set()
            left = []
            for each in self._queue:
                if len(group) < _MOST and taken.isdisjoint(each.apart):
                    group.append(each)
                    taken |= each.apart
                else:
                    left.append(each)
            self._queue = left
            return group

    def _settle(self, group: Sequence[_Waiting[Request, Result]]) -> None:
        if len(group) > 1:
            try:
                results = self._save([each.request for each in group])
            except StoreAway as away:
                for each in group:
                    each.fault = away
                return
            except Exception:  # noqa: BLE001, S110 - whose it is shows when each is saved alone
                pass
            else:
                for each, result in zip(group, results, strict=True):
                    each.result = result
                return
        for each in group:
            try:
                each.result = self._save([each.request])[0]
            except Exception as fault:  # noqa: BLE001 - it is raised in the thread that asked
                each.fault = fault
