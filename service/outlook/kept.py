"""What was worked out lately, so that the same question is answered at once."""

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import TypeVar

T = TypeVar("T")
MOST = 512


class Kept:
    """By key, the least lately asked for forgotten first. Threads may share it."""

    def __init__(self) -> None:
        self._found: OrderedDict[tuple[object, ...], object] = OrderedDict()
        self._lock = Lock()

    def get(self, key: tuple[object, ...], make: Callable[[], T]) -> T:
        """What is known under this key, made when it is not."""
        with self._lock:
            if key in self._found:
                self._found.move_to_end(key)
                return self._found[key]  # type: ignore[return-value] # the key says what it is
        found = make()
        with self._lock:
            self._found[key] = found
            while len(self._found) > MOST:
                self._found.popitem(last=False)
        return found
