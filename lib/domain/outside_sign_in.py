"""Signing in through an organisation's own OpenID provider: its settings, and what proves what."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final
from urllib.parse import urlsplit

# So long somebody may stay at the provider; then the way back is shut. [CHOICE]
WAY_LASTS: Final = timedelta(minutes=10)
ISSUER_LIMIT: Final = 300
SUBJECT_LIMIT: Final = 255
NAME_LIMIT: Final = 40
# RFC 8176: "mfa" says that more than one factor was shown. "otp" or "hwk" alone may be just one.
_TWO_FACTORS: Final = "mfa"


@dataclass(frozen=True, slots=True)
class Provider:
    """An OpenID provider as this installation knows it.

    `name` stands on the button. `proven` says that the organisation itself asks everyone for a
    second factor. `address` is where this installation is found, "" when nobody said so.
    """

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    name: str
    proven: bool = False
    address: str = ""

    @property
    def is_secret(self) -> bool:
        """True when nobody on the way can read along or stand in for the provider."""
        return urlsplit(self.issuer).scheme == "https"


def showed_two_factors(methods: object) -> bool:
    """True when an ID token's `amr` says that more than one factor was shown (RFC 8176)."""
    return (
        isinstance(methods, Collection)
        and not isinstance(methods, str)
        and (_TWO_FACTORS in methods)
    )
