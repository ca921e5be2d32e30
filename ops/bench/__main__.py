"""`python -m ops.bench [name ...] [--quick] [--record]`: how fast Waymark is, as ratios measured in one run."""

from typing import Annotated

import typer

from ops.bench.access import access_costs
from ops.bench.audit import audit
from ops.bench.backtest import backtests
from ops.bench.commands import commands
from ops.bench.forecast import forecasts
from ops.bench.history import histories
from ops.bench.live import live
from ops.bench.pages import pages
from ops.bench.rebuild import rebuild
from ops.bench.start import start
from ops.bench.stories import stories
from ops.bench.table import record
from ops.bench.waits import waits

BENCHMARKS = {
    each.__name__: each
    for each in (
        stories,
        commands,
        waits,
        rebuild,
        live,
        start,
        forecasts,
        backtests,
        audit,
        histories,
        access_costs,
        pages,
    )
}


def bench(
    names: Annotated[
        list[str] | None, typer.Argument(help=f"Some of: {', '.join(BENCHMARKS)}. All, if left out.")
    ] = None,
    *,
    quick: Annotated[bool, typer.Option("--quick", help="Small and short, for a first look.")] = False,
    keep: Annotated[bool, typer.Option("--record", help="Write the tables into ops/bench/RESULTS.md.")] = False,
) -> None:
    """Measure, and print a table for each benchmark."""
    chosen = names or list(BENCHMARKS)
    if unknown := [name for name in chosen if name not in BENCHMARKS]:
        raise typer.BadParameter(f"There is no benchmark {unknown[0]}. There are {', '.join(BENCHMARKS)}.")
    sections = {}
    for name in chosen:
        result = BENCHMARKS[name](quick=quick)
        sections[result.name] = result.markdown(quick=quick)
        typer.echo(sections[result.name] + "\n")
        if keep:
            record(sections)


if __name__ == "__main__":
    typer.run(bench)
