"""Options that many commands share."""

from pathlib import Path
from typing import Annotated

import typer

InHome = Annotated[Path | None, typer.Option("--home", help="The folder that keeps everything of this installation.")]
AsJson = Annotated[bool, typer.Option("--json", help="Answer in JSON.")]
