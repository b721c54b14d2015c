"""A large organisation in a SQLite file, written straight into the tables for the benchmarks.

Invented by a counter: teams of twenty coaches, forty clients each, who told about two days a week
for years. What lists show of them is worked out by the app itself for a few and copied to the rest.
"""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import insert

from lib.domain.access import Book
from lib.domain.calendar import at_local, local_day, week_start
from lib.domain.caseload import Record, SessionMood, standing
from lib.domain.glance import facts, good_until, written
from lib.domain.people import Client
from lib.domain.routes import Version
from lib.domain.sessions import Attendance, CheckIn, Outcome
from lib.storage import casebook
from lib.storage import tables as t
from tests.cast import Practice, gather, step

PER_COACH = 40
COACHES_IN_A_TEAM = 20
DAYS_TOLD = (1, 4)  # Tuesday and Friday
MEETS_EVERY = 2  # weeks
_OUTCOMES = (Outcome.ORDINARY, Outcome.MINI, Outcome.NOT_DONE, Outcome.ORDINARY, Outcome.AMPLE)


@dataclass(frozen=True)
class Size:
    """How large it is: coaches (forty clients each), and the years behind each client."""

    coaches: int
    years: float

    @property
    def clients(self) -> int:
        return self.coaches * PER_COACH


def build(path: Path, size: Size, *, today: date) -> Practice:
    """Write the organisation into a new file beside the cast, and return the cast.

    The first coach forms a team alone ("small"), the others teams of twenty; Lea leads them all
    through their region, Olga leads the small team alone.
    """
    practice = gather(casebook.open_book(Book.PRACTICE, path))
    _colleagues(practice, size)
    casebook.close_books()
    with closing(sqlite3.connect(path, isolation_level=None)) as file:
        file.execute("PRAGMA synchronous=OFF")
        file.execute("PRAGMA foreign_keys=OFF")
        file.execute("PRAGMA cache_size=-400000")
        file.execute("BEGIN")
        samples = [_sample(n, size, today=today) for n in range(60)]
        _clients(file, size, samples, today=today)
        _years(file, size, today=today)
        file.execute("COMMIT")
        file.execute("ANALYZE")
    return practice


def team_of(coach: int) -> str:
    return "t-small" if coach == 0 else f"t-{(coach - 1) // COACHES_IN_A_TEAM:03d}"


def _colleagues(practice: Practice, size: Size) -> None:
    now = datetime.now(UTC)
    teams = sorted({team_of(coach) for coach in range(size.coaches)})
    people = [
        {"id": f"p-{n:05d}", "name": f"Coach {n:05d}", "email": f"c{n}@beweging.example"}
        | {"is_admin": False, "active": True, "language": "nl", "created_at": now}
        for n in range(size.coaches)
    ]
    with practice.engine.execution_options(writing=True).begin() as at:
        for table, rows in (
            (t.PersonRow, people),
            (t.TeamRow, [{"id": one, "name": f"Team {one}", "created_at": now} for one in teams]),
            (
                t.MembershipRow,
                [
                    {"person_id": f"p-{n:05d}", "team_id": team_of(n), "role": "coach"}
                    for n in range(size.coaches)
                ]
                + [
                    {"person_id": leader.person_id, "team_id": team, "role": "lead"}
                    for leader, team in ((practice.olga, "t-small"), (practice.marek, "t-000"))
                    if team in teams
                ],
            ),
            (t.RegionRow, [{"id": "r1", "name": "Overal", "created_at": now}]),
            (t.TeamRegionRow, [{"team_id": one, "region_id": "r1"} for one in teams]),
            (
                t.RegionLeadRow,
                [{"person_id": practice.lea.person_id, "region_id": "r1"}],
            ),
        ):
            at.execute(insert(table), rows)


def _sample(n: int, size: Size, *, today: date) -> dict[str, Any]:
    """What a list shows of one client with these years behind them, by the app's own function."""
    who = Client(f"s{n}", "", "", "", "", "", "", today, None, 1)
    begun = today - timedelta(days=round(size.years * 365))
    now = at_local(today, time(12, 0))
    route = Version(1, begun, (step(per_week=2),), "client", "", "", now)
    told = tuple(
        CheckIn("walk", day, _OUTCOMES[(n + k) % 5])
        for k, day in enumerate(_told_days(begun, today))
        if day < today - timedelta(days=n % 30)
    )
    met = tuple(
        SessionMood(
            f"m{k}",
            at_local(day, time(9, 0)),
            Attendance.CAME,
            before=(n + k) % 8 + 2,
            during=None,
            after=None,
            effort=None,
        )
        for k, day in enumerate(_meetings(begun, today))
    )
    coming = at_local(today + timedelta(days=1 + n % 9), time(10, 0)) if n % 4 else None
    record = Record(who, (route,), (), told, (), met, coming)
    found = facts(record, standing(record, today=today), today=today)
    until = good_until(found, now=now)
    return {
        "facts": json.dumps(written(found)),
        "until": until.replace(tzinfo=None).isoformat(" ") + ".000000",
        "coming": None if coming is None else coming.replace(tzinfo=None).isoformat(" "),
    }


