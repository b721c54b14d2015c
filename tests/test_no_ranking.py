"""Nobody is ranked: whatever a lead gets with a coach's name in it says nothing of outcomes.

Two practices that differ in one thing alone: whose clients do well. In one those of Ines, in the
other those of Marek. What a lead can see, or take along, with a colleague's name beside it must be
the same in both; then no comparison of colleagues by outcome can be made of it.
"""

import re
import zipfile
from dataclasses import fields, is_dataclass, replace
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest

from lib.domain.access import Scope
from lib.domain.caseload import Reason
from lib.domain.glance import Facts, Glance
from lib.domain.load import OUTCOMES, SERVICE, CoachLoad, Period
from lib.domain.people import ClientDraft
from lib.domain.sessions import DayMood, Outcome
from lib.practice import caseload, clients, load, team_quality, team_report
from lib.ui import caseload_filters, caseload_table, load_parts, report_papers, row_files
from tests.cast import BEGAN, NOW, TODAY, Practice, adjusted, key, later, recorded, step, told
from tests.conftest import DATABASES

WEEKS = 10
EACH = 6  # clients of each coach: more than the smallest group that is shown


def lived(practice: Practice, well: str) -> None:
    """Let each coach guide six people in the same way; those of one coach do well."""
    for coach in ("ines", "marek"):
        scope: Scope = getattr(practice, coach)
        for number in range(EACH):
            name = f"{coach.title()} Cliënt {number}"
            started = TODAY - timedelta(weeks=WEEKS)
            client = clients.add(
                scope,
                ClientDraft(name, started_on=BEGAN),
                team_id=practice.noord,
                save_key=key(),
                now=later(weeks=-WEEKS),
            )
            adjusted(scope, client, step(), now=later(weeks=-WEEKS))
            for week in range(1, WEEKS + 1):
                _week(scope, client, name, started + timedelta(weeks=week), well=coach == well)


def _week(scope: Scope, client: str, name: str, day: date, *, well: bool) -> None:
    days = [day - timedelta(days=n) for n in (1, 3, 5)]
    # The one does better each week, the other is as low as can be and did nothing of it.
    value = 9 if well else 1
    recorded(
        scope,
        client,
        name=name,
        now=NOW - (TODAY - day),
        day=day,
        mood_before=value,
        mood_after=value,
        check_ins=told("walk", Outcome.AMPLE if well else Outcome.NOT_DONE, *days),
        day_moods=tuple(DayMood(one, value) for one in days),
    )


@pytest.fixture(params=DATABASES)
def two(request: pytest.FixtureRequest, prepared: Any) -> tuple[Any, Any]:
    """What Lea gets where the clients of Ines do well, and where those of Marek do."""
    found = []
    for prepare in (_ines_well, _marek_well):
        practice, _ = prepared(request.param, prepare)
        found.append(_everything_of(practice))
    return found[0], found[1]


def _ines_well(practice: Practice) -> None:
    lived(practice, "ines")


def _marek_well(practice: Practice) -> None:
    lived(practice, "marek")


def _everything_of(practice: Practice) -> dict[str, Any]:
    """Gather what a lead can get: lists, tables, files, with names where these can be asked."""
    lea, team = practice.lea, practice.noord
    of = load.of_teams(lea, team_ids={team}, period=Period.QUARTER, now=NOW)
    every = load.export(lea, team_ids={team}, coach_id=None, now=NOW)
    one = load.export(lea, team_ids={team}, coach_id=practice.ines.person_id, now=NOW)
    report = team_report.export(lea, team, TODAY, with_names=True, now=NOW)
    rows, narrowed = caseload_table.to_hand_out(every), caseload_table.to_hand_out(one)
    return {
        "the load of coaches": _nameless(of.coaches),
        "the table of coaches": load_parts.frame(of).to_csv(),
        "how guidance began": of.began,
        "the file of everyone": row_files.as_csv(rows),
        "the file of one coach": row_files.as_csv(narrowed),
        "the workbook": _cells(report_papers.workbook_of_rows("x", rows)),
        "the clients of the report": _nameless(report.clients),
        "the workbook of the report": _cells(report_papers.workbook(report)),
        "the contacts": _nameless(team_quality.of_teams(lea, now=NOW).contacts),
        "outcomes": [found.facts for found in caseload.of_teams(lea, now=NOW)],
    }


def _nameless(value: Any) -> str:
    """Write a value without its random ids: these differ from practice to practice."""
    return re.sub(r"\b[0-9a-f]{32}\b", "…", repr(value))


def _cells(book: bytes) -> dict[str, bytes]:
    """Return the parts of a workbook that hold cells and words."""
    with zipfile.ZipFile(BytesIO(book)) as parts:
        return {
            name: parts.read(name)
            for name in parts.namelist()
            if name.startswith("xl/worksheets/") or name == "xl/sharedStrings.xml"
        }


def test_the_two_practices_differ_in_how_clients_do(two: tuple[Any, Any]) -> None:
    """Or the comparison below would show nothing."""
    ines_well, marek_well = two
    assert ines_well["outcomes"] != marek_well["outcomes"]
    # Of the same people, in the same order: only who does well is the other way round.
    summaries = [[facts.summary.counted for facts in one["outcomes"]] for one in two]
    assert sorted(summaries[0]) == sorted(summaries[1])


def test_what_a_lead_gets_with_a_colleagues_name_does_not_tell_whose_clients_do_well(
    two: tuple[Any, Any],
) -> None:
    ines_well, marek_well = two
    for what in ines_well.keys() - {"outcomes"}:
        assert ines_well[what] == marek_well[what], what


def test_the_load_of_a_coach_is_about_work_alone() -> None:
    """A new figure beside the name of a coach is thought about here first."""
    assert [one.name for one in fields(CoachLoad)] == [
        "coach",
        "active",
        "new",
        "sessions",
        "heavy",
        "available",
        "planned",
        "covering",
        "no_next_date",
        "overdue",
        "care_signals",
        "questions",
    ]


def test_of_one_coach_nobody_is_chosen_by_how_they_are_doing(practice: Practice) -> None:
    (one,) = (
        found for found in caseload.of_teams(practice.lea, now=NOW) if found.client.name[0] == "C"
    )
    all_at_once = replace(one, facts=replace(one.facts, reasons=tuple(Reason)))
    assert caseload_filters.present([all_at_once], None) == tuple(Reason)
    assert caseload_filters.present([all_at_once], one.client.coach_id) == SERVICE


def test_a_reason_that_says_how_somebody_is_doing_is_never_told_beside_a_coach() -> None:
    assert {*OUTCOMES, *SERVICE} == set(Reason)
    assert not OUTCOMES & set(SERVICE)
    assert {Reason.RETURNED, Reason.LOWER_MOOD, Reason.VERY_LOW_MOOD} == OUTCOMES


def test_no_value_of_the_domain_holds_outcomes_of_several_clients_of_one_coach() -> None:
    """Outcomes stand in a value about one client, and in none that holds a list of these by coach.

    `TeamLoad` holds both, side by side and not by coach: `Glance` is about one client.
    """
    import lib.domain.load as module

    for name, found in vars(module).items():
        if not is_dataclass(found) or found.__module__ != module.__name__:
            continue
        types = " ".join(str(one.type) for one in fields(found))
        has_coach = "Coach" in types or "coach" in {one.name for one in fields(found)}
        has_outcome = Glance.__name__ in types or Facts.__name__ in types
        assert not (has_coach and has_outcome) or name == "TeamLoad", name
