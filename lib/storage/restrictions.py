"""Knows which dossiers stand still; asked by the casebook before every change."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from lib.domain.rights import Restricted
from lib.storage import tables as t


def standing(session: Session, client_ids: Collection[str]) -> dict[str, datetime]:
    """Return since when these dossiers stand still, by client; of others nothing."""
    if not client_ids:
        return {}
    rows = session.execute(
        select(t.RestrictionRow.client_id, t.RestrictionRow.made_at).where(
            t.RestrictionRow.client_id.in_(client_ids), t.RestrictionRow.ended_at.is_(None)
        )
    )
    return dict(rows.all())


def require_none(session: Session, client_id: str) -> None:
    """Return when a dossier may be changed; raises `Restricted` while it stands still."""
    if standing(session, [client_id]):
        raise Restricted()
