"""The tables: what is kept, each column once."""

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Text,
    TypeDecorator,
    UniqueConstraint,
    false,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Instant(TypeDecorator[datetime]):
    """An aware moment, kept in UTC; a naive one is refused rather than guessed."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def one_of(column: str, *values: str) -> CheckConstraint:
    """Return a CHECK that a column holds one of these words."""
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=f"{column}_known")


def scale(column: str) -> CheckConstraint:
    """Return a CHECK that a column is empty or 0-10."""
    return CheckConstraint(f"{column} IS NULL OR {column} BETWEEN 0 AND 10", name=f"{column}_0_10")


class Table(DeclarativeBase):
    """Base of every table."""

    metadata = MetaData(naming_convention=NAMES)


# -- people ---------------------------------------------------------------------------------


class PersonRow(Table):
    """Someone with an account."""

    __tablename__ = "person"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    email: Mapped[str] = mapped_column(String(254), unique=True)
    password_hash: Mapped[str | None] = mapped_column(String(100))
    is_admin: Mapped[bool] = mapped_column(Boolean, default=False)
    # Looks after the access log: reviews unusual access, and sees no client by name.
    oversees: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    active: Mapped[bool] = mapped_column(Boolean, default=True)
    language: Mapped[str] = mapped_column(String(5), default="nl")
    # What clients may call; it stands on the card they take home.
    phone: Mapped[str | None] = mapped_column(String(40))
    created_at: Mapped[datetime] = mapped_column(Instant)


class RegionRow(Table):
    """Teams that belong together, for whoever looks after all of them."""

    __tablename__ = "region"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    name: Mapped[str] = mapped_column(String(80), unique=True)
    created_at: Mapped[datetime] = mapped_column(Instant)


class TeamRow(Table):
    """A group of coaches with a lead."""

    __tablename__ = "team"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    name: Mapped[str] = mapped_column(String(80), unique=True)
    created_at: Mapped[datetime] = mapped_column(Instant)


class TeamRegionRow(Table):
    """To which region a team belongs; a team without a row belongs to none."""

    __tablename__ = "team_region"

    team_id: Mapped[str] = mapped_column(ForeignKey("team.id"), primary_key=True)
    region_id: Mapped[str] = mapped_column(ForeignKey("region.id"), index=True)


class MembershipRow(Table):
    """What someone is in a team; a person may coach in one and lead another."""

    __tablename__ = "membership"
    __table_args__ = (one_of("role", "coach", "lead"),)

    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), primary_key=True)
    team_id: Mapped[str] = mapped_column(ForeignKey("team.id"), primary_key=True)
    role: Mapped[str] = mapped_column(String(10), primary_key=True)


class RegionLeadRow(Table):
    """Who leads every team of a region, also a team that joins it later."""

    __tablename__ = "region_lead"

    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), primary_key=True)
    region_id: Mapped[str] = mapped_column(ForeignKey("region.id"), primary_key=True)


class CoachHoursRow(Table):
    """How much time a coach has for clients of a team in an ordinary week."""

    __tablename__ = "coach_hours"
    __table_args__ = (
        CheckConstraint("minutes_per_week BETWEEN 0 AND 3600", name="minutes_0_3600"),
    )

    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), primary_key=True)
    team_id: Mapped[str] = mapped_column(ForeignKey("team.id"), primary_key=True)
    minutes_per_week: Mapped[int] = mapped_column(Integer)
    changed_by: Mapped[str] = mapped_column(ForeignKey("person.id"))
    changed_at: Mapped[datetime] = mapped_column(Instant)


# -- the front door -------------------------------------------------------------------------


class VisitRow(Table):
    """A signed-in browser. Only the SHA-256 of its token is kept.

    `stage` is "in" for whoever may work; "code" waits for a second factor, "enrol" for one to be
    set up: such a visit opens nothing but that page. `agent` is the browser in words, for its owner
    to know it again; `way` how they signed in.
    """

    __tablename__ = "visit"
    __table_args__ = (
        one_of("stage", "in", "code", "enrol"),
        one_of("way", "password", "organisation", "link"),
    )

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    begun_at: Mapped[datetime] = mapped_column(Instant)
    seen_at: Mapped[datetime] = mapped_column(Instant)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)
    stage: Mapped[str] = mapped_column(String(5), default="in", server_default="in")
    way: Mapped[str] = mapped_column(String(12), default="password", server_default="password")
    agent: Mapped[str | None] = mapped_column(String(60))


class SecondFactorRow(Table):
    """The secret of someone's authenticator app, sealed; it counts once a code confirmed it.

    `last_step` is the time step of the last code that was used: no code works twice.
    """

    __tablename__ = "second_factor"

    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), primary_key=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    made_at: Mapped[datetime] = mapped_column(Instant)
    confirmed_at: Mapped[datetime | None] = mapped_column(Instant)
    last_step: Mapped[int] = mapped_column(Integer, default=0)


class RecoveryCodeRow(Table):
    """A code that stands in once for a lost second factor. Only its SHA-256 is kept."""

    __tablename__ = "recovery_code"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    made_at: Mapped[datetime] = mapped_column(Instant)
    used_at: Mapped[datetime | None] = mapped_column(Instant)


class OutsideIdentityRow(Table):
    """Whom an organisation's own sign-in means: issuer and subject name one of our people."""

    __tablename__ = "outside_identity"

    issuer: Mapped[str] = mapped_column(String(300), primary_key=True)
    subject: Mapped[str] = mapped_column(String(255), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    made_at: Mapped[datetime] = mapped_column(Instant)


class InvitationRow(Table):
    """A one-time link to choose a password. Only the SHA-256 of its token is kept."""

    __tablename__ = "invitation"
    __table_args__ = (one_of("purpose", "begin", "reset"),)

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    created_by: Mapped[str] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime] = mapped_column(Instant)
    expires_at: Mapped[datetime] = mapped_column(Instant)
    used_at: Mapped[datetime | None] = mapped_column(Instant)
    purpose: Mapped[str] = mapped_column(String(10), default="begin", server_default="begin")


