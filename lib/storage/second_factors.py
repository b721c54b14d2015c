"""Keeps second factors, sealed, and the digests of the codes that stand in for them."""

import hashlib
import hmac
import secrets
from datetime import datetime

import pyotp
from sqlalchemy import delete, func, select

from lib.domain.second_factor import (
    RECOVERY_CODES,
    RECOVERY_LENGTH,
    RECOVERY_SIGNS,
    STEP_SECONDS,
    Factor,
    steps_that_count,
)
from lib.storage import seals
from lib.storage import tables as t
from lib.storage.casebook import Page


def stands(page: Page, person_id: str) -> bool:
    """True when someone has a second factor that was confirmed."""
    row = page.session.get(t.SecondFactorRow, person_id)
    return row is not None and row.confirmed_at is not None


def of(page: Page, person_id: str) -> Factor | None:
    """Return since when someone has a second factor and how many codes are left, or None."""
    row = page.session.get(t.SecondFactorRow, person_id)
    if row is None or row.confirmed_at is None:
        return None
    left = page.session.scalar(
        select(func.count())
        .select_from(t.RecoveryCodeRow)
        .where(t.RecoveryCodeRow.person_id == person_id, t.RecoveryCodeRow.used_at.is_(None))
    )
    return Factor(since=row.confirmed_at, codes_left=left or 0)


def begin(page: Page, person_id: str) -> str:
    """Return the secret that an app is to be set up with, in base32; made when there is none yet.

    It stays the same while it is not confirmed, so that a page drawn twice shows one QR code.
    Never call it for a factor that stands.
    """
    # Of two pages that ask for the first time at the same moment, one makes it.
    page.session.get_one(t.PersonRow, person_id, with_for_update=True)
    row = _locked(page, person_id)
    if row is not None and row.confirmed_at is not None:
        raise ValueError("a second factor that stands is not shown again")
    known = _secret(row) if row is not None else None
    if known is not None:
        return known
    secret = pyotp.random_base32()
    values = {
        "sealed": seals.seal({"secret": secret}, owner=_owner(person_id)),
        "made_at": page.now,
    }
    page.session.merge(t.SecondFactorRow(person_id=person_id, **values))
    page.session.flush()
    return secret


def confirm(page: Page, person_id: str, code: str) -> bool:
    """Let a factor count from now on when the code is right; False, and nothing kept, otherwise."""
    row = _locked(page, person_id)
    if row is None or row.confirmed_at is not None or not _use(row, code, page.now):
        return False
    row.confirmed_at = page.now
    return True


def use(page: Page, person_id: str, code: str) -> bool:
    """True when the six digits are right now and were not used before; then they are used."""
    row = _locked(page, person_id)
    return row is not None and row.confirmed_at is not None and _use(row, code, page.now)


def use_recovery(page: Page, person_id: str, code: str) -> bool:
    """True when this recovery code is theirs and was not used before; then it is used."""
    row = page.session.scalars(
        select(t.RecoveryCodeRow)
        .where(
            t.RecoveryCodeRow.id == _digest(person_id, code),
            t.RecoveryCodeRow.used_at.is_(None),
        )
        .with_for_update()
    ).one_or_none()
    if row is None:
        return False
    row.used_at = page.now
    return True


def make_codes(page: Page, person_id: str) -> tuple[str, ...]:
    """Make ten new recovery codes and return them; the older ones open nothing any more."""
    _forget_codes(page, person_id)
    codes = tuple(
        "".join(secrets.choice(RECOVERY_SIGNS) for _ in range(RECOVERY_LENGTH))
        for _ in range(RECOVERY_CODES)
    )
    page.session.add_all(
        t.RecoveryCodeRow(id=_digest(person_id, code), person_id=person_id, made_at=page.now)
        for code in codes
    )
    return codes


def forget(page: Page, person_id: str) -> bool:
    """Take a second factor and its codes away; False when there was none that counted."""
    row = _locked(page, person_id)
    stood = row is not None and row.confirmed_at is not None
    if row is not None:
        page.session.delete(row)
    _forget_codes(page, person_id)
    return stood


def address(secret: str, *, account: str) -> str:
    """Return what the QR code holds: an otpauth address, as authenticator apps read it."""
    return pyotp.TOTP(secret).provisioning_uri(name=account, issuer_name="Ministap")


def _use(row: t.SecondFactorRow, code: str, now: datetime) -> bool:
    secret = _secret(row)
    if secret is None:
        return False  # a recovery code opens still, or an administrator who takes the factor away
    # PyOTP's own `verify` takes a code twice; here the step of the last one is kept.
    made = pyotp.TOTP(secret, interval=STEP_SECONDS)
    right = [
        step
        for step in steps_that_count(now, last_step=row.last_step)
        if hmac.compare_digest(made.generate_otp(step), code)
    ]
    if right:
        row.last_step = right[-1]
    return bool(right)


def _locked(page: Page, person_id: str) -> t.SecondFactorRow | None:
    """Return the row, so that of two who show one code at the same moment the second waits."""
    return page.session.scalars(
        select(t.SecondFactorRow)
        .where(t.SecondFactorRow.person_id == person_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()


def _forget_codes(page: Page, person_id: str) -> None:
    row = t.RecoveryCodeRow
    page.session.execute(
        delete(row).where(row.person_id == person_id).execution_options(synchronize_session=False)
    )


def _secret(row: t.SecondFactorRow) -> str | None:
    """Return what was sealed; None when its key is not here any more."""
    try:
        return str(seals.unseal(row.sealed, owner=_owner(row.person_id))["secret"])
    except seals.Unreadable:
        return None


def _owner(person_id: str) -> tuple[str, ...]:
    return ("second factor", person_id)


def _digest(person_id: str, code: str) -> str:
    return hashlib.sha256(f"{person_id} {code}".encode()).hexdigest()
