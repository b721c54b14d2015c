"""What of a caseload is looked at: teams, period, coach and reason, as ids in the address."""

from collections.abc import Sequence
from dataclasses import dataclass

from streamlit.delta_generator import DeltaGenerator

from lib.domain.caseload import Reason
from lib.domain.glance import Glance
from lib.domain.load import OUTCOMES, PERIOD_WORDS, CoachLoad, Period, TeamLoad, with_reason
from lib.domain.team_quality import LedTeam
from lib.ui import sentences
from lib.ui.filters import from_url, one_from_url
from lib.ui.text import plain, t

# Of more teams than this one is shown first: a region is read team by team. [CHOICE]
MOST_TEAMS_AT_ONCE = 5
EVERY_TEAM = "all"


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which teams, and over which days new clients and talks are counted."""

    team_ids: frozenset[str]
    period: Period


@dataclass(frozen=True, slots=True)
class Narrowed:
    """The clients that are listed, and of which coach and for which reason they were chosen."""

    clients: tuple[Glance, ...]
    coach_id: str | None
    reason: Reason | None


def which(teams: Sequence[LedTeam], place: DeltaGenerator) -> Chosen:
    """Draw the filters of region, team and period in a place, and return what they say."""
    with place:
        region = None
        regions = {one.region_id: plain(one.region_name) for one in teams if one.region_id}
        if len(regions) > 1 or (regions and any(one.region_id is None for one in teams)):
            region = from_url("region", t("Region"), regions, everything=t("all"))
        some = [one for one in teams if region in (None, one.region_id)]
        team_ids = frozenset(one.id for one in some)
        if len(some) > 1:
            names = {one.id: plain(one.name) for one in some}
            usual = EVERY_TEAM if len(some) <= MOST_TEAMS_AT_ONCE else some[0].id
            team = one_from_url(
                "team", t("Team"), {EVERY_TEAM: t("all teams")} | names, usual=usual
            )
            if team != EVERY_TEAM:
                team_ids = frozenset({team})
        period = one_from_url(
            "period",
            t("New clients and talks in"),
            {one.value: t(words) for one, words in PERIOD_WORDS.items()},
            usual=Period.FOUR_WEEKS.value,
        )
    return Chosen(team_ids, Period(period))


def whom(of: TeamLoad, place: DeltaGenerator) -> Narrowed:
    """Draw the filters of coach and reason in a place, and return the clients they leave.

    With one coach chosen no reason is offered that says how clients are doing.
    """
    guiding = {one.coach.id: plain(one.coach.name) for one in of.coaches if one.active}
    with place:
        coach = from_url("coach", t("Coach"), guiding, everything=t("everyone"))
        own = [one for one in of.clients if coach in (None, one.client.coach_id)]
        words = {kind.value: sentences.reason_short(kind) for kind in present(own, coach)}
        chosen = from_url("reason", t("Reason"), words, everything=t("all"))
    reason = Reason(chosen) if chosen is not None else None
    shown = tuple(one for one in own if reason is None or reason in one.reasons)
    return Narrowed(shown, coach, reason)


def present(clients: Sequence[Glance], coach_id: str | None) -> tuple[Reason, ...]:
    """Return the reasons there are to choose from; of one coach none says how clients are doing."""
    kinds = (kind for kind in Reason if coach_id is None or kind not in OUTCOMES)
    return tuple(kind for kind in kinds if with_reason(clients, kind))


def without_team(of: TeamLoad) -> tuple[CoachLoad, ...]:
    """Return those who no longer coach in the team while clients of it are still theirs."""
    return tuple(one for one in of.coaches if not one.coach.there and one.active)
