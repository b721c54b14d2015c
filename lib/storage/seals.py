"""Encrypts what only its writer may read, with a key that is not in the database."""

import json
from collections.abc import Mapping
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

_ring: list[MultiFernet] = []


class Unreadable(Exception):
    """Sealed with a key that is not here, or not meant for this owner."""


def use(keys: tuple[str, ...]) -> None:
    """Seal with the first key from now on, and open with any of them.

    Raises `ValueError` for a key that is none (32 bytes in URL-safe base64).
    """
    _ring[:] = [MultiFernet([Fernet(key) for key in keys])]


def new_key() -> str:
    """Return a new random key."""
    return Fernet.generate_key().decode()


def seal(content: Mapping[str, Any], *, owner: tuple[str, ...]) -> bytes:
    """Return the content encrypted for one owner: the ids that the row belongs to.

    The owner is sealed with it, so that a row moved to another person or client opens no more.
    """
    whole = json.dumps([list(owner), dict(content)], ensure_ascii=False)
    return _ring[0].encrypt(whole.encode())


def unseal(sealed: bytes, *, owner: tuple[str, ...]) -> dict[str, Any]:
    """Return what was sealed for this owner; raises `Unreadable` otherwise."""
    try:
        meant_for, content = json.loads(_ring[0].decrypt(bytes(sealed)))
    except InvalidToken:
        raise Unreadable() from None
    if tuple(meant_for) != owner or not isinstance(content, dict):
        raise Unreadable()
    return content
