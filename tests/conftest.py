"""One throw-away PostgreSQL for each test process, and a database of its own for each test that asks."""

import gc
import os
import shutil
import subprocess
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import hypothesis
import pytest
from xdist.remote import Producer  # type: ignore[import-untyped]
from xdist.scheduler import LoadFileScheduling  # type: ignore[import-untyped]

from service.groundwork import prepare
from service.postgres_server import PostgresServer
from service.settings import Settings

NEEDS = {
    "independent": (("go", "npm"), "to check with what nobody here wrote"),
    "browser": (("chromium", "java", "npm"), "to look at pages as people do, and to check their markup"),
    "pdf": (("go", "npm", "javac", "/usr/share/java/jaxb-runtime.jar"), "to check PDFs with what nobody here wrote"),
}
"""Programs that a marked test needs, and for what."""

PREPARED = "prepared"
JOURNEYS = "tests/journeys/"

# What Hypothesis makes up is the same in every run, and no machine is too slow for it: no run is red by chance.
hypothesis.settings.register_profile(
    "waymark",
    derandomize=os.environ.get("WAYMARK_SOAK") != "1",
    deadline=None,
    database=None,
    print_blob=True,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.load_profile("waymark")


def pytest_configure(config: pytest.Config) -> None:
    # Each test makes an app of its own, which lasts: as Python counts, it would look through all there is again and
    # again, for a quarter of its processor time (measured on tests/service/front_page).
    gc.set_threshold(50_000, 20, 50)
    for marker, (programs, why) in NEEDS.items():
        config.addinivalue_line("markers", f"{marker}: needs {', '.join(programs)}, {why}")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """A machine without these programs leaves such tests out, and says so; CI never does."""
    left_out = [item for item in items if any(item.get_closest_marker(name) for name in _missing())]
    items[:] = [item for item in items if item not in left_out]
    config.hook.pytest_deselected(items=left_out)


class Together(LoadFileScheduling):  # type: ignore[misc]  # xdist does not say its types
    """Side by side, the tests of one file stay together, and so do those that look at the same played stories.

    xdist's own marks for this do nothing: pytest 9.2 keeps a test's name where xdist 3.8 does not look.
    """

    def _split_scope(self, nodeid: str) -> str:
        return JOURNEYS if nodeid.startswith(JOURNEYS) else str(super()._split_scope(nodeid))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadFileScheduling | None:
    return Together(config, log) if config.getoption("dist") == "loadfile" else None


def _is_there(program: str) -> bool:
    return Path(program).exists() if program.startswith("/") else shutil.which(program) is not None


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if missing := _missing():
        terminalreporter.write_line(
            f"Tests marked {' or '.join(sorted(missing))} were left out: they need programs that this machine does "
            "not have. `sh ops/verifiers/install.sh` says which, and how to get them.",
            yellow=True,
        )
    attacks = _attacks(terminalreporter)
    if attacks:
        listed = ", ".join(f"{kind} {number:,}" for kind, number in sorted(attacks.items()))
        terminalreporter.write_line(f"attacks: {attacks.total():,} cases tried ({listed})")


def _attacks(terminalreporter: pytest.TerminalReporter) -> Counter[str]:
    """What tests/attacks counted, in this process and in those beside it."""
    counted: Counter[str] = Counter()
    for report in (each for reports in terminalreporter.stats.values() for each in reports):
        if getattr(report, "when", "") == "teardown":
            for name, tried in report.user_properties:
                counted.update(tried if name == "attacks" else {})
    return counted


def _missing() -> set[str]:
    if os.environ.get("CI") == "true":
        return set()
    return {name for name, (programs, _) in NEEDS.items() if not all(map(_is_there, programs))}


@pytest.fixture(scope="session")
def verifiers() -> Path:
    """Where the verifiers that nobody here wrote are. Building them costs nothing the second time."""
    root = Path(__file__).parents[1]
    done = subprocess.run(
        ["sh", str(root / "ops" / "verifiers" / "install.sh")], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return root / ".venv" / "verifiers"


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    with tempfile.TemporaryDirectory(prefix="waymark-") as folder:
        server = PostgresServer(Path(folder) / "home", durable=False)
        server.start()
        yield server
        server.stop()


@pytest.fixture
def database_name(request: pytest.FixtureRequest, postgres: PostgresServer) -> Iterator[str]:
    """The name of a fresh database: `postgres.url(database_name, role)` connects to it. Empty, or with all tables."""
    name = f"test_{uuid4().hex}"
    with_tables = "settings" in request.fixturenames
    if with_tables:
        request.getfixturevalue("prepared")
    postgres.create_database(name, PREPARED if with_tables else "template1")
    yield name
    postgres.drop_database(name)


@pytest.fixture
def database(postgres: PostgresServer, database_name: str) -> str:
    """The URL of a fresh, empty database, for the role that owns its tables."""
    return postgres.url(database_name, "waymark_owner")


@pytest.fixture(scope="session")
def prepared(postgres: PostgresServer, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The keys of a database called `prepared`, with all tables, to copy: making the tables takes longer."""
    postgres.create_database(PREPARED)
    made = _settings(postgres, PREPARED, tmp_path_factory.mktemp(PREPARED))
    prepare(made)
    return made.folders.keys


@pytest.fixture
def settings(postgres: PostgresServer, database_name: str, prepared: Path, tmp_path: Path) -> Settings:
    """An installation of its own: store, views and keys in a copy of `prepared`, its folders in a temporary home."""
    made = _settings(postgres, database_name, tmp_path)
    shutil.copytree(prepared, made.folders.keys)
    return made


def _settings(postgres: PostgresServer, database: str, folder: Path) -> Settings:
    owner, app = postgres.url(database, "waymark_owner"), postgres.url(database, "waymark_app")
    made = Settings(
        home=folder / "home",
        database_url=app,
        owner_database_url=owner,
        keys_database_url=app,
        keys_owner_database_url=owner,
        mail_folder=folder / "home" / "mailbox",
    )
    made.home.mkdir(mode=0o700)
    made.mail_folder.mkdir(mode=0o700)
    return made
