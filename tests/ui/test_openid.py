"""What a provider says is believed when every part of it is right, and not otherwise."""

import hashlib
import hmac
import json
from base64 import urlsafe_b64encode
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, RSAKey

from lib.domain.outside_sign_in import Provider, showed_two_factors
from lib.ui.gate import openid
from tests.cast import NOW

PROVIDER = Provider("https://inloggen.ons.example", "ministap", "een geheim van ons", "Ons")
KEY = RSAKey.generate_key(2048, parameters={"kid": "one", "use": "sig"})
KEYS = KeySet([KEY])
NONCE = "n" * 43
SAID = {
    "iss": PROVIDER.issuer,
    "sub": "24400320",
    "aud": PROVIDER.client_id,
    "exp": int((NOW + timedelta(minutes=5)).timestamp()),
    "iat": int(NOW.timestamp()),
    "nonce": NONCE,
}


def signed(said: dict[str, Any], *, alg: str = "RS256", key: Any = KEY, kid: str = "one") -> str:
    return jwt.encode({"alg": alg, "kid": kid}, said, key, algorithms=[alg])


def believed(token: str, *, now: datetime = NOW, access_token: str = "") -> openid.Believed:
    return openid.believed(token, KEYS, PROVIDER, nonce=NONCE, access_token=access_token, now=now)


def with_shared_secret(said: dict[str, Any], secret: bytes) -> str:
    """Sign as no library here is willing to."""
    head = urlsafe_b64encode(json.dumps({"alg": "HS256", "kid": "one"}).encode()).rstrip(b"=")
    body = urlsafe_b64encode(json.dumps(said).encode()).rstrip(b"=")
    signature = hmac.new(secret, head + b"." + body, hashlib.sha256).digest()
    return b".".join((head, body, urlsafe_b64encode(signature).rstrip(b"="))).decode()


def test_a_token_that_is_right_in_every_part_says_who_it_is() -> None:
    assert believed(signed(SAID)) == openid.Believed(PROVIDER.issuer, "24400320", False)
    several = {**SAID, "aud": ["ministap", "another"], "azp": "ministap", "amr": ["pwd", "mfa"]}
    assert believed(signed(several)).two_factors


WRONG: dict[str, dict[str, Any]] = {
    "another issuer": {"iss": "https://inloggen.anders.example"},
    "an issuer that begins alike": {"iss": PROVIDER.issuer + "/x"},
    "another audience": {"aud": "another"},
    "one of several audiences, for another party": {"aud": ["ministap", "b"], "azp": "b"},
    "several audiences and no party": {"aud": ["ministap", "b"]},
    "expired": {"exp": int((NOW - timedelta(minutes=2)).timestamp())},
    "not valid yet": {"nbf": int((NOW + timedelta(minutes=2)).timestamp())},
    "issued in the future": {"iat": int((NOW + timedelta(minutes=10)).timestamp())},
    "another nonce": {"nonce": "m" * 43},
    "an empty subject": {"sub": ""},
    "a subject that is no text": {"sub": 1},
    "the hash of another access token": {"at_hash": "AAAAAAAAAAAAAAAAAAAAAA"},
    "methods that are no list": {"amr": "mfa"},
}


@pytest.mark.parametrize("what", WRONG)
def test_a_token_with_one_thing_wrong_is_not_believed(what: str) -> None:
    with pytest.raises(openid.NotBelieved):
        believed(signed({**SAID, **WRONG[what]}), access_token="a")


@pytest.mark.parametrize("name", SAID)
def test_a_token_that_leaves_something_out_is_not_believed(name: str) -> None:
    with pytest.raises(openid.NotBelieved):
        believed(signed({k: v for k, v in SAID.items() if k != name}))


def test_a_token_that_nobody_signed_is_not_believed() -> None:
    head, body, _ = signed(SAID).split(".")
    bare = urlsafe_b64encode(b'{"alg":"none"}').rstrip(b"=").decode()
    for forged in (f"{bare}.{body}.", f"{head}.{body}.", f"{head}.{body}", "", "a.b.c"):
        with pytest.raises(openid.NotBelieved):
            believed(forged)


def test_a_token_signed_by_another_key_or_with_what_both_know_is_not_believed() -> None:
    other = RSAKey.generate_key(2048, parameters={"kid": "one"})
    shared = PROVIDER.client_secret.encode()
    curve = ECKey.generate_key("P-256", parameters={"kid": "one"})
    for forged in (
        signed(SAID, key=other),
        with_shared_secret(SAID, shared),
        with_shared_secret(SAID, KEY.as_pem(private=False)),  # the public key as if it were secret
        signed(SAID, alg="ES256", key=curve),
        signed(SAID, kid="unknown"),
    ):
        with pytest.raises(openid.NotBelieved):
            believed(forged)


def test_a_changed_body_is_not_believed() -> None:
    head, _, signature = signed(SAID).split(".")
    body = signed({**SAID, "sub": "somebody else"}).split(".")[1]
    with pytest.raises(openid.NotBelieved):
        believed(f"{head}.{body}.{signature}")


def test_a_clock_that_is_a_minute_off_is_forgiven() -> None:
    ends = datetime.fromtimestamp(SAID["exp"], UTC)  # type: ignore[arg-type]
    assert believed(signed(SAID), now=ends + timedelta(seconds=50))
    with pytest.raises(openid.NotBelieved):
        believed(signed(SAID), now=ends + timedelta(seconds=70))


@pytest.mark.parametrize(
    ("methods", "two"),
    [
        (["pwd", "mfa"], True),
        (["mfa"], True),
        (["pwd", "otp"], False),
        (["hwk"], False),
        ([], False),
        (None, False),
        ("mfa", False),
        ("xmfax", False),
        (1, False),
    ],
)
def test_two_factors_were_shown_only_when_the_provider_says_so(methods: object, two: bool) -> None:
    assert showed_two_factors(methods) is two
