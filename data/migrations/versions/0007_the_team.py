"""The team: regions, hours, what a list shows, questions, hand-over and cover.

Revision ID: 0007
Revises: 0006
"""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_KINDS = ("care_signal", "care_signal_closed")
_MORE_KINDS = (
    "question",
    "question_answered",
    "dossier_opened",
    "handover",
    "handover_answered",
    "cover",
)


def upgrade() -> None:
    """Add the tables, and let what lists show of each client be worked out."""
    _tables()
    _notices_of(*_KINDS, *_MORE_KINDS)
    _everyone_is_due()


def downgrade() -> None:
    """Take them away again, with what stands in them."""
    notice = sa.table("notice", sa.column("kind"))
    op.get_bind().execute(sa.delete(notice).where(notice.c.kind.in_(_MORE_KINDS)))
    _notices_of(*_KINDS)
    for table in (
        "heavy_talk",
        "standing",
        "question",
        "handover",
        "cover",
        "coach_hours",
        "team_region",
        "region_lead",
        "region",
    ):
        op.drop_table(table)


def _notices_of(*kinds: str) -> None:
    """Let a notice be of these kinds alone."""
    listed = ", ".join(f"'{kind}'" for kind in kinds)
    with op.batch_alter_table("notice") as batch_op:
        batch_op.drop_constraint(op.f("ck_notice_kind_known"), type_="check")
        batch_op.create_check_constraint(op.f("ck_notice_kind_known"), f"kind IN ({listed})")


def _everyone_is_due() -> None:
    """Mark each client whose guidance goes on: the first look or the clock works them out."""
    bind = op.get_bind()
    client = sa.table("client", sa.column("id"), sa.column("ended_on", sa.Date))
    due = sa.table(
        "worklist_due", sa.column("client_id"), sa.column("since", sa.DateTime(timezone=True))
    )
    now = datetime.now(UTC)
    moment = now.replace(tzinfo=None) if bind.dialect.name == "sqlite" else now
    bind.execute(
        sa.insert(due).from_select(
            ["client_id", "since"],
            sa.select(client.c.id, sa.literal(moment, sa.DateTime(timezone=True))).where(
                client.c.ended_on.is_(None),
                client.c.id.not_in(sa.select(due.c.client_id)),
            ),
        )
    )


