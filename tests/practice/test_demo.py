"""The demo: invented people whose months look like life, made through the real verbs."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from sqlalchemy import create_engine

from lib.domain import routes as route
from lib.domain.access import Book, Role, Scope
from lib.domain.basis import Basis, Profile, Silence
from lib.domain.calendar import at_local, local_day
from lib.domain.caseload import Reason
from lib.domain.glance import Glance
from lib.domain.goals import Goal
from lib.domain.mood import Direction
from lib.domain.problems import NotFound
from lib.domain.routes import (
    Company,
    Difference,
    RestKind,
    Step,
    StepKind,
    Verdict,
    Version,
    differences,
    due,
)
from lib.domain.sessions import Attendance, Kept, Outcome, Report
from lib.domain.team_steps import TeamStep
from lib.practice import (
    basis,
    care_signals,
    caseload,
    demo,
    front_door,
    goals,
    invented,
    notices,
    progress,
    routes,
    sessions,
)
from lib.practice import step_library as shelves
from lib.practice.care_signals import Signals
from lib.storage import casebook, step_library
from lib.storage import tables as t
from tests.cast import Practice, QuickHashing

# One process builds the demo once for all of these.
TODAY = date(2026, 11, 25)
NOW = at_local(TODAY, time(12, 0))
# The words that the tone of Ministap refuses, as whole words.
REFUSED = (
    "mislukt|gefaald|niet gehaald|therapietrouw(heid)?|non-compliant|slechts|maar \\d+ ?%|je moet|"
    "moet|lui|excuus|verbroken|streak|reeks kwijt|achterstand|onvoldoende|slecht gescoord|weer niet"
)
# Other days on which someone may open the demo: a clock change, the turn of a year, a weekend.
OTHER_DAYS = (date(2026, 3, 30), date(2026, 10, 26), date(2027, 1, 2), date(2028, 2, 29))


@dataclass(frozen=True)
class Made:
    """A demo with what its people can read in it, gathered while it was open."""

    path: Path
    standings: dict[str, Glance]
    progress: dict[str, progress.Progress]
    histories: dict[str, tuple[Kept, ...]]
    routes: dict[str, routes.RouteStory]
    goals: dict[str, tuple[Goal, ...]]
    bases: dict[str, Basis]
    signals: dict[str, Signals]
    team_steps: dict[str, tuple[TeamStep, ...]]
    scopes: dict[str, Scope]
    unseen: dict[str, int]

    def with_reason(self, reason: Reason) -> list[str]:
        return [name for name, one in self.standings.items() if reason in one.reasons]

    def with_trend(self, label: Direction) -> list[str]:
        return [name for name, one in self.standings.items() if one.facts.trend.label is label]

    def sessions(self) -> list[Kept]:
        return [kept for some in self.histories.values() for kept in some]

    def talks(self) -> list[Report]:
        return [
            kept.report
            for kept in self.sessions()
            if kept.version == kept.versions and kept.report.attendance is Attendance.CAME
        ]

    def steps(self) -> set[tuple[str, Step]]:
        return {
            (name, step)
            for name, story in self.routes.items()
            for version in story.versions
            for step in version.steps
        }


def entered(email: str) -> Scope:
    came = front_door.sign_in(
        Book.DEMO, email, demo.DEMO_PASSWORD, "192.0.2.1", QuickHashing(), proven=True, now=NOW
    )
    return front_door.identify(Book.DEMO, front_door.digest(came.token), view="", now=NOW)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    path = tmp_path_factory.mktemp("demo") / "demo.db"
    demo.build(path, QuickHashing(), today=TODAY)
    casebook.open_book(Book.DEMO, path)
    try:
        scopes = {person.email: entered(person.email) for person in demo.DEMO_PEOPLE}
        standings = {
            one.client.name: one
            for scope in scopes.values()
            if scope.lead_teams
            for one in caseload.of_teams(scope, now=NOW)
        }
        by_id = {scope.person_id: scope for scope in scopes.values()}
        found: dict[str, tuple[Scope, str]] = {
            name: (by_id[one.client.coach_id], one.client.id) for name, one in standings.items()
        }
        yield Made(
            path=path,
            standings=standings,
            progress={n: progress.of_client(s, c, now=NOW) for n, (s, c) in found.items()},
            histories={n: sessions.history(s, c, now=NOW) for n, (s, c) in found.items()},
            routes={n: routes.story(s, c, now=NOW) for n, (s, c) in found.items()},
            goals={n: goals.of_client(s, c, now=NOW) for n, (s, c) in found.items()},
            bases={n: basis.of(s, c, now=NOW) for n, (s, c) in found.items()},
            signals={n: care_signals.of_client(s, c, now=NOW) for n, (s, c) in found.items()},
            team_steps={
                email: shelves.shelf(scope, None, now=NOW).own
                for email, scope in scopes.items()
                if Role.COACH in scope.roles
            },
            scopes=scopes,
            unseen={e: notices.count_unseen(scope, now=NOW) for e, scope in scopes.items()},
        )
    finally:
        casebook.close_books()


def rows(path: Path) -> dict[str, list[dict[str, Any]]]:
    """Everything a database file holds, by table."""
    engine = create_engine(f"sqlite+pysqlite:///{path}")
    try:
        with engine.connect() as connection:
            return {
                table.name: [dict(row) for row in connection.execute(table.select()).mappings()]
                for table in t.Table.metadata.sorted_tables
            }
    finally:
        engine.dispose()


def dump(path: Path) -> dict[str, list[str]]:
    """Everything a database file holds, with names in place of ids and without tokens."""
    content = rows(path)
    names: dict[object, str] = {}
    for table in ("person", "team", "client"):
        names |= {row["id"]: row["name"] for row in content[table]}
    sessions_ = {row["id"]: str(row["held_at"]) for row in content["session"]}
    told = {
        row["id"]: f"{sessions_[row['session_id']]}/{row['number']}"
        for row in content["session_version"]
    }
    versions = {row["id"]: str(row["number"]) for row in content["route_version"]}
    names |= sessions_ | told | versions

    def said(row: dict[str, Any]) -> str:
        return repr({name: _known(value, names) for name, value in row.items()})

    return {table: sorted(map(said, some)) for table, some in content.items()}


def _known(value: object, names: dict[object, str]) -> object:
    if isinstance(value, list):
        return [_known(one, names) for one in value]
    if isinstance(value, dict):
        return {name: _known(one, names) for name, one in value.items()}
    if isinstance(value, str) and value in names:
        return names[value]
    if not isinstance(value, str):
        return value
    # Whole, or within the reason of a line in the log.
    return re.sub(
        r"\b([0-9a-f]{64}|[0-9a-f]{32}|[0-9a-f]{16})\b",
        lambda found: names.get(found[0], "by chance"),
        value,
    )


# -- how it is made -----------------------------------------------------------------------------


def test_the_same_seed_gives_the_same_demo_and_the_practice_beside_it_stays_as_it_was(
    made: Made, in_sqlite: Practice, tmp_path: Path
) -> None:
    before = in_sqlite.everything()
    again = tmp_path / "again" / "demo.db"
    casebook.open_book(Book.DEMO, again)
    leftover = again.with_name("demo.db-journal")
    leftover.write_text("of a former demo")
    demo.build(again, QuickHashing(), today=TODAY)
    assert in_sqlite.everything() == before
    assert casebook.engine_of(Book.PRACTICE) is in_sqlite.engine
    assert not casebook.is_open(Book.DEMO)
    assert not leftover.exists()
    first, second = dump(made.path), dump(again)
    # Someone has looked around in the first one already: visits and the log went on, and what lists
    # show was worked out as of that moment.
    for table in set(first) - {"audit", "audit_seal", "visit", "setting", "standing"}:
        assert first[table] == second[table], table
    assert set(second["audit"]) <= set(first["audit"])


def test_another_seed_gives_other_months() -> None:
    ideas = step_library.ideas()
    life = invented.lives()[0]
    told = [list(invented.story(life, today=TODAY, seed=seed, ideas=ideas)) for seed in (7, 7, 8)]
    assert told[0] == told[1]
    assert told[0] != told[2]


@pytest.mark.parametrize("today", OTHER_DAYS)
def test_on_every_day_the_story_ends_before_that_day_and_goes_forward(today: date) -> None:
    ideas = step_library.ideas()
    for life in invented.lives():
        events = list(invented.story(life, today=today, seed=7, ideas=ideas))
        times = [event.at for event in events]
        assert times == sorted(times)
        assert local_day(times[-1]) < today
        assert local_day(times[0]) == invented.first_day(life, today=today)


def test_a_demo_that_cannot_be_finished_leaves_the_former_one(tmp_path: Path) -> None:
    class Tired(QuickHashing):
        def hash(self, password: str) -> str:
            raise RuntimeError("no more today")

    path = tmp_path / "demo.db"
    path.write_text("the former one")
    with pytest.raises(RuntimeError):
        demo.build(path, Tired(), today=TODAY)
    assert path.read_text() == "the former one"
    assert list(tmp_path.iterdir()) == [path]


def test_nobody_can_enter_a_demo_that_is_half_made(tmp_path: Path) -> None:
    seen: list[object] = []

    def look() -> None:
        try:
            seen.append(casebook.engine_of(Book.DEMO))
        except NotFound:
            seen.append("closed")

    class Halfway(QuickHashing):
        def hash(self, password: str) -> str:
            look()
            visitor = Thread(target=look)
            visitor.start()
            visitor.join()
            raise RuntimeError("far enough")

    with pytest.raises(RuntimeError):
        demo.build(tmp_path / "demo.db", Halfway(), today=TODAY)
    assert seen[0] != "closed"
    assert seen[1] == "closed"
    assert not casebook.is_open(Book.DEMO)


# -- who is in it -------------------------------------------------------------------------------


def test_everyone_on_the_sign_in_page_gets_in_with_the_one_password(made: Made) -> None:
    roles = {email: scope.roles for email, scope in made.scopes.items()}
    assert roles["ines@demo.example"] == roles["marek@demo.example"] == {Role.COACH}
    assert roles["lea@demo.example"] == roles["olga@demo.example"] == {Role.LEAD}
    assert roles["otto@demo.example"] == {Role.COACH}
    assert roles["ada@demo.example"] == {Role.ADMIN, Role.OVERSEER}
    assert Counter(role for held in roles.values() for role in held)[Role.COACH] == 5
    assert len(roles) <= 8


def test_two_teams_with_a_lead_each_share_about_thirty_people(made: Made) -> None:
    teams = Counter(one.client.team_name for one in made.standings.values())
    assert set(teams) == {"Noord", "Zuid"}
    assert all(count >= 10 for count in teams.values())
    assert 28 <= teams.total() <= 32
    north = made.scopes["lea@demo.example"].lead_teams
    south = made.scopes["olga@demo.example"].lead_teams
    assert not north & south
    coaches = Counter(one.client.coach_name for one in made.standings.values())
    assert len(coaches) == 5
    assert min(coaches.values()) >= 4


def test_names_are_invented_and_phone_numbers_reach_nobody(made: Made) -> None:
    people = [one.client for one in made.standings.values()]
    assert len({client.name for client in people}) == len(people)
    assert {"Bob Bedacht", "Sanne Zonnestraal", "Wout Waterweg"} <= {c.name for c in people}
    assert all(re.fullmatch(r"06-000000\d\d", client.phone) for client in people)


# -- what their months show ---------------------------------------------------------------------


def test_the_demo_is_six_months_deep_in_both_teams(made: Made) -> None:
    for team in ("Noord", "Zuid"):
        first = min(
            kept.report.held_at
            for name, some in made.histories.items()
            if made.standings[name].client.team_name == team
            for kept in some
        )
        assert local_day(first) <= TODAY - timedelta(days=182)


@pytest.mark.parametrize(
    ("reason", "names"),
    [
        (Reason.RETURNED, {"Sanne Zonnestraal", "Greet Geranium"}),
        (Reason.SILENT, {"Jip Jaarring", "Henk Herfstblad"}),
        (Reason.REST_ENDS, {"Wout Waterweg"}),
        (Reason.NO_ROUTE, {"Fenna Fluister", "Mo Maanlicht"}),
        (Reason.VERY_LOW_MOOD, {"Gijs Grasveld", "Nadia Nevelveld"}),
        (Reason.LOWER_MOOD, {"Leila Lentewind", "Sofie Sterrenkijk"}),
    ],
)
def test_each_reason_to_look_shows_with_those_who_live_it(
    made: Made, reason: Reason, names: set[str]
) -> None:
    assert set(made.with_reason(reason)) == names


def test_most_people_give_no_reason_and_have_a_next_date(made: Made) -> None:
    calm = [one for one in made.standings.values() if not one.reasons]
    assert len(calm) > len(made.standings) / 2
    planned = [one for one in made.standings.values() if one.facts.next_appointment]
    assert len(planned) >= 0.8 * len(made.standings)
    assert made.with_reason(Reason.NO_NEXT_DATE)


def test_moods_rise_and_fall_with_some_and_show_no_clear_change_with_most(made: Made) -> None:
    trends = {name: one.standing.trend for name, one in made.progress.items()}
    assert trends["Bob Bedacht"].label is Direction.RISING
    assert trends["Tess Theewater"].label is Direction.RISING
    assert trends["Hanna Heuvelrug"].label is Direction.FALLING
    enough = [one for one in trends.values() if one.label is not Direction.TOO_FEW]
    unclear = [one for one in enough if one.label is Direction.NO_CLEAR_CHANGE]
    assert len(unclear) > len(enough) / 2
    assert made.with_trend(Direction.TOO_FEW)


def test_whoever_came_back_was_away_for_weeks_and_began_with_less(made: Made) -> None:
    talks = sorted(
        kept.report.held_at
        for kept in made.histories["Sanne Zonnestraal"]
        if kept.report.attendance is Attendance.CAME
    )
    assert max(later - earlier for earlier, later in pairwise(talks)) >= timedelta(weeks=5)
    assert NOW - talks[-1] <= timedelta(days=7)
    *_, before, after = made.routes["Sanne Zonnestraal"].versions
    assert _asked(after.steps) < _asked(before.steps)


def test_a_burned_out_person_asks_for_smaller_steps_more_than_once(made: Made) -> None:
    versions = made.routes["Mia Morgenrood"].versions
    asked = [_asked(version.steps) for version in versions]
    assert len(versions) == 4
    assert asked[0] > asked[1] > asked[2]
    assert all(step.ordinary.seconds <= 60 for step in versions[-1].steps)


def _asked(steps: tuple[Step, ...]) -> int:
    """Seconds in a week."""
    return sum(step.per_week * step.ordinary.seconds for step in steps)


def test_someone_moves_by_helping_another(made: Made) -> None:
    helping = [
        name
        for name, one in made.progress.items()
        if (route := one.standing.route) is not None
        and any(step.kind is StepKind.HELPING for step in route.steps)
    ]
    assert {"Truus Tuinpad", "Joost Jasmijntuin"} <= set(helping)


def test_routes_have_one_to_four_versions_that_differ_in_every_way(made: Made) -> None:
    counts = {len(story.versions) for story in made.routes.values()}
    assert counts == {0, 1, 2, 3, 4}
    kinds: set[Difference] = set()
    notes: set[str] = set()
    for story in made.routes.values():
        for before, after in zip((None, *story.versions), story.versions, strict=False):
            kinds |= {one.kind for one in differences(before, after.steps)}
            notes.add(after.rest_note)
    assert kinds == set(Difference)
    assert notes == {"", "agreed", "ended"}
    reasons = [v.reason for story in made.routes.values() for v in story.versions]
    assert len(set(reasons)) == len(reasons)


def test_meetings_are_kept_moved_excused_and_missed(made: Made) -> None:
    kinds = Counter(kept.report.attendance for kept in made.sessions())
    assert set(kinds) == set(Attendance)
    assert kinds[Attendance.CAME] > 0.8 * kinds.total()


def test_looking_back_leaves_days_open_and_shows_every_outcome(made: Made) -> None:
    outcomes = Counter(c.outcome for one in made.progress.values() for c in one.record.check_ins)
    assert set(outcomes) == set(Outcome)
    for name, one in made.progress.items():
        weeks = [week for week in one.standing.weeks if week.complete and week.logged]
        told = {check.day for check in one.record.check_ins}
        assert not weeks or len(told) < 7 * len(weeks), name


def test_on_heavy_days_the_mini_is_chosen_more_often(made: Made) -> None:
    done = {True: Counter[bool](), False: Counter[bool]()}
    for one in made.progress.values():
        moods = dict(one.record.day_moods)
        if len(moods) < 20:
            continue
        usual = sum(moods.values()) / len(moods)
        for check in one.record.check_ins:
            if check.day in moods and check.outcome.size is not None:
                heavy = moods[check.day] < usual - 1.5
                done[heavy][check.outcome is Outcome.MINI] += 1
    share = {heavy: found[True] / found.total() for heavy, found in done.items()}
    assert share[True] > share[False] + 0.2


def test_some_keep_a_diary_and_others_hardly(made: Made) -> None:
    counts = [len(one.record.day_moods) for one in made.progress.values()]
    assert sum(count >= 60 for count in counts) >= 4
    assert sum(count <= 3 for count in counts) >= 3


def test_a_correction_stands_beside_what_was_written_first(made: Made) -> None:
    corrected = [kept for kept in made.sessions() if kept.versions > 1]
    assert [kept.version for kept in corrected] == [2, 1]
    newest, first = corrected
    assert newest.correction_reason
    assert newest.report.mood_after == 6 != first.report.mood_after
    assert newest.written_at > first.written_at


# -- what is told around a talk -----------------------------------------------------------------


def test_people_are_less_willing_before_and_expect_less_than_they_feel_after(made: Made) -> None:
    pairs = [
        (talk.willingness, talk.expected, talk.mood_after)
        for talk in made.talks()
        if talk.mood_after is not None
    ]
    willing = [after - before for before, _, after in pairs if before is not None]
    hoped = [after - expected for _, expected, after in pairs if expected is not None]
    assert len(willing) >= 150 <= len(hoped)
    assert sum(more > 0 for more in willing) > 0.5 * len(willing)
    assert 0.3 < sum(hoped) / len(hoped) < 1
    assert sum(less < 0 for less in hoped) >= 10


@pytest.mark.parametrize(
    "name",
    [
        "willingness",
        "expected",
        "confidence",
        "next_day_worse",
        "place",
        "company",
        "barriers",
        "helped",
        "own_words",
    ],
)
def test_each_thing_around_a_talk_is_told_often_and_left_open_often(made: Made, name: str) -> None:
    told = [getattr(talk, name) not in (None, (), "") for talk in made.talks()]
    assert 0.15 < sum(told) / len(told) < 0.9


def test_nothing_is_told_around_a_meeting_nobody_came_to(made: Made) -> None:
    missed = [k.report for k in made.sessions() if k.report.attendance is not Attendance.CAME]
    assert missed
    for report in missed:
        assert report.willingness is report.expected is report.confidence is None
        assert report.next_day_worse is report.place is report.company is None
        assert report.barriers == report.helped == ()
        assert not report.own_words


def test_what_makes_it_hard_and_what_helps_comes_back_with_the_same_person(made: Made) -> None:
    for name, some in made.histories.items():
        for words in (
            {word for kept in some for word in kept.report.barriers},
            {word for kept in some for word in kept.report.helped},
        ):
            assert len(words) <= 3, name
    aya = [word for kept in made.histories["Aya Avondlucht"] for word in kept.report.barriers]
    assert aya.count("drukte op straat") >= 2


def test_after_effort_the_next_day_was_worse_mostly_with_the_burned_out_person(made: Made) -> None:
    worse = Counter(
        name
        for name, some in made.histories.items()
        for kept in some
        if kept.report.next_day_worse is True
    )
    assert worse.most_common(1)[0][0] == "Mia Morgenrood"


# -- what is hoped for and agreed on ------------------------------------------------------------


def versions(made: Made) -> Iterator[tuple[str, Version | None, Version]]:
    for name, story in made.routes.items():
        for before, after in zip((None, *story.versions), story.versions, strict=False):
            yield name, before, after


def test_a_change_does_what_its_name_says(made: Made) -> None:
    kinds = Counter(after.change for _, _, after in versions(made))
    assert set(kinds) == set(route.Change) - {route.Change.BACK}
    for name, before, after in versions(made):
        if before is None:
            assert after.change is route.Change.BUILT, name
            continue
        now = {step.key: step for step in after.steps}
        then = {step.key: step for step in before.steps}
        match after.change:
            case route.Change.SMALLER:
                assert _asked((now[after.about],)) < _asked((then[after.about],)), name
            case route.Change.LARGER:
                assert _asked((now[after.about],)) > _asked((then[after.about],)), name
            case route.Change.DIFFERENT:
                assert after.about in now.keys() - then.keys(), name
            case route.Change.PHASE:
                assert after.steps == before.steps, name
                assert after.phases == before.phases, name
                assert after.phase != before.phase, name
            case route.Change.KEEP | route.Change.REST:
                assert after.steps == before.steps, name


def test_about_half_of_the_people_hope_for_something_and_look_back_on_it(made: Made) -> None:
    hoping = {name for name, _, after in versions(made) if after.hope}
    assert 0.4 < len(hoping) / len(made.routes) < 0.65
    looked = [back for story in made.routes.values() for back in story.look_backs]
    assert {back.verdict for back in looked} == set(Verdict)
    for name, story in made.routes.items():
        on = {version.number: version.look_again_on for version in story.versions}
        for back in story.look_backs:
            again = on[back.number]
            assert again is not None, name
            assert again <= local_day(back.made_at) < TODAY, name
            assert back.words, name


def test_one_hope_waits_for_its_look_back_and_others_lie_ahead(made: Made) -> None:
    waiting = {
        name
        for name, story in made.routes.items()
        if due(story.versions, [back.number for back in story.look_backs], today=TODAY)
    }
    assert waiting == {"Roos Regenboog"}
    ahead = {
        name
        for name, _, after in versions(made)
        if after.look_again_on is not None and after.look_again_on > TODAY
    }
    assert ahead == {"Sanne Zonnestraal", "Gijs Grasveld"}


def test_three_people_went_through_the_phases_of_their_route(made: Made) -> None:
    found = {
        name: [version.phase for version in story.versions]
        for name, story in made.routes.items()
        if any(version.phases for version in story.versions)
    }
    assert found == {
        "Bob Bedacht": [0, 0, 1],
        "Tess Theewater": [0, 1, 2],
        "Joost Jasmijntuin": [0, 0, 1],
    }


def test_one_rest_was_a_recovery_week_of_seven_days_with_a_step_for_afterwards(made: Made) -> None:
    weeks = [
        (name, rest)
        for name, story in made.routes.items()
        for rest in story.rests
        if rest.kind is RestKind.RECOVERY_WEEK
    ]
    [(name, rest)] = weeks
    assert name == "Rik Rustpunt"
    assert rest.end is not None
    assert (rest.end - rest.start).days == 6
    assert rest.end < TODAY
    assert rest.begin_with in {step.key for step in made.routes[name].versions[-1].steps}


def test_the_burned_out_person_has_a_ceiling_and_a_cautious_route(made: Made) -> None:
    assert {name for name, step in made.steps() if step.ceiling} == {"Mia Morgenrood"}
    cautious = {name for name, one in made.bases.items() if one.profile is Profile.CAUTIOUS}
    assert cautious == {"Mia Morgenrood"}
    for name, step in made.steps():
        assert step.ceiling is None or step.ample.seconds <= step.ceiling, name


def test_fixed_days_follow_on_something_and_are_the_only_ones_told(made: Made) -> None:
    fixed = {(name, step.key) for name, step in made.steps() if step.days}
    assert fixed == {("Piet Polderpad", "balcony-tea")}
    assert {name for name, step in made.steps() if step.cue} == {"Piet Polderpad"}
    since = made.routes["Piet Polderpad"].versions[-1]
    [tea] = [step for step in since.steps if step.days]
    told = [
        check.day.weekday()
        for check in made.progress["Piet Polderpad"].record.check_ins
        if check.step_key == tea.key and check.day >= since.valid_from
    ]
    assert set(told) == set(tea.days)


def test_one_walks_with_a_buddy_and_one_with_a_group(made: Made) -> None:
    with_others = {(name, step.company) for name, step in made.steps()}
    assert ("Bob Bedacht", Company.BUDDY) in with_others
    assert ("Greet Geranium", Company.GROUP) in with_others


def test_goals_of_six_people_come_nearer_in_two_to_four_scores(made: Made) -> None:
    with_goals = {name: some for name, some in made.goals.items() if some}
    assert len(with_goals) == 6
    for name, some in with_goals.items():
        for goal in some:
            assert 2 <= len(goal.scores) <= 4, name
            assert goal.scores[0].value < goal.scores[-1].value, name
            assert goal.begun_on <= goal.scores[0].day, name
    assert {goal.stands for some in with_goals.values() for goal in some} == {True, False}


def test_ten_people_said_what_it_is_for_and_eight_what_happens_in_silence(made: Made) -> None:
    assert sum(bool(one.what_for) for one in made.bases.values()) == 10
    agreed = [one.silence for one in made.bases.values() if one.silence is not None]
    assert Counter(one.kind for one in agreed) == {
        Silence.CONTACT: 6,
        Silence.SOMEONE: 1,
        Silence.LEAVE: 1,
    }
    assert made.bases["Piet Polderpad"].silence == min(agreed, key=lambda one: one.days or 0)
    assert all(one.agreed_on is not None and one.agreed_on < TODAY for one in agreed)
    assert sum(one.wish is not None for one in made.bases.values()) == 3


def test_beginnings_are_told_most_whole_some_thin_and_one_consent_was_taken_back(
    made: Made,
) -> None:
    kept = rows(made.path)
    assert len(kept["intake"]) == len(kept["client"])
    assert sum(not one["safety"] for one in kept["intake"]) == 2
    assert sum(one["referred_on"] is not None for one in kept["intake"]) == 28
    answers = Counter(one["answer"] for one in kept["consent"])
    assert (answers["no"], answers["yes"] > 40) == (4, True)
    [withdrawn] = [one for one in kept["consent"] if one["withdrawn_on"] is not None]
    assert withdrawn["purpose"] == "learning"
    reach_nobody = {one[f"{who}_phone"] for one in kept["intake"] for who in ("gp", "nurse")}
    assert all(number.startswith("050-0") for number in reach_nobody - {""})


def test_one_worry_is_open_and_one_was_closed_by_the_lead_who_read_it_along(made: Made) -> None:
    by_client = {name: one.every for name, one in made.signals.items() if one.every}
    [closed], [signal] = by_client["Hanna Heuvelrug"], by_client["Aya Avondlucht"]
    assert set(by_client) == {"Hanna Heuvelrug", "Aya Avondlucht"}
    assert (closed.opened_by, closed.closed_by) == ("Marek Meidoorn", "Lea Lindeboom")
    assert closed.closing_note
    assert (signal.opened_by, signal.is_open) == ("Fleur Fijnspar", True)
    assert signal.not_seen_by == ("Lea Lindeboom",)
    assert made.with_reason(Reason.CARE_SIGNAL) == ["Aya Avondlucht"]


def test_in_the_north_there_are_notices_to_read_and_in_the_south_none(made: Made) -> None:
    assert {email: count for email, count in made.unseen.items() if count} == {
        "lea@demo.example": 2,
        "ines@demo.example": 4,
        "marek@demo.example": 2,
    }


def test_the_team_in_the_north_added_two_steps_of_its_own(made: Made) -> None:
    north = made.team_steps["ines@demo.example"]
    assert {(one.name, one.changed_by) for one in north} == {
        ("Zwaaien naar de buurtbus", "Ines Iep"),
        ("Met het clubje langs de moestuin", "Fleur Fijnspar"),
    }
    assert not made.team_steps["otto@demo.example"]


@pytest.mark.parametrize("today", OTHER_DAYS)
def test_on_every_day_a_hope_is_told_after_its_day_and_a_score_after_its_goal(today: date) -> None:
    ideas = step_library.ideas()
    for life in invented.lives():
        hopes: list[date | None] = []
        aims: set[str] = set()
        for event in invented.story(life, today=today, seed=7, ideas=ideas):
            match event:
                case invented.Adjusted() | invented.Rested():
                    hopes.append(event.how.look_again_on)
                case invented.Resumed():
                    hopes.append(None)
                case invented.LookedBack():
                    again = hopes[event.number - 1]
                    assert again is not None
                    assert again <= local_day(event.at)
                case invented.Aimed():
                    aims.add(event.words)
                case invented.Scored() | invented.RoundedOff():
                    assert event.words in aims


# -- how it reads -------------------------------------------------------------------------------


def test_notes_are_short_varied_and_never_repeat_a_sentence_from_the_talk_before(
    made: Made,
) -> None:
    blocks = [text for some in invented.sentences().values() for text in some]
    blocks += [text for life in invented.lives() for text in life.says]
    assert len(blocks) == len(set(blocks)) >= 120
    for some in made.histories.values():
        talks = [kept.report for kept in some if kept.version == kept.versions]
        for report in talks:
            assert 1 <= len(re.findall(r"[.?!](?:\s|$)", report.note)) <= 9
        for later, earlier in pairwise(talks):
            if later.attendance is earlier.attendance is Attendance.CAME:
                assert not _sentences(later.note) & _sentences(earlier.note)


def _sentences(note: str) -> set[str]:
    return {part.strip() for part in re.split(r"(?<=[.?!])\s", note)}


def test_no_word_of_shame_stands_anywhere(made: Made) -> None:
    refused = re.compile(rf"\b({REFUSED})\b", re.IGNORECASE)
    for table, some in rows(made.path).items():
        for row in some:
            for column, value in row.items():
                if isinstance(value, str):
                    assert not refused.search(value), (table, column, value)
    for blocks in invented.sentences().values():
        for text in blocks:
            assert not refused.search(text), text


def test_no_date_lies_ahead_but_appointments_looking_again_and_the_end_of_a_rest(
    tmp_path: Path, made: Made
) -> None:
    ahead = {
        (table.name, column)
        for table in t.Table.metadata.sorted_tables
        for row in rows(made.path)[table.name]
        for column, value in row.items()
        if isinstance(value, date) and _day(value) > TODAY
    }
    assert ahead == {
        ("client", "next_appointment"),
        ("session_version", "next_appointment"),
        ("appointment", "day"),
        ("appointment", "until"),
        ("rest", "end_day"),
        ("route_version", "look_again_on"),
        ("absence", "start_day"),
        ("absence", "end_day"),
        ("cover", "end_day"),
        ("question", "talk_on"),
        # From when what lists show is worked out again.
        ("standing", "good_until"),
    }


def _day(value: date) -> date:
    return local_day(value) if isinstance(value, datetime) else value
