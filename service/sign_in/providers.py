"""Signing in with an organisation's own account: OpenID Connect, by code, with PKCE, state and nonce."""

import hmac
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import httpx2
from authlib.common.errors import AuthlibBaseError
from authlib.common.security import generate_token
from authlib.integrations.httpx_client import OAuth2Client
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from psycopg import Connection
from psycopg.errors import UniqueViolation
from psycopg_pool import ConnectionPool

from domain.event import PersonRef
from service.clock import Clock
from service.sign_in.accounts import uuid_of
from service.sign_in.provider import Provider
from service.sign_in.refusals import SignInRefused
from service.sign_in.steps import Steps

ALGORITHMS = ["RS256", "PS256", "ES256", "EdDSA"]
"""Signatures only: no `none`, and nothing with a shared key."""

_LEEWAY = 60
_PATIENCE = 10.0
_FAILED = "Your organisation's sign-in did not answer as it should. Try again, or choose another way."

Http = Callable[[], httpx2.BaseTransport | None]
"""Makes what carries requests; None is the network."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Whom a provider says somebody is. Only the two together are one person: others may use the same subject."""

    issuer: str
    subject: str


@dataclass(frozen=True, slots=True)
class Answered:
    """What came of it. `person` began this while signed in, in order to link the identity to themselves."""

    identity: Identity
    person: PersonRef | None
    next: str


class Providers:
    """The providers of the settings. What they answer is trusted only after every check of OpenID Connect Core."""

    def __init__(
        self, known: Sequence[Provider], steps: Steps, site: str, clock: Clock, http: Http = lambda: None
    ) -> None:
        self._known = {each.name: each for each in known}
        self._steps = steps
        self._site = site
        self._clock = clock
        self._http = http

    def begin(self, name: str, wanted: str, person: PersonRef | None = None) -> tuple[str, str]:
        """Where to send the browser, and the number of this step. Raises SignInRefused."""
        provider = self._provider(name)
        state, nonce, verifier = generate_token(43), generate_token(43), generate_token(64)
        with self._client(provider) as client:
            described = self._described(client, provider)
            address, _ = client.create_authorization_url(
                str(described["authorization_endpoint"]), state=state, nonce=nonce, code_verifier=verifier
            )
        content = {"provider": name, "state": state, "nonce": nonce, "verifier": verifier, "next": wanted}
        return str(address), self._steps.keep("provider", content, person)

    def finish(self, name: str, answer: dict[str, str], step: str) -> Answered:
        """Check what came back. Raises SignInRefused, whatever is wrong with it."""
        provider, kept = self._provider(name), self._steps.take(step, "provider")
        code, state = answer.get("code", ""), answer.get("state", "")
        if kept is None or kept.content["provider"] != name or not code:
            raise SignInRefused(_FAILED)
        if not hmac.compare_digest(state.encode(), kept.content["state"].encode()):
            raise SignInRefused(_FAILED)
        # RFC 9207: a provider that names itself in its answer must be the one that was asked.
        if answer.get("iss", provider.issuer) != provider.issuer:
            raise SignInRefused(_FAILED)
        try:
            with self._client(provider) as client:
                described = self._described(client, provider)
                token = client.fetch_token(
                    str(described["token_endpoint"]), code=code, code_verifier=kept.content["verifier"]
                )
                keys = client.request("GET", str(described["jwks_uri"]), withhold_token=True).raise_for_status().json()
            subject = self._subject(provider, str(token.get("id_token", "")), keys, kept.content["nonce"])
        except (AuthlibBaseError, JoseError, httpx2.HTTPError, KeyError, ValueError, TypeError) as wrong:
            raise SignInRefused(_FAILED) from wrong
        return Answered(Identity(provider.issuer, subject), kept.person, kept.content["next"])

    def _subject(self, provider: Provider, id_token: str, keys: dict[str, object], nonce: str) -> str:
        read = jwt.decode(id_token, KeySet.import_key_set(keys), algorithms=ALGORITHMS)  # type: ignore[arg-type] # JSON
        jwt.JWTClaimsRegistry(
            now=int(self._clock().timestamp()),
            leeway=_LEEWAY,
            iss={"essential": True, "value": provider.issuer},
            aud={"essential": True, "value": provider.client_id},
            sub={"essential": True},
            exp={"essential": True},
            iat={"essential": True},
            nonce={"essential": True, "value": nonce},
        ).validate(read.claims)
        claims = read.claims
        several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
        if (several or "azp" in claims) and claims.get("azp") != provider.client_id:
            raise SignInRefused(_FAILED)
        return str(claims["sub"])

    def _provider(self, name: str) -> Provider:
        if name not in self._known:
            raise SignInRefused("There is no such way to sign in here. Choose another.")
        return self._known[name]

    def _client(self, provider: Provider) -> OAuth2Client:
        return OAuth2Client(
            client_id=provider.client_id,
            client_secret=provider.client_secret.get_secret_value(),
            scope="openid",
            redirect_uri=f"{self._site}/sign-in/with/{provider.name}/answer",
            code_challenge_method="S256",
            timeout=_PATIENCE,
            transport=self._http(),
            follow_redirects=False,
        )

    def _described(self, client: OAuth2Client, provider: Provider) -> dict[str, object]:
        address = f"{provider.issuer.rstrip('/')}/.well-known/openid-configuration"
        try:
            described = client.request("GET", address, withhold_token=True).raise_for_status().json()
        except (httpx2.HTTPError, ValueError) as away:
            raise SignInRefused(_FAILED) from away
        if not isinstance(described, dict) or described.get("issuer") != provider.issuer:
            raise SignInRefused(_FAILED)
        return described


class Identities:
    """The `identity` table: who belongs to whom. They are linked by somebody who is signed in, never by an address."""

    def __init__(self, pool: ConnectionPool[Connection]) -> None:
        self._pool = pool

    def person(self, identity: Identity) -> PersonRef | None:
        """Give whose it is."""
        with self._pool.connection() as connection:
            row = connection.execute(
                "SELECT 'person:' || identity.person FROM store.identity JOIN store.factor"
                " ON (factor.person, number) = (identity.person, factor) WHERE issuer = %s AND subject = %s",
                (identity.issuer, identity.subject),
            ).fetchone()
        return str(row[0]) if row else None

    def link(self, identity: Identity, person: PersonRef, factor: int) -> bool:
        """Link it to a person. False when it is linked already, to whomever."""
        try:
            with self._pool.connection() as connection, connection.transaction():
                connection.execute(
                    "DELETE FROM store.identity WHERE issuer = %s AND subject = %s AND NOT EXISTS (SELECT FROM"
                    " store.factor WHERE (factor.person, number) = (identity.person, identity.factor))",
                    (identity.issuer, identity.subject),
                )
                connection.execute(
                    "INSERT INTO store.identity VALUES (%s, %s, %s, %s)",
                    (identity.issuer, identity.subject, uuid_of(person), factor),
                )
        except UniqueViolation:
            return False
        return True