class SignInAttemptRow(Table):
    """One failed sign-in; `subject` is a keyed digest of an account or an address."""

    __tablename__ = "sign_in_attempt"
    __table_args__ = (Index("ix_sign_in_attempt_subject_at", "subject", "at"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    subject: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(Instant)


class SettingRow(Table):
    """One named value of the installation, such as the key of the throttle's digests."""

    __tablename__ = "setting"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[str] = mapped_column(Text)


# -- clients --------------------------------------------------------------------------------


class ClientRow(Table):
    """The person who is guided."""

    __tablename__ = "client"
    __table_args__ = (
        Index("ix_client_coach_id_ended_on", "coach_id", "ended_on"),
        Index("ix_client_team_id_ended_on", "team_id", "ended_on"),
        CheckConstraint("ended_on IS NULL OR ended_on >= started_on", name="ends_after_start"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    phone: Mapped[str] = mapped_column(String(40), default="")
    coach_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    team_id: Mapped[str] = mapped_column(ForeignKey("team.id"))
    started_on: Mapped[date] = mapped_column(Date)
    ended_on: Mapped[date | None] = mapped_column(Date)
    next_appointment: Mapped[datetime | None] = mapped_column(Instant)
    created_at: Mapped[datetime] = mapped_column(Instant)
    changed_at: Mapped[datetime] = mapped_column(Instant)
    changed_by: Mapped[str] = mapped_column(ForeignKey("person.id"))
    save_key: Mapped[str] = mapped_column(String(32), unique=True)
    version: Mapped[int] = mapped_column(Integer)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own name


class NotesAccessRow(Table):
    """A lead's reasoned look at a client's notes; ends by itself."""

    __tablename__ = "notes_access"
    __table_args__ = (
        Index("ix_notes_access_client_id_person_id", "client_id", "person_id"),
        CheckConstraint("length(reason) > 0", name="has_reason"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    client_id: Mapped[str] = mapped_column(ForeignKey("client.id"))
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str] = mapped_column(String(500))
    given_at: Mapped[datetime] = mapped_column(Instant)
    ends_at: Mapped[datetime] = mapped_column(Instant)


# -- sessions -------------------------------------------------------------------------------


class SessionRow(Table):
    """A meeting; its words stand in the versions, `current` names the one that counts."""

    __tablename__ = "session"
    __table_args__ = (Index("ix_session_client_id_held_at", "client_id", "held_at"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    client_id: Mapped[str] = mapped_column(ForeignKey("client.id"))
    held_at: Mapped[datetime] = mapped_column(Instant)
    current: Mapped[int] = mapped_column(Integer)
    version: Mapped[int] = mapped_column(Integer)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own name


class SessionVersionRow(Table):
    """What was written down, never changed: a correction is the next version."""

    __tablename__ = "session_version"
    __table_args__ = (
        UniqueConstraint("session_id", "number"),
        Index("ix_session_version_client_id", "client_id"),
        one_of("kind", "in_person", "walk", "video", "phone"),
        one_of("attendance", "came", "cancelled", "absent", "excused"),
        one_of("place", "practice", "outdoors", "nature", "home", "elsewhere"),
        one_of("company", "coach", "buddy", "group", "family", "helping"),
        scale("mood_before"),
        scale("mood_during"),
        scale("mood_after"),
        scale("effort"),
        scale("willingness"),
        scale("expected"),
        scale("confidence"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    session_id: Mapped[str] = mapped_column(ForeignKey("session.id"))
    client_id: Mapped[str] = mapped_column(ForeignKey("client.id"))
    number: Mapped[int] = mapped_column(Integer)
    held_at: Mapped[datetime] = mapped_column(Instant)
    kind: Mapped[str] = mapped_column(String(12))
    attendance: Mapped[str] = mapped_column(String(12))
    mood_before: Mapped[int | None] = mapped_column(Integer)
    mood_during: Mapped[int | None] = mapped_column(Integer)
    mood_after: Mapped[int | None] = mapped_column(Integer)
    effort: Mapped[int | None] = mapped_column(Integer)
    willingness: Mapped[int | None] = mapped_column(Integer)
    expected: Mapped[int | None] = mapped_column(Integer)
    confidence: Mapped[int | None] = mapped_column(Integer)
    next_day_worse: Mapped[bool | None] = mapped_column(Boolean)
    place: Mapped[str | None] = mapped_column(String(12))
    company: Mapped[str | None] = mapped_column(String(12))
    barriers: Mapped[list[str] | None] = mapped_column(JSON)
    helped: Mapped[list[str] | None] = mapped_column(JSON)
    note: Mapped[str] = mapped_column(Text, default="")
    own_words: Mapped[str | None] = mapped_column(String(300))
    next_step: Mapped[str] = mapped_column(String(300), default="")
    # The numbers a client tapped themselves, by name.
    together: Mapped[list[str] | None] = mapped_column(JSON)
    # What was agreed, and what stood there before: an undone session gives it back.
    next_appointment: Mapped[datetime | None] = mapped_column(Instant)
    appointment_before: Mapped[datetime | None] = mapped_column(Instant)
    correction_reason: Mapped[str] = mapped_column(String(500), default="")
    written_by: Mapped[str] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[datetime] = mapped_column(Instant)
    save_key: Mapped[str] = mapped_column(String(32), unique=True)


class CheckInRow(Table):
    """What became of one step on one day; the last word told about it counts.

    A row belongs to the session version that told it; `superseded` marks what a correction or a
    later look back replaced, so that nothing told is lost.
    """

    __tablename__ = "check_in"
    __table_args__ = (
        Index("ix_check_in_client_id_day", "client_id", "day"),
        Index(
            "uq_check_in_counts",
            "client_id",
            "step_key",
            "day",
            unique=True,
            sqlite_where=text("superseded = 0"),
            postgresql_where=text("NOT superseded"),
        ),
        one_of("outcome", "mini", "ordinary", "ample", "not_done", "rest"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    client_id: Mapped[str] = mapped_column(ForeignKey("client.id"))
    session_version_id: Mapped[str] = mapped_column(ForeignKey("session_version.id"), index=True)
    step_key: Mapped[str] = mapped_column(String(64))
    day: Mapped[date] = mapped_column(Date)
    outcome: Mapped[str] = mapped_column(String(12))
    superseded: Mapped[bool] = mapped_column(Boolean, default=False)
    # The version that replaced it: when that one is undone, this one counts again.
    superseded_by: Mapped[str | None] = mapped_column(ForeignKey("session_version.id"), index=True)


class DayMoodRow(Table):
    """How a client remembers a day between sessions, 0-10; the last told counts."""

    __tablename__ = "day_mood"
    __table_args__ = (
        Index("ix_day_mood_client_id_day", "client_id", "day"),
        CheckConstraint("value BETWEEN 0 AND 10", name="value_0_10"),
        Index(
            "uq_day_mood_counts",
            "client_id",
            "day",
            unique=True,
            sqlite_where=text("superseded = 0"),
            postgresql_where=text("NOT superseded"),
        ),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    client_id: Mapped[str] = mapped_column(ForeignKey("client.id"))
    session_version_id: Mapped[str] = mapped_column(ForeignKey("session_version.id"), index=True)
    day: Mapped[date] = mapped_column(Date)
    value: Mapped[int] = mapped_column(Integer)
    superseded: Mapped[bool] = mapped_column(Boolean, default=False)
    # The version that replaced it: when that one is undone, this one counts again.
    superseded_by: Mapped[str | None] = mapped_column(ForeignKey("session_version.id"), index=True)


class SupplementRow(Table):
    """Words added to a session that is locked; the session itself stays as it is."""

    __tablename__ = "supplement"
    __table_args__ = (CheckConstraint("length(words) > 0", name="has_words"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    session_id: Mapped[str] = mapped_column(ForeignKey("session.id"), index=True)
    client_id: Mapped[str] = mapped_column(ForeignKey("client.id"), index=True)
    words: Mapped[str] = mapped_column(Text)
    written_by: Mapped[str] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[datetime] = mapped_column(Instant)
    save_key: Mapped[str] = mapped_column(String(32), unique=True)


class DraftRow(Table):
    """What stands on a form and is not saved yet, encrypted; its coach's alone.

    `form` names the form of this client, `tab` the browser tab that wrote it last. A draft ends
    by being saved or laid aside; it then stays for a while, so that this can be undone.
    """

    __tablename__ = "draft"
    __table_args__ = (
        Index(
            "uq_draft_open",
            "person_id",
            "client_id",
            "form",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index("ix_draft_client_id", "client_id"),
        CheckConstraint("(ended_at IS NULL) = (ending = '')", name="ends_whole"),
        one_of("ending", "", "saved", "laid_aside", "taken_over"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    client_id: Mapped[str] = mapped_column(ForeignKey("client.id"))
    form: Mapped[str] = mapped_column(String(50))
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    tab: Mapped[str] = mapped_column(String(32))
    save_key: Mapped[str] = mapped_column(String(32), index=True)
    begun_at: Mapped[datetime] = mapped_column(Instant)
    changed_at: Mapped[datetime] = mapped_column(Instant)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)
    ending: Mapped[str] = mapped_column(String(12), default="")


class WorkingNoteRow(Table):
    """A coach's private working note about one client, encrypted; never part of the dossier."""

    __tablename__ = "working_note"
    __table_args__ = (Index("ix_working_note_client_id", "client_id"),)

    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), primary_key=True)
    client_id: Mapped[str] = mapped_column(ForeignKey("client.id"), primary_key=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    changed_at: Mapped[datetime] = mapped_column(Instant)
    version: Mapped[int] = mapped_column(Integer)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own name


class SnippetRow(Table):
    """A piece of text that a team writes often; never about one client."""

    __tablename__ = "snippet"
    __table_args__ = (
        Index("ix_snippet_team_id", "team_id"),
        CheckConstraint("length(title) > 0 AND length(words) > 0", name="has_words"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    team_id: Mapped[str] = mapped_column(ForeignKey("team.id"))
    title: Mapped[str] = mapped_column(String(60))
    words: Mapped[str] = mapped_column(Text)
    changed_by: Mapped[str] = mapped_column(ForeignKey("person.id"))
    changed_at: Mapped[datetime] = mapped_column(Instant)
    removed: Mapped[bool] = mapped_column(Boolean, default=False)
    save_key: Mapped[str] = mapped_column(String(32), unique=True)
    version: Mapped[int] = mapped_column(Integer)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own name


# -- the recovery route ---------------------------------------------------------------------


class RouteVersionRow(Table):
    """What was agreed from a day on, with who proposed it and why; never changed."""

    __tablename__ = "route_version"
    __table_args__ = (
        UniqueConstraint("client_id", "number"),
        one_of("proposed_by", "client", "coach", "together"),
        CheckConstraint("length(reason) > 0", name="has_reason"),
        one_of(
            "change", "smaller", "keep", "larger", "different", "rest", "built", "back", "phase"
        ),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    client_id: Mapped[str] = mapped_column(ForeignKey("client.id"))
    number: Mapped[int] = mapped_column(Integer)
    valid_from: Mapped[date] = mapped_column(Date)
    proposed_by: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(String(500))
    rest_note: Mapped[str] = mapped_column(String(200), default="")
    made_by: Mapped[str] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime] = mapped_column(Instant)
    save_key: Mapped[str] = mapped_column(String(32), unique=True)
    change: Mapped[str] = mapped_column(String(12), default="built", server_default="built")
    # The step it was about, None for the whole route.
    about: Mapped[str | None] = mapped_column(String(64))
    hope: Mapped[str | None] = mapped_column(String(300))
    look_again_on: Mapped[date | None] = mapped_column(Date)
    phases: Mapped[list[str] | None] = mapped_column(JSON)
    phase: Mapped[int | None] = mapped_column(Integer)
    goes_back_to: Mapped[int | None] = mapped_column(Integer)


class RouteStepRow(Table):
    """One step of one version, with its three sizes."""

    __tablename__ = "route_step"
    __table_args__ = (
        UniqueConstraint("version_id", "position"),
        UniqueConstraint("version_id", "step_key"),
        CheckConstraint("per_week BETWEEN 1 AND 7", name="per_week_1_7"),
        CheckConstraint(
            "mini_seconds <= ordinary_seconds AND ordinary_seconds <= ample_seconds",
            name="sizes_grow",
        ),
        CheckConstraint(
            "ceiling_seconds IS NULL OR ceiling_seconds >= mini_seconds", name="ceiling_holds_mini"
        ),
        one_of("place", "indoors", "outdoors"),
        one_of("company", "alone", "together", "buddy", "group"),
        one_of(
            "kind",
            "ready",
            "outside",
            "walk",
            "cycle",
            "loosen",
            "chore",
            "play",
            "helping",
            "other",
        ),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    version_id: Mapped[str] = mapped_column(ForeignKey("route_version.id"))
    client_id: Mapped[str] = mapped_column(ForeignKey("client.id"), index=True)
    position: Mapped[int] = mapped_column(Integer)
    step_key: Mapped[str] = mapped_column(String(64))
    activity: Mapped[str] = mapped_column(String(120))
    mini_text: Mapped[str] = mapped_column(String(160))
    mini_seconds: Mapped[int] = mapped_column(Integer)
    ordinary_text: Mapped[str] = mapped_column(String(160))
    ordinary_seconds: Mapped[int] = mapped_column(Integer)
    ample_text: Mapped[str] = mapped_column(String(160))
    ample_seconds: Mapped[int] = mapped_column(Integer)
    per_week: Mapped[int] = mapped_column(Integer)
    place: Mapped[str] = mapped_column(String(10))
    company: Mapped[str] = mapped_column(String(10))
    note: Mapped[str] = mapped_column(String(500), default="")
    kind: Mapped[str] = mapped_column(String(10), default="other", server_default="other")
    ceiling_seconds: Mapped[int | None] = mapped_column(Integer)
    # Fixed weekdays, Monday is 0; none when any day is fine.
    days: Mapped[list[int] | None] = mapped_column(JSON)
    at: Mapped[str | None] = mapped_column(String(5))
    cue: Mapped[str | None] = mapped_column(String(160))
    # The step of a library it came from.
    idea: Mapped[str | None] = mapped_column(String(64))


class RestRow(Table):
    """An agreed pause of a step or of the whole route; never counted against anyone."""

    __tablename__ = "rest"
    __table_args__ = (
        Index("ix_rest_client_id", "client_id"),
        CheckConstraint("end_day IS NULL OR end_day >= start_day", name="ends_after_start"),
        one_of("kind", "rest", "recovery_week"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    client_id: Mapped[str] = mapped_column(ForeignKey("client.id"))
    step_key: Mapped[str | None] = mapped_column(String(64))
    start_day: Mapped[date] = mapped_column(Date)
    end_day: Mapped[date | None] = mapped_column(Date)
    reason: Mapped[str] = mapped_column(String(500), default="")
    taken_back: Mapped[bool] = mapped_column(Boolean, default=False)
    # A recovery week is a rest of seven days with a name of its own.
    kind: Mapped[str] = mapped_column(String(15), default="rest", server_default="rest")
    # The step that stands ready to begin again with.
    begin_with: Mapped[str | None] = mapped_column(String(64))


class RouteLookBackRow(Table):
    """What became of the hope of one version, told when client and coach looked again."""

    __tablename__ = "route_look_back"
    __table_args__ = (
        Index("ix_route_look_back_client_id", "client_id"),
        one_of("verdict", "yes", "partly", "not_yet", "otherwise"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    client_id: Mapped[str] = mapped_column(ForeignKey("client.id"))
    version_id: Mapped[str] = mapped_column(ForeignKey("route_version.id"), unique=True)
    verdict: Mapped[str] = mapped_column(String(10))
    words: Mapped[str] = mapped_column(String(500), default="")
    made_by: Mapped[str] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime] = mapped_column(Instant)
    save_key: Mapped[str] = mapped_column(String(32), unique=True)


class RouteBasisRow(Table):
    """What a route rests on: what for, how carefully, and what happens when it goes quiet."""

    __tablename__ = "route_basis"
    __table_args__ = (
        one_of("profile", "standard", "cautious"),
        one_of("wish", "larger", "same", "smaller"),
        one_of("silence", "", "contact", "someone", "leave"),
        one_of("silence_channel", "", "call", "message", "letter", "visit"),
        CheckConstraint(
            "silence_days IS NULL OR silence_days BETWEEN 1 AND 90", name="silence_days_1_90"
        ),
    )

    client_id: Mapped[str] = mapped_column(ForeignKey("client.id"), primary_key=True)
    what_for: Mapped[str] = mapped_column(String(500), default="")
    profile: Mapped[str] = mapped_column(String(10), default="standard")
    # Worse for more than a day after effort: then no step is suggested.
    pem: Mapped[bool] = mapped_column(Boolean, default=False)
    wish: Mapped[str | None] = mapped_column(String(10))
    wish_on: Mapped[date | None] = mapped_column(Date)
    # What the client wants when it goes quiet: nothing agreed, contact by the coach, by someone
    # else, or to be left alone.
    silence: Mapped[str] = mapped_column(String(10), default="")
    silence_days: Mapped[int | None] = mapped_column(Integer)
    silence_who: Mapped[str] = mapped_column(String(80), default="")
    silence_channel: Mapped[str] = mapped_column(String(10), default="")
    silence_words: Mapped[str] = mapped_column(String(300), default="")
    silence_agreed_on: Mapped[date | None] = mapped_column(Date)
    changed_by: Mapped[str] = mapped_column(ForeignKey("person.id"))
    changed_at: Mapped[datetime] = mapped_column(Instant)
    version: Mapped[int] = mapped_column(Integer)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own name


class GoalRow(Table):
    """A personal goal in the client's own words; at most three stand at once."""

    __tablename__ = "goal"
    __table_args__ = (
        Index("ix_goal_client_id", "client_id"),
        CheckConstraint("length(words) > 0", name="has_words"),
        CheckConstraint("ended_on IS NULL OR ended_on >= begun_on", name="ends_after_start"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    client_id: Mapped[str] = mapped_column(ForeignKey("client.id"))
    words: Mapped[str] = mapped_column(String(200))
    begun_on: Mapped[date] = mapped_column(Date)
    ended_on: Mapped[date | None] = mapped_column(Date)
    changed_by: Mapped[str] = mapped_column(ForeignKey("person.id"))
    changed_at: Mapped[datetime] = mapped_column(Instant)
    save_key: Mapped[str] = mapped_column(String(32), unique=True)
    version: Mapped[int] = mapped_column(Integer)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own name


class GoalScoreRow(Table):
    """How near a goal feels on a day, 0-10, from the client; the last told of a day counts."""

    __tablename__ = "goal_score"
    __table_args__ = (
        Index("ix_goal_score_client_id", "client_id"),
        Index("ix_goal_score_goal_id_day", "goal_id", "day"),
        CheckConstraint("value BETWEEN 0 AND 10", name="value_0_10"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    client_id: Mapped[str] = mapped_column(ForeignKey("client.id"))
    goal_id: Mapped[str] = mapped_column(ForeignKey("goal.id"))
    day: Mapped[date] = mapped_column(Date)
    value: Mapped[int] = mapped_column(Integer)
    made_by: Mapped[str] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime] = mapped_column(Instant)


class MeasurementRow(Table):
    """The answers to one questionnaire on one day, in the order of the published list."""

    __tablename__ = "measurement"
    __table_args__ = (
        Index("ix_measurement_client_id_day", "client_id", "day"),
        one_of("measure", "who5", "phq4", "gad7", "pgic"),
        one_of("filled_in", "together", "paper"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    client_id: Mapped[str] = mapped_column(ForeignKey("client.id"))
    measure: Mapped[str] = mapped_column(String(5))
    day: Mapped[date] = mapped_column(Date)
    # A missing answer is null; the score is derived, never kept.
    answers: Mapped[list[int | None]] = mapped_column(JSON)
    filled_in: Mapped[str] = mapped_column(String(10))
    made_by: Mapped[str] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime] = mapped_column(Instant)
    save_key: Mapped[str] = mapped_column(String(32), unique=True)


class LifeEventRow(Table):
    """Something in a life that a reader of the progress page should know of, on its days."""

    __tablename__ = "life_event"
    __table_args__ = (
        Index("ix_life_event_client_id", "client_id"),
        CheckConstraint("length(words) > 0", name="has_words"),
        CheckConstraint("end_day IS NULL OR end_day >= day", name="ends_after_start"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    client_id: Mapped[str] = mapped_column(ForeignKey("client.id"))
    day: Mapped[date] = mapped_column(Date)
    end_day: Mapped[date | None] = mapped_column(Date)
    words: Mapped[str] = mapped_column(String(80))
    made_by: Mapped[str] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime] = mapped_column(Instant)
    save_key: Mapped[str] = mapped_column(String(32), unique=True)


class ExperimentRow(Table):
    """Two weeks in which a client compares two ways of moving; `seed` draws the plan again."""

    __tablename__ = "experiment"
    __table_args__ = (
        Index("ix_experiment_client_id", "client_id"),
        CheckConstraint("length(first_words) > 0", name="has_first_words"),
        CheckConstraint("length(second_words) > 0", name="has_second_words"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    client_id: Mapped[str] = mapped_column(ForeignKey("client.id"))
    start_day: Mapped[date] = mapped_column(Date)
    weekdays: Mapped[list[int]] = mapped_column(JSON)
    seed: Mapped[int] = mapped_column(Integer)
    first_words: Mapped[str] = mapped_column(String(60))
    second_words: Mapped[str] = mapped_column(String(60))
    # The context of each way where it is one of the known ones, for "what helps me".
    first_context: Mapped[str | None] = mapped_column(String(10))
    second_context: Mapped[str | None] = mapped_column(String(10))
    stopped_on: Mapped[date | None] = mapped_column(Date)
    changed_by: Mapped[str] = mapped_column(ForeignKey("person.id"))
    changed_at: Mapped[datetime] = mapped_column(Instant)
    save_key: Mapped[str] = mapped_column(String(32), unique=True)
    version: Mapped[int] = mapped_column(Integer)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own name


class ExperimentDayRow(Table):
    """What became of one day of an experiment: which way it went, and how it felt at the end."""

    __tablename__ = "experiment_day"
    __table_args__ = (
        Index("ix_experiment_day_client_id", "client_id"),
        one_of("went", "first", "second", "neither"),
        CheckConstraint("level IS NULL OR level BETWEEN 0 AND 10", name="level_0_10"),
    )

    experiment_id: Mapped[str] = mapped_column(ForeignKey("experiment.id"), primary_key=True)
    day: Mapped[date] = mapped_column(Date, primary_key=True)
    client_id: Mapped[str] = mapped_column(ForeignKey("client.id"))
    went: Mapped[str] = mapped_column(String(10))
    level: Mapped[int | None] = mapped_column(Integer)
    made_by: Mapped[str] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime] = mapped_column(Instant)


class CareSignalRow(Table):
    """A worry about someone's safety, opened by a person; closed with a note and a name."""

    __tablename__ = "care_signal"
    __table_args__ = (
        Index("ix_care_signal_client_id_closed_at", "client_id", "closed_at"),
        CheckConstraint("length(words) > 0", name="has_words"),
        CheckConstraint(
            "(closed_at IS NULL) = (closed_by IS NULL) "
            "AND (closed_at IS NULL) = (length(closing_note) = 0)",
            name="closes_whole",
        ),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    client_id: Mapped[str] = mapped_column(ForeignKey("client.id"))
    words: Mapped[str] = mapped_column(Text)
    opened_by: Mapped[str] = mapped_column(ForeignKey("person.id"))
    opened_at: Mapped[datetime] = mapped_column(Instant)
    closed_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    closed_at: Mapped[datetime | None] = mapped_column(Instant)
    closing_note: Mapped[str] = mapped_column(Text, default="")
    save_key: Mapped[str] = mapped_column(String(32), unique=True)
    version: Mapped[int] = mapped_column(Integer)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own name


class TeamStepRow(Table):
    """A step that a team added to the library; a route takes a copy of it."""

    __tablename__ = "team_step"
    __table_args__ = (Index("ix_team_step_team_id", "team_id"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    team_id: Mapped[str] = mapped_column(ForeignKey("team.id"))
    # The words and numbers of the step, as the library's own file has them.
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    changed_by: Mapped[str] = mapped_column(ForeignKey("person.id"))
    changed_at: Mapped[datetime] = mapped_column(Instant)
    removed: Mapped[bool] = mapped_column(Boolean, default=False)
    save_key: Mapped[str] = mapped_column(String(32), unique=True)
    version: Mapped[int] = mapped_column(Integer)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own name


class TeamSettingRow(Table):
    """One named value that a team chose for itself."""

    __tablename__ = "team_setting"

    team_id: Mapped[str] = mapped_column(ForeignKey("team.id"), primary_key=True)
    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    value: Mapped[str] = mapped_column(String(40))
    changed_by: Mapped[str] = mapped_column(ForeignKey("person.id"))
    changed_at: Mapped[datetime] = mapped_column(Instant)


# -- what waits, and who is told ------------------------------------------------------------


class WorklistRow(Table):
    """One reason why a client waits for a moment: kept, so that it can be put off or done."""

    __tablename__ = "worklist"
    __table_args__ = (
        UniqueConstraint("client_id", "kind", "fact"),
        Index("ix_worklist_client_id_state", "client_id", "state"),
        one_of(
            "kind",
            "returned",
            "very_low_mood",
            "lower_mood",
            "silent",
            "not_written",
            "worse_next_day",
            "too_much",
            "step_misfit",
            "rest_ends",
            "to_discuss",
            "no_route",
            "no_next_date",
        ),
        one_of("state", "open", "snoozed", "done", "closed"),
        CheckConstraint(
            "(state = 'snoozed') = (snoozed_until IS NOT NULL)", name="snoozed_until_a_day"
        ),
        CheckConstraint(
            "(state IN ('open', 'snoozed')) = (ended_at IS NULL)", name="ends_with_its_state"
        ),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    client_id: Mapped[str] = mapped_column(ForeignKey("client.id"))
    kind: Mapped[str] = mapped_column(String(20))
    # What this row is about, such as a day or a session: the same fact never makes two rows.
    fact: Mapped[str] = mapped_column(String(80))
    opened_at: Mapped[datetime] = mapped_column(Instant)
    # The numbers of the sentence, as they were when they were last looked at.
    numbers: Mapped[dict[str, Any]] = mapped_column(JSON)
    # True while the fact stands, whatever somebody did with the row.
    stands: Mapped[bool] = mapped_column(Boolean, default=True)
    state: Mapped[str] = mapped_column(String(10), default="open")
    snoozed_until: Mapped[date | None] = mapped_column(Date)
    snooze_reason: Mapped[str] = mapped_column(String(300), default="")
    note: Mapped[str] = mapped_column(String(500), default="")
    # Whether it helped, from whoever did it; None while nobody said.
    useful: Mapped[bool | None] = mapped_column(Boolean)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)
    changed_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    changed_at: Mapped[datetime] = mapped_column(Instant)
    version: Mapped[int] = mapped_column(Integer)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own name


class WorklistDueRow(Table):
    """A client about whom something was written since their worklist was last worked out."""

    __tablename__ = "worklist_due"

    client_id: Mapped[str] = mapped_column(ForeignKey("client.id"), primary_key=True)
    since: Mapped[datetime] = mapped_column(Instant)


class TalkPointRow(Table):
    """Something for the next talk: what the client wants to talk about, or a question left open."""

    __tablename__ = "talk_point"
    __table_args__ = (
        Index("ix_talk_point_client_id", "client_id"),
        one_of("kind", "topic", "question"),
        CheckConstraint("length(words) > 0", name="has_words"),
        CheckConstraint("(done_at IS NULL) = (done_by IS NULL)", name="done_by_somebody"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    client_id: Mapped[str] = mapped_column(ForeignKey("client.id"))
    kind: Mapped[str] = mapped_column(String(10))
    words: Mapped[str] = mapped_column(String(300))
    made_by: Mapped[str] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime] = mapped_column(Instant)
    done_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    done_at: Mapped[datetime | None] = mapped_column(Instant)
    save_key: Mapped[str] = mapped_column(String(32), unique=True)
    version: Mapped[int] = mapped_column(Integer)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own name


class CareReaderRow(Table):
    """Who was asked to read a care signal besides the one who opened it, and when they did."""

    __tablename__ = "care_reader"
    __table_args__ = (
        Index("ix_care_reader_client_id", "client_id"),
        Index("ix_care_reader_reader_id", "reader_id"),
        one_of("asked_as", "lead", "coach", "deputy", "fallback"),
    )

    signal_id: Mapped[str] = mapped_column(ForeignKey("care_signal.id"), primary_key=True)
    reader_id: Mapped[str] = mapped_column(ForeignKey("person.id"), primary_key=True)
    client_id: Mapped[str] = mapped_column(ForeignKey("client.id"))
    asked_as: Mapped[str] = mapped_column(String(10))
    asked_at: Mapped[datetime] = mapped_column(Instant)


class CareSightRow(Table):
    """The first time a person saw a care signal; the moment of opening counts for its maker."""

    __tablename__ = "care_sight"
    __table_args__ = (Index("ix_care_sight_client_id", "client_id"),)

    signal_id: Mapped[str] = mapped_column(ForeignKey("care_signal.id"), primary_key=True)
    reader_id: Mapped[str] = mapped_column(ForeignKey("person.id"), primary_key=True)
    client_id: Mapped[str] = mapped_column(ForeignKey("client.id"))
    seen_at: Mapped[datetime] = mapped_column(Instant)


class AbsenceRow(Table):
    """Days on which a colleague is not there, both part of it."""

    __tablename__ = "absence"
    __table_args__ = (
        Index("ix_absence_person_id_end_day", "person_id", "end_day"),
        CheckConstraint("end_day >= start_day", name="ends_after_start"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    start_day: Mapped[date] = mapped_column(Date)
    end_day: Mapped[date] = mapped_column(Date)
    made_by: Mapped[str] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime] = mapped_column(Instant)
    save_key: Mapped[str] = mapped_column(String(32), unique=True)


class NoticeRow(Table):
    """A word to one colleague about a client; it says what kind, never what was written."""

    __tablename__ = "notice"
    __table_args__ = (
        Index("ix_notice_person_id_seen_at", "person_id", "seen_at"),
        Index("ix_notice_client_id", "client_id"),
        Index("ix_notice_mail_after", "mail_after"),
        one_of(
            "kind",
            "care_signal",
            "care_signal_closed",
            "question",
            "question_answered",
            "dossier_opened",
            "handover",
            "handover_answered",
            "cover",
        ),
        UniqueConstraint("person_id", "kind", "subject_id"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    client_id: Mapped[str] = mapped_column(ForeignKey("client.id"))
    kind: Mapped[str] = mapped_column(String(20))
    subject_id: Mapped[str] = mapped_column(String(32))
    made_at: Mapped[datetime] = mapped_column(Instant)
    seen_at: Mapped[datetime | None] = mapped_column(Instant)
    # From when a mail may go; None when no mail has to go (any more).
    mail_after: Mapped[datetime | None] = mapped_column(Instant)
    mailed_at: Mapped[datetime | None] = mapped_column(Instant)
    mail_tries: Mapped[int] = mapped_column(Integer, default=0)


class NoticeChoiceRow(Table):
    """When a colleague may be mailed: local times of the day, or nothing chosen yet."""

    __tablename__ = "notice_choice"
    __table_args__ = (
        CheckConstraint("(quiet_from IS NULL) = (quiet_until IS NULL)", name="quiet_hours_whole"),
    )

    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), primary_key=True)
    mail: Mapped[bool] = mapped_column(Boolean, default=True)
    quiet_from: Mapped[str | None] = mapped_column(String(5))
    quiet_until: Mapped[str | None] = mapped_column(String(5))
    changed_at: Mapped[datetime] = mapped_column(Instant)


# -- the beginning of guidance --------------------------------------------------------------


class IntakeRow(Table):
    """How guidance began: the referral, the first talks, safety topics and who gives care."""

    __tablename__ = "intake"
    __table_args__ = (
        CheckConstraint(
            "first_call_on IS NULL OR referred_on IS NULL OR first_call_on >= referred_on",
            name="called_after_referral",
        ),
        CheckConstraint(
            "first_meeting_on IS NULL OR referred_on IS NULL OR first_meeting_on >= referred_on",
            name="met_after_referral",
        ),
    )

    client_id: Mapped[str] = mapped_column(ForeignKey("client.id"), primary_key=True)
    referred_by: Mapped[str] = mapped_column(String(120), default="")
    referred_on: Mapped[date | None] = mapped_column(Date)
    referral_reason: Mapped[str] = mapped_column(String(500), default="")
    first_call_on: Mapped[date | None] = mapped_column(Date)
    first_meeting_on: Mapped[date | None] = mapped_column(Date)
    # By topic: {"answer": "no" | "yes", "words": "…"}; a topic that was not talked about is absent.
    safety: Mapped[dict[str, Any]] = mapped_column(JSON)
    gp_name: Mapped[str] = mapped_column(String(120), default="")
    gp_phone: Mapped[str] = mapped_column(String(40), default="")
    nurse_name: Mapped[str] = mapped_column(String(120), default="")
    nurse_phone: Mapped[str] = mapped_column(String(40), default="")
    changed_by: Mapped[str] = mapped_column(ForeignKey("person.id"))
    changed_at: Mapped[datetime] = mapped_column(Instant)
    version: Mapped[int] = mapped_column(Integer)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own name


class ConsentRow(Table):
    """What a client agreed to, for one purpose; withdrawing ends it and leaves it readable."""

    __tablename__ = "consent"
    __table_args__ = (
        Index("ix_consent_client_id_purpose", "client_id", "purpose"),
        one_of("purpose", "care_contact", "messages", "someone_close", "learning"),
        one_of("answer", "yes", "no"),
        one_of("told", "spoken", "written"),
        CheckConstraint("withdrawn_on IS NULL OR withdrawn_on >= told_on", name="ends_after_start"),
        CheckConstraint(
            "(withdrawn_on IS NULL) = (withdrawn_by IS NULL)", name="withdrawn_by_somebody"
        ),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    client_id: Mapped[str] = mapped_column(ForeignKey("client.id"))
    purpose: Mapped[str] = mapped_column(String(20))
    answer: Mapped[str] = mapped_column(String(3))
    told: Mapped[str] = mapped_column(String(10))
    told_on: Mapped[date] = mapped_column(Date)
    words: Mapped[str] = mapped_column(String(300), default="")
    made_by: Mapped[str] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime] = mapped_column(Instant)
    withdrawn_on: Mapped[date | None] = mapped_column(Date)
    withdrawn_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    withdrawn_at: Mapped[datetime | None] = mapped_column(Instant)
    save_key: Mapped[str] = mapped_column(String(32), unique=True)


# -- the agenda -----------------------------------------------------------------------------


class AppointmentRow(Table):
    """A meeting that was planned with a client, once or every so many weeks.

    Day and time are those of Amsterdam's clocks: a talk at ten stays at ten over a clock change.
    """

    __tablename__ = "appointment"
    __table_args__ = (
        Index("ix_appointment_client_id_day", "client_id", "day"),
        CheckConstraint("minutes BETWEEN 5 AND 600", name="minutes_5_600"),
        CheckConstraint(
            "every_weeks IS NULL OR every_weeks BETWEEN 1 AND 8", name="every_weeks_1_8"
        ),
        CheckConstraint("until IS NULL OR until >= day", name="ends_after_start"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    client_id: Mapped[str] = mapped_column(ForeignKey("client.id"))
    day: Mapped[date] = mapped_column(Date)
    at: Mapped[str] = mapped_column(String(5))
    minutes: Mapped[int] = mapped_column(Integer)
    # None for a single one.
    every_weeks: Mapped[int | None] = mapped_column(Integer)
    until: Mapped[date | None] = mapped_column(Date)
    place: Mapped[str] = mapped_column(String(120), default="")
    # By the day that was planned: where that one went ("2026-03-18 10:00"), or None: cancelled.
    changes: Mapped[dict[str, Any]] = mapped_column(JSON)
    # The sessions in which it was agreed, oldest first, each with where it stood before: undone,
    # that comes back. Empty as soon as it is changed by hand.
    agreed: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    removed: Mapped[bool] = mapped_column(Boolean, default=False)
    changed_by: Mapped[str] = mapped_column(ForeignKey("person.id"))
    changed_at: Mapped[datetime] = mapped_column(Instant)
    save_key: Mapped[str] = mapped_column(String(32), unique=True)
    version: Mapped[int] = mapped_column(Integer)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own name


class GroupAppointmentRow(Table):
    """A group or another meeting in the agenda of one colleague, with no client in it."""

    __tablename__ = "group_appointment"
    __table_args__ = (
        Index("ix_group_appointment_person_id_day", "person_id", "day"),
        CheckConstraint("length(title) > 0", name="has_title"),
        CheckConstraint("minutes BETWEEN 5 AND 600", name="minutes_5_600"),
        CheckConstraint(
            "every_weeks IS NULL OR every_weeks BETWEEN 1 AND 8", name="every_weeks_1_8"
        ),
        CheckConstraint("until IS NULL OR until >= day", name="ends_after_start"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    title: Mapped[str] = mapped_column(String(80))
    day: Mapped[date] = mapped_column(Date)
    at: Mapped[str] = mapped_column(String(5))
    minutes: Mapped[int] = mapped_column(Integer)
    every_weeks: Mapped[int | None] = mapped_column(Integer)
    until: Mapped[date | None] = mapped_column(Date)
    place: Mapped[str] = mapped_column(String(120), default="")
    changes: Mapped[dict[str, Any]] = mapped_column(JSON)
    removed: Mapped[bool] = mapped_column(Boolean, default=False)
    changed_at: Mapped[datetime] = mapped_column(Instant)
    save_key: Mapped[str] = mapped_column(String(32), unique=True)
    version: Mapped[int] = mapped_column(Integer)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own name


class CalendarFeedRow(Table):
    """The secret address of a colleague's agenda. Only the SHA-256 of its token is kept."""

    __tablename__ = "calendar_feed"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    made_at: Mapped[datetime] = mapped_column(Instant)
    revoked_at: Mapped[datetime | None] = mapped_column(Instant)


# -- the team -------------------------------------------------------------------------------


class StandingRow(Table):
    """What a list shows of one client, worked out beforehand: a copy, never the source."""

    __tablename__ = "standing"

    client_id: Mapped[str] = mapped_column(ForeignKey("client.id"), primary_key=True)
    # The day as of which it was worked out, and from when it may be another.
    day: Mapped[date] = mapped_column(Date)
    good_until: Mapped[datetime] = mapped_column(Instant)
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)


class HeavyTalkRow(Table):
    """A talk that was heavy for whoever led it: they said so themselves."""

    __tablename__ = "heavy_talk"
    __table_args__ = (Index("ix_heavy_talk_client_id", "client_id"),)

    session_id: Mapped[str] = mapped_column(ForeignKey("session.id"), primary_key=True)
    client_id: Mapped[str] = mapped_column(ForeignKey("client.id"))
    said_by: Mapped[str] = mapped_column(ForeignKey("person.id"))
    said_at: Mapped[datetime] = mapped_column(Instant)


class QuestionRow(Table):
    """A question about a client for whoever leads the team, and what they answered."""

    __tablename__ = "question"
    __table_args__ = (
        Index("ix_question_client_id", "client_id"),
        CheckConstraint("length(words) > 0", name="has_words"),
        CheckConstraint("(answered_at IS NULL) = (answered_by IS NULL)", name="answered_by_one"),
        CheckConstraint("(answered_at IS NULL) = (answer = '')", name="answered_whole"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    client_id: Mapped[str] = mapped_column(ForeignKey("client.id"))
    words: Mapped[str] = mapped_column(String(500))
    asked_by: Mapped[str] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime] = mapped_column(Instant)
    # The day on which the lead wants to talk about it.
    talk_on: Mapped[date | None] = mapped_column(Date)
    answer: Mapped[str] = mapped_column(String(1000), default="")
    answered_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[datetime | None] = mapped_column(Instant)
    # From then on the answer no longer stands in the cockpit, or the question was taken back.
    done_at: Mapped[datetime | None] = mapped_column(Instant)
    save_key: Mapped[str] = mapped_column(String(32), unique=True)
    version: Mapped[int] = mapped_column(Integer)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own name


class HandoverRow(Table):
    """That another coach is asked to guide a client from now on, and what became of it."""

    __tablename__ = "handover"
    __table_args__ = (
        Index("ix_handover_client_id", "client_id"),
        Index("ix_handover_to_coach_id_state", "to_coach_id", "state"),
        Index(
            "uq_handover_open",
            "client_id",
            unique=True,
            sqlite_where=text("state = 'asked'"),
            postgresql_where=text("state = 'asked'"),
        ),
        one_of("state", "asked", "accepted", "declined", "taken_back"),
        CheckConstraint("(state = 'asked') = (decided_at IS NULL)", name="decided_at_once"),
        CheckConstraint("from_coach_id <> to_coach_id", name="to_another"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    client_id: Mapped[str] = mapped_column(ForeignKey("client.id"))
    from_coach_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    to_coach_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    to_team_id: Mapped[str] = mapped_column(ForeignKey("team.id"))
    # What whoever takes over has to know, in the words of whoever asks.
    words: Mapped[str] = mapped_column(String(1000), default="")
    asked_by: Mapped[str] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime] = mapped_column(Instant)
    state: Mapped[str] = mapped_column(String(10), default="asked")
    decided_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None] = mapped_column(Instant)
    # Why it was declined or taken back.
    decision_words: Mapped[str] = mapped_column(String(300), default="")
    informed_on: Mapped[date | None] = mapped_column(Date)
    informed_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    save_key: Mapped[str] = mapped_column(String(32), unique=True)
    version: Mapped[int] = mapped_column(Integer)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own name


class CoverRow(Table):
    """Days on which a colleague guides a client in place of the coach, both part of it."""

    __tablename__ = "cover"
    __table_args__ = (
        Index("ix_cover_client_id", "client_id"),
        Index("ix_cover_coverer_id_end_day", "coverer_id", "end_day"),
        CheckConstraint("end_day >= start_day", name="ends_after_start"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    client_id: Mapped[str] = mapped_column(ForeignKey("client.id"))
    coverer_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    start_day: Mapped[date] = mapped_column(Date)
    end_day: Mapped[date] = mapped_column(Date)
    words: Mapped[str] = mapped_column(String(500), default="")
    made_by: Mapped[str] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime] = mapped_column(Instant)
    # Ended before its last day; from that moment nothing is open any more.
    ended_at: Mapped[datetime | None] = mapped_column(Instant)
    ended_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    informed_on: Mapped[date | None] = mapped_column(Date)
    informed_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    # One for all clients that were covered in one go.
    save_key: Mapped[str] = mapped_column(String(32), index=True)


# -- the client's rights --------------------------------------------------------------------


class RightsRequestRow(Table):
    """What a client asks about their own dossier, with the day by which there is an answer."""

    __tablename__ = "rights_request"
    __table_args__ = (
        Index("ix_rights_request_client_id", "client_id"),
        Index("ix_rights_request_state_answer_by", "state", "answer_by"),
        one_of("kind", "copy", "correction", "erasure", "restriction"),
        one_of("state", "open", "granted", "partly", "refused", "withdrawn"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    client_id: Mapped[str] = mapped_column(ForeignKey("client.id"))
    kind: Mapped[str] = mapped_column(String(12))
    words: Mapped[str] = mapped_column(Text, default="")
    asked_on: Mapped[date] = mapped_column(Date)
    answer_by: Mapped[date] = mapped_column(Date)
    made_by: Mapped[str] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime] = mapped_column(Instant)
    state: Mapped[str] = mapped_column(String(10), default="open")
    # Why it was granted, refused or takes longer: what the client is told.
    answer: Mapped[str] = mapped_column(Text, default="")
    decided_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None] = mapped_column(Instant)
    save_key: Mapped[str] = mapped_column(String(32), unique=True)
    version: Mapped[int] = mapped_column(Integer)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own name


class RestrictionRow(Table):
    """A dossier that stands still at the client's wish: it can be read, and nothing is added."""

    __tablename__ = "restriction"
    __table_args__ = (Index("ix_restriction_client_id", "client_id"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    client_id: Mapped[str] = mapped_column(ForeignKey("client.id"))
    reason: Mapped[str] = mapped_column(Text, default="")
    made_by: Mapped[str] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime] = mapped_column(Instant)
    ended_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    ended_at: Mapped[datetime | None] = mapped_column(Instant)


class ErasureRow(Table):
    """Proof that a dossier was erased: when, why and how many rows, never what stood in it.

    `dossier_id` was the random id of the client, so that a backup that is put back can be erased
    again.
    """

    __tablename__ = "erasure"
    __table_args__ = (one_of("why", "request", "term"),)

    dossier_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    team_id: Mapped[str] = mapped_column(ForeignKey("team.id"))
    why: Mapped[str] = mapped_column(String(10))
    asked_on: Mapped[date | None] = mapped_column(Date)
    answer_by: Mapped[date | None] = mapped_column(Date)
    decided_by: Mapped[str] = mapped_column(ForeignKey("person.id"))
    erased_at: Mapped[datetime] = mapped_column(Instant)
    # How many rows went from each table.
    rows: Mapped[dict[str, int]] = mapped_column(JSON)


# -- the log --------------------------------------------------------------------------------


class AuditRow(Table):
    """One event of the access log: who did what to whose record, never what it says."""

    __tablename__ = "audit"
    __table_args__ = (
        Index("ix_audit_client_id_at", "client_id", "at"),
        Index("ix_audit_person_id_at", "person_id", "at"),
        Index("ix_audit_at", "at"),
        Index("uq_audit_view", "view", "part", "client_id", unique=True),
        one_of("action", "C", "R", "U", "D", "E"),
        one_of("outcome", "done", "refused"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    at: Mapped[datetime] = mapped_column(Instant)
    person_id: Mapped[str | None] = mapped_column(String(32))
    roles: Mapped[str] = mapped_column(String(40), default="")
    visit: Mapped[str | None] = mapped_column(String(16))
    action: Mapped[str] = mapped_column(String(1))
    part: Mapped[str] = mapped_column(String(40))
    outcome: Mapped[str] = mapped_column(String(10), default="done")
    client_id: Mapped[str | None] = mapped_column(String(32))
    subject_id: Mapped[str | None] = mapped_column(String(64))
    rule: Mapped[str] = mapped_column(String(30), default="")
    # The colleague in whose place somebody was at work.
    behalf_id: Mapped[str | None] = mapped_column(String(32))
    reason: Mapped[str] = mapped_column(String(500), default="")
    # The page look this line stands for; NULL for events that are not looks. NULLs never clash.
    view: Mapped[str | None] = mapped_column(String(32))
    listed: Mapped[list[str] | None] = mapped_column(JSON)


class AuditSealRow(Table):
    """The chain over the log: each seal covers its line and the seal before it.

    `mac` is an HMAC with a key that is not in the database; `key_id` names the key, not more.
    """

    __tablename__ = "audit_seal"

    number: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    audit_id: Mapped[str] = mapped_column(String(32), unique=True)
    key_id: Mapped[str] = mapped_column(String(8))
    mac: Mapped[str] = mapped_column(String(64))


class AuditCheckRow(Table):
    """One look whether the log is whole: how far it was read, and what was wrong."""

    __tablename__ = "audit_check"
    __table_args__ = (Index("ix_audit_check_at", "at"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    at: Mapped[datetime] = mapped_column(Instant)
    lines: Mapped[int] = mapped_column(BigInteger)
    # Empty when all was well.
    fault: Mapped[str] = mapped_column(String(20), default="")
    number: Mapped[int | None] = mapped_column(BigInteger)


class AccessReviewRow(Table):
    """What a person who looks after the log found of one case of unusual access."""

    __tablename__ = "access_review"
    __table_args__ = (
        UniqueConstraint("kind", "about", "day"),
        one_of("verdict", "explained", "spoken", "incident"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    # The id of a colleague, or the digest under which tries to sign in are counted.
    about: Mapped[str] = mapped_column(String(64))
    day: Mapped[date] = mapped_column(Date)
    verdict: Mapped[str] = mapped_column(String(10))
    words: Mapped[str] = mapped_column(String(1000), default="")
    made_by: Mapped[str] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime] = mapped_column(Instant)


class AccessSignOffRow(Table):
    """That a month of the log was reviewed, by whom, and how many cases there were."""

    __tablename__ = "access_sign_off"

    month: Mapped[date] = mapped_column(Date, primary_key=True)
    cases: Mapped[int] = mapped_column(Integer)
    lines: Mapped[int] = mapped_column(BigInteger)
    words: Mapped[str] = mapped_column(String(1000), default="")
    made_by: Mapped[str] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime] = mapped_column(Instant)


class BackupRow(Table):
    """One backup, as the installation remembers it."""

    __tablename__ = "backup"
    __table_args__ = (
        Index("ix_backup_begun_at", "begun_at"),
        one_of("outcome", "begun", "done", "failed"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    name: Mapped[str] = mapped_column(String(80), default="")
    begun_at: Mapped[datetime] = mapped_column(Instant)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)
    # When it was last opened and read whole.
    verified_at: Mapped[datetime | None] = mapped_column(Instant)
    outcome: Mapped[str] = mapped_column(String(10), default="begun")
    size: Mapped[int | None] = mapped_column(BigInteger)
