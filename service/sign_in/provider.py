"""An organisation's own sign-in (OpenID Connect), as the settings name it."""

from typing import Annotated

from pydantic import BaseModel, Field, SecretStr


class Provider(BaseModel, frozen=True, extra="forbid"):
    """One provider. `name` stands in addresses, `label` on the page. Waymark is its client."""

    name: Annotated[str, Field(pattern=r"^[a-z0-9-]{1,40}$")]
    label: Annotated[str, Field(min_length=1, max_length=80)]
    issuer: Annotated[str, Field(pattern=r"^https?://[^\s?#]+$")]
    client_id: Annotated[str, Field(min_length=1, max_length=200)]
    client_secret: SecretStr