def _tables() -> None:
    op.create_table(
        "region",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_region")),
        sa.UniqueConstraint("name", name=op.f("uq_region_name")),
    )
    op.create_table(
        "coach_hours",
        sa.Column("person_id", sa.String(32), nullable=False),
        sa.Column("team_id", sa.String(32), nullable=False),
        sa.Column("minutes_per_week", sa.Integer(), nullable=False),
        sa.Column("changed_by", sa.String(32), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "minutes_per_week BETWEEN 0 AND 3600", name=op.f("ck_coach_hours_minutes_0_3600")
        ),
        sa.ForeignKeyConstraint(
            ["changed_by"], ["person.id"], name=op.f("fk_coach_hours_changed_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_coach_hours_person_id_person")
        ),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_coach_hours_team_id_team")),
        sa.PrimaryKeyConstraint("person_id", "team_id", name=op.f("pk_coach_hours")),
    )
    op.create_table(
        "region_lead",
        sa.Column("person_id", sa.String(32), nullable=False),
        sa.Column("region_id", sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_region_lead_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["region_id"], ["region.id"], name=op.f("fk_region_lead_region_id_region")
        ),
        sa.PrimaryKeyConstraint("person_id", "region_id", name=op.f("pk_region_lead")),
    )
    op.create_table(
        "team_region",
        sa.Column("team_id", sa.String(32), nullable=False),
        sa.Column("region_id", sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(
            ["region_id"], ["region.id"], name=op.f("fk_team_region_region_id_region")
        ),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_team_region_team_id_team")),
        sa.PrimaryKeyConstraint("team_id", name=op.f("pk_team_region")),
    )
    op.create_index(op.f("ix_team_region_region_id"), "team_region", ["region_id"], unique=False)
    op.create_table(
        "cover",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("client_id", sa.String(32), nullable=False),
        sa.Column("coverer_id", sa.String(32), nullable=False),
        sa.Column("start_day", sa.Date(), nullable=False),
        sa.Column("end_day", sa.Date(), nullable=False),
        sa.Column("words", sa.String(500), nullable=False),
        sa.Column("made_by", sa.String(32), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.String(32), nullable=True),
        sa.Column("informed_on", sa.Date(), nullable=True),
        sa.Column("informed_by", sa.String(32), nullable=True),
        sa.Column("save_key", sa.String(32), nullable=False),
        sa.CheckConstraint("end_day >= start_day", name=op.f("ck_cover_ends_after_start")),
        sa.ForeignKeyConstraint(
            ["client_id"], ["client.id"], name=op.f("fk_cover_client_id_client")
        ),
        sa.ForeignKeyConstraint(
            ["coverer_id"], ["person.id"], name=op.f("fk_cover_coverer_id_person")
        ),
        sa.ForeignKeyConstraint(["ended_by"], ["person.id"], name=op.f("fk_cover_ended_by_person")),
        sa.ForeignKeyConstraint(
            ["informed_by"], ["person.id"], name=op.f("fk_cover_informed_by_person")
        ),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_cover_made_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cover")),
    )
    op.create_index("ix_cover_client_id", "cover", ["client_id"], unique=False)
    op.create_index("ix_cover_coverer_id_end_day", "cover", ["coverer_id", "end_day"], unique=False)
    op.create_index(op.f("ix_cover_save_key"), "cover", ["save_key"], unique=False)
    op.create_table(
        "handover",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("client_id", sa.String(32), nullable=False),
        sa.Column("from_coach_id", sa.String(32), nullable=False),
        sa.Column("to_coach_id", sa.String(32), nullable=False),
        sa.Column("to_team_id", sa.String(32), nullable=False),
        sa.Column("words", sa.String(1000), nullable=False),
        sa.Column("asked_by", sa.String(32), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("decided_by", sa.String(32), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decision_words", sa.String(300), nullable=False),
        sa.Column("informed_on", sa.Date(), nullable=True),
        sa.Column("informed_by", sa.String(32), nullable=True),
        sa.Column("save_key", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state = 'asked') = (decided_at IS NULL)", name=op.f("ck_handover_decided_at_once")
        ),
        sa.CheckConstraint(
            "state IN ('asked', 'accepted', 'declined', 'taken_back')",
            name=op.f("ck_handover_state_known"),
        ),
        sa.CheckConstraint("from_coach_id <> to_coach_id", name=op.f("ck_handover_to_another")),
        sa.ForeignKeyConstraint(
            ["asked_by"], ["person.id"], name=op.f("fk_handover_asked_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["client_id"], ["client.id"], name=op.f("fk_handover_client_id_client")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["person.id"], name=op.f("fk_handover_decided_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["from_coach_id"], ["person.id"], name=op.f("fk_handover_from_coach_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["informed_by"], ["person.id"], name=op.f("fk_handover_informed_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["to_coach_id"], ["person.id"], name=op.f("fk_handover_to_coach_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["to_team_id"], ["team.id"], name=op.f("fk_handover_to_team_id_team")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover")),
        sa.UniqueConstraint("save_key", name=op.f("uq_handover_save_key")),
    )
    op.create_index("ix_handover_client_id", "handover", ["client_id"], unique=False)
    op.create_index(
        "ix_handover_to_coach_id_state", "handover", ["to_coach_id", "state"], unique=False
    )
    op.create_index(
        "uq_handover_open",
        "handover",
        ["client_id"],
        unique=True,
        sqlite_where=sa.text("state = 'asked'"),
        postgresql_where=sa.text("state = 'asked'"),
    )
    op.create_table(
        "question",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("client_id", sa.String(32), nullable=False),
        sa.Column("words", sa.String(500), nullable=False),
        sa.Column("asked_by", sa.String(32), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("talk_on", sa.Date(), nullable=True),
        sa.Column("answer", sa.String(1000), nullable=False),
        sa.Column("answered_by", sa.String(32), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("save_key", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(answered_at IS NULL) = (answer = '')", name=op.f("ck_question_answered_whole")
        ),
        sa.CheckConstraint(
            "(answered_at IS NULL) = (answered_by IS NULL)",
            name=op.f("ck_question_answered_by_one"),
        ),
        sa.CheckConstraint("length(words) > 0", name=op.f("ck_question_has_words")),
        sa.ForeignKeyConstraint(
            ["answered_by"], ["person.id"], name=op.f("fk_question_answered_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["asked_by"], ["person.id"], name=op.f("fk_question_asked_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["client_id"], ["client.id"], name=op.f("fk_question_client_id_client")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question")),
        sa.UniqueConstraint("save_key", name=op.f("uq_question_save_key")),
    )
    op.create_index("ix_question_client_id", "question", ["client_id"], unique=False)
    op.create_table(
        "standing",
        sa.Column("client_id", sa.String(32), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("good_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["client_id"], ["client.id"], name=op.f("fk_standing_client_id_client")
        ),
        sa.PrimaryKeyConstraint("client_id", name=op.f("pk_standing")),
    )
    op.create_table(
        "heavy_talk",
        sa.Column("session_id", sa.String(32), nullable=False),
        sa.Column("client_id", sa.String(32), nullable=False),
        sa.Column("said_by", sa.String(32), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["client_id"], ["client.id"], name=op.f("fk_heavy_talk_client_id_client")
        ),
        sa.ForeignKeyConstraint(
            ["said_by"], ["person.id"], name=op.f("fk_heavy_talk_said_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["session_id"], ["session.id"], name=op.f("fk_heavy_talk_session_id_session")
        ),
        sa.PrimaryKeyConstraint("session_id", name=op.f("pk_heavy_talk")),
    )
    op.create_index("ix_heavy_talk_client_id", "heavy_talk", ["client_id"], unique=False)
