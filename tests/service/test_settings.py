from pathlib import Path

import pytest
from pydantic import ValidationError

from service.home import Home, write_private
from service.machine_faults import CannotStart
from service.settings import read_settings


@pytest.fixture
def home(tmp_path: Path) -> Path:
    Home(tmp_path / "home").open()
    passwords = {"postgres": "p", "waymark_owner": "o", "waymark_app": "a"}
    write_private(tmp_path / "home" / "postgres.json", {"port": "5555", **passwords})
    return tmp_path / "home"


def test_a_home_says_where_its_database_is(home: Path) -> None:
    settings = read_settings(home)
    assert settings.database_url == "postgresql://waymark_app:a@127.0.0.1:5555/waymark"
    assert settings.owner_database_url == "postgresql://waymark_owner:o@127.0.0.1:5555/waymark"
    assert settings.keys_database_url == "postgresql://waymark_app:a@127.0.0.1:5555/waymark_keys"
    assert settings.mail_folder == home / "mailbox"
    assert settings.http_host == "127.0.0.1"


def test_a_home_says_where_its_servers_were_last_put(home: Path) -> None:
    write_private(home / "ports.json", {"web": 8001, "temporal": 7001, "temporal_ui": 7002})
    settings = read_settings(home)
    assert (settings.http_port, settings.temporal_address) == (8001, "127.0.0.1:7001")


def test_the_environment_wins_over_the_home(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_private(home / "ports.json", {"web": 8001, "temporal": 7001, "temporal_ui": 7002})
    monkeypatch.setenv("WAYMARK_DATABASE_URL", "postgresql://elsewhere/db")
    monkeypatch.setenv("WAYMARK_HTTP_PORT", "9000")
    monkeypatch.setenv("WAYMARK_NATION", "scotland")
    settings = read_settings(home)
    assert settings.database_url == "postgresql://elsewhere/db"
    assert settings.http_port == 9000
    assert settings.nation == "scotland"


def test_the_home_named_in_the_command_wins_over_the_environment(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WAYMARK_HOME", "/elsewhere")
    assert read_settings(home).home == home
    monkeypatch.setenv("WAYMARK_HOME", str(home))
    assert read_settings().home == home


def test_a_home_that_was_never_started_says_how_to_start_it(tmp_path: Path) -> None:
    with pytest.raises(CannotStart, match="waymark up --home"):
        read_settings(tmp_path)


def test_settings_never_change_and_never_print_a_password(home: Path) -> None:
    settings = read_settings(home)
    assert "waymark_app:a@" not in repr(settings)
    with pytest.raises(ValidationError):
        settings.http_port = 1  # type: ignore[misc]
