"""The command line: a table of contents of everything `waymark` can do."""

import typer

app = typer.Typer(add_completion=False, no_args_is_help=True, rich_markup_mode=None)


@app.callback()
def waymark() -> None:
    """Waymark walks a new user-led organisation from its founding group to independence."""


def main() -> None:
    """Run the command line."""
    app()
