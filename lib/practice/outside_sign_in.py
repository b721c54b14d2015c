"""Coming in through an organisation's own sign-in: whom it means here, and since when.

What the provider says is checked in the gate, which knows the protocol. Here only its issuer and
subject count, never a name or an e-mail address: those can be changed or given to another. An
account is linked with the one-time link that its administrator gave, and with nothing else.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from lib.domain.access import Book, Permission, Scope
from lib.domain.outside_sign_in import (
    ISSUER_LIMIT,
    NAME_LIMIT,
    SUBJECT_LIMIT,
    WAY_LASTS,
    Provider,
)
from lib.domain.problems import NotFound, Refused
from lib.domain.words import msg
from lib.practice import front_door
from lib.practice.front_door import Arrival
from lib.practice.given import WrongSetting, given
from lib.storage import casebook, outside_identities, seals, visits

_OWNER = ("way to the organisation",)


class NobodyHere(Refused):
    """The organisation knows who it is, and no account here is linked to that."""

    sentence = msg(
        "No account here belongs to this sign-in. Ask your administrator for a link, and open "
        "that first."
    )


class LinkedElsewhere(Refused):
    """The sign-in belongs to another account, or the account to another sign-in."""

    sentence = msg(
        "This account cannot be linked to this sign-in. Ask your administrator to look at it."
    )


def provider(environ: Mapping[str, str]) -> Provider | None:
    """Return the organisation's provider of this installation, None when there is none.

    Raises `WrongSetting` when it is only half given.
    """
    issuer = environ.get("MINISTAP_OIDC_ISSUER", "").strip()
    client_id = environ.get("MINISTAP_OIDC_CLIENT_ID", "").strip()
    secret = given(environ, "MINISTAP_OIDC_CLIENT_SECRET")
    if not (issuer or client_id or secret):
        return None
    for value, name in (
        (issuer, "MINISTAP_OIDC_ISSUER"),
        (client_id, "MINISTAP_OIDC_CLIENT_ID"),
        (secret, "MINISTAP_OIDC_CLIENT_SECRET"),
    ):
        if not value:
            raise WrongSetting(f"{name} is missing: the organisation's sign-in needs all three")
    if not issuer.startswith(("https://", "http://")) or len(issuer) > ISSUER_LIMIT:
        raise WrongSetting("MINISTAP_OIDC_ISSUER is no address that begins with https://")
    return Provider(
        issuer=issuer,
        client_id=client_id,
        client_secret=secret,
        name=environ.get("MINISTAP_OIDC_NAME", "").strip()[:NAME_LIMIT],
        proven=environ.get("MINISTAP_OIDC_PROVEN", "").strip() == "1",
        address=environ.get("MINISTAP_URL", "").strip().rstrip("/"),
    )


def keep_way(way: Mapping[str, str], *, now: datetime) -> str:
    """Return what the browser carries to the provider and back: sealed, and good for 10 minutes."""
    ends = (now + WAY_LASTS).timestamp()
    return seals.seal({"way": dict(way), "ends": ends}, owner=_OWNER).decode()


def way_back(carried: str, *, now: datetime) -> dict[str, str] | None:
    """Return what was sealed with `keep_way`; None when it is too old, or not ours."""
    try:
        content: dict[str, Any] = seals.unseal(carried.encode(), owner=_OWNER)
    except (seals.Unreadable, UnicodeEncodeError):
        return None
    return dict(content["way"]) if now.timestamp() < content["ends"] else None


def arrive(
    book: Book,
    issuer: str,
    subject: str,
    *,
    link: str = "",
    agent: str = "",
    proven: bool = False,
    now: datetime,
) -> Arrival:
    """Begin a visit of whom this subject means; with a one-time `link`, link it first.

    Only for what a provider has said and the gate has checked. Raises `NobodyHere`,
    `LinkedElsewhere`, or `front_door.LinkEnded`. For `agent` and `proven` see
    `front_door.come_in`.
    """
    if not 0 < len(subject) <= SUBJECT_LIMIT or "\x00" in subject:
        raise NobodyHere()
    with casebook.at_the_door(book, now=now) as page:
        refusal: Refused | None = None
        person_id: str | None = None
        if link:
            invited = visits.invitation(page, link)
            if invited is None:
                refusal = front_door.LinkEnded()
            else:
                invitation, who = invited
                if outside_identities.is_known(page, issuer, subject) or (
                    outside_identities.is_linked(page, who.id)
                ):
                    refusal = LinkedElsewhere()
                else:
                    person_id = who.id
                    invitation.used_at = now
                    visits.end_all(page, who.id)
                    outside_identities.link(page, issuer, subject, who.id)
                    page.log("C", "outside identity", subject_id=who.id, person_id=who.id)
        else:
            found = outside_identities.person(page, issuer, subject)
            person_id = found.id if found is not None else None
            refusal = NobodyHere() if found is None else None
        if person_id is None:
            page.log("E", "sign in", outcome="refused", reason="organisation")
        else:
            return front_door.come_in(
                page, person_id, way="organisation", agent=agent, proven=proven
            )
    raise refusal or NobodyHere()


def refused(book: Book, *, now: datetime) -> None:
    """Write in the log that somebody came back from the provider with what was not right."""
    with casebook.at_the_door(book, now=now) as page:
        page.log("E", "sign in", outcome="refused", reason="organisation")


def unlink(scope: Scope, person_id: str, *, now: datetime) -> None:
    """Cut what links an account to the organisation's sign-in, and end that person's visits.

    They come in again with a password, or are linked anew with a fresh link. Raises `NotFound`
    when there is nothing to cut.
    """
    scope.require(Permission.MANAGE_PEOPLE)
    with casebook.writing(scope, now=now) as page:
        if not outside_identities.cut(page, person_id):
            raise NotFound()
        visits.end_all(page, person_id)
        page.log("D", "outside identity", subject_id=person_id)
