"""Passkeys (WebAuthn): a key in a phone, a computer or a stick that signs a question of ours."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import orjson
from webauthn import (
    base64url_to_bytes,
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from domain.event import PersonRef
from service.sign_in.accounts import uuid_of
from service.sign_in.refusals import SignInRefused

NOT_RIGHT = "The passkey did not fit. Try again, or choose another way to sign in."
NEEDS_SCRIPT = "Passkeys need JavaScript. Please choose another way."
_PATIENCE = 10 * 60 * 1000
"""Milliseconds. Nobody needs to hurry."""


@dataclass(frozen=True, slots=True)
class NewPasskey:
    """A passkey that a browser just made."""

    credential: bytes
    public_key: bytes
    signatures: int


class Passkeys:
    """Asks and checks, for the site at `origin`, such as `https://waymark.example.org`.

    A passkey always asks its owner for a finger, a face or a PIN, so it is two factors at once.
    """

    def __init__(self, origin: str) -> None:
        self._origin = origin
        self._site = urlsplit(origin).hostname or "localhost"

    def question_to_make(self, person: PersonRef, have: list[bytes]) -> tuple[str, str]:
        """What the browser is asked in order to make a passkey, as JSON, and the challenge in it."""
        options = generate_registration_options(
            rp_id=self._site,
            rp_name="Waymark",
            user_name="Waymark",
            user_id=uuid_of(person).bytes,
            timeout=_PATIENCE,
            authenticator_selection=AuthenticatorSelectionCriteria(
                resident_key=ResidentKeyRequirement.REQUIRED,
                user_verification=UserVerificationRequirement.REQUIRED,
            ),
            exclude_credentials=[PublicKeyCredentialDescriptor(id=each) for each in have],
        )
        return options_to_json(options), bytes_to_base64url(options.challenge)

    def made(self, answer: str, challenge: str) -> NewPasskey:
        """Check a new passkey. Raises SignInRefused."""
        try:
            found = verify_registration_response(
                credential=_read(answer),
                expected_challenge=base64url_to_bytes(challenge),
                expected_rp_id=self._site,
                expected_origin=self._origin,
                require_user_verification=True,
            )
        except (WebAuthnException, ValueError, KeyError, TypeError) as wrong:
            raise SignInRefused(NOT_RIGHT) from wrong
        return NewPasskey(found.credential_id, found.credential_public_key, found.sign_count)

    def question_to_sign(self) -> tuple[str, str]:
        """What the browser is asked in order to sign in. It names nobody."""
        options = generate_authentication_options(
            rp_id=self._site, timeout=_PATIENCE, user_verification=UserVerificationRequirement.REQUIRED
        )
        return options_to_json(options), bytes_to_base64url(options.challenge)

    def credential_in(self, answer: str) -> bytes:
        """Which passkey an answer says it is from. Raises SignInRefused."""
        try:
            return base64url_to_bytes(_read(answer)["rawId"])
        except (ValueError, KeyError, TypeError) as wrong:
            raise SignInRefused(NOT_RIGHT) from wrong

    def signed(self, answer: str, challenge: str, *, person: PersonRef, public_key: bytes, signatures: int) -> int:
        """Check an answer. Gives the new count of signatures. Raises SignInRefused."""
        try:
            credential = _read(answer)
            owner = credential["response"].get("userHandle")
            if owner and UUID(bytes=base64url_to_bytes(owner)) != uuid_of(person):
                raise SignInRefused(NOT_RIGHT)
            found = verify_authentication_response(
                credential=credential,
                expected_challenge=base64url_to_bytes(challenge),
                expected_rp_id=self._site,
                expected_origin=self._origin,
                credential_public_key=public_key,
                credential_current_sign_count=signatures,
                require_user_verification=True,
            )
        except (WebAuthnException, ValueError, KeyError, TypeError) as wrong:
            raise SignInRefused(NOT_RIGHT) from wrong
        return found.new_sign_count


def _read(answer: str) -> dict[str, Any]:
    if not answer:
        raise SignInRefused(NEEDS_SCRIPT)
    read = orjson.loads(answer)
    if not isinstance(read, dict):
        raise TypeError
    return read
