"""`waymark simulate` and `waymark demonstrate`: stories, played in seconds."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Annotated

import typer

from domain.refusals import Refusal

if TYPE_CHECKING:
    from service.story import Story
    from service.story_summary import StoryTold

UNREADABLE = 2
Wanted = Annotated[str, typer.Argument(metavar="STORY", help="map, spectrum, or the path of a story of your own.")]
Seed = Annotated[int, typer.Option("--seed", min=0, help="How people behave: the same number, the same history.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print the summary as JSON.")]
OnHome = Annotated[
    Path | None, typer.Option("--home", help="Play on the PostgreSQL of a home that runs, in a database of its own.")
]
InHome = Annotated[Path | None, typer.Option("--home", help="The home of the running demonstration.")]


def simulate(story: Wanted, seed: Seed = 1, home: OnHome = None, *, json_: AsJson = False) -> None:
    """Play a story from its first meeting to its handover, on the real engine with time skipped."""
    from rich.console import Console

    from service.simulation_place import place_beside, temporary_place
    from service.simulation_stage import run_story
    from service.story_progress import shown

    told = _read(story)
    place = temporary_place() if home is None else place_beside(home.expanduser().absolute())
    with (
        _stopped_by_signal(),
        place as settings,
        shown(told.title, Console(stderr=True), lambda line: typer.echo(line, err=True)) as progress,
    ):
        summary = run_story(told, seed, settings, progress)
    typer.echo(summary.model_dump_json(indent=2) if json_ else _page(summary))


def demonstrate(home: InHome = None) -> None:
    """Load what `make run` shows: a finished story, and a programme that begins today. Safe to run again."""
    from service import demonstration
    from service.settings import read_settings

    with _stopped_by_signal():
        demonstration.load(read_settings(home), typer.echo)


def _read(story: str) -> "Story":
    from service.story_file import load_story

    try:
        return load_story(story)
    except Refusal as refusal:
        typer.echo(str(refusal), err=True)
        raise typer.Exit(UNREADABLE) from refusal


def _page(told: "StoryTold") -> str:
    lines = [
        f"{told.title} (seed {told.seed})",
        f"{told.closed} of {told.programmes} programmes closed. {told.people} different people took part.",
        f"{told.events} events on {told.virtual_days} days, told in {told.seconds:.1f} seconds.",
    ]
    for each in told.each:
        ended = f"{each.ended_on:%d %B %Y}" if each.ended_on else "now"
        lines += [
            "",
            f"{each.organisation}, {each.locality}",
            f"  {each.started_on:%d %B %Y} to {ended}: {each.months} months, {each.people} people",
            f"  {each.accepted} milestones reached, {each.set_aside} set aside, plan version {each.plans}",
            f"  {each.reviews} reviews, {each.mentoring_sessions} mentoring sessions, {each.prompts} reminders",
            f"  {each.celebrations} celebrations, {each.lessons} lessons, {each.duties_met} duties met",
            f"  {each.left_behind} things left behind for others",
        ]
    return "\n".join([*lines, "", "Invented for this story:", *(f"  - {sentence}" for sentence in told.invented)])


@contextmanager
def _stopped_by_signal() -> Iterator[None]:
    """SIGTERM ends this like Ctrl-C does: the store and the server of the story are taken away."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
