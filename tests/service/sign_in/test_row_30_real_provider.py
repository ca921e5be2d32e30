"""Row 30, with a certified OpenID provider that nobody here wrote: there and back, and every answer bent on the way."""

import re
import subprocess
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest
from pydantic import SecretStr

from service.clock import system_clock
from service.port import free_port
from service.sign_in.provider import Provider
from service.sign_in.providers import Identity, Providers
from service.sign_in.refusals import SignInRefused
from tests.service.sign_in.browser import House

SITE = "http://localhost:8000"
SECRET = "a secret of this test alone, and long"


@pytest.fixture(scope="module")
def issuer(verifiers: Path) -> Iterator[str]:
    """A provider that runs beside the tests, and knows everybody who signs in."""
    port = free_port()
    command = ["node", "provider.mjs", str(port), f"{SITE}/sign-in/with/council/answer"]
    with subprocess.Popen(command, cwd=verifiers, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as node:
        try:
            assert node.stdout is not None
            assert node.stdout.readline().strip() == "ready"
            yield f"http://localhost:{port}"
        finally:
            node.kill()


class Way:
    """Somebody's browser, on the way to the provider and back."""

    def __init__(self, house: House, issuer: str) -> None:
        self.issuer = issuer
        known = Provider(
            name="council", label="The council", issuer=issuer, client_id="waymark", client_secret=SecretStr(SECRET)
        )
        others = [
            known.model_copy(update={"name": "fund"}),
            known.model_copy(update={"name": "wrong", "client_secret": SecretStr("another secret")}),
        ]
        # A real provider has a real clock.
        self.providers = Providers([known, *others], house.desk.steps, SITE, system_clock)

    def there(self, name: str = "ann", provider: str = "council") -> tuple[dict[str, str], str]:
        """Sign in at the provider. Gives its answer, as the browser brings it, and the number of the step."""
        address, step = self.providers.begin(provider, "/")
        with httpx2.Client(timeout=30) as browser:
            answer = browser.get(address)
            for _ in range(12):
                to = answer.headers.get("location", "")
                if to.startswith(SITE):
                    return {each: value[0] for each, value in parse_qs(urlsplit(to).query).items()}, step
                answer = browser.get(httpx2.URL(str(answer.url)).join(to)) if to else self._asked(browser, answer, name)
        raise AssertionError(answer.text)

    def _asked(self, browser: httpx2.Client, page: httpx2.Response, name: str) -> httpx2.Response:
        action = re.search(r'action="([^"]+)"', page.text)
        assert action is not None, page.text
        prompt = "login" if 'value="login"' in page.text else "consent"
        return browser.post(unescape(action[1]), data={"prompt": prompt, "login": name, "password": "any"})


@pytest.fixture
def way(house: House, issuer: str) -> Way:
    return Way(house, issuer)


def test_row_30_a_real_provider_says_who_somebody_is(way: Way) -> None:
    assert way.providers.finish("council", *way.there()).identity == Identity(way.issuer, "ann")
    assert way.providers.finish("council", *way.there("bo")).identity == Identity(way.issuer, "bo")


def test_row_30_a_real_answer_that_was_bent_swapped_or_used_is_refused(way: Way) -> None:
    answer, step = way.there()
    other, other_step = way.there("bo")
    swapped = {**answer, "code": other["code"]}
    with pytest.raises(SignInRefused):
        way.providers.finish("council", swapped, step)
    with pytest.raises(SignInRefused):
        way.providers.finish("council", {**other, "state": answer["state"]}, other_step)
    answer, step = way.there()
    with pytest.raises(SignInRefused):
        way.providers.finish("council", {**answer, "iss": "https://evil.example"}, step)
    answer, step = way.there()
    with pytest.raises(SignInRefused):
        way.providers.finish("fund", answer, step)
    answer, step = way.there()
    way.providers.finish("council", answer, step)
    with pytest.raises(SignInRefused):
        way.providers.finish("council", answer, step)


def test_row_30_a_real_provider_gives_nothing_to_whom_it_does_not_know(way: Way) -> None:
    address, step = way.providers.begin("wrong", "/")
    state = parse_qs(urlsplit(address).query)["state"][0]
    answer, _ = way.there()
    with pytest.raises(SignInRefused):
        way.providers.finish("wrong", {"code": answer["code"], "state": state}, step)
