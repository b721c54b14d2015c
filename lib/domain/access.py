"""Who may do what: roles, permissions and the Scope of one person."""

from dataclasses import dataclass
from enum import StrEnum

from lib.domain.problems import NotAllowed
from lib.domain.words import msg


class Role(StrEnum):
    """What someone is in a team; `ADMIN` and `OVERSEER` belong to the whole practice."""

    COACH = "coach"
    LEAD = "lead"
    ADMIN = "admin"
    OVERSEER = "overseer"


TEAM_ROLES = (Role.COACH, Role.LEAD)


ROLE_WORDS = {
    Role.COACH: msg("movement coach"),
    Role.LEAD: msg("team lead"),
    Role.ADMIN: msg("administrator"),
    Role.OVERSEER: msg("overseer of the log"),
}


class Permission(StrEnum):
    """One kind of thing a person can do, checked by every verb before anything else."""

    SEE_CLIENTS = "see_clients"
    ADD_CLIENTS = "add_clients"
    CHANGE_CLIENTS = "change_clients"
    WRITE_SESSIONS = "write_sessions"
    READ_NOTES = "read_notes"
    OPEN_NOTES_WITH_REASON = "open_notes_with_reason"
    SEE_PROGRESS = "see_progress"
    CHANGE_ROUTE = "change_route"
    CARE_SIGNALS = "care_signals"
    ASK_LEAD = "ask_lead"
    ANSWER_COACHES = "answer_coaches"
    SEE_OWN_CASELOAD = "see_own_caseload"
    SEE_TEAM_CASELOAD = "see_team_caseload"
    HAND_OVER = "hand_over"
    CHANGE_TEAM_SETTINGS = "change_team_settings"
    CLIENT_RIGHTS = "client_rights"
    DECIDE_RIGHTS = "decide_rights"
    MANAGE_PEOPLE = "manage_people"
    KEEP_HOUSE = "keep_house"
    OVERSEE = "oversee"
    OWN_ACCOUNT = "own_account"


PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.COACH: frozenset(
        {
            Permission.SEE_CLIENTS,
            Permission.ADD_CLIENTS,
            Permission.CHANGE_CLIENTS,
            Permission.WRITE_SESSIONS,
            Permission.READ_NOTES,
            Permission.SEE_PROGRESS,
            Permission.CHANGE_ROUTE,
            Permission.CARE_SIGNALS,
            Permission.ASK_LEAD,
            Permission.SEE_OWN_CASELOAD,
            Permission.HAND_OVER,
            Permission.CLIENT_RIGHTS,
            Permission.OWN_ACCOUNT,
        }
    ),
    # A lead sees load, signals and taking part; notes only with a reason, which is logged.
    Role.LEAD: frozenset(
        {
            Permission.SEE_CLIENTS,
            Permission.SEE_PROGRESS,
            Permission.SEE_TEAM_CASELOAD,
            Permission.HAND_OVER,
            Permission.CHANGE_TEAM_SETTINGS,
            Permission.OPEN_NOTES_WITH_REASON,
            Permission.CARE_SIGNALS,
            Permission.ANSWER_COACHES,
            Permission.CLIENT_RIGHTS,
            Permission.DECIDE_RIGHTS,
            Permission.OWN_ACCOUNT,
        }
    ),
    # An admin keeps accounts and teams, and sees no client.
    Role.ADMIN: frozenset(
        {Permission.MANAGE_PEOPLE, Permission.KEEP_HOUSE, Permission.OWN_ACCOUNT}
    ),
    # Who oversees the log sees what colleagues did, and no client by name.
    Role.OVERSEER: frozenset({Permission.OVERSEE, Permission.OWN_ACCOUNT}),
}


class Book(StrEnum):
    """Which database a person works in; the demo is a separate file with invented people."""

    PRACTICE = "practice"
    DEMO = "demo"


@dataclass(frozen=True, slots=True)
class Scope:
    """One signed-in person at one moment: the first argument of every verb.

    Only `practice.front_door.identify` makes one, from our own tables, at every run; a test
    refuses any other maker. `coach_teams` and `lead_teams` hold team ids, those of the regions
    somebody leads among them. `covers` are the ids of the clients this person guides today in
    place of a colleague, `offers` those they were asked to take over and did not answer about.
    `view` names one look at one page, so that the log holds exactly one line for it.
    """

    person_id: str
    name: str
    is_admin: bool
    coach_teams: frozenset[str]
    lead_teams: frozenset[str]
    language: str
    book: Book
    visit_id: str
    view: str = ""
    covers: frozenset[str] = frozenset()
    offers: frozenset[str] = frozenset()
    oversees: bool = False

    @property
    def roles(self) -> frozenset[Role]:
        """The roles held now, in any team."""
        held = set()
        if self.coach_teams:
            held.add(Role.COACH)
        if self.lead_teams:
            held.add(Role.LEAD)
        if self.is_admin:
            held.add(Role.ADMIN)
        if self.oversees:
            held.add(Role.OVERSEER)
        return frozenset(held)

    def may(self, permission: Permission) -> bool:
        """True when one of the roles held carries this permission."""
        if permission is Permission.OWN_ACCOUNT:
            return True
        return any(permission in PERMISSIONS[role] for role in self.roles)

    def require(self, permission: Permission) -> None:
        """Return when allowed; raises `NotAllowed` otherwise."""
        if not self.may(permission):
            raise NotAllowed()
