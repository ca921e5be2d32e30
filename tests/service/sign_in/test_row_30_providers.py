"""Row 30: an organisation's own sign-in is believed only when every part of its answer is right.

The provider here is ours, so that it can lie in every way; a real one is asked elsewhere.
"""

import json
from base64 import urlsafe_b64encode
from collections.abc import Callable
from hashlib import sha256
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey
from pydantic import SecretStr

from service.sign_in.own_account import OwnAccount
from service.sign_in.provider import Provider
from service.sign_in.providers import Answered, Identity, Providers
from service.sign_in.refusals import SignInRefused
from service.sign_in.way_in import WayIn
from tests.service.sign_in.browser import ANN, House

ISSUER, CLIENT = "https://login.council.example", "waymark"
SETTINGS = Provider(
    name="council", label="The council", issuer=ISSUER, client_id=CLIENT, client_secret=SecretStr("hush")
)
OTHER = SETTINGS.model_copy(update={"name": "fund", "issuer": "https://login.fund.example"})


class Organisation:
    """A provider that tells the truth until it is bent."""

    def __init__(self, house: House, issuer: str = ISSUER) -> None:
        self.issuer = issuer
        self.key = RSAKey.generate_key(2048, {"kid": "1"}, private=True)
        self.house = house
        self.claims: dict[str, object] = {}
        self.asked: dict[str, str] = {}
        self.described: dict[str, object] = {}
        self.sign: Callable[[dict[str, object]], str] = self._signed

    def _signed(self, claims: dict[str, object]) -> str:
        return jwt.encode({"alg": "RS256", "kid": "1"}, claims, self.key)

    def answer(self, request: httpx2.Request) -> httpx2.Response:
        match request.url.path:
            case "/.well-known/openid-configuration":
                ends = {f"{end}_endpoint": f"{self.issuer}/{end}" for end in ("authorization", "token")} | {
                    "jwks_uri": f"{self.issuer}/keys",
                    "issuer": self.issuer,
                }
                return httpx2.Response(200, json={**ends, **self.described})
            case "/keys":
                return httpx2.Response(200, json={"keys": [self.key.as_dict(private=False)]})
            case "/token":
                form = {name: each[0] for name, each in parse_qs(request.content.decode()).items()}
                proof = urlsafe_b64encode(sha256(form["code_verifier"].encode()).digest()).decode().rstrip("=")
                if form["code"] != "the-code" or proof != self.asked["code_challenge"]:
                    return httpx2.Response(400, json={"error": "invalid_grant"})
                now = int(self.house.face.clock().timestamp())
                claims: dict[str, object] = {
                    "iss": self.issuer,
                    "aud": CLIENT,
                    "sub": "1234",
                    "iat": now,
                    "exp": now + 300,
                    "nonce": self.asked["nonce"],
                    "email": ANN,
                    "email_verified": True,
                }
                kept = {name: value for name, value in {**claims, **self.claims}.items() if value is not None}
                told = {"access_token": "x", "token_type": "Bearer", "id_token": self.sign(kept)}
                return httpx2.Response(200, json=told)
            case _:
                return httpx2.Response(404)


class Way:
    """One browser's way to the provider and back."""

    def __init__(self, house: House, *organisations: Organisation) -> None:
        by_host = {urlsplit(each.issuer).netloc: each for each in organisations}
        self.house = house
        self.organisation = organisations[0]
        self.providers = Providers(
            [SETTINGS, OTHER],
            house.desk.steps,
            "https://waymark.example.org",
            house.face.clock,
            http=lambda: httpx2.MockTransport(lambda request: by_host[request.url.host].answer(request)),
        )

    def begin(self, person: str | None = None, name: str = "council") -> tuple[dict[str, str], str]:
        address, step = self.providers.begin(name, "/", person)
        asked = {each: value[0] for each, value in parse_qs(urlsplit(address).query).items()}
        self.organisation.asked = asked
        return asked, step

    def there_and_back(self, person: str | None = None) -> Answered:
        asked, step = self.begin(person)
        return self.providers.finish("council", {"code": "the-code", "state": asked["state"]}, step)


@pytest.fixture
def way(house: House) -> Way:
    return Way(house, Organisation(house))


def test_row_30_it_asks_for_a_code_with_proof_state_and_nonce_and_no_more_than_who(way: Way) -> None:
    asked, _ = way.begin()
    assert asked["response_type"] == "code"
    assert asked["code_challenge_method"] == "S256"
    assert asked["scope"] == "openid"
    assert asked["redirect_uri"] == "https://waymark.example.org/sign-in/with/council/answer"
    again, _ = way.begin()
    for each in ("state", "nonce", "code_challenge"):
        assert len(asked[each]) >= 43
        assert asked[each] != again[each]


