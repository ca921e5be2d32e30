"""Time stamps of RFC 3161: somebody whose clock is trusted says that a checkpoint existed at a moment."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from http.client import HTTPException
from pathlib import Path
from threading import Event
from typing import Self
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import psycopg
import structlog
from cryptography.x509 import Certificate, load_pem_x509_certificates
from rfc3161_client import (
    HashAlgorithm,
    PKIStatus,
    TimeStampRequest,
    TimestampRequestBuilder,
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)

from service.clock import Clock
from service.machine_faults import MachineFault

EVERY = timedelta(days=1)
LONGEST_REPLY = 1 << 20
_LOOK_SECONDS = 300.0
_PATIENCE = 20.0
_DUE = """
SELECT epoch, size, note FROM store.checkpoint AS newest
WHERE NOT EXISTS (SELECT FROM store.time_stamp WHERE stamped_at > %s)
    AND NOT EXISTS (SELECT FROM store.time_stamp AS made WHERE (made.epoch, made.size) = (newest.epoch, newest.size))
ORDER BY epoch DESC, size DESC LIMIT 1
"""


class TimeStampRefused(MachineFault):
    """The reply of the authority is none, or is about something else, or nobody we trust made it."""


@dataclass(frozen=True, slots=True)
class Authority:
    """The certificates of a time stamping authority that a reader trusts: its root, and any between."""

    certificates: tuple[Certificate, ...]

    @classmethod
    def read(cls, file: Path) -> Self:
        """Read certificates in PEM. Raises TimeStampRefused."""
        try:
            return cls(tuple(load_pem_x509_certificates(file.read_bytes())))
        except (OSError, ValueError) as wrong:
            raise TimeStampRefused(
                f"{file} is not a certificate. It must be in PEM, and begin with -----BEGIN."
            ) from wrong

    def time_of(self, reply: bytes, stamped: bytes) -> datetime:
        """When the authority saw these bytes. Raises TimeStampRefused."""
        builder = VerifierBuilder()
        for each in self.certificates:
            if each.issuer == each.subject:
                builder = builder.add_root_certificate(each)
            else:
                builder = builder.add_intermediate_certificate(each)
        try:
            decoded = decode_timestamp_response(reply)
            builder.build().verify_message(decoded, stamped)
        except (ValueError, VerificationError) as refused:
            raise TimeStampRefused("It does not fit this checkpoint, or another authority made it.") from refused
        return decoded.tst_info.gen_time


def asked(address: str, stamped: bytes) -> tuple[bytes, datetime]:
    """Ask an authority for a time stamp. Returns its reply and the time in it. Raises TimeStampRefused.

    Whether the authority is who it says is for those who trust it to check.
    """
    if urlsplit(address).scheme not in {"http", "https"}:
        raise TimeStampRefused("WAYMARK_TIME_STAMP_URL must begin with http:// or https://.")
    request = (
        TimestampRequestBuilder()
        .data(stamped)
        .hash_algorithm(HashAlgorithm.SHA256)
        .nonce()
        .cert_request(cert_request=True)
        .build()
    )
    headers = {"Content-Type": "application/timestamp-query"}
    try:
        sent = Request(address, request.as_bytes(), headers)  # noqa: S310 - one of two schemes
        with urlopen(sent, timeout=_PATIENCE) as answer:  # noqa: S310 - the same
            reply: bytes = answer.read(LONGEST_REPLY)
    except (URLError, HTTPException, OSError) as away:
        raise TimeStampRefused("The time stamping authority does not answer.") from away
    return reply, _time_in(reply, request, stamped)


def stamp_if_due(database_url: str, address: str, now: datetime) -> bool:
    """Have the newest checkpoint stamped, when the last stamp is a day old. Says whether. Raises TimeStampRefused."""
    with psycopg.connect(database_url, autocommit=True, application_name="waymark time stamp") as connection:
        row = connection.execute(_DUE, (now - EVERY,)).fetchone()
        if row is None:
            return False
        epoch, size, note = row
        reply, at = asked(address, note.encode())
        connection.execute(
            "INSERT INTO store.time_stamp (epoch, size, reply, stamped_at) VALUES (%s, %s, %s, %s)"
            " ON CONFLICT DO NOTHING",
            (epoch, size, reply, at),
        )
    return True


def stamp_daily(database_url: str, address: str, clock: Clock, stopped: Event) -> None:
    """Stamp once a day until told to stop. An authority that is away is asked again; signing never waits for it."""
    log = structlog.get_logger()
    while not stopped.is_set():
        try:
            if stamp_if_due(database_url, address, clock()):
                log.info("checkpoint time-stamped")
        except (TimeStampRefused, psycopg.OperationalError) as refused:
            log.warning("no time stamp", why=str(refused) if isinstance(refused, TimeStampRefused) else "no database")
        stopped.wait(_LOOK_SECONDS)


def _time_in(reply: bytes, request: TimeStampRequest, stamped: bytes) -> datetime:
    try:
        decoded = decode_timestamp_response(reply)
        info = decoded.tst_info
    except ValueError as wrong:
        raise TimeStampRefused("What the time stamping authority answered is no time stamp.") from wrong
    ours = info.message_imprint.message == sha256(stamped).digest() and info.nonce == request.nonce
    if PKIStatus(decoded.status) != PKIStatus.GRANTED or not ours:
        raise TimeStampRefused("The time stamping authority said no, or stamped something else.")
    return info.gen_time
