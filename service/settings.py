"""Everything that differs from one installation to the next, read once and in this one place."""

import json
import os
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from domain.calendar import Nation
from service.home import Home
from service.postgres_data import Role, has_role, postgres_url
from service.sign_in.provider import Provider

PREFIX = "WAYMARK_"
DATABASES: dict[str, tuple[str, Role]] = {
    "database_url": ("waymark", "waymark_app"),
    "owner_database_url": ("waymark", "waymark_owner"),
    "keys_database_url": ("waymark_keys", "waymark_app"),
    "keys_owner_database_url": ("waymark_keys", "waymark_owner"),
}
SIGNER: Role = "waymark_signer"


def _networks(text: str) -> str:
    for each in text.split():
        ip_network(each, strict=False)
    return text


class Settings(BaseSettings):
    """One installation. Each field may be given as `WAYMARK_<FIELD>`; what is not comes from the home folder.

    URLs carry passwords: they are never printed.
    """

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="forbid")

    home: Path
    database_url: str = Field(repr=False)
    """The store and the views, as the role that may only add."""
    owner_database_url: str = Field(repr=False)
    """The same database, as the role that makes the tables."""
    keys_database_url: str = Field(repr=False)
    """What must not be in a copy of the store, as the application's role."""
    keys_owner_database_url: str = Field(repr=False)
    signer_database_url: str | None = Field(default=None, repr=False)
    """The store, as the role that may only read leaves and add checkpoints. Without it the application's role signs."""
    temporal_address: str = "127.0.0.1:7233"
    temporal_namespace: str = "default"
    http_host: str = "127.0.0.1"
    http_port: int = Field(default=8000, ge=1, le=65535)
    demonstration: bool = False
    """Whether whoever opens a page may choose whom to be. Only for trying Waymark out, with nobody's real data."""
    public_url: Annotated[str, Field(pattern=r"^https://[A-Za-z0-9.-]+(:[0-9]{1,5})?$")] | None = None
    """Where people reach Waymark, such as `https://waymark.example.org`. Without it, only from this machine."""
    trusted_proxies: Annotated[str, AfterValidator(_networks)] = ""
    """Addresses or networks of the web servers in front, with spaces between. Only their `X-Forwarded-For` is believed.

    They must put the address of who asked them there, as the last one.
    """
    providers: tuple[Provider, ...] = ()
    """Organisations' own sign-ins, as a JSON list."""
    smtp_url: str | None = Field(default=None, repr=False)
    """`smtp://user:password@host:port`. Without it each message becomes a file in `mail_folder`."""
    mail_folder: Path
    mail_from: str = "Waymark <waymark@localhost>"
    security_contact: Annotated[str, Field(pattern=r"^(mailto:|https://)[!-~]{3,200}$")] | None = None
    """Where to report that Waymark can be attacked, such as `mailto:security@example.org`. Else it is `mail_from`."""
    contact: Annotated[str, Field(min_length=3, max_length=300)] | None = None
    """Who runs this Waymark and how anybody may reach them, in words: a name, a telephone number, an e-mail address."""
    nation: Nation = "england"
    """Whose bank holidays a new programme keeps, unless it says otherwise."""
    clamd: str | None = Field(default=None, pattern=r"^(unix:/.+|tcp://[^/\s]+:[0-9]+)$")
    """The virus scanner: `unix:/run/clamav/clamd.ctl` or `tcp://127.0.0.1:3310`. Without it no file is scanned."""
    files_origin: str | None = Field(default=None, pattern=r"^https?://[^/\s]+$")
    """Another name of this service, such as `https://files.example.org`, under which files are handed out."""
    witness_keys: str = ""
    """Public keys of those who cosign our checkpoints, with spaces between them."""
    learn_from_stories: bool = False
    """Whether forecasts learn from stories too. They are made up, so only a demonstration may want that."""
    time_stamp_url: str | None = None
    """A time stamping authority (RFC 3161) that is asked about our newest checkpoint once a day."""

    @property
    def site(self) -> str:
        """Where people reach Waymark. `localhost` and not a number: a passkey belongs to a name."""
        return self.public_url or f"http://localhost:{self.http_port}"

    @property
    def folders(self) -> Home:
        """The parts of the home folder."""
        return Home(self.home)

    @property
    def signing_url(self) -> str:
        """The store, as whoever signs."""
        return self.signer_database_url or self.database_url


def home_of(home: Path | None) -> Path:
    """The folder of this installation: the one given, else `WAYMARK_HOME`, else `.waymark` here."""
    return (home or Path(os.environ.get(PREFIX + "HOME", ".waymark"))).expanduser().absolute()


def read_settings(home: Path | None = None) -> Settings:
    """Settings of this home, else of `WAYMARK_HOME`, else of `.waymark` here.

    Raises CannotStart if that home has no database yet.
    """
    folder = home_of(home)
    own: dict[str, Any] = {"home": folder}
    # What the environment says must win over the home, and pydantic lets arguments win: so these are left out.
    if not _said("mail_folder"):
        own["mail_folder"] = Home(folder).mailbox
    for field, (database, role) in DATABASES.items():
        if not _said(field):
            own[field] = postgres_url(folder, database, role)
    own |= {field: value for field, value in _ports(folder).items() if not _said(field)}
    # A role that nobody named is that of the home's own server, unless another server is meant.
    if not (_said("signer_database_url") or _said("database_url")) and has_role(Home(folder), SIGNER):
        own["signer_database_url"] = postgres_url(folder, "waymark", SIGNER)
    return Settings(**own)


def _said(field: str) -> bool:
    return PREFIX + field.upper() in os.environ


def _ports(folder: Path) -> dict[str, Any]:
    """Where `waymark up` last put the servers of this home."""
    try:
        kept = json.loads((folder / "ports.json").read_text())
    except FileNotFoundError:
        return {}
    return {"temporal_address": f"127.0.0.1:{kept['temporal']}", "http_port": kept["web"]}