def test_row_30_who_linked_the_account_signs_in_with_it_and_nobody_by_an_equal_address(way: Way, house: House) -> None:
    person = house.join()
    answered = way.there_and_back()
    assert answered.identity == Identity(ISSUER, "1234")
    ways = WayIn(house.desk)
    with pytest.raises(SignInRefused, match="not linked"):
        ways.by_provider(answered.identity)
    session = house.desk.sessions.find(house.signed_in().cookie or "")
    assert session is not None
    OwnAccount(house.desk, session).link(way.there_and_back(person).identity, "The council")
    assert ways.by_provider(way.there_and_back().identity).person == person
    with pytest.raises(SignInRefused, match="already"):
        OwnAccount(house.desk, session).link(answered.identity, "The council")


def test_row_30_the_same_subject_at_another_provider_is_somebody_else(house: House) -> None:
    person = house.join()
    council, fund = Organisation(house), Organisation(house, OTHER.issuer)
    way = Way(house, council, fund)
    session = house.desk.sessions.find(house.signed_in().cookie or "")
    assert session is not None
    OwnAccount(house.desk, session).link(way.there_and_back(person).identity, "The council")
    asked, step = way.begin(name="fund")
    fund.asked = asked
    answered = way.providers.finish("fund", {"code": "the-code", "state": asked["state"]}, step)
    assert answered.identity == Identity(OTHER.issuer, "1234")
    with pytest.raises(SignInRefused, match="not linked"):
        WayIn(house.desk).by_provider(answered.identity)


@pytest.mark.parametrize(
    "lie",
    [
        {"iss": "https://evil.example"},
        {"iss": None},
        {"aud": "another-client"},
        {"aud": None},
        {"aud": ["another-client", CLIENT]},
        {"aud": ["another-client", CLIENT], "azp": "another-client"},
        {"azp": "another-client"},
        {"nonce": "another"},
        {"nonce": None},
        {"sub": None},
        {"exp": 1},
        {"exp": None},
        {"iat": 4_000_000_000},
    ],
    ids=str,
)
def test_row_30_a_token_that_says_something_wrong_is_refused(way: Way, lie: dict[str, object]) -> None:
    way.organisation.claims = lie
    with pytest.raises(SignInRefused):
        way.there_and_back()


def _unsigned(claims: dict[str, object]) -> str:
    parts = [{"alg": "none"}, claims]
    return ".".join(urlsafe_b64encode(json.dumps(each).encode()).decode().rstrip("=") for each in parts) + "."


def _with_the_shared_secret(claims: dict[str, object]) -> str:
    return jwt.encode({"alg": "HS256"}, claims, OctKey.import_key("hush" * 8))


def _by_somebody_else(claims: dict[str, object]) -> str:
    return jwt.encode({"alg": "RS256", "kid": "1"}, claims, RSAKey.generate_key(2048, {"kid": "1"}, private=True))


@pytest.mark.parametrize(
    "sign", [_unsigned, _with_the_shared_secret, _by_somebody_else, lambda _: "", lambda _: "a.b.c"]
)
def test_row_30_a_token_that_the_provider_did_not_sign_is_refused(
    way: Way, sign: Callable[[dict[str, object]], str]
) -> None:
    way.organisation.sign = sign
    with pytest.raises(SignInRefused):
        way.there_and_back()


def test_row_30_an_answer_to_another_question_is_refused(way: Way) -> None:
    asked, step = way.begin()
    other, other_step = way.begin()
    right = {"code": "the-code", "state": asked["state"]}
    for name, answer, kept in (
        ("council", {**right, "state": other["state"]}, step),
        ("council", right, other_step),
        ("council", right, "another browser's"),
        ("fund", right, way.begin()[1]),
        ("council", {"state": asked["state"], "error": "access_denied"}, way.begin()[1]),
        ("nobody", right, way.begin()[1]),
    ):
        with pytest.raises(SignInRefused):
            way.providers.finish(name, answer, kept)


def test_row_30_a_code_of_another_browser_is_refused(way: Way) -> None:
    way.begin()
    thiefs = dict(way.organisation.asked)
    asked, step = way.begin()
    way.organisation.asked = thiefs
    with pytest.raises(SignInRefused):
        way.providers.finish("council", {"code": "the-code", "state": asked["state"]}, step)


def test_row_30_an_answer_counts_once_and_names_the_right_provider(way: Way) -> None:
    asked, step = way.begin()
    answer = {"code": "the-code", "state": asked["state"], "iss": ISSUER}
    way.providers.finish("council", answer, step)
    with pytest.raises(SignInRefused):
        way.providers.finish("council", answer, step)
    asked, step = way.begin()
    with pytest.raises(SignInRefused):
        way.providers.finish(
            "council", {"code": "the-code", "state": asked["state"], "iss": "https://evil.example"}, step
        )


def test_row_30_a_provider_that_describes_itself_as_another_is_refused(way: Way) -> None:
    way.organisation.described = {"issuer": "https://evil.example"}
    with pytest.raises(SignInRefused):
        way.begin()
