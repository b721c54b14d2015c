"""The front door and the log: second factors, the chain over the log, rights and backups.

Revision ID: 0008
Revises: 0007
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_TABLES = (
    "audit_check",
    "audit_seal",
    "backup",
    "access_review",
    "access_sign_off",
    "erasure",
    "outside_identity",
    "recovery_code",
    "second_factor",
    "restriction",
    "rights_request",
)
_ONLY_GROWS = """
CREATE TRIGGER audit_seal_no_{verb} BEFORE {action} ON audit_seal
"""
_SQLITE = _ONLY_GROWS + "BEGIN SELECT RAISE(ABORT, 'the chain over the log only grows'); END"
_POSTGRES = _ONLY_GROWS + "FOR EACH STATEMENT EXECUTE FUNCTION audit_only_grows()"


def upgrade() -> None:
    """Add the tables and columns; who keeps the accounts looks after the log at first."""
    _tables()
    _columns()
    _seals_only_grow()


def downgrade() -> None:
    """Take them away again, with what stands in them."""
    postgres = op.get_bind().dialect.name == "postgresql"
    for action in ("update", "delete", *(("truncate",) if postgres else ())):
        op.execute(f"DROP TRIGGER audit_seal_no_{action}" + (" ON audit_seal" if postgres else ""))
    for table in _TABLES:
        op.drop_table(table)
    op.drop_index("ix_audit_at", table_name="audit")
    op.drop_column("audit", "behalf_id")
    op.drop_column("person", "oversees")
    with op.batch_alter_table("invitation") as batch_op:
        batch_op.drop_constraint(op.f("ck_invitation_purpose_known"), type_="check")
        batch_op.drop_column("purpose")
    with op.batch_alter_table("visit") as batch_op:
        for column in ("stage", "way"):
            batch_op.drop_constraint(op.f(f"ck_visit_{column}_known"), type_="check")
        for column in ("stage", "way", "agent"):
            batch_op.drop_column(column)


def _columns() -> None:
    op.add_column("audit", sa.Column("behalf_id", sa.String(32), nullable=True))
    op.create_index("ix_audit_at", "audit", ["at"], unique=False)
    op.add_column(
        "person", sa.Column("oversees", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.execute("UPDATE person SET oversees = is_admin")
    with op.batch_alter_table("invitation") as batch_op:
        batch_op.add_column(
            sa.Column("purpose", sa.String(10), nullable=False, server_default="begin")
        )
        batch_op.create_check_constraint(
            op.f("ck_invitation_purpose_known"), "purpose IN ('begin', 'reset')"
        )
    with op.batch_alter_table("visit") as batch_op:
        batch_op.add_column(sa.Column("stage", sa.String(5), nullable=False, server_default="in"))
        batch_op.add_column(
            sa.Column("way", sa.String(12), nullable=False, server_default="password")
        )
        batch_op.add_column(sa.Column("agent", sa.String(60), nullable=True))
        batch_op.create_check_constraint(
            op.f("ck_visit_stage_known"), "stage IN ('in', 'code', 'enrol')"
        )
        batch_op.create_check_constraint(
            op.f("ck_visit_way_known"), "way IN ('password', 'organisation', 'link')"
        )


def _seals_only_grow() -> None:
    """Refuse in the database itself to change or remove a link of the chain."""
    postgres = op.get_bind().dialect.name == "postgresql"
    for action in ("UPDATE", "DELETE", *(("TRUNCATE",) if postgres else ())):
        trigger = _POSTGRES if postgres else _SQLITE
        op.execute(trigger.format(verb=action.lower(), action=action))


def _tables() -> None:
    op.create_table(
        "audit_check",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lines", sa.BigInteger(), nullable=False),
        sa.Column("fault", sa.String(20), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_check")),
    )
    op.create_index("ix_audit_check_at", "audit_check", ["at"], unique=False)
    op.create_table(
        "audit_seal",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("audit_id", sa.String(32), nullable=False),
        sa.Column("key_id", sa.String(8), nullable=False),
        sa.Column("mac", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_audit_seal")),
        sa.UniqueConstraint("audit_id", name=op.f("uq_audit_seal_audit_id")),
    )
    op.create_table(
        "backup",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(10), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "outcome IN ('begun', 'done', 'failed')", name=op.f("ck_backup_outcome_known")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_backup")),
    )
    op.create_index("ix_backup_begun_at", "backup", ["begun_at"], unique=False)
    op.create_table(
        "access_review",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("about", sa.String(64), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("verdict", sa.String(10), nullable=False),
        sa.Column("words", sa.String(1000), nullable=False),
        sa.Column("made_by", sa.String(32), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "verdict IN ('explained', 'spoken', 'incident')",
            name=op.f("ck_access_review_verdict_known"),
        ),
        sa.ForeignKeyConstraint(
            ["made_by"], ["person.id"], name=op.f("fk_access_review_made_by_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_review")),
        sa.UniqueConstraint("kind", "about", "day", name=op.f("uq_access_review_kind_about_day")),
    )
    op.create_table(
        "access_sign_off",
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("cases", sa.Integer(), nullable=False),
        sa.Column("lines", sa.BigInteger(), nullable=False),
        sa.Column("words", sa.String(1000), nullable=False),
        sa.Column("made_by", sa.String(32), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["made_by"], ["person.id"], name=op.f("fk_access_sign_off_made_by_person")
        ),
        sa.PrimaryKeyConstraint("month", name=op.f("pk_access_sign_off")),
    )
    op.create_table(
        "erasure",
        sa.Column("dossier_id", sa.String(32), nullable=False),
        sa.Column("team_id", sa.String(32), nullable=False),
        sa.Column("why", sa.String(10), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=True),
        sa.Column("answer_by", sa.Date(), nullable=True),
        sa.Column("decided_by", sa.String(32), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rows", sa.JSON(), nullable=False),
        sa.CheckConstraint("why IN ('request', 'term')", name=op.f("ck_erasure_why_known")),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["person.id"], name=op.f("fk_erasure_decided_by_person")
        ),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_erasure_team_id_team")),
        sa.PrimaryKeyConstraint("dossier_id", name=op.f("pk_erasure")),
    )
    op.create_table(
        "outside_identity",
        sa.Column("issuer", sa.String(300), nullable=False),
        sa.Column("subject", sa.String(255), nullable=False),
        sa.Column("person_id", sa.String(32), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_outside_identity_person_id_person")
        ),
        sa.PrimaryKeyConstraint("issuer", "subject", name=op.f("pk_outside_identity")),
    )
    op.create_index(
        op.f("ix_outside_identity_person_id"), "outside_identity", ["person_id"], unique=False
    )
    op.create_table(
        "recovery_code",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("person_id", sa.String(32), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_recovery_code_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_code")),
    )
    op.create_index(
        op.f("ix_recovery_code_person_id"), "recovery_code", ["person_id"], unique=False
    )
    op.create_table(
        "second_factor",
        sa.Column("person_id", sa.String(32), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_step", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_second_factor_person_id_person")
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_second_factor")),
    )
    op.create_table(
        "restriction",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("client_id", sa.String(32), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("made_by", sa.String(32), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_by", sa.String(32), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["client_id"], ["client.id"], name=op.f("fk_restriction_client_id_client")
        ),
        sa.ForeignKeyConstraint(
            ["ended_by"], ["person.id"], name=op.f("fk_restriction_ended_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["made_by"], ["person.id"], name=op.f("fk_restriction_made_by_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_restriction")),
    )
    op.create_index("ix_restriction_client_id", "restriction", ["client_id"], unique=False)
    op.create_table(
        "rights_request",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("client_id", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("answer_by", sa.Date(), nullable=False),
        sa.Column("made_by", sa.String(32), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.String(32), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("save_key", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('copy', 'correction', 'erasure', 'restriction')",
            name=op.f("ck_rights_request_kind_known"),
        ),
        sa.CheckConstraint(
            "state IN ('open', 'granted', 'partly', 'refused', 'withdrawn')",
            name=op.f("ck_rights_request_state_known"),
        ),
        sa.ForeignKeyConstraint(
            ["client_id"], ["client.id"], name=op.f("fk_rights_request_client_id_client")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["person.id"], name=op.f("fk_rights_request_decided_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["made_by"], ["person.id"], name=op.f("fk_rights_request_made_by_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rights_request")),
        sa.UniqueConstraint("save_key", name=op.f("uq_rights_request_save_key")),
    )
    op.create_index("ix_rights_request_client_id", "rights_request", ["client_id"], unique=False)
    op.create_index(
        "ix_rights_request_state_answer_by", "rights_request", ["state", "answer_by"], unique=False
    )
