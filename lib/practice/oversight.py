"""The review of the access log: what stands out, what was found of it, and the lines behind it."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from lib.domain import oversight as rules
from lib.domain.access import Permission, Scope
from lib.domain.calendar import local_day
from lib.domain.oversight import (
    WORDS_LIMIT,
    Asked,
    Found,
    Month,
    NotReady,
    OwnCase,
    SignedOff,
    Told,
    Verdict,
    check_asked,
    check_verdict,
)
from lib.domain.problems import Invalid, NotFound
from lib.domain.texts import line
from lib.storage import casebook
from lib.storage import oversight as storage
from lib.storage.casebook import Page


def month(scope: Scope, first: date, *, now: datetime) -> Month:
    """Return what stands out in a month, with what was found of it; the look is a line itself."""
    scope.require(Permission.OVERSEE)
    rules.first_of_month(first)
    with casebook.overseeing(scope, writing=True, now=now) as page:
        _log_look(page, "access review", f"{first:%Y-%m}")
    with casebook.overseeing(scope, now=now) as page:
        return _month(page, first)


def judge(
    scope: Scope,
    first: date,
    key: str,
    *,
    verdict: Verdict | None,
    words: str,
    now: datetime,
) -> None:
    """Keep what was found of a case of a month; `key` is `Case.key`.

    Raises `Invalid` for an incident without words, `NotFound` when there is no such case,
    `OwnCase` when it is about whoever looks, `NotReady` when the month was signed off.
    """
    scope.require(Permission.OVERSEE)
    said, problems = check_verdict(words, verdict)
    if verdict is None or problems:
        raise Invalid(problems)
    with casebook.overseeing(scope, now=now) as page:
        found = _month(page, first)
        case = next((one for one in found.found if one.case.key == key), None)
        if case is None:
            raise NotFound()
        if case.own:
            raise OwnCase()
        if found.signed_off is not None:
            raise NotReady()
    of = case.case
    with casebook.overseeing(scope, writing=True, now=now) as page:
        storage.judge(
            page, kind=of.kind.value, about=of.about, day=of.day, verdict=verdict, words=said
        )
        page.log("U", "access review", subject_id=of.about, reason=f"{of.kind} {of.day} {verdict}")


def sign_off(scope: Scope, first: date, *, words: str, now: datetime) -> None:
    """Keep that a month was looked at; once. Raises `NotReady` while it runs or a case waits."""
    scope.require(Permission.OVERSEE)
    said, problems = line(words, field="sign_off", limit=WORDS_LIMIT)
    if problems:
        raise Invalid(problems)
    with casebook.overseeing(scope, now=now) as page:
        found = _month(page, first)
        over = rules.after(found.first) <= local_day(now)
        if found.waits or not over or found.signed_off is not None:
            raise NotReady()
    with casebook.overseeing(scope, writing=True, now=now) as page:
        if any(one.month == found.first for one in storage.signed_off(page)):
            raise NotReady()
        storage.sign_off(page, found.first, cases=len(found.found), lines=found.lines, words=said)
        page.log("C", "access review", reason=f"{found.first:%Y-%m}")


def signed_off(scope: Scope, *, now: datetime) -> tuple[SignedOff, ...]:
    """Return the months that were signed off, newest first."""
    scope.require(Permission.OVERSEE)
    with casebook.overseeing(scope, now=now) as page:
        return storage.signed_off(page)


def colleagues(scope: Scope, *, now: datetime) -> Mapping[str, str]:
    """Return the names of all colleagues by id, by name: to choose one whose lines are shown."""
    scope.require(Permission.OVERSEE)
    with casebook.overseeing(scope, now=now) as page:
        return storage.names(page)


def search(
    scope: Scope, asked: Asked, *, before: tuple[datetime, str] | None = None, now: datetime
) -> tuple[Told, ...]:
    """Return at most fifty lines of the log, newest first; `before` is where the last page ended.

    Looking is a line itself, that says what was looked for. Raises `Invalid`.
    """
    scope.require(Permission.OVERSEE)
    _require_sound(asked)
    with casebook.overseeing(scope, writing=True, now=now) as page:
        _log_look(page, "access log", _in_words(asked))
    with casebook.overseeing(scope, now=now) as page:
        return storage.search(page, asked, before=before)


def export(scope: Scope, asked: Asked, *, now: datetime) -> tuple[Told, ...]:
    """Return every line that fits, to be kept as a file; a line of its own. Raises `Invalid`."""
    scope.require(Permission.OVERSEE)
    _require_sound(asked)
    with casebook.overseeing(scope, writing=True, now=now) as page:
        page.log("E", "access log", reason=_in_words(asked))
    with casebook.overseeing(scope, now=now) as page:
        return storage.export(page, asked)


def _month(page: Page, day: date) -> Month:
    if not date(2000, 1, 1) <= day <= date(9000, 1, 1):
        raise NotFound()  # from there no day can be counted back, or on
    first = rules.first_of_month(day)
    until = rules.after(first)
    before = first - timedelta(days=rules.USUAL_DAYS)
    # A night that began on the last day goes on in the next month, and so from the one before.
    lines = storage.lines(page, since=first, until=until + timedelta(days=1))
    usual = rules.usual_day(storage.opened(page, since=before, until=first))
    found = rules.cases(lines, usual=usual)
    names, judged = storage.names(page), storage.judged(page, since=first, until=until)
    return Month(
        first=first,
        lines=storage.count(page, since=first, until=until),
        found=tuple(
            Found(
                case=one,
                name=names.get(one.about, ""),
                own=one.about == page.scope.person_id,
                judged=judged.get((one.kind.value, one.about, one.day)),
            )
            for one in found
            if first <= one.day < until
        ),
        signed_off=next((one for one in storage.signed_off(page) if one.month == first), None),
        guided_by=storage.guided_by(page, {which for one in found for which in one.dossiers}),
    )


def _log_look(page: Page, part: str, reason: str) -> None:
    """Write one line for each look at a screen, however often it is drawn."""
    view = page.scope.view
    if view and storage.logged(page, view, part):
        page.logged += 1
    else:
        page.log("R", part, reason=reason, view=view or None)


def _in_words(asked: Asked) -> str:
    """Return what was looked for, as the log keeps it: days and ids."""
    parts = [f"{asked.since} - {asked.until}", asked.person_id, asked.dossier, asked.action]
    return " ".join(part for part in (*parts, "refused" if asked.refused else "") if part)


def _require_sound(asked: Asked) -> None:
    problems = check_asked(asked)
    if problems:
        raise Invalid(problems)
