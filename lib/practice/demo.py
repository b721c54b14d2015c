"""Makes the demo: a whole practice of invented people, through the same verbs as a real one."""

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from heapq import merge
from pathlib import Path
from tempfile import mkstemp
from typing import NamedTuple

from lib.domain.access import ROLE_WORDS, Book, Role, Scope
from lib.domain.calendar import at_local, local_day
from lib.domain.people import ClientDraft
from lib.domain.routes import Company, Place, StepDraft, StepKind
from lib.domain.signals import Kind
from lib.domain.step_library import Weather
from lib.domain.team_steps import TeamStepDraft
from lib.practice import (
    absences,
    accounts,
    agenda,
    basis,
    care_signals,
    clients,
    consents,
    covers,
    deputies,
    dossiers,
    experiments,
    front_door,
    goals,
    handovers,
    intake,
    invented,
    invented_agenda,
    invented_handovers,
    invented_intake,
    invented_questions,
    invented_talk,
    life_events,
    load,
    measures,
    nightly,
    questions,
    routes,
    sessions,
    step_library,
    talk_points,
    worklist,
)
from lib.practice.accounts import Newcomer
from lib.practice.front_door import Hashing, SetUp
from lib.practice.happenings import (
    Adjusted,
    Aimed,
    Answered,
    AskedLead,
    Based,
    Began,
    Consented,
    Ended,
    Event,
    LeadAnswered,
    LeadPlanned,
    Lived,
    LookedBack,
    Met,
    Noted,
    OpenedDossier,
    Planned,
    Reassured,
    Rested,
    Resumed,
    RoundedOff,
    Scored,
    TalkedOver,
    Told,
    Tried,
    TriedOut,
    Withdrew,
    Worried,
)
from lib.practice.invented import Life
from lib.storage import casebook
from lib.storage import step_library as ideas_of_the_app
from lib.storage.casebook import new_id

# Known to everyone, and meant to be: it opens nothing but the invented people.
DEMO_PASSWORD = "kleine stappen tellen"  # noqa: S105
NORTH, SOUTH = "Noord", "Zuid"
# The practice began this long ago; its first clients came a week later.
_BEGAN = timedelta(days=196)


class DemoPerson(NamedTuple):
    """Someone a visitor of the demo can be; `role` is a msgid."""

    name: str
    email: str
    role: str


@dataclass(frozen=True, slots=True)
class _Colleague:
    name: str
    email: str
    role: Role
    team: str


_ADMIN = _Colleague("Ada Abrikoos", "ada@demo.example", Role.ADMIN, NORTH)
_COLLEAGUES = (
    _Colleague("Ines Iep", "ines@demo.example", Role.COACH, NORTH),
    _Colleague("Marek Meidoorn", "marek@demo.example", Role.COACH, NORTH),
    _Colleague("Fleur Fijnspar", "fleur@demo.example", Role.COACH, NORTH),
    _Colleague("Lea Lindeboom", "lea@demo.example", Role.LEAD, NORTH),
    _Colleague("Otto Olm", "otto@demo.example", Role.COACH, SOUTH),
    _Colleague("Yara IJsbloem", "yara@demo.example", Role.COACH, SOUTH),
    _Colleague("Olga Olijf", "olga@demo.example", Role.LEAD, SOUTH),
)
DEMO_PEOPLE = tuple(
    DemoPerson(one.name, one.email, ROLE_WORDS[one.role]) for one in (*_COLLEAGUES, _ADMIN)
)
# Nobody said how many hours this coach has: then the app says so as well.
_HOURS_UNKNOWN = frozenset({"fleur@demo.example"})
# Whose talks weigh now and then, for the coach who leads them.
_HEAVY = frozenset({"Gijs Grasveld", "Leila Lentewind", "Sanne Zonnestraal"})
# What team Noord put in its library itself, who did, and how many days ago.
_TEAM_STEPS = (
    (
        "ines@demo.example",
        120,
        TeamStepDraft(
            StepDraft(
                key="team-step",
                activity="Zwaaien naar de buurtbus",
                mini_text="Vanaf de stoel zwaaien als de bus langskomt.",
                mini_minutes=0.5,
                ordinary_text="Bij de deur staan en zwaaien.",
                ordinary_minutes=2,
                ample_text="Naar de halte lopen en daar zwaaien.",
                ample_minutes=5,
                per_week=3,
                place=Place.OUTDOORS,
                company=Company.ALONE,
                kind=StepKind.OUTSIDE,
            ),
            tip="De chauffeur zwaait terug.",
        ),
    ),
    (
        "fleur@demo.example",
        65,
        TeamStepDraft(
            StepDraft(
                key="team-step",
                activity="Met het clubje langs de moestuin",
                mini_text="De jas aan en bij het hek kijken wie er is.",
                mini_minutes=1,
                ordinary_text="Samen een rondje om de moestuin.",
                ordinary_minutes=7,
                ample_text="Twee rondjes en een praatje bij de bonen.",
                ample_minutes=15,
                per_week=1,
                place=Place.OUTDOORS,
                company=Company.GROUP,
                kind=StepKind.WALK,
            ),
            weather=Weather.DRY,
            tip="Op donderdag om half elf, wie er is loopt mee.",
        ),
    ),
)


