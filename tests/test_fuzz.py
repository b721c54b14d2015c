"""Random colleagues doing random things with anybody's clients: never more than what is theirs.

A model in this file says whose each client is. After every step what somebody got to see is theirs
by the model, what is not theirs is as it was, what was refused changed nothing, and what changed
stands in the log. In CI the steps are always the same; MINISTAP_FUZZ=<examples> tries others.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from lib.domain.access import Role
from lib.domain.calendar import local_day
from lib.domain.people import ClientDraft
from lib.domain.problems import NotSignedIn, Refused
from lib.practice import accounts, clients, covers, handovers
from lib.storage import tables as t
from lib.storage.visibility import CLIENT_TABLES
from tests import hostile
from tests.cast import BEGAN, GUIDES, NAMES, NOW, ROLES, TODAY, again, key, sign_in
from tests.test_access import TABLE, Dossier, act, filled
from tests.test_bad_inputs import MAY_LEAVE, Trial

EXAMPLES = int(os.environ.get("MINISTAP_FUZZ", "0"))
PEOPLE = ("Ines", "Marek", "Lea", "Otto", "Olga", "Ada")
TEAMS = ("Noord", "Zuid")
# What changes whose a client is has a rule of its own, which tells the model.
MODELLED = {
    *("handovers.offer", "handovers.accept", "handovers.decline", "handovers.take_back"),
    *("covers.add", "covers.end", "accounts.set_active", "accounts.set_roles"),
    "clients.change",
}
# A second administrator would be able to close Ada's account, and a second overseer would read the
# log; a new password or phone ends visits; a code of an app works once.
LEFT_OUT = {
    *("accounts.set_admin", "accounts.set_overseer", "accounts.change_password", "clients.add"),
    *("accounts.second_factor_lost", "accounts.end_visit", "outside_sign_in.unlink"),
    *("second_step.new_codes", "second_step.begin_anew"),
}
VERBS = sorted(set(TABLE) - MODELLED - LEFT_OUT)
# Ids of what belongs to Bob, whichever client is asked for.
OF_BOB = {
    *("appointment_id", "cover_id", "handover_id", "question_id", "row_id", "session_id"),
    *("goal_id", "score_id", "experiment_id", "event_id", "consent_id", "point_id", "filling_id"),
    *("rest_id", "signal_id"),
}
# What an admin who lets somebody go leaves behind: a cover of their clients, and word of it.
LEFT_BEHIND = {"cover", "notice", "worklist_due"}
PRIVATE = (t.DraftRow, t.WorkingNoteRow)


@dataclass
class Model:
    """Who may see whom, worked out from what was done and from nothing else."""

    coach: dict[str, str] = field(default_factory=lambda: dict(GUIDES))
    team: dict[str, str] = field(
        default_factory=lambda: {name: ROLES[coach][0] for name, coach in GUIDES.items()}
    )
    roles: dict[tuple[str, str], set[Role]] = field(
        default_factory=lambda: {(name, team): {role} for name, (team, role) in ROLES.items()}
    )
    closed: set[str] = field(default_factory=set)
    ended: set[str] = field(default_factory=set)
    # By client, whoever was asked to take them over and has not answered.
    asked: dict[str, str] = field(default_factory=lambda: {"Bob": "Marek"})
    # Who was ever asked, or asked: the answer stays in sight for four weeks.
    in_talks: set[tuple[str, str]] = field(
        default_factory=lambda: {("Ines", "Bob"), ("Marek", "Bob")}
    )
    covers: list[tuple[str, str, date, date]] = field(
        default_factory=lambda: [
            ("Marek", "Bob", TODAY + timedelta(days=20), TODAY + timedelta(days=21))
        ]
    )
    reads_along: set[tuple[str, str]] = field(default_factory=set)

    def holds(self, person: str, role: Role, team: str) -> bool:
        return person not in self.closed and role in self.roles.get((person, team), set())

    def own(self, person: str, today: date) -> set[str]:
        """Return the clients this person guides, or covers today."""
        guided = {
            client
            for client, coach in self.coach.items()
            if coach == person and self.holds(person, Role.COACH, self.team[client])
        }
        covered = {
            client
            for coverer, client, start, end in self.covers
            if coverer == person and start <= today <= end and person not in self.closed
        }
        return guided | covered

    def visible(self, person: str, today: date) -> set[str]:
        led = {client for client, team in self.team.items() if self.holds(person, Role.LEAD, team)}
        return self.own(person, today) | led


class Practice(RuleBasedStateMachine):
    """The cast at work. `bob` and `trial` are those of the database that is put back each time."""

    bob: Dossier
    trial: Trial
    steps = 0
    done = 0

    def __init__(self) -> None:
        super().__init__()
        self.trial.put_back()
        self.p = self.bob.practice
        self.model = Model()
        self.now = NOW
        self.ids: dict[str, str] = {name: getattr(self.p, name.lower()) for name in GUIDES}
        self.handovers = {"Bob": self.bob.handover_id}
        self.covers = {self.bob.cover_id: ("Marek", "Bob")}
        self.stood = self.p.everything()

    # -- doing one thing ---------------------------------------------------------------------

    @property
    def today(self) -> date:
        return local_day(self.now)

    def scope(self, person: str) -> Any:
        """Return who this is now, signed in anew when the visit ended; None without an account."""
        known = getattr(self.p, person.lower())
        try:
            found = again(known, now=self.now)
        except NotSignedIn:
            if person in self.model.closed:
                return None
            found = sign_in(person, self.p.hashing, now=self.now)
            self.p = replace(self.p, **{person.lower(): found})
        assert person not in self.model.closed, f"{person} is still in"
        self.stood = self.p.everything()
        return found

    def does(
        self,
        person: str,
        deed: Callable[[Any], object],
        *,
        about: set[str] = frozenset(),  # type: ignore[assignment]
        more: set[str] = frozenset(),  # type: ignore[assignment]
        leaves: set[str] = frozenset(),  # type: ignore[assignment]
        staff: bool = False,
        name: str = "",
    ) -> tuple[bool, object]:
        """Let somebody do it, and hold it against the model; return whether it was done, and what.

        `about` are the clients it is about, `more` those it may touch beside what is theirs,
        `leaves` the tables that a refusal may leave something in.
        """
        Practice.steps += 1
        scope = self.scope(person)
        if scope is None:
            return False, None
        theirs = self.model.visible(person, self.today) | more
        before = self.stood
        try:
            found = deed(scope)
        except Refused:
            after = self.p.everything()
            touched = {table for table in after if after[table] != before[table]}
            assert touched <= leaves, (person, name, "was refused and changed", touched)
            return False, None
        Practice.done += 1
        after = self.p.everything()
        touched = {table for table in after if after[table] != before[table]}
        assert about <= theirs, (person, name, "did something with", about - theirs)
        assert self.named(found) <= theirs, (person, name, "saw", self.named(found) - theirs)
        if touched:
            assert len(after["audit"]) > len(before["audit"]), (person, name, touched)
        for table in touched - ({"audit"} | (LEFT_BEHIND if staff else set())):
            changed = self.whose(table, before[table], after[table])
            assert changed <= theirs, (person, name, table, changed - theirs)
        for private in PRIVATE:
            table, at = private.__tablename__, list(private.__table__.c.keys()).index("person_id")
            changed_rows = set(map(repr, before[table])) ^ set(map(repr, after[table]))
            owners = {
                row[at] for row in (*before[table], *after[table]) if repr(row) in changed_rows
            }
            assert owners <= {scope.person_id}, (person, name, table)
        self.stood = after
        return True, found

    def named(self, found: object) -> set[str]:
        """Return the clients whose id or name stands in what was returned."""
        shown = repr(found)
        return {one for one, its_id in self.ids.items() if its_id in shown or NAMES[one] in shown}

    def whose(self, table: str, before: list[Any], after: list[Any]) -> set[str]:
        """Return the clients of whom a row in a table is another than it was."""
        column = COLUMN_OF_CLIENT.get(table)
        if column is None:
            return set()
        changed = {repr(row) for row in before} ^ {repr(row) for row in after}
        touched = {row[column] for row in (*before, *after) if repr(row) in changed}
        return {one for one, its_id in self.ids.items() if its_id in touched}

    # -- anything at all ---------------------------------------------------------------------

    @rule(
        person=st.sampled_from(PEOPLE),
        verb=st.sampled_from(VERBS),
        client=st.sampled_from(sorted(GUIDES)),
    )
    def anything(self, person: str, verb: str, client: str) -> None:
        self.tries(person, verb, client)

    @rule(
        person=st.sampled_from(PEOPLE),
        verbs=st.lists(st.sampled_from(VERBS), min_size=2, max_size=5),
        client=st.sampled_from(sorted(GUIDES)),
    )
    def some_things(self, person: str, verbs: list[str], client: str) -> None:
        for verb in verbs:
            self.tries(person, verb, client)

    def tries(self, person: str, verb: str, client: str) -> None:
        takes = {way[0] for way, _ in hostile.leaves(verb)}
        # It takes a client, and the right call names none.
        for_one = "client_id" in takes and verb != "worklist.bring_up_to_date"
        about = {client} if for_one else set()
        about |= {"Bob"} if takes & OF_BOB else set()
        asked = replace(self.bob, practice=replace(self.p, bob=self.ids[client]))
        more = set()
        if verb in ("care_signals.read_along", "care_signals.close_signal"):
            more = {one for who, one in self.model.reads_along if who == person}
        if verb in ("handovers.read_first", "handovers.mine", "handovers.asked", "notices.mine"):
            more = {one for who, one in self.model.in_talks if who == person}
            more |= {one for who, one in self.model.reads_along if who == person}
        if verb == "covers.mine":
            # A promise that has not begun is in sight of who gave it, without a name.
            more = {one for coverer, one in self.covers.values() if coverer == person}
        if verb.startswith("oversight.") and person == "Ada":
            # Who looks after the log sees the numbers of dossiers, of anybody, and never a name.
            more = set(GUIDES)
        if verb == "handovers.read_first":
            assert (
                not about
                or self.model.asked.get(client) == person
                or self.refuses(person, lambda scope: act(verb, scope, asked))
            ), (person, verb, client)
        done, found = self.does(
            person,
            lambda scope: act(verb, scope, asked),
            about=about,
            more=more,
            leaves=MAY_LEAVE.get(verb, set()) | WORKED_OUT.get(verb, set()),
            name=f"{verb} {client}",
        )
        if verb.startswith("oversight."):
            assert not [name for name in NAMES.values() if name in repr(found)], (person, verb)
        if done and verb == "care_signals.ask_deputy":
            self.model.reads_along |= {(one, client) for one in PEOPLE}

    def refuses(self, person: str, deed: Callable[[Any], object]) -> bool:
        scope = self.scope(person)
        if scope is None:
            return True
        try:
            deed(scope)
        except Refused:
            return True
        return False

    # -- whose a client is -------------------------------------------------------------------

    @rule(
        person=st.sampled_from(PEOPLE),
        client=st.sampled_from(sorted(GUIDES)),
        to=st.sampled_from(PEOPLE),
        team=st.sampled_from((None, *TEAMS)),
    )
    def offers(self, person: str, client: str, to: str, team: str | None) -> None:
        done, found = self.does(
            person,
            lambda scope: handovers.offer(
                scope,
                self.ids[client],
                to_coach_id=getattr(self.p, to.lower()).person_id,
                to_team_id=getattr(self.p, team.lower()) if team else None,
                save_key=key(),
                now=self.now,
            ),
            about={client},
            name=f"offers {client} to {to}",
        )
        if done:
            assert client not in self.model.ended
            assert self.model.holds(to, Role.COACH, team or self.model.team[client])
            self.model.asked[client] = to
            self.model.in_talks |= {(to, client), (person, client)}
            self.handovers[client] = str(found)
            self.offered_team = {**getattr(self, "offered_team", {}), client: team}

    @rule(person=st.sampled_from(PEOPLE), client=st.sampled_from(sorted(GUIDES)))
    def accepts(self, person: str, client: str) -> None:
        if client not in self.handovers:
            return
        done, _ = self.does(
            person,
            lambda scope: handovers.accept(
                scope, self.handovers[client], expected_version=1, now=self.now
            ),
            about=set(),
            more={client},
            name=f"accepts {client}",
        )
        if done and self.model.coach[client] != person:
            assert self.model.asked.get(client) == person, (person, client)
            team = getattr(self, "offered_team", {}).get(client) or self.model.team[client]
            assert self.model.holds(person, Role.COACH, team)
            del self.model.asked[client]
            self.model.coach[client], self.model.team[client] = person, team
            self.model.covers = [one for one in self.model.covers if one[1] != client]

    @rule(
        person=st.sampled_from(PEOPLE),
        client=st.sampled_from(sorted(GUIDES)),
        how=st.sampled_from(("decline", "take_back")),
    )
    def ends_an_offer(self, person: str, client: str, how: str) -> None:
        if client not in self.handovers:
            return
        extra = {"expected_version": 1} if how == "decline" else {}
        done, _ = self.does(
            person,
            lambda scope: getattr(handovers, how)(
                scope, self.handovers[client], words="", now=self.now, **extra
            ),
            more={client} if self.model.asked.get(client) == person else set(),
            name=f"{how} {client}",
        )
        if done:
            self.model.asked.pop(client, None)

    @rule(
        person=st.sampled_from(PEOPLE),
        client=st.sampled_from(sorted(GUIDES)),
        coverer=st.sampled_from(PEOPLE),
        ahead=st.integers(0, 3),
        days=st.integers(0, 10),
    )
    def covers_by(self, person: str, client: str, coverer: str, ahead: int, days: int) -> None:
        start = self.today + timedelta(days=ahead)
        end = start + timedelta(days=days)
        done, found = self.does(
            person,
            lambda scope: covers.add(
                scope,
                [self.ids[client]],
                coverer_id=getattr(self.p, coverer.lower()).person_id,
                start=start,
                end=end,
                save_key=key(),
                now=self.now,
            ),
            about={client},
            name=f"lets {coverer} cover {client}",
        )
        if done:
            assert self.model.holds(coverer, Role.COACH, self.model.team[client])
            self.model.covers.append((coverer, client, start, end))
            assert isinstance(found, tuple)
            self.covers[found[0]] = (coverer, client)

    @rule(person=st.sampled_from(PEOPLE), data=st.data())
    def ends_a_cover(self, person: str, data: st.DataObject) -> None:
        # In the order they were made: their ids are random, and the steps have to be the same.
        cover_id = data.draw(st.sampled_from(list(self.covers)))
        coverer, client = self.covers[cover_id]
        self.does(
            person,
            lambda scope: covers.end(scope, cover_id, now=self.now),
            more={client} if person == coverer else set(),
            name=f"ends the cover of {client}",
        )

    @rule(
        person=st.sampled_from(PEOPLE),
        whom=st.sampled_from(PEOPLE[:-1]),
        team=st.sampled_from(TEAMS),
        roles=st.sets(st.sampled_from((Role.COACH, Role.LEAD))),
        seen_to=st.sampled_from(PEOPLE),
    )
    def gives_roles(
        self, person: str, whom: str, team: str, roles: set[Role], seen_to: str
    ) -> None:
        done, _ = self.does(
            person,
            lambda scope: accounts.set_roles(
                scope,
                getattr(self.p, whom.lower()).person_id,
                getattr(self.p, team.lower()),
                tuple(sorted(roles)),
                seen_to=getattr(self.p, seen_to.lower()).person_id,
                now=self.now,
            ),
            staff=True,
            name=f"gives {whom} roles in {team}",
        )
        if done:
            assert person == "Ada"
            if Role.COACH not in roles:
                self.leaves(whom, (team,), seen_to)
            self.model.roles[whom, team] = roles

    @rule(
        person=st.sampled_from(PEOPLE),
        whom=st.sampled_from(PEOPLE[:-1]),
        opens=st.booleans(),
        seen_to=st.sampled_from(PEOPLE),
    )
    def closes_or_opens_an_account(self, person: str, whom: str, opens: bool, seen_to: str) -> None:
        other = getattr(self.p, seen_to.lower()).person_id
        done, _ = self.does(
            person,
            lambda scope: accounts.set_active(
                scope,
                getattr(self.p, whom.lower()).person_id,
                opens,
                seen_to={getattr(self.p, team.lower()): other for team in TEAMS},
                now=self.now,
            ),
            staff=True,
            name=f"closes or opens the account of {whom}",
        )
        if done:
            assert person == "Ada"
            if opens:
                self.model.closed.discard(whom)
            else:
                self.leaves(whom, TEAMS, seen_to)
                self.model.closed.add(whom)

    def leaves(self, whom: str, teams: tuple[str, ...], seen_to: str) -> None:
        """Let the model know that somebody else sees to the clients, for four weeks."""
        self.model.covers = [
            one
            for one in self.model.covers
            if one[0] != whom or self.model.team[one[1]] not in teams
        ]
        until = self.today + timedelta(days=28)
        self.model.covers += [
            (seen_to, client, self.today, until)
            for client, coach in self.model.coach.items()
            if coach == whom and self.model.team[client] in teams
        ]

    @rule(person=st.sampled_from(PEOPLE), client=st.sampled_from(sorted(GUIDES)))
    def ends_guidance(self, person: str, client: str) -> None:
        (version,) = [one.version for one in self.p.rows(t.ClientRow) if one.id == self.ids[client]]
        ending = ClientDraft(NAMES[client], started_on=BEGAN, ended_on=self.today)
        done, _ = self.does(
            person,
            lambda scope: clients.change(
                scope, self.ids[client], ending, expected_version=version, now=self.now
            ),
            about={client},
            name=f"ends the guidance of {client}",
        )
        if done:
            assert client in self.model.own(person, self.today)
            self.model.ended.add(client)

    @rule(hours=st.sampled_from((1, 10, 30, 120)))
    def time_passes(self, hours: int) -> None:
        self.now += timedelta(hours=hours)


COLUMN_OF_CLIENT: dict[str, int] = {
    "client": list(t.ClientRow.__table__.c.keys()).index("id"),
    **{
        table.__tablename__: list(table.__table__.c.keys()).index("client_id")
        for table in CLIENT_TABLES
    },
}
# What is worked out first stands, also when the rest is refused.
WORKED_OUT = {
    verb: {"audit", "worklist", "worklist_due", "standing"}
    for verb in TABLE
    if verb.startswith(("worklist.", "caseload.", "cockpit.", "load."))
}


def test_nobody_ever_gets_at_what_is_not_theirs(prepared: Any) -> None:
    practice, dossier = prepared("sqlite", filled)
    Practice.bob = replace(dossier, practice=practice)
    Practice.trial = Trial(Practice.bob)
    Practice.steps = Practice.done = 0
    how = settings(
        max_examples=EXAMPLES or 12,
        stateful_step_count=60 if EXAMPLES else 40,
        derandomize=not EXAMPLES,
        deadline=None,
        database=None,
        # Making a failure smaller takes minutes; the steps that led to it are printed as they were.
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(Practice, settings=how)
    # A test in which everything is refused would say nothing.
    assert Practice.steps > 200
    assert Practice.done > Practice.steps // 8
