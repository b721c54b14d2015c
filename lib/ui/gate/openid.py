"""Speaks OpenID Connect with an organisation's provider, and believes nothing unchecked.

Authorization code with PKCE, state and nonce. Only the scope "openid" is asked for: issuer and
subject are all that is needed, so no name or address of a colleague travels.
"""

import json
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock
from typing import Any, Final
from urllib.parse import urlsplit

import requests
from authlib.integrations.base_client.errors import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from lib.domain.outside_sign_in import Provider, showed_two_factors

# Signed with a key that only the provider has; never "none", and no HMAC with a shared secret.
ALGORITHMS: Final = [
    *("RS256", "RS384", "RS512", "PS256", "PS384", "PS512"),
    *("ES256", "ES384", "ES512", "EdDSA"),
]
# Seconds that the provider's clock may be off. [CHOICE]
LEEWAY: Final = 60
_WAITS: Final = 10
_KNOWN_FOR: Final = timedelta(hours=1)
# An unknown key asks for the keys anew at most so often: nobody makes us knock without end.
_ASK_AGAIN: Final = timedelta(minutes=1)
_LARGEST: Final = 256 * 1024


class Away(Exception):
    """The provider cannot be reached, or what it says about itself cannot be used."""


class NotBelieved(Exception):
    """What came back is not what was asked for, or not what the provider says."""


@dataclass(frozen=True, slots=True)
class Believed:
    """Who somebody is by their provider, and whether it asked for more than one factor."""

    issuer: str
    subject: str
    two_factors: bool


@dataclass(slots=True)
class _Known:
    said: dict[str, Any]
    keys: KeySet
    asked_at: datetime


_known: dict[str, _Known] = {}
_asking = Lock()


def way_out(
    provider: Provider, back: str, *, strict: bool, now: datetime
) -> tuple[str, dict[str, str]]:
    """Return the provider's address to go to, and what has to come along to the way back.

    `back` is our own address of the return. With `strict` every address of the provider has to
    begin with https. Raises `Away`.
    """
    known = _about(provider, strict=strict, now=now)
    way = {
        "state": secrets.token_urlsafe(32),
        "nonce": secrets.token_urlsafe(32),
        "verifier": secrets.token_urlsafe(64),
    }
    with _session(provider, known, back) as session:
        address, _ = session.create_authorization_url(
            known.said["authorization_endpoint"],
            state=way["state"],
            nonce=way["nonce"],
            code_verifier=way["verifier"],
        )
    return str(address), way


def come_back(
    provider: Provider,
    back: str,
    way: dict[str, str],
    query: dict[str, str],
    *,
    strict: bool,
    now: datetime,
) -> Believed:
    """Return who came back from the provider; raises `Away` or `NotBelieved`.

    `query` is what stands in the address of the return, `way` what `way_out` gave along.
    """
    if not secrets.compare_digest(query.get("state", "").encode(), way["state"].encode()):
        raise NotBelieved("state")
    if query.get("iss", provider.issuer) != provider.issuer:  # RFC 9207
        raise NotBelieved("iss")
    code = query.get("code", "")
    if not code or "error" in query:
        raise NotBelieved("code")
    known = _about(provider, strict=strict, now=now)
    try:
        with _session(provider, known, back) as session:
            answer = session.fetch_token(
                known.said["token_endpoint"],
                code=code,
                code_verifier=way["verifier"],
                grant_type="authorization_code",
                timeout=_WAITS,
            )
    except OAuthError:
        raise NotBelieved("token") from None
    except (requests.RequestException, ValueError):
        raise Away() from None
    signed = answer.get("id_token")
    if not isinstance(signed, str):
        raise NotBelieved("id_token")
    try:
        return believed(
            signed,
            known.keys,
            provider,
            nonce=way["nonce"],
            access_token=str(answer.get("access_token", "")),
            now=now,
        )
    except NotBelieved:
        if now - known.asked_at < _ASK_AGAIN:
            raise
    # The provider may have taken a new key into use since we asked.
    known = _about(provider, strict=strict, now=now, anew=True)
    return believed(
        signed,
        known.keys,
        provider,
        nonce=way["nonce"],
        access_token=str(answer.get("access_token", "")),
        now=now,
    )


