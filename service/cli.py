"""The command line: a table of contents of everything `waymark` can do."""

from pathlib import Path
from typing import Annotated

import typer

from domain.refusals import Refusal
from service import backup_cli, forecast_cli, invariants_cli, letters_cli, process_cli, record_cli, story_cli
from service.keyring import KeysUnusable
from service.machine_faults import MachineFault
from service.plan_cli import plan_commands
from service.programme_cli import programme_commands
from service.schema import SchemaTooNew

# Plain tracebacks: the pretty ones fill a log file with boxes and may quote what a person wrote.
app = typer.Typer(add_completion=False, no_args_is_help=True, rich_markup_mode=None, pretty_exceptions_enable=False)
app.add_typer(plan_commands)
app.add_typer(programme_commands)
for command in (
    process_cli.web,
    process_cli.worker,
    process_cli.relay,
    process_cli.projector,
    process_cli.reconcile,
    process_cli.rebuild,
    letters_cli.letters,
    invariants_cli.invariants,
    backup_cli.backup,
    backup_cli.restore,
    record_cli.export,
    story_cli.simulate,
    story_cli.demonstrate,
    forecast_cli.forecast,
    forecast_cli.whatif,
):
    app.command()(command)
app.command("import")(record_cli.import_)

InHome = Annotated[
    Path, typer.Option("--home", envvar="WAYMARK_HOME", help="The folder that keeps everything of this installation.")
]


@app.callback()
def waymark() -> None:
    """Waymark walks a new user-led organisation from its founding group to independence."""


@app.command()
def up(
    home: InHome = Path(".waymark"),
    port: Annotated[int, typer.Option(envvar="WAYMARK_HTTP_PORT", help="Where the pages are.")] = 8000,
    temporal_port: Annotated[int, typer.Option(help="Where Temporal is.")] = 7233,
    temporal_ui_port: Annotated[int, typer.Option(help="Where Temporal's own pages are.")] = 8233,
    *,
    demo: Annotated[bool, typer.Option("--demo", help="Then load the stories, to show what Waymark does.")] = False,
) -> None:
    """Start everything on this machine, and keep it running until Ctrl-C."""
    from service.up import Ports
    from service.up import up as start

    start(home, Ports(port, temporal_port, temporal_ui_port), typer.echo, demo=demo)


def main() -> None:
    """Run the command line. What the machine refuses is told in a sentence, with exit code 1."""
    try:
        app()
    except (MachineFault, Refusal, KeysUnusable, SchemaTooNew) as said:
        typer.echo(str(said), err=True)
        raise SystemExit(1) from None


if __name__ == "__main__":
    main()
