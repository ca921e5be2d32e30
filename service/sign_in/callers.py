"""Where requests come from: so many tries from one network address, whoever they are for.

The address itself is kept nowhere. It is counted under a mark keyed with the day, and the counts are gone after two
hours. Behind a web server every request comes from that server: its word for the address is taken only when it is one
of `WAYMARK_TRUSTED_PROXIES`.
"""

from collections.abc import Sequence
from datetime import timedelta
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from fastapi import Request

from service.clock import Clock
from service.sign_in.attempts import Attempts

Address = IPv4Address | IPv6Address
Networks = Sequence[IPv4Network | IPv6Network]

TRIES = 60
"""A minute, from one address: a whole office may sign in at once."""

TRIES_AN_HOUR = 400
LETTERS = 20
LETTERS_AN_HOUR = 60

FORWARDED = "x-forwarded-for"
_HOUR = timedelta(hours=1)
_LETTER_AT = frozenset({"/sign-in/email", "/account/email"})
_HOME = 64
"""Of an IPv6 address the first 64 bits count: whoever has one has as many as they like behind it."""


class Callers:
    """Counts what is tried from one network address."""

    def __init__(self, attempts: Attempts, clock: Clock, trusted: str) -> None:
        self._attempts = attempts
        self._clock = clock
        self._trusted: Networks = tuple(ip_network(each, strict=False) for each in trusted.split())

    def count(self, request: Request) -> None:
        """Count a form that was sent at the entrance. Raises TooManyTries."""
        address = self.address(request)
        if request.method != "POST" or address is None:
            return
        whom = f"{self._clock().date()}/{address}"
        self._attempts.count("from an address", whom, most=TRIES)
        self._attempts.count("from an address", whom, most=TRIES_AN_HOUR, every=_HOUR)
        if request.url.path in _LETTER_AT:
            self._attempts.count("letters for an address", whom, most=LETTERS)
            self._attempts.count("letters for an address", whom, most=LETTERS_AN_HOUR, every=_HOUR)

    def address(self, request: Request) -> str | None:
        """The address or home network a request came from. None: this machine, or a proxy that nobody named."""
        found = _read(request.client.host if request.client else "")
        if found is not None and self._is_trusted(found):
            found = self._forwarded(request)
        if found is None or found.is_loopback:
            return None
        if isinstance(found, IPv6Address):
            return str(ip_network((found, _HOME), strict=False))
        return str(found)

    def _forwarded(self, request: Request) -> Address | None:
        """The last address that no proxy of ours added: what stands before it anybody may have written."""
        named = ",".join(request.headers.getlist(FORWARDED)).split(",")
        for each in reversed(named):
            found = _read(each.strip())
            if found is None or not self._is_trusted(found):
                return found
        return None

    def _is_trusted(self, address: Address) -> bool:
        return any(address in network for network in self._trusted)


def held_back(request: Request) -> None:
    """Of every route at the entrance: raises TooManyTries after too many from one address."""
    callers: Callers = request.app.state.door.desk.callers
    callers.count(request)


def _read(text: str) -> Address | None:
    try:
        found = ip_address(text)
    except ValueError:
        return None
    mapped = found.ipv4_mapped if isinstance(found, IPv6Address) else None
    return mapped or found
