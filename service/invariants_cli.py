"""The command that checks what must always hold."""

from pathlib import Path
from typing import Annotated

import typer

from service.options import AsJson, InHome
from service.settings import read_settings


def invariants(
    home: InHome = None,
    *,
    acknowledged: Annotated[
        Path | None, typer.Option(help="What clients wrote down of their commands: JSON lines, or a folder of them.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Check what must always hold, while nobody works: the log, the views, the waits and the messages."""
    from service.invariants import check

    report = check(read_settings(home), acknowledged)
    typer.echo(report.model_dump_json() if as_json else report.text)
    if not report.sound:
        raise typer.Exit(1)