def build(path: Path, hashing: Hashing, *, today: date, seed: int = 7) -> None:
    """Make a demo database at `path`, six months deep and ending yesterday.

    It is made in a file beside it and put in its place when whole; a demo that was there goes, and
    `Book.DEMO` is closed, to be opened at `path`. No other book is touched. The same day and seed
    give the same people and numbers; only ids and tokens differ.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, name = mkstemp(prefix=f"{path.name}.", suffix=".making", dir=path.parent)
    os.close(handle)
    draft = Path(name)
    try:
        with casebook.making(Book.DEMO, draft):
            _fill(_OnceHashed(hashing), today=today, seed=seed)
        with draft.open("rb+") as file:
            os.fsync(file.fileno())
        casebook.close_book(Book.DEMO)
        # A journal left by the former file would be played back into the new one.
        for ending in ("-wal", "-shm", "-journal"):
            path.with_name(path.name + ending).unlink(missing_ok=True)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


_WEEKS_OF_WORK = 6


class _OnceHashed:
    """Hashes each password once: all of them are the same here, and public."""

    def __init__(self, hashing: Hashing) -> None:
        self._hashing = hashing
        self._known: dict[str, str] = {}

    def hash(self, password: str) -> str:
        if password not in self._known:
            self._known[password] = self._hashing.hash(password)
        return self._known[password]

    def check(self, password: str, hashed: str | None) -> bool:
        return self._hashing.check(password, hashed)


def _fill(hashing: Hashing, *, today: date, seed: int) -> None:
    now = at_local(today - _BEGAN, time(9, 0))
    coaches, teams = _people(hashing, now=now)
    for email, ago, draft in _TEAM_STEPS:
        step_library.add_team_step(
            coaches[email],
            team_id=teams[NORTH],
            draft=draft,
            save_key=new_id(),
            now=at_local(today - timedelta(days=ago), time(17, 0)),
        )
    for email, scope in coaches.items():
        for group in invented_agenda.groups(email, today=today):
            agenda.plan_group(scope, group.draft, save_key=new_id(), now=group.at)
    ideas = ideas_of_the_app.ideas()
    leads = {
        team: coaches[one.email]
        for one in _COLLEAGUES
        if one.role is Role.LEAD
        for team in coaches[one.email].lead_teams
    }
    # The leads of the two teams stand in for each other; the one of the south is away next week.
    for here, there in ((NORTH, SOUTH), (SOUTH, NORTH)):
        lead = leads[teams[here]]
        deputy = leads[teams[there]].person_id
        deputies.name(lead, teams[here], deputy, now=now + timedelta(days=4))
        hours = {
            coach.person_id: float(16 + 4 * (place % 3))
            for place, (email, coach) in enumerate(sorted(coaches.items()))
            if teams[here] in coach.coach_teams and email not in _HOURS_UNKNOWN
        }
        load.set_hours(lead, teams[here], hours, now=now + timedelta(days=5))
    absences.add(
        leads[teams[SOUTH]],
        start=today + timedelta(days=7),
        end=today + timedelta(days=11),
        save_key=new_id(),
        now=at_local(today - timedelta(days=8), time(9, 0)),
    )
    guided: dict[str, tuple[Scope, str]] = {}
    for life in invented.lives():
        scope = coaches[life.coach]
        team_id = next(team for team in teams.values() if team in scope.coach_teams)
        client_id = _live(
            scope,
            life,
            lead=leads[team_id],
            team_id=team_id,
            events=merge(
                invented.story(life, today=today, seed=seed, ideas=ideas),
                invented_talk.talk(life.name, today=today),
                invented_questions.asked(life.name, today=today),
                invented_intake.intake(life, today=today),
                invented_agenda.plans(life, today=today),
                key=lambda event: event.at,
            ),
            begins=at_local(invented.first_day(life, today=today), time(8, 30)),
        )
        guided[life.name] = scope, client_id
    _between_colleagues(coaches, guided, today=today)
    _nights(coaches.values(), today=today)


def _between_colleagues(
    coaches: Mapping[str, Scope], guided: Mapping[str, tuple[Scope, str]], *, today: date
) -> None:
    """Let somebody be asked to take over, and colleagues cover for each other."""
    for offer in invented_handovers.offers(today=today):
        scope, client_id = guided[offer.client]
        to = coaches[offer.to].person_id
        handovers.offer(
            scope,
            client_id,
            to_coach_id=to,
            words=offer.words,
            save_key=new_id(),
            now=offer.at,
        )
    for cover in invented_handovers.covers(today=today):
        scope, _ = guided[cover.clients[0]]
        covers.add(
            scope,
            [guided[name][1] for name in cover.clients],
            coverer_id=coaches[cover.by].person_id,
            start=cover.start,
            end=cover.end,
            words=cover.words,
            save_key=new_id(),
            now=cover.at,
        )


def _nights(coaches: Iterable[Scope], *, today: date) -> None:
    """Let the worklists be as after some weeks of work: looked at each Monday, two rows done."""
    for weeks in range(_WEEKS_OF_WORK, -1, -1):
        night = at_local(today - timedelta(weeks=weeks), time(4, 0))
        nightly.run_due(Book.DEMO, now=night)
        if weeks == 0:
            return
        for scope in coaches:
            if not scope.coach_teams:
                continue
            for row in worklist.mine(scope, now=night + timedelta(hours=5)).waiting[:2]:
                worklist.finish(
                    scope,
                    row.id,
                    useful=row.fact.kind not in (Kind.NO_NEXT_DATE, Kind.LOWER_MOOD),
                    expected_version=row.version,
                    now=night + timedelta(hours=6),
                )


def _people(hashing: Hashing, *, now: datetime) -> tuple[dict[str, Scope], dict[str, str]]:
    """Make accounts and teams; return a scope by address and the team ids by name."""
    # A demo asks for no second step, and its sign-in page says that everybody in it is invented.
    came_in = front_door.set_up(
        Book.DEMO,
        SetUp(_ADMIN.team, _ADMIN.name, _ADMIN.email, DEMO_PASSWORD, coaches=False, leads=False),
        hashing,
        proven=True,
        now=now,
    )
    admin = _scope(came_in.token, now=now)
    accounts.add_team(admin, SOUTH, now=now)
    teams = {team.name: team.id for team in accounts.teams(admin, now=now)}
    scopes = {}
    for one in _COLLEAGUES:
        now += timedelta(minutes=4)
        newcomer = Newcomer(one.name, one.email, teams[one.team], (one.role,))
        link = accounts.add_colleague(admin, newcomer, now=now)
        came = now + timedelta(hours=26)
        came_in = front_door.accept(Book.DEMO, link, DEMO_PASSWORD, hashing, proven=True, now=came)
        scopes[one.email] = _scope(came_in.token, now=came)
    return scopes, teams


def _scope(token: str, *, now: datetime) -> Scope:
    return front_door.identify(Book.DEMO, front_door.digest(token), view="", now=now)


def _live(
    scope: Scope,
    life: Life,
    *,
    lead: Scope,
    team_id: str,
    events: Iterable[Event],
    begins: datetime,
) -> str:
    """Write down one person's months, as their coach did, and return the client's id."""
    details = ClientDraft(life.name, life.phone, local_day(begins))
    client_id = clients.add(scope, details, team_id=team_id, save_key=new_id(), now=begins)
    number = 0
    tell = _Telling(scope, lead, client_id)
    for event in events:
        match event:
            case Met():
                _meet(scope, client_id, life.name, event)
            case Adjusted():
                number = routes.adjust(
                    scope,
                    client_id,
                    event.steps,
                    proposed_by=event.by,
                    reason=event.why,
                    expected_number=number,
                    save_key=new_id(),
                    now=event.at,
                    how=event.how,
                )
            case Rested():
                number = routes.agree_rest(
                    scope,
                    client_id,
                    start=event.start,
                    end=event.end,
                    step_key=None,
                    proposed_by=event.by,
                    reason=event.why,
                    expected_number=number,
                    save_key=new_id(),
                    now=event.at,
                    kind=event.kind,
                    begin_with=event.begin_with,
                    how=event.how,
                )
            case Resumed():
                rests = routes.story(scope, client_id, now=event.at).rests
                number = routes.end_rest(
                    scope,
                    client_id,
                    rests[-1].id,
                    proposed_by=event.by,
                    reason=event.why,
                    expected_number=number,
                    save_key=new_id(),
                    now=event.at,
                )
            case Ended():
                known = clients.get(scope, client_id, now=event.at)
                clients.change(
                    scope,
                    client_id,
                    ClientDraft(life.name, life.phone, known.started_on, local_day(event.at)),
                    expected_version=known.version,
                    now=event.at,
                )
            case _:
                tell.of(event)
    return client_id


class _Telling:
    """Writes down what one person told besides the talk and the route itself."""

    def __init__(self, scope: Scope, lead: Scope, client_id: str) -> None:
        self._scope = scope
        self._lead = lead
        self._client_id = client_id
        self._goals: dict[str, str] = {}
        self._points: dict[str, str] = {}
        self._asked: dict[str, tuple[str, int]] = {}
        self._consents: dict[str, str] = {}
        self._signal = ""
        self._basis_changes = 0

    def of(self, event: Told) -> None:
        scope, client_id, now = self._scope, self._client_id, event.at
        match event:
            case LookedBack():
                routes.look_back(
                    scope,
                    client_id,
                    number=event.number,
                    verdict=event.verdict,
                    words=event.words,
                    save_key=new_id(),
                    now=now,
                )
            case Based():
                basis.change(
                    scope, client_id, event.draft, expected_version=self._basis_changes, now=now
                )
                self._basis_changes += 1
            case Aimed():
                self._goals[event.words] = goals.add(
                    scope, client_id, words=event.words, save_key=new_id(), now=now
                )
            case Scored():
                goal_id = self._goals[event.words]
                day = local_day(now)
                goals.score(scope, client_id, goal_id, value=event.value, day=day, now=now)
            case RoundedOff():
                goals.end(scope, client_id, self._goals[event.words], now=now)
            case Worried():
                self._signal = care_signals.open_signal(
                    scope, client_id, words=event.words, save_key=new_id(), now=now
                )
            case Reassured():
                care_signals.close_signal(
                    self._lead, client_id, self._signal, note=event.note, now=now
                )
                # The coach reads how it ended the same day.
                care_signals.of_client(scope, client_id, now=now + timedelta(hours=2))
            case _:
                self._over_time(event)

    def _over_time(self, event: Told) -> None:
        scope, client_id, now = self._scope, self._client_id, event.at
        match event:
            case Lived():
                life_events.add(
                    scope,
                    client_id,
                    words=event.words,
                    day=event.day,
                    end_day=event.end_day,
                    save_key=new_id(),
                    now=now,
                )
            case Answered():
                measures.fill_in(
                    scope,
                    client_id,
                    event.measure,
                    answers=event.answers,
                    day=local_day(now),
                    filled_in=event.filled_in,
                    save_key=new_id(),
                    now=now,
                )
            case Tried():
                experiments.begin(
                    scope,
                    client_id,
                    draft=event.draft,
                    seed=event.seed,
                    save_key=new_id(),
                    now=now,
                )
            case TriedOut():
                self._tried_out(event)
            case Noted():
                self._points[event.words] = talk_points.add(
                    scope,
                    client_id,
                    kind=event.kind,
                    words=event.words,
                    save_key=new_id(),
                    now=now,
                )
            case TalkedOver():
                talk_points.tick_off(scope, client_id, self._points[event.words], now=now)
            case _:
                self._at_the_beginning(event)

    def _at_the_beginning(self, event: Told) -> None:
        scope, client_id, now = self._scope, self._client_id, event.at
        match event:
            case Began():
                intake.change(scope, client_id, event.draft, expected_version=0, now=now)
            case Planned():
                self._plan(event)
            case Consented():
                self._consents[event.draft.purpose or ""] = consents.add(
                    scope, client_id, event.draft, save_key=new_id(), now=now
                )
            case Withdrew():
                consent_id, day = self._consents[event.purpose], local_day(now)
                consents.withdraw(scope, client_id, consent_id, day=day, now=now)
            case _:
                self._with_the_lead(event)

    def _with_the_lead(self, event: Told) -> None:
        client_id, now = self._client_id, event.at
        match event:
            case AskedLead():
                asked = questions.ask(
                    self._scope, client_id, words=event.words, save_key=new_id(), now=now
                )
                self._asked[event.words] = asked, 1
            case LeadPlanned():
                asked, version = self._asked[event.words]
                questions.plan(
                    self._lead, asked, talk_on=event.talk_on, expected_version=version, now=now
                )
                self._asked[event.words] = asked, version + 1
            case LeadAnswered():
                asked, version = self._asked[event.words]
                questions.answer(
                    self._lead, asked, words=event.answer, expected_version=version, now=now
                )
            case OpenedDossier():
                dossiers.open_with_reason(self._lead, client_id, reason=event.reason, now=now)

    def _plan(self, event: Planned) -> None:
        """Plan an appointment or a series, and move and cancel what did not fit."""
        made = agenda.plan(
            self._scope, self._client_id, event.draft, save_key=new_id(), now=event.at
        )
        draft = event.draft
        if draft.day is None or draft.every_weeks is None:
            return
        step = timedelta(days=7 * int(draft.every_weeks))
        if event.moved is not None:
            day = draft.day + event.moved * step
            agenda.move_one(
                self._scope,
                made.id,
                day,
                day=day + timedelta(days=1),
                at=draft.at,
                expected_version=1,
                now=event.at,
            )
        if event.cancelled is not None:
            day = draft.day + event.cancelled * step
            agenda.cancel_one(self._scope, made.id, day, now=event.at)

    def _tried_out(self, event: TriedOut) -> None:
        """Tell of each day of the experiment that is past and was not told of yet."""
        scope, client_id, now = self._scope, self._client_id, event.at
        one = experiments.of_client(scope, client_id, now=now)[-1]
        version = one.version
        for (day, way), level in zip(one.plan.days, event.levels, strict=True):
            if day < local_day(now) and day not in one.told and level is not None:
                experiments.tell_day(
                    scope,
                    client_id,
                    one.id,
                    day=day,
                    went=way.value,
                    level=level,
                    expected_version=version,
                    now=now,
                )
                version += 1


def _meet(scope: Scope, client_id: str, name: str, event: Met) -> None:
    session_id = sessions.record(
        scope, client_id, event.draft, expected_client=name, save_key=new_id(), now=event.at
    )
    if name in _HEAVY and event.at.day % 3 == 0:
        sessions.say_heavy(scope, client_id, session_id, heavy=True, now=event.at)
    if event.correction is not None:
        corrected, why = event.correction
        sessions.correct(
            scope,
            client_id,
            session_id,
            corrected,
            reason=why,
            expected_version=1,
            save_key=new_id(),
            now=event.at + timedelta(hours=19),
        )