def _told_days(begun: date, today: date) -> Iterator[date]:
    monday = week_start(begun)
    while monday < today:
        for offset in DAYS_TOLD:
            day = monday + timedelta(days=offset)
            if begun <= day < today:
                yield day
        monday += timedelta(days=7)


def _meetings(begun: date, today: date) -> Iterator[date]:
    day = begun + timedelta(days=7)
    while day < today:
        yield day
        day += timedelta(weeks=MEETS_EVERY)


def _clients(
    file: sqlite3.Connection, size: Size, samples: list[dict[str, Any]], *, today: date
) -> None:
    begun = (today - timedelta(days=round(size.years * 365))).isoformat()
    stamp = f"{begun} 08:00:00.000000"
    file.executemany(
        "INSERT INTO client (id, name, phone, coach_id, team_id, started_on, next_appointment, "
        "created_at, changed_at, changed_by, save_key, version) "
        "VALUES (?, ?, '', ?, ?, ?, ?, ?, ?, ?, ?, 1)",
        (
            (
                f"c-{n:06d}",
                f"Client {n:06d}",
                f"p-{n // PER_COACH:05d}",
                team_of(n // PER_COACH),
                begun,
                samples[n % len(samples)]["coming"],
                stamp,
                stamp,
                f"p-{n // PER_COACH:05d}",
                f"k-{n:06d}",
            )
            for n in range(size.clients)
        ),
    )
    file.executemany(
        "INSERT INTO standing (client_id, day, good_until, facts) VALUES (?, ?, ?, ?)",
        (
            (f"c-{n:06d}", today.isoformat(), one["until"], one["facts"])
            for n in range(size.clients)
            for one in (samples[n % len(samples)],)
        ),
    )
    file.executemany(
        "INSERT INTO route_version (id, client_id, number, valid_from, proposed_by, reason, "
        "rest_note, change, hope, phases, made_by, made_at, save_key) "
        "VALUES (?, ?, 1, ?, 'client', 'klein', '', 'built', '', '[]', ?, ?, ?)",
        (
            (f"r-{n:06d}", f"c-{n:06d}", begun, f"p-{n // PER_COACH:05d}", stamp, f"kr-{n:06d}")
            for n in range(size.clients)
        ),
    )


def _years(file: sqlite3.Connection, size: Size, *, today: date) -> None:
    begun = today - timedelta(days=round(size.years * 365))
    meetings = [(day.isoformat(), f"{day} 08:00:00.000000") for day in _meetings(begun, today)]
    told = [day.isoformat() for day in _told_days(begun, today)]
    ids = range(size.clients)
    file.executemany(
        "INSERT INTO session (id, client_id, held_at, current, version) VALUES (?, ?, ?, 1, 1)",
        (
            (f"s-{n:06d}-{k:04d}", f"c-{n:06d}", at)
            for n in ids
            for k, (_, at) in enumerate(meetings)
        ),
    )
    file.executemany(
        "INSERT INTO session_version (id, session_id, client_id, number, held_at, kind, "
        "attendance, mood_before, note, next_step, correction_reason, written_by, written_at, "
        "save_key) VALUES (?, ?, ?, 1, ?, 'walk', 'came', ?, '', '', '', ?, ?, ?)",
        (
            (
                f"v-{n:06d}-{k:04d}",
                f"s-{n:06d}-{k:04d}",
                f"c-{n:06d}",
                at,
                (n + k) % 8 + 2,
                f"p-{n // PER_COACH:05d}",
                at,
                f"ks-{n:06d}-{k:04d}",
            )
            for n in ids
            for k, (_, at) in enumerate(meetings)
        ),
    )
    last = max(len(meetings) - 1, 0)
    rows = (
        (
            f"i-{n:06d}-{k:04d}",
            f"c-{n:06d}",
            f"v-{n:06d}-{min(k // (2 * MEETS_EVERY), last):04d}",
            day,
            _OUTCOMES[(n + k) % 5].value,
        )
        for n in ids
        for k, day in enumerate(told)
    )
    while some := list(islice(rows, 50_000)):
        file.executemany(
            "INSERT INTO check_in (id, client_id, session_version_id, step_key, day, outcome, "
            "superseded) VALUES (?, ?, ?, 'walk', ?, ?, 0)",
            some,
        )


def day_of_now() -> date:
    return local_day(datetime.now(UTC))
