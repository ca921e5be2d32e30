"""Asking a running process tree to stop."""

import time


class StopRequest:
    """Somebody asked to stop, once or more often. Safe to call from a signal handler: it takes no lock."""

    def __init__(self) -> None:
        self.times = 0

    def ask(self, *_signal: object) -> None:
        """Ask once more. The second time means: do not wait for anybody."""
        self.times += 1

    def wait(self, seconds: float) -> bool:
        """Wait a while; True if asked by then."""
        if not self.times:
            time.sleep(seconds)
        return self.times > 0
