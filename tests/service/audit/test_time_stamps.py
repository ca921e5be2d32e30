"""An authority says when a checkpoint existed; ours and OpenSSL's own check agree."""

import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event, Thread
from time import monotonic

import psycopg
import pytest

from service.audit.bundle import write_bundle
from service.audit.bundle_file import STAMP
from service.audit.time_stamps import Authority as Trusted
from service.audit.time_stamps import TimeStampRefused, asked, stamp_daily, stamp_if_due
from service.audit.verification import Others, verify_bundle
from service.clock import system_clock
from service.port import free_port
from service.settings import Settings
from tests.service.audit.authority import Authority
from tests.service.audit.bundles import key_of, packed, parts_of, said
from tests.service.audit.conftest import Grow, signed_once
from tests.service.audit.test_signer import rows
from tests.service.story import GARDEN


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("tsa") / "authority")


@pytest.fixture
def stamped(here: Settings, grow: Grow, authority: Authority, tmp_path: Path) -> Path:
    """A bundle of 12 entries, of which 5 were stamped."""
    grow(5)
    signed_once(here)
    with authority.serving() as address:
        assert stamp_if_due(here.signing_url, address, datetime.now(UTC))
        grow(7)
        signed_once(here)
        assert not stamp_if_due(here.signing_url, address, datetime.now(UTC)), "one a day"
    write_bundle(here, GARDEN, tmp_path / "bundle.zip")
    return tmp_path / "bundle.zip"


def trusting(authority: Authority) -> Others:
    return Others(authority=Trusted.read(authority.root))


def test_a_stamped_bundle_says_since_when_its_entries_existed(
    here: Settings, stamped: Path, authority: Authority
) -> None:
    verdict = verify_bundle(stamped, [key_of(here)], others=trusting(authority))
    assert verdict.holds, verdict.text
    ((at,),) = rows(here, "SELECT stamped_at FROM store.time_stamp")
    assert abs(datetime.now(UTC) - at) < timedelta(minutes=10)
    assert f"The first 5 of 12 entries existed on {at.astimezone(UTC):%d %B %Y at %H:%M} UTC" in verdict.text
    plain = verify_bundle(stamped, [key_of(here)])
    assert plain.holds
    assert "--tsa-certificate" in plain.text


def test_openssl_agrees_and_refuses_what_was_changed(stamped: Path, authority: Authority, tmp_path: Path) -> None:
    parts = parts_of(stamped)
    checkpoint, reply = tmp_path / "checkpoint", tmp_path / "global.tsr"
    checkpoint.write_bytes(parts["timestamped.checkpoint"])
    reply.write_bytes(parts[STAMP])
    command = ["openssl", "ts", "-verify", "-in", str(reply), "-data", str(checkpoint), "-CAfile", str(authority.root)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, "Verification: OK" in done.stdout + done.stderr) == (0, True), done
    checkpoint.write_bytes(parts["timestamped.checkpoint"].replace(b"\n2\n", b"\n3\n"))
    assert subprocess.run(command, capture_output=True, check=False).returncode != 0


def test_a_stamp_of_something_else_or_of_nobody_we_trust_is_refused(
    here: Settings, stamped: Path, authority: Authority, tmp_path: Path
) -> None:
    parts, keys = parts_of(stamped), [key_of(here)]
    with authority.serving() as address:
        other, _ = asked(address, b"something else")
    for wrong in (other, b"", parts[STAMP][:-9], bytes(len(parts[STAMP]))):
        judged = verify_bundle(packed({**parts, STAMP: wrong}, tmp_path / "t.zip"), keys, others=trusting(authority))
        assert [kind for kind, _ in said(judged)] == ["time-stamp"]
    stranger = Authority(tmp_path / "stranger")
    assert [kind for kind, _ in said(verify_bundle(stamped, keys, others=trusting(stranger)))] == ["time-stamp"]
    without = {name: content for name, content in parts.items() if "stamp" not in name and name != STAMP}
    judged = verify_bundle(packed(without, tmp_path / "w.zip"), keys, others=trusting(authority))
    assert "There is no time stamp" in judged.text


def test_a_certificate_that_is_none_is_told(tmp_path: Path) -> None:
    (tmp_path / "key.pem").write_text("hello")
    with pytest.raises(TimeStampRefused, match="is not a certificate"):
        Trusted.read(tmp_path / "key.pem")


def test_an_authority_that_is_away_or_no_authority_stamps_nothing(here: Settings, grow: Grow) -> None:
    grow(1)
    signed_once(here)
    now = datetime.now(UTC)
    with pytest.raises(TimeStampRefused, match="does not answer"):
        stamp_if_due(here.signing_url, f"http://127.0.0.1:{free_port()}/", now)
    with pytest.raises(TimeStampRefused, match="must begin with"):
        stamp_if_due(here.signing_url, "file:///etc/passwd", now)
    assert rows(here, "SELECT count(*) FROM store.time_stamp") == [(0,)]


def test_the_signer_has_the_newest_checkpoint_stamped_by_itself(
    here: Settings, grow: Grow, authority: Authority
) -> None:
    grow(1)
    signed_once(here)
    stopped, until = Event(), monotonic() + 120
    with authority.serving() as address:
        stamping = Thread(target=stamp_daily, args=(here.signing_url, address, system_clock, stopped))
        stamping.start()
        with psycopg.connect(here.database_url, autocommit=True) as connection:
            while connection.execute("SELECT count(*) FROM store.time_stamp").fetchone() != (1,):
                assert monotonic() < until
        stopped.set()
        stamping.join()
        grow(1)
        signed_once(here)
        assert stamp_if_due(here.signing_url, address, datetime.now(UTC) + timedelta(days=2))