def believed(
    signed: str,
    keys: KeySet,
    provider: Provider,
    *,
    nonce: str,
    access_token: str = "",
    now: datetime,
) -> Believed:
    """Return what an ID token says when all of it is right; raises `NotBelieved` otherwise.

    OpenID Connect Core 1.0, 3.1.3.7: signature, issuer, audience, authorized party, expiry, time
    of issue, nonce, and the hash of the access token when there is one.
    """
    moment = int(now.timestamp())
    try:
        token = jwt.decode(signed, keys, algorithms=ALGORITHMS)
        claims = CodeIDToken(
            token.claims,
            token.header,
            options={
                "iss": {"essential": True, "value": provider.issuer},
                "aud": {"essential": True, "value": provider.client_id},
            },
            params={
                "nonce": nonce,
                "client_id": provider.client_id,
                "access_token": access_token,
            },
        )
        claims.validate(now=moment, leeway=LEEWAY)
    except (JoseError, ValueError, KeyError, TypeError) as error:
        raise NotBelieved(type(error).__name__) from None
    subject = claims["sub"]
    if not isinstance(subject, str) or not subject:
        raise NotBelieved("sub")
    return Believed(provider.issuer, subject, showed_two_factors(claims.get("amr")))


def forget() -> None:
    """Ask every provider anew the next time; for a test, and for a changed setting."""
    _known.clear()


def _session(provider: Provider, known: _Known, back: str) -> OAuth2Session:
    # The method that every provider has to know, unless it names others alone.
    named = known.said.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
    basic = "client_secret_basic" in named
    session = OAuth2Session(
        provider.client_id,
        provider.client_secret,
        scope="openid",
        redirect_uri=back,
        token_endpoint_auth_method="client_secret_basic" if basic else "client_secret_post",
        code_challenge_method="S256",
    )
    session.max_redirects = 0  # a secret goes to the address that was named, and to no other
    return session


def _about(provider: Provider, *, strict: bool, now: datetime, anew: bool = False) -> _Known:
    with _asking:
        known = _known.get(provider.issuer)
        if known is not None and not anew and now - known.asked_at < _KNOWN_FOR:
            return known
        try:
            address = provider.issuer.rstrip("/") + "/.well-known/openid-configuration"
            said = _fetch(address, strict=strict)
            if said.get("issuer") != provider.issuer:
                raise Away()
            for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
                _usable(said.get(name), strict=strict)
            keys = KeySet.import_key_set(_fetch(said["jwks_uri"], strict=strict))  # type: ignore[arg-type]  # its own shape of a dict
        except (requests.RequestException, ValueError, KeyError, TypeError, JoseError):
            raise Away() from None
        _known[provider.issuer] = _Known(said, keys, now)
        return _known[provider.issuer]


def _fetch(address: str, *, strict: bool) -> dict[str, Any]:
    _usable(address, strict=strict)
    with requests.get(address, timeout=_WAITS, allow_redirects=False, stream=True) as answer:
        answer.raise_for_status()
        if answer.is_redirect:
            raise Away()
        content = answer.raw.read(_LARGEST + 1, decode_content=True)
    if len(content) > _LARGEST:
        raise Away()
    found = json.loads(content)
    if not isinstance(found, dict):
        raise Away()
    return found


def _usable(address: object, *, strict: bool) -> None:
    parts = urlsplit(address) if isinstance(address, str) else None
    schemes = ("https",) if strict else ("https", "http")
    if parts is None or parts.scheme not in schemes or not parts.netloc:
        raise Away()
