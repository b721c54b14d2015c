"""Progress: the same figures for everyone who may see them."""

from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest

from lib.domain.calendar import local_day
from lib.domain.caseload import standing
from lib.domain.glance import facts
from lib.domain.problems import NotFound
from lib.domain.sessions import CheckIn, DayMood, Outcome
from lib.practice import caseload, progress, routes, sessions
from lib.storage import tables as t
from tests.cast import (
    NAMES,
    NOW,
    TODAY,
    Practice,
    adjusted,
    again,
    draft,
    key,
    later,
    recorded,
    step,
    told,
)


def lived(practice: Practice, seed: int) -> None:
    """Let Bob and Anna live through nine random weeks."""
    chance = Random(seed)
    for name, client in (("Bob", practice.bob), ("Anna", practice.anna)):
        number = 0
        for week in range(9, -1, -1):
            now = later(days=-7 * week)
            day = local_day(now)
            if number == 0 or chance.random() < 0.3:
                steps = [
                    step(kind, per_week=chance.randint(1, 7), minutes=2 + week)
                    for kind in ("walk", "swim")
                ]
                number = adjusted(
                    practice.ines, client, *steps, number=number, now=now, reason=f"week {week}"
                )
            if chance.random() < 0.15:
                number = routes.agree_rest(
                    practice.ines,
                    client,
                    start=day + timedelta(days=1),
                    end=day + timedelta(days=chance.randint(2, 9)),
                    step_key=chance.choice([None, "walk"]),
                    proposed_by="together",
                    reason="op reis",
                    expected_number=number,
                    save_key=key(),
                    now=now,
                )
            days = [day - timedelta(days=n) for n in range(7) if week < 9]
            recorded(
                practice.ines,
                client,
                name=NAMES[name],
                day=day,
                now=now,
                mood_before=chance.choice([None, *range(11)]),
                check_ins=tuple(
                    CheckIn(kind, one, chance.choice(list(Outcome)))
                    for one in days
                    for kind in ("walk", "swim")
                    if chance.random() < 0.6
                ),
                day_moods=tuple(
                    DayMood(one, chance.randint(0, 10)) for one in days if chance.random() < 0.4
                ),
            )


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_coach_and_lead_get_equal_figures(practice: Practice, seed: int) -> None:
    lived(practice, seed)
    own = {row.client.id: row for row in caseload.own(practice.ines, now=NOW)}
    team = {row.client.id: row for row in caseload.of_teams(practice.lea, now=NOW)}
    for client in (practice.bob, practice.anna):
        for_coach = progress.of_client(practice.ines, client, now=NOW)
        for_lead = progress.of_client(practice.lea, client, now=NOW)
        assert for_coach == for_lead
        assert for_coach.standing == standing(for_coach.record, today=TODAY)
        in_short = facts(for_coach.record, for_coach.standing, today=TODAY)
        assert in_short == own[client].facts == team[client].facts
        assert for_coach.standing.summary.n_weeks > 0


def test_the_figures_of_one_client_hold_nothing_of_another(practice: Practice) -> None:
    lived(practice, seed=4)
    before = progress.of_client(practice.ines, practice.bob, now=NOW)
    recorded(practice.marek, practice.cem, name=NAMES["Cem"], mood_before=9)
    recorded(practice.ines, practice.anna, name=NAMES["Anna"], mood_before=9)
    assert progress.of_client(practice.ines, practice.bob, now=NOW) == before


def test_figures_for_a_lead_hold_no_words_of_a_session(practice: Practice) -> None:
    recorded(
        practice.ines,
        practice.bob,
        note="slaapt slecht",
        next_step="bellen over bed",
        mood_before=5,
    )
    found = repr(progress.of_client(practice.lea, practice.bob, now=NOW))
    assert "slaapt slecht" not in found
    assert "bellen over bed" not in found


def test_only_the_version_that_counts_is_in_the_figures(practice: Practice) -> None:
    adjusted(practice.ines, practice.bob, step(), now=later(days=-7))
    day = TODAY - timedelta(days=1)
    session_id = recorded(
        practice.ines, practice.bob, mood_before=2, check_ins=told("walk", Outcome.NOT_DONE, day)
    )
    sessions.correct(
        practice.ines,
        practice.bob,
        session_id,
        draft(mood_before=7, check_ins=told("walk", Outcome.AMPLE, day)),
        reason="verkeerde cliënt",
        expected_version=1,
        save_key=key(),
        now=NOW,
    )
    record = progress.of_client(practice.ines, practice.bob, now=NOW).record
    assert [(one.before, one.day) for one in record.sessions] == [(7, TODAY)]
    assert record.check_ins == told("walk", Outcome.AMPLE, day)


def test_a_client_of_whom_nothing_is_known_has_no_figures(practice: Practice) -> None:
    found = progress.of_client(practice.ines, practice.bob, now=NOW)
    now = found.standing
    assert (found.ratings, now.weeks, now.this_week, now.rhythm) == ((), (), None, None)
    assert (now.last_session, now.last_word, now.summary.adherence) == (None, None, None)


def test_a_number_after_moving_stays_out_of_the_ratings(practice: Practice) -> None:
    recorded(practice.ines, practice.bob, mood_before=3, mood_during=5, mood_after=9)
    found = progress.of_client(practice.ines, practice.bob, now=NOW)
    assert [(one.day, one.value) for one in found.ratings] == [(TODAY, 3)]


def test_a_strangers_client_has_no_progress(practice: Practice) -> None:
    for stranger in (practice.marek, practice.otto, practice.olga):
        with pytest.raises(NotFound):
            progress.of_client(stranger, practice.bob, now=NOW)


def test_a_look_at_progress_is_one_line_and_a_next_look_another(practice: Practice) -> None:
    def looks() -> list[str]:
        return [row.part for row in practice.rows(t.AuditRow) if row.action == "R"]

    look = again(practice.lea, view=key())
    for _ in range(3):
        progress.of_client(look, practice.bob, now=NOW)
    assert looks() == ["progress"]
    progress.of_client(replace(look, view=key()), practice.bob, now=NOW)
    assert looks() == ["progress"] * 2


# -- rows that leave the screen ---------------------------------------------------------------


@pytest.mark.parametrize("part", progress.ROWS)
def test_rows_that_leave_the_screen_stand_in_the_log(practice: Practice, part: str) -> None:
    progress.handed_out(practice.ines, practice.bob, part, now=NOW)
    (line,) = [row for row in practice.rows(t.AuditRow) if row.part == part]
    assert (line.action, line.client_id, line.person_id) == (
        "E",
        practice.bob,
        practice.ines.person_id,
    )


def test_rows_that_do_not_exist_are_not_found(practice: Practice) -> None:
    before = practice.everything()
    with pytest.raises(NotFound):
        progress.handed_out(practice.ines, practice.bob, "everything", now=NOW)
    assert practice.everything() == before
