"""The cast of the tests: six colleagues, four clients, and one Wednesday."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import uuid4

import pyotp
from sqlalchemy import Engine, Executable, func, select, text, update
from sqlalchemy.orm import Session

from lib.domain.access import Book, Role, Scope
from lib.domain.calendar import local_day
from lib.domain.oversight import NOT_THEIRS
from lib.domain.people import ClientDraft
from lib.domain.routes import Company, Place, SizeOf, Step
from lib.domain.sessions import CheckIn, Draft, Outcome
from lib.practice import accounts, clients, front_door, routes, sessions
from lib.practice.accounts import Newcomer
from lib.practice.front_door import SetUp
from lib.storage import tables as t

NOW = datetime(2026, 3, 18, 9, 30, tzinfo=UTC)  # half past ten in Amsterdam
TODAY = local_day(NOW)
BEGAN = date(2026, 1, 5)
DOOR = "192.0.2.1"

ROLES: dict[str, tuple[str, Role]] = {
    "Ines": ("Noord", Role.COACH),
    "Marek": ("Noord", Role.COACH),
    "Lea": ("Noord", Role.LEAD),
    "Otto": ("Zuid", Role.COACH),
    "Olga": ("Zuid", Role.LEAD),
}
SURNAMES = {
    "Ada": "Verbeek",
    "Ines": "Dragstra",
    "Marek": "Hollander",
    "Lea": "Winkelaar",
    "Otto": "Brandsma",
    "Olga": "Peterzon",
}
GUIDES = {"Bob": "Ines", "Anna": "Ines", "Cem": "Marek", "Daan": "Otto"}
NAMES = {"Bob": "Bob Twijnstra", "Anna": "Anna Molenberg", "Cem": "Cem Yolcu", "Daan": "Daan Kroes"}


class QuickHashing:
    """Salted SHA-256 in place of the slow hash; remembers against what it was asked to check."""

    def __init__(self) -> None:
        self.checked: list[str | None] = []

    def hash(self, password: str) -> str:
        return hashlib.sha256(b"salt" + password.encode("utf-8", "surrogatepass")).hexdigest()

    def check(self, password: str, hashed: str | None) -> bool:
        self.checked.append(hashed)
        return self.hash(password) == (hashed or self.hash("nobody has this one"))


@dataclass
class Practice:
    """An open practice with everyone in it. Clients and teams are ids, colleagues Scopes."""

    engine: Engine
    ada: Scope
    ines: Scope
    marek: Scope
    lea: Scope
    otto: Scope
    olga: Scope
    noord: str
    zuid: str
    bob: str
    anna: str
    cem: str
    daan: str
    hashing: QuickHashing = field(default_factory=QuickHashing)

    @property
    def people(self) -> dict[str, Scope]:
        return {name: getattr(self, name.lower()) for name in SURNAMES}

    def rows(self, query: Any) -> Sequence[Any]:
        """Return what a query finds in the database itself, past every rule of who may see it."""
        with Session(self.engine) as session:
            return session.scalars(select(query) if isinstance(query, type) else query).all()

    def count(self, table: type[t.Table]) -> int:
        with Session(self.engine) as session:
            return session.scalar(select(func.count()).select_from(table)) or 0

    def run(self, statement: str | Executable) -> None:
        """Do something to the database that no verb does."""
        with self.engine.execution_options(writing=True).begin() as connection:
            connection.execute(text(statement) if isinstance(statement, str) else statement)

    def everything(self) -> dict[str, list[tuple[Any, ...]]]:
        """Return the whole content of the database, to see that nothing was touched.

        Without the lines that tell of somebody who asked for another's client, and the seals of
        the lines.
        """
        with self.engine.connect() as connection:
            return {
                table.name: sorted(
                    (
                        tuple(row)
                        for row in connection.execute(table.select())
                        if table.name != "audit" or row.rule != NOT_THEIRS
                    ),
                    key=repr,
                )
                for table in t.Table.metadata.sorted_tables
                if table.name != "audit_seal"
            }


def email(name: str) -> str:
    return f"{name.lower()}@beweging.example"


def password(name: str) -> str:
    return f"{name} fietst langs de vaart"


def key() -> str:
    """A save key as a form makes one."""
    return uuid4().hex


def later(**span: float) -> datetime:
    return NOW + timedelta(**span)


def again(scope: Scope, *, view: str = "", now: datetime = NOW) -> Scope:
    """Who this is at their next action, read anew at the door."""
    return front_door.identify(Book.PRACTICE, scope.visit_id, view=view, now=now)


def sign_in(name: str, hashing: front_door.Hashing, *, now: datetime = NOW) -> Scope:
    """Sign in without a second step, as where none is asked: tests of their own ask for it."""
    arrival = front_door.sign_in(
        Book.PRACTICE, email(name), password(name), DOOR, hashing, proven=True, now=now
    )
    return front_door.identify(Book.PRACTICE, front_door.digest(arrival.token), view="", now=now)


def enrolled(practice: "Practice", name: str, *, now: datetime = NOW) -> str:
    """Let somebody set up their second step, and return the secret that their app holds."""
    came = front_door.sign_in(
        Book.PRACTICE, email(name), password(name), DOOR, practice.hashing, now=now
    )
    secret = front_door.enrolment(Book.PRACTICE, came.token, now=now).secret
    front_door.confirm(Book.PRACTICE, came.token, app_shows(secret, now=now), now=now)
    return secret


def app_shows(secret: str, *, now: datetime = NOW) -> str:
    """Return the six digits that an authenticator app shows: PyOTP on its own."""
    return pyotp.TOTP(secret).at(now)


def gather(engine: Engine) -> Practice:
    """Set up the practice in an empty open book, through the verbs alone."""
    hashing = QuickHashing()
    founder = SetUp(
        team="Noord",
        name=f"Ada {SURNAMES['Ada']}",
        email=email("Ada"),
        password=password("Ada"),
        coaches=False,
        leads=False,
    )
    front_door.set_up(Book.PRACTICE, founder, hashing, proven=True, now=NOW)
    people = {"Ada": sign_in("Ada", hashing)}
    accounts.add_team(people["Ada"], "Zuid", now=NOW)
    teams = {team.name: team.id for team in accounts.teams(people["Ada"], now=NOW)}
    for name, (team, role) in ROLES.items():
        newcomer = Newcomer(f"{name} {SURNAMES[name]}", email(name), teams[team], (role,))
        link = accounts.add_colleague(people["Ada"], newcomer, now=NOW)
        front_door.accept(Book.PRACTICE, link, password(name), hashing, proven=True, now=NOW)
        people[name] = sign_in(name, hashing)
    guided = {
        name: clients.add(
            people[coach],
            ClientDraft(NAMES[name], started_on=BEGAN),
            team_id=teams[ROLES[coach][0]],
            save_key=key(),
            now=NOW,
        )
        for name, coach in GUIDES.items()
    }
    return Practice(
        engine,
        **{name.lower(): scope for name, scope in people.items()},
        **{name.lower(): team for name, team in teams.items()},
        **{name.lower(): client for name, client in guided.items()},
    )


def step(name: str = "walk", *, per_week: int = 3, minutes: float = 5) -> Step:
    """A step of a route: a minute, so many minutes, twice as many."""
    return Step(
        key=name,
        activity=f"een {name} buiten",
        mini=SizeOf("tot de deur", 60),
        ordinary=SizeOf("tot de hoek", round(minutes * 60)),
        ample=SizeOf("het blok om", round(minutes * 120)),
        per_week=per_week,
        place=Place.OUTDOORS,
        company=Company.ALONE,
    )


def adjusted(
    scope: Scope, client: str, *steps: Step, number: int = 0, now: datetime = NOW, **changes: Any
) -> int:
    """Make a route version after version `number`, and return the new number."""
    asked = {"proposed_by": "client", "reason": "dit past beter", "save_key": key(), **changes}
    return routes.adjust(scope, client, steps, expected_number=number, now=now, **asked)


def draft(*, day: date = TODAY, **changes: Any) -> Draft:
    """A session form, filled in at nine in the morning; anything can be said otherwise."""
    return Draft(
        **{"day": day, "at": time(9, 0), "kind": "in_person", "attendance": "came", **changes}
    )


def recorded(
    scope: Scope,
    client: str,
    *,
    name: str = NAMES["Bob"],
    save_key: str | None = None,
    now: datetime = NOW,
    **changes: Any,
) -> str:
    """Write down a session of this client and return its id."""
    return sessions.record(
        scope, client, draft(**changes), expected_client=name, save_key=save_key or key(), now=now
    )


def told(step_key: str, outcome: Outcome, *days: date) -> tuple[CheckIn, ...]:
    """What became of a step on these days."""
    return tuple(CheckIn(step_key, day, outcome) for day in days)


def moved(practice: Practice, client: str, coach: Scope) -> None:
    """Let another coach guide this client."""
    row = update(t.ClientRow).where(t.ClientRow.id == client)
    practice.run(row.values(coach_id=coach.person_id))


def break_the_log(practice: Practice) -> None:
    """Let the database itself refuse every new line of the log."""
    if practice.engine.dialect.name == "sqlite":
        practice.run(
            "CREATE TRIGGER full_log BEFORE INSERT ON audit "
            "BEGIN SELECT RAISE(ABORT, 'the log is full'); END"
        )
        return
    practice.run(
        "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the log is full'; END $$"
    )
    practice.run("CREATE TRIGGER full_log BEFORE INSERT ON audit EXECUTE FUNCTION refuse()")
