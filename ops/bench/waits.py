"""From the log to the workflow: how long after a command's answer its programme's workflow has looked at it."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock, Thread

from ops.bench.clients import Client, Shared, percentile
from ops.bench.commands import accepts
from ops.bench.installation import WATCHED_WORKER, Installation, Looked, installed, looks
from ops.bench.programmes import fill, history
from ops.bench.table import Figure, Result
from service.assembly import build

SENDERS = 16
LONGEST = 60.0
EVENTS, OPENED = 100, 21
HOW = (
    "From the answer to an `accept` through HTTP until the workflow of its programme has looked at the store and seen "
    "that version, or a newer one (written down by the worker's own port to the store; both read one clock). Web, "
    "relay and worker are processes of their own, Temporal is the dev server on its database file. Commands are sent "
    "at a fixed rate whether or not the ones before were seen: {waits:,} waits run beforehand. The baseline is the "
    "answer time of the same commands."
)


@dataclass(frozen=True, slots=True)
class Answered:
    """A command that was answered, when (on the machine's clock), and after how many seconds."""

    programme: str
    version: int
    at: float
    seconds: float


def waits(*, quick: bool) -> Result:
    """At one command a second, and at fifty."""
    copies, slow, fast = (20, 5, 150) if quick else (70, 30, 1_000)
    figures = []
    with installed("temporal", WATCHED_WORKER, "relay", "web") as installation, build(installation.settings) as waymark:
        prepared = fill(waymark.store, history(EVENTS, OPENED), copies)
        running = copies * (len(prepared[0].submitted) + 1)
        _until_quiet(installation)
        requests = list(accepts(installation, prepared))
        for rate, many in ((1, slow), (50, fast)):
            asked, requests = requests[:many], requests[many:]
            answered = _send(installation, asked, rate)
            figures += _figures(rate, answered, _until_seen(installation, answered))
    return Result("from the log to the workflow", HOW.format(waits=running), figures)


def _send(installation: Installation, requests: Sequence[bytes], rate: int) -> list[Answered]:
    """Send at a fixed rate, each when its time has come and a sender is free."""
    answered, lock = list[Answered](), Lock()
    began = time.monotonic()
    shared = Shared([(began + number / rate, request) for number, request in enumerate(requests)])

    def sender() -> None:
        with Client(installation.ports.web) as client:
            for planned, request in shared:
                time.sleep(max(0.0, planned - time.monotonic()))
                sent = time.monotonic()
                programme, version = client.command(request)
                at = time.monotonic()
                with lock:
                    answered.append(Answered(programme, version, at, at - sent))

    threads = [Thread(target=sender) for _ in range(min(SENDERS, rate * 2))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if len(answered) != len(requests):
        msg = "some commands were not answered"
        raise RuntimeError(msg)
    return answered


def _until_seen(installation: Installation, answered: Sequence[Answered]) -> list[float]:
    """Seconds until each was seen; those that were never seen are left out."""
    until = time.monotonic() + LONGEST
    while True:
        looked = _of_programmes(installation)
        seen = [found for each in answered if (found := _seen(each, looked)) is not None]
        if len(seen) == len(answered) or time.monotonic() > until:
            return seen
        time.sleep(0.5)


def _of_programmes(installation: Installation) -> dict[str, list[Looked]]:
    looked: dict[str, list[Looked]] = {}
    for look in looks(installation.settings):
        if look.about == "":
            looked.setdefault(look.programme, []).append(look)
    return looked


def _seen(answered: Answered, looked: dict[str, list[Looked]]) -> float | None:
    """A workflow may have looked before the sender read its answer: that counts as at once."""
    found = [look.at for look in looked.get(answered.programme, ()) if look.version >= answered.version]
    return max(0.0, min(found) - answered.at) if found else None


def _until_quiet(installation: Installation) -> None:
    """Until the waits of the prepared programmes have all been started and nothing moves any more."""
    before = -1
    while (now := len(looks(installation.settings))) != before or not now:
        before = now
        time.sleep(3.0)


def _figures(rate: int, answered: Sequence[Answered], seen: Sequence[float]) -> list[Figure]:
    what = f"{rate} a second, {len(answered):,} commands"
    lost = len(answered) - len(seen)
    answers = [each.seconds for each in answered]
    return [
        Figure(f"{what}: p50", f"{percentile(seen, 50):.0f} ms", f"answered: {percentile(answers, 50):.0f} ms"),
        Figure(f"{what}: p99", f"{percentile(seen, 99):.0f} ms", f"answered: {percentile(answers, 99):.0f} ms"),
        Figure(f"{what}: not seen within {LONGEST:.0f} s", str(lost), aim="0", met=lost == 0),
    ]
