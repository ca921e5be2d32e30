"""Waymark on databases that are not its own, named by the environment alone."""

import os
import subprocess
import sys
from pathlib import Path

from service.postgres_server import PostgresServer


def test_tables_and_commands_work_on_databases_named_in_the_environment(
    postgres: PostgresServer, database_name: str, tmp_path: Path
) -> None:
    owner, app = postgres.url(database_name, "waymark_owner"), postgres.url(database_name, "waymark_app")
    environment = {name: text for name, text in os.environ.items() if not name.startswith("WAYMARK_")} | {
        "WAYMARK_HOME": str(tmp_path / "shared"),
        "WAYMARK_DATABASE_URL": app,
        "WAYMARK_KEYS_DATABASE_URL": app,
        "WAYMARK_OWNER_DATABASE_URL": owner,
        "WAYMARK_KEYS_OWNER_DATABASE_URL": owner,
    }

    def said(*arguments: str) -> str:
        command = [sys.executable, "-m", "service.cli", *arguments]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=120)
        assert done.returncode == 0, done.stderr
        return done.stdout

    assert "The tables are there" in said("tables")
    assert "The tables are there" in said("tables"), "a second time changes nothing"
    assert said("programme", "list") == ""
    assert "Built progress again from 0 events" in said("rebuild", "progress")
