"""Encrypts what only its writer may read, with a key that is not in the database."""

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_ring: list[MultiFernet] = []
# The key that seals, apart from the older ones that only open.
_first: list[Fernet] = []
# What signs the log, by the name of the key: made of the same keys, and good for nothing else.
_signing: dict[str, bytes] = {}


class Unreadable(Exception):
    """Sealed with a key that is not here, or not meant for this owner."""


def use(keys: tuple[str, ...]) -> None:
    """Seal with the first key from now on, and open with any of them.

    Raises `ValueError` for a key that is none (32 bytes in URL-safe base64).
    """
    known = [Fernet(key) for key in keys]
    _ring[:] = [MultiFernet(known)]
    _first[:] = known[:1]
    made = [_signing_key(key) for key in keys]
    _signing.clear()
    _signing.update((hashlib.sha256(key).hexdigest()[:8], key) for key in made)


def new_key() -> str:
    """Return a new random key."""
    return Fernet.generate_key().decode()


def is_key(key: str) -> bool:
    """True for 32 bytes in URL-safe base64: what `use` takes."""
    try:
        Fernet(key)
    except ValueError:
        return False
    return True


def seal(content: Mapping[str, Any], *, owner: tuple[str, ...]) -> bytes:
    """Return the content encrypted for one owner: the ids that the row belongs to.

    The owner is sealed with it, so that a row moved to another person or client opens no more.
    """
    whole = json.dumps([list(owner), dict(content)], ensure_ascii=False)
    return _ring[0].encrypt(whole.encode())


def needs_older_key(sealed: bytes) -> bool:
    """True for a seal that the first key alone does not open."""
    try:
        _first[0].decrypt(bytes(sealed))
    except InvalidToken:
        return True
    return False


def seal_anew(sealed: bytes) -> bytes:
    """Return the same content for the same owner, sealed with the first key.

    Raises `Unreadable` when no key here opens it.
    """
    try:
        return _ring[0].rotate(bytes(sealed))
    except InvalidToken:
        raise Unreadable() from None


def unseal(sealed: bytes, *, owner: tuple[str, ...]) -> dict[str, Any]:
    """Return what was sealed for this owner; raises `Unreadable` otherwise."""
    try:
        meant_for, content = json.loads(_ring[0].decrypt(bytes(sealed)))
    except InvalidToken:
        raise Unreadable() from None
    if tuple(meant_for) != owner or not isinstance(content, dict):
        raise Unreadable()
    return content


def signing_key() -> str:
    """Return the name of the key that signs now: eight signs that say nothing of the key."""
    return next(iter(_signing))


def sign(message: bytes, *, key_id: str) -> str | None:
    """Return the HMAC-SHA256 of a message in 64 hexadecimal digits; None for a key not here."""
    key = _signing.get(key_id)
    return hmac.new(key, message, hashlib.sha256).hexdigest() if key is not None else None


def _signing_key(key: str) -> bytes:
    secret = base64.urlsafe_b64decode(key)
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=b"ministap log").derive(secret)
