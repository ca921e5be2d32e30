"""The command line: a table of contents of everything `waymark` can do."""

from functools import partial
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperGroup
from typer.main import get_command

from domain.refusals import Refusal
from service.machine_faults import MachineFault

COMMANDS = {
    "up": "process_cli:up",
    "plan": "plan_cli:plan_commands",
    "programme": "programme_cli:programme_commands",
    "people": "privacy.personal_cli:people_commands",
    "redact": "privacy.personal_cli:redact",
    "operator": "sign_in.operator_cli:operator_commands",
    "token": "sign_in.operator_cli:token_commands",
    "break-glass": "break_glass_cli:break_glass_commands",
    "history": "past.past_cli:history",
    "lineage": "past.past_cli:lineage",
    "forecast": "forecast_cli:forecast",
    "whatif": "whatif_cli:whatif",
    "calibration": "forecast_cli:calibration",
    "simulate": "story_cli:simulate",
    "demonstrate": "story_cli:demonstrate",
    "letters": "letters_cli:letters",
    "export": "record_cli:export",
    "import": "record_cli:import_",
    "backup": "backup_cli:backup",
    "restore": "backup_cli:restore",
    "audit": "audit.audit_cli:audit_commands",
    "witness": "audit.witness_cli:witness_commands",
    "legacy": "legacy_pack.legacy_cli:legacy_commands",
    "library": "legacy.library_cli:library_commands",
    "totals": "legacy.library_cli:totals",
    "files": "evidence.files_cli:files_commands",
    "tables": "process_cli:tables",
    "rebuild": "process_cli:rebuild",
    "reconcile": "process_cli:reconcile",
    "invariants": "invariants_cli:invariants",
    "web": "process_cli:web",
    "worker": "process_cli:worker",
    "relay": "process_cli:relay",
    "projector": "process_cli:projector",
    "signer": "process_cli:signer",
}
"""Where each command is. Only the one that is asked for is loaded: five processes start this way at every start."""

plain = partial(typer.Typer, add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
"""Plain help that a screen reader can read, and plain tracebacks: pretty ones may quote what a person wrote."""


class Contents(TyperGroup):
    """Loads a command when it is asked for."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ANN401 - click's types are typer's own business
        """Name every command, in the order of the table."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ANN401 - the same
        """Load one command, or nothing when there is none of that name."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        module, _, attribute = COMMANDS[cmd_name].partition(":")
        found = getattr(import_module(f"service.{module}"), attribute)
        if isinstance(found, typer.Typer):
            return get_command(found)
        one = plain()
        one.command(cmd_name)(found)
        return get_command(one)


app = plain(cls=Contents, no_args_is_help=True)


@app.callback()
def waymark() -> None:
    """Waymark walks a new user-led organisation from its founding group to independence."""


def main() -> None:
    """Run the command line. What the machine refuses is told in a sentence, with exit code 1."""
    try:
        app()
    except (MachineFault, Refusal) as said:
        typer.echo(str(said), err=True)
        raise SystemExit(1) from None


if __name__ == "__main__":
    main()
