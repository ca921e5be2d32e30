"""Where a witness gets a checkpoint and the proof of its growth from: an installation's address, or a file."""

import json
from http.client import HTTPException
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from service.audit.bundle_file import GLOBAL_GROWTH, GLOBAL_PROOF, BundleRefused, open_bundle
from service.audit.growth import LONGEST_GROWTH, Growth
from service.audit.log_proof import LogProof, parse_hashes
from service.audit.tree import ProofRefused
from service.audit.witness_book import Cosigned, WitnessRefuses

CHECKPOINT, GROWTH, COSIGNATURES = "/api/audit/checkpoint", "/api/audit/growth", "/api/audit/cosignatures"
_SECONDS = 30.0


def is_address(where: str) -> bool:
    """Whether this is an address, and not a file."""
    return urlsplit(where).scheme in {"http", "https"}


def newest(address: str) -> str:
    """Ask an installation for its newest checkpoint. Raises WitnessRefuses."""
    return _asked(Request(f"{_base(address)}{CHECKPOINT}"))  # noqa: S310 - only http and https get here


def fetched(address: str, last: Cosigned | None) -> Growth:
    """Ask an installation for its newest checkpoint, and how it grew since `last`. Raises WitnessRefuses."""
    return _growth(_asked(Request(f"{_base(address)}{GROWTH}?old={last.tree.size if last else 0}")))  # noqa: S310


def sent(address: str, cosigned: Cosigned) -> None:
    """Give an installation our cosignature. Raises WitnessRefuses when it does not take it."""
    body = json.dumps({"checkpoint": cosigned.checkpoint}).encode()
    _asked(Request(f"{_base(address)}{COSIGNATURES}", body, {"Content-Type": "application/json"}))  # noqa: S310


def read_growth(file: Path, last: Cosigned | None) -> Growth:
    """Read a checkpoint with its growth, or a bundle. Raises WitnessRefuses."""
    try:
        with file.open("rb") as opened:
            begin = opened.read(LONGEST_GROWTH + 1)
        return _from_bundle(file, last) if begin[:2] == b"PK" else _growth(begin.decode())
    except OSError as fault:
        raise WitnessRefuses(f"{file} cannot be read: {fault.strerror}.") from fault
    except (BundleRefused, ProofRefused, UnicodeDecodeError) as wrong:
        raise WitnessRefuses(f"{file} holds no checkpoint to cosign. {wrong}") from wrong


def _from_bundle(file: Path, last: Cosigned | None) -> Growth:
    with open_bundle(file) as bundle:
        checkpoint = LogProof.parse(bundle.text(GLOBAL_PROOF)).checkpoint
        growth = bundle.text(GLOBAL_GROWTH) if GLOBAL_GROWTH in bundle.names else ""
    # A bundle does not say from where its proof begins: whether it does is what is checked.
    return Growth(last.tree.size if last else 0, parse_hashes(growth.splitlines()), checkpoint)


def _growth(text: str) -> Growth:
    try:
        # A bare checkpoint is enough for the first time.
        return Growth.parse(text) if text.startswith("old ") else Growth(0, (), text)
    except ProofRefused as wrong:
        raise WitnessRefuses(f"What came is no checkpoint to cosign. {wrong}") from wrong


def _base(address: str) -> str:
    return address.rstrip("/")


def _asked(request: Request) -> str:
    try:
        with urlopen(request, timeout=_SECONDS) as answer:  # noqa: S310 - only http and https get here
            text: bytes = answer.read(LONGEST_GROWTH + 1)
    except HTTPError as refused:
        raise WitnessRefuses(f"{request.host} says: {_detail(refused)}") from refused
    except (URLError, HTTPException, OSError) as away:
        raise WitnessRefuses(f"{request.host} does not answer. Try again later.") from away
    try:
        return text.decode()
    except UnicodeDecodeError as wrong:
        raise WitnessRefuses(f"{request.host} does not answer as a Waymark does.") from wrong


def _detail(refused: HTTPError) -> str:
    try:
        return str(json.loads(refused.read(LONGEST_GROWTH))["detail"])
    except (ValueError, LookupError, TypeError, OSError):
        return f"no ({refused.code})."
