"""How a person sees a story being played: a bar on a terminal, a line now and then elsewhere."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from service.simulation import Progress as Told

STEPS = 10


def lines(say: Callable[[str], None]) -> Told:
    """A line for each tenth of the milestones."""
    shown = 0

    def told(settled: int, milestones: int, moment: datetime) -> None:
        nonlocal shown
        if milestones and (now := settled * STEPS // milestones) > shown:
            shown = now
            say(f"  {moment:%B %Y}: {settled} of {milestones} milestones are reached or set aside.")

    return told


@contextmanager
def shown(title: str, console: Console, say: Callable[[str], None]) -> Iterator[Told]:
    """Progress on this console: a bar on a terminal, plain lines elsewhere."""
    if not console.is_terminal:
        yield lines(say)
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task(title, total=None)

        def told(settled: int, milestones: int, moment: datetime) -> None:
            bar.update(task, completed=settled, total=milestones, description=f"{title}, {moment:%B %Y}")

        yield told
