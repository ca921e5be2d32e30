"""The moment of a story: as everybody in it lives it, and as the server that skips time counts it."""

import time
from datetime import UTC, datetime, timedelta

from temporalio.testing import WorkflowEnvironment

MARGIN = timedelta(milliseconds=5)
"""The server counts in milliseconds, so a timer may run out one late."""


class StoryClock:
    """The moment of the story: it stands still until the story goes on, so that a day is the same however fast we are.

    `engine` goes on with real time, as the server's does while something is being worked on; workflows set their
    timers by it, and so a timer that was set a real second late is not a second late in the story.
    """

    def __init__(self, now: datetime) -> None:
        self._now = now.astimezone(UTC)
        self._since = time.monotonic()
        self._ahead = timedelta(0)

    def __call__(self) -> datetime:
        """The moment of the story."""
        return self._now

    def engine(self) -> datetime:
        """The moment of the story as the server counts it."""
        return self._now + timedelta(seconds=time.monotonic() - self._since)

    async def begin(self, moment: datetime, env: WorkflowEnvironment) -> None:
        """Begin at a moment, and note how far the server's clock is ahead of it."""
        self._now = moment.astimezone(UTC)
        self._ahead = await env.get_current_time() - self._now
        self._since = time.monotonic()

    async def go_to(self, moment: datetime, env: WorkflowEnvironment) -> None:
        """Skip to a moment: every timer up to it runs out on the way. Does nothing when it is past."""
        if moment <= self._now:
            return
        self._now = moment.astimezone(UTC)
        self._since = time.monotonic()
        left = self._now + self._ahead - await env.get_current_time() + MARGIN
        if left > timedelta(0):
            await env.sleep(left)
        self._since = time.monotonic()
