"""the working loop

Revision ID: 0001
Revises:
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "audit",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=True),
        sa.Column("roles", sa.String(length=40), nullable=False),
        sa.Column("visit", sa.String(length=16), nullable=True),
        sa.Column("action", sa.String(length=1), nullable=False),
        sa.Column("part", sa.String(length=40), nullable=False),
        sa.Column("outcome", sa.String(length=10), nullable=False),
        sa.Column("client_id", sa.String(length=32), nullable=True),
        sa.Column("subject_id", sa.String(length=64), nullable=True),
        sa.Column("rule", sa.String(length=30), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("view", sa.String(length=32), nullable=True),
        sa.Column("listed", sa.JSON(), nullable=True),
        sa.CheckConstraint(
            "action IN ('C', 'R', 'U', 'D', 'E')", name=op.f("ck_audit_action_known")
        ),
        sa.CheckConstraint("outcome IN ('done', 'refused')", name=op.f("ck_audit_outcome_known")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
    )
    with op.batch_alter_table("audit", schema=None) as batch_op:
        batch_op.create_index("ix_audit_client_id_at", ["client_id", "at"], unique=False)
        batch_op.create_index("ix_audit_person_id_at", ["person_id", "at"], unique=False)
        batch_op.create_index("uq_audit_view", ["view", "part", "client_id"], unique=True)

    op.create_table(
        "person",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("password_hash", sa.String(length=100), nullable=True),
        sa.Column("is_admin", sa.Boolean(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("email", name=op.f("uq_person_email")),
    )
    op.create_table(
        "setting",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_setting")),
    )
    op.create_table(
        "sign_in_attempt",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_attempt")),
    )
    with op.batch_alter_table("sign_in_attempt", schema=None) as batch_op:
        batch_op.create_index("ix_sign_in_attempt_subject_at", ["subject", "at"], unique=False)

    op.create_table(
        "team",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team")),
        sa.UniqueConstraint("name", name=op.f("uq_team_name")),
    )
    op.create_table(
        "client",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("coach_id", sa.String(length=32), nullable=False),
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("next_appointment", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.String(length=32), nullable=False),
        sa.Column("save_key", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "ended_on IS NULL OR ended_on >= started_on", name=op.f("ck_client_ends_after_start")
        ),
        sa.ForeignKeyConstraint(
            ["changed_by"], ["person.id"], name=op.f("fk_client_changed_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["coach_id"], ["person.id"], name=op.f("fk_client_coach_id_person")
        ),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_client_team_id_team")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_client")),
        sa.UniqueConstraint("save_key", name=op.f("uq_client_save_key")),
    )
    with op.batch_alter_table("client", schema=None) as batch_op:
        batch_op.create_index("ix_client_coach_id_ended_on", ["coach_id", "ended_on"], unique=False)
        batch_op.create_index("ix_client_team_id_ended_on", ["team_id", "ended_on"], unique=False)

    op.create_table(
        "invitation",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("created_by", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["created_by"], ["person.id"], name=op.f("fk_invitation_created_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_invitation_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
    )
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_invitation_person_id"), ["person_id"], unique=False)

    op.create_table(
        "membership",
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("role", sa.String(length=10), nullable=False),
        sa.CheckConstraint("role IN ('coach', 'lead')", name=op.f("ck_membership_role_known")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_membership_person_id_person")
        ),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_membership_team_id_team")),
        sa.PrimaryKeyConstraint("person_id", "team_id", "role", name=op.f("pk_membership")),
    )
    op.create_table(
        "visit",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_visit_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit")),
    )
    with op.batch_alter_table("visit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_visit_person_id"), ["person_id"], unique=False)

    op.create_table(
        "notes_access",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("client_id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(reason) > 0", name=op.f("ck_notes_access_has_reason")),
        sa.ForeignKeyConstraint(
            ["client_id"], ["client.id"], name=op.f("fk_notes_access_client_id_client")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_notes_access_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notes_access")),
    )
    with op.batch_alter_table("notes_access", schema=None) as batch_op:
        batch_op.create_index(
            "ix_notes_access_client_id_person_id", ["client_id", "person_id"], unique=False
        )

    op.create_table(
        "rest",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("client_id", sa.String(length=32), nullable=False),
        sa.Column("step_key", sa.String(length=64), nullable=True),
        sa.Column("start_day", sa.Date(), nullable=False),
        sa.Column("end_day", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("taken_back", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "end_day IS NULL OR end_day >= start_day", name=op.f("ck_rest_ends_after_start")
        ),
        sa.ForeignKeyConstraint(
            ["client_id"], ["client.id"], name=op.f("fk_rest_client_id_client")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rest")),
    )
    with op.batch_alter_table("rest", schema=None) as batch_op:
        batch_op.create_index("ix_rest_client_id", ["client_id"], unique=False)

    op.create_table(
        "route_version",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("client_id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("proposed_by", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("rest_note", sa.String(length=200), nullable=False),
        sa.Column("made_by", sa.String(length=32), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("save_key", sa.String(length=32), nullable=False),
        sa.CheckConstraint(
            "proposed_by IN ('client', 'coach', 'together')",
            name=op.f("ck_route_version_proposed_by_known"),
        ),
        sa.CheckConstraint("length(reason) > 0", name=op.f("ck_route_version_has_reason")),
        sa.ForeignKeyConstraint(
            ["client_id"], ["client.id"], name=op.f("fk_route_version_client_id_client")
        ),
        sa.ForeignKeyConstraint(
            ["made_by"], ["person.id"], name=op.f("fk_route_version_made_by_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_route_version")),
        sa.UniqueConstraint("client_id", "number", name=op.f("uq_route_version_client_id_number")),
        sa.UniqueConstraint("save_key", name=op.f("uq_route_version_save_key")),
    )
    op.create_table(
        "session",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("client_id", sa.String(length=32), nullable=False),
        sa.Column("held_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("current", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["client_id"], ["client.id"], name=op.f("fk_session_client_id_client")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session")),
    )
    with op.batch_alter_table("session", schema=None) as batch_op:
        batch_op.create_index(
            "ix_session_client_id_held_at", ["client_id", "held_at"], unique=False
        )

    op.create_table(
        "route_step",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("version_id", sa.String(length=32), nullable=False),
        sa.Column("client_id", sa.String(length=32), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("step_key", sa.String(length=64), nullable=False),
        sa.Column("activity", sa.String(length=120), nullable=False),
        sa.Column("mini_text", sa.String(length=160), nullable=False),
        sa.Column("mini_seconds", sa.Integer(), nullable=False),
        sa.Column("ordinary_text", sa.String(length=160), nullable=False),
        sa.Column("ordinary_seconds", sa.Integer(), nullable=False),
        sa.Column("ample_text", sa.String(length=160), nullable=False),
        sa.Column("ample_seconds", sa.Integer(), nullable=False),
        sa.Column("per_week", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=10), nullable=False),
        sa.Column("company", sa.String(length=10), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.CheckConstraint(
            "company IN ('alone', 'together', 'helping')", name=op.f("ck_route_step_company_known")
        ),
        sa.CheckConstraint(
            "place IN ('indoors', 'outdoors')", name=op.f("ck_route_step_place_known")
        ),
        sa.CheckConstraint(
            "mini_seconds <= ordinary_seconds AND ordinary_seconds <= ample_seconds",
            name=op.f("ck_route_step_sizes_grow"),
        ),
        sa.CheckConstraint("per_week BETWEEN 1 AND 7", name=op.f("ck_route_step_per_week_1_7")),
        sa.ForeignKeyConstraint(
            ["client_id"], ["client.id"], name=op.f("fk_route_step_client_id_client")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["route_version.id"],
            name=op.f("fk_route_step_version_id_route_version"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_route_step")),
        sa.UniqueConstraint(
            "version_id", "position", name=op.f("uq_route_step_version_id_position")
        ),
        sa.UniqueConstraint(
            "version_id", "step_key", name=op.f("uq_route_step_version_id_step_key")
        ),
    )
    with op.batch_alter_table("route_step", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_route_step_client_id"), ["client_id"], unique=False)

    op.create_table(
        "session_version",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("session_id", sa.String(length=32), nullable=False),
        sa.Column("client_id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("held_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("attendance", sa.String(length=12), nullable=False),
        sa.Column("mood_before", sa.Integer(), nullable=True),
        sa.Column("mood_during", sa.Integer(), nullable=True),
        sa.Column("mood_after", sa.Integer(), nullable=True),
        sa.Column("effort", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("next_step", sa.String(length=300), nullable=False),
        sa.Column("correction_reason", sa.String(length=500), nullable=False),
        sa.Column("written_by", sa.String(length=32), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("save_key", sa.String(length=32), nullable=False),
        sa.CheckConstraint(
            "attendance IN ('came', 'cancelled', 'absent', 'excused')",
            name=op.f("ck_session_version_attendance_known"),
        ),
        sa.CheckConstraint(
            "kind IN ('in_person', 'walk', 'video', 'phone')",
            name=op.f("ck_session_version_kind_known"),
        ),
        sa.CheckConstraint(
            "effort IS NULL OR effort BETWEEN 0 AND 10", name=op.f("ck_session_version_effort_0_10")
        ),
        sa.CheckConstraint(
            "mood_after IS NULL OR mood_after BETWEEN 0 AND 10",
            name=op.f("ck_session_version_mood_after_0_10"),
        ),
        sa.CheckConstraint(
            "mood_before IS NULL OR mood_before BETWEEN 0 AND 10",
            name=op.f("ck_session_version_mood_before_0_10"),
        ),
        sa.CheckConstraint(
            "mood_during IS NULL OR mood_during BETWEEN 0 AND 10",
            name=op.f("ck_session_version_mood_during_0_10"),
        ),
        sa.ForeignKeyConstraint(
            ["client_id"], ["client.id"], name=op.f("fk_session_version_client_id_client")
        ),
        sa.ForeignKeyConstraint(
            ["session_id"], ["session.id"], name=op.f("fk_session_version_session_id_session")
        ),
        sa.ForeignKeyConstraint(
            ["written_by"], ["person.id"], name=op.f("fk_session_version_written_by_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session_version")),
        sa.UniqueConstraint("save_key", name=op.f("uq_session_version_save_key")),
        sa.UniqueConstraint(
            "session_id", "number", name=op.f("uq_session_version_session_id_number")
        ),
    )
    with op.batch_alter_table("session_version", schema=None) as batch_op:
        batch_op.create_index("ix_session_version_client_id", ["client_id"], unique=False)

    op.create_table(
        "check_in",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("client_id", sa.String(length=32), nullable=False),
        sa.Column("session_version_id", sa.String(length=32), nullable=False),
        sa.Column("step_key", sa.String(length=64), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("outcome", sa.String(length=12), nullable=False),
        sa.Column("superseded", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "outcome IN ('mini', 'ordinary', 'ample', 'not_done', 'rest')",
            name=op.f("ck_check_in_outcome_known"),
        ),
        sa.ForeignKeyConstraint(
            ["client_id"], ["client.id"], name=op.f("fk_check_in_client_id_client")
        ),
        sa.ForeignKeyConstraint(
            ["session_version_id"],
            ["session_version.id"],
            name=op.f("fk_check_in_session_version_id_session_version"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_in")),
    )
    with op.batch_alter_table("check_in", schema=None) as batch_op:
        batch_op.create_index("ix_check_in_client_id_day", ["client_id", "day"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_check_in_session_version_id"), ["session_version_id"], unique=False
        )
        batch_op.create_index(
            "uq_check_in_counts",
            ["client_id", "step_key", "day"],
            unique=True,
            sqlite_where=sa.text("superseded = 0"),
            postgresql_where=sa.text("NOT superseded"),
        )

    op.create_table(
        "day_mood",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("client_id", sa.String(length=32), nullable=False),
        sa.Column("session_version_id", sa.String(length=32), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.Column("superseded", sa.Boolean(), nullable=False),
        sa.CheckConstraint("value BETWEEN 0 AND 10", name=op.f("ck_day_mood_value_0_10")),
        sa.ForeignKeyConstraint(
            ["client_id"], ["client.id"], name=op.f("fk_day_mood_client_id_client")
        ),
        sa.ForeignKeyConstraint(
            ["session_version_id"],
            ["session_version.id"],
            name=op.f("fk_day_mood_session_version_id_session_version"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_day_mood")),
    )
    with op.batch_alter_table("day_mood", schema=None) as batch_op:
        batch_op.create_index("ix_day_mood_client_id_day", ["client_id", "day"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_day_mood_session_version_id"), ["session_version_id"], unique=False
        )
        batch_op.create_index(
            "uq_day_mood_counts",
            ["client_id", "day"],
            unique=True,
            sqlite_where=sa.text("superseded = 0"),
            postgresql_where=sa.text("NOT superseded"),
        )


def downgrade() -> None:
    with op.batch_alter_table("day_mood", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_day_mood_counts",
            sqlite_where=sa.text("superseded = 0"),
            postgresql_where=sa.text("NOT superseded"),
        )
        batch_op.drop_index(batch_op.f("ix_day_mood_session_version_id"))
        batch_op.drop_index("ix_day_mood_client_id_day")

    op.drop_table("day_mood")
    with op.batch_alter_table("check_in", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_check_in_counts",
            sqlite_where=sa.text("superseded = 0"),
            postgresql_where=sa.text("NOT superseded"),
        )
        batch_op.drop_index(batch_op.f("ix_check_in_session_version_id"))
        batch_op.drop_index("ix_check_in_client_id_day")

    op.drop_table("check_in")
    with op.batch_alter_table("session_version", schema=None) as batch_op:
        batch_op.drop_index("ix_session_version_client_id")

    op.drop_table("session_version")
    with op.batch_alter_table("route_step", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_route_step_client_id"))

    op.drop_table("route_step")
    with op.batch_alter_table("session", schema=None) as batch_op:
        batch_op.drop_index("ix_session_client_id_held_at")

    op.drop_table("session")
    op.drop_table("route_version")
    with op.batch_alter_table("rest", schema=None) as batch_op:
        batch_op.drop_index("ix_rest_client_id")

    op.drop_table("rest")
    with op.batch_alter_table("notes_access", schema=None) as batch_op:
        batch_op.drop_index("ix_notes_access_client_id_person_id")

    op.drop_table("notes_access")
    with op.batch_alter_table("visit", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_visit_person_id"))

    op.drop_table("visit")
    op.drop_table("membership")
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_invitation_person_id"))

    op.drop_table("invitation")
    with op.batch_alter_table("client", schema=None) as batch_op:
        batch_op.drop_index("ix_client_team_id_ended_on")
        batch_op.drop_index("ix_client_coach_id_ended_on")

    op.drop_table("client")
    op.drop_table("team")
    with op.batch_alter_table("sign_in_attempt", schema=None) as batch_op:
        batch_op.drop_index("ix_sign_in_attempt_subject_at")

    op.drop_table("sign_in_attempt")
    op.drop_table("setting")
    op.drop_table("person")
    with op.batch_alter_table("audit", schema=None) as batch_op:
        batch_op.drop_index("uq_audit_view")
        batch_op.drop_index("ix_audit_person_id_at")
        batch_op.drop_index("ix_audit_client_id_at")

    op.drop_table("audit")
