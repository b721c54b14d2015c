"""In the room: drafts, more to tell about a session, supplements, working notes, snippets.

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_SCALES = ("willingness", "expected", "confidence")
_LISTS = ("barriers", "helped", "together")
_WORDS = {
    "place": ("practice", "outdoors", "nature", "home", "elsewhere"),
    "company": ("coach", "buddy", "group", "family", "helping"),
}
_MOMENTS = ("next_appointment", "appointment_before")


def upgrade() -> None:
    """Add the columns and tables."""
    op.add_column("person", sa.Column("phone", sa.String(length=40), nullable=True))
    for column in _session_version_columns():
        op.add_column("session_version", column)
    for table in ("check_in", "day_mood"):
        # In words, because a column with its foreign key is one statement in both databases only
        # so: copying the table would drop rows that others point to.
        op.execute(
            f"ALTER TABLE {table} ADD COLUMN superseded_by VARCHAR(32) "
            f"CONSTRAINT fk_{table}_superseded_by_session_version REFERENCES session_version (id)"
        )
        op.create_index(f"ix_{table}_superseded_by", table, ["superseded_by"])
    _supplement()
    _draft()
    _working_note()
    _snippet()


def downgrade() -> None:
    """Take them away again, with what stands in them."""
    for table in ("snippet", "working_note", "draft", "supplement"):
        op.drop_table(table)
    for table in ("day_mood", "check_in"):
        op.drop_index(f"ix_{table}_superseded_by", table)
        # SQLite drops no column that points elsewhere: the table is copied without it.
        with op.batch_alter_table(table) as batch_op:
            batch_op.drop_column("superseded_by")
    for name in reversed([column.name for column in _session_version_columns()]):
        op.drop_column("session_version", name)
    op.drop_column("person", "phone")


def _session_version_columns() -> list[sa.Column]:
    return [
        *(
            sa.Column(
                name,
                sa.Integer(),
                sa.CheckConstraint(
                    f"{name} IS NULL OR {name} BETWEEN 0 AND 10",
                    name=op.f(f"ck_session_version_{name}_0_10"),
                ),
                nullable=True,
            )
            for name in _SCALES
        ),
        sa.Column("next_day_worse", sa.Boolean(), nullable=True),
        *(
            sa.Column(
                name,
                sa.String(length=12),
                sa.CheckConstraint(
                    f"{name} IN ({', '.join(repr(word) for word in words)})",
                    name=op.f(f"ck_session_version_{name}_known"),
                ),
                nullable=True,
            )
            for name, words in _WORDS.items()
        ),
        *(sa.Column(name, sa.JSON(), nullable=True) for name in _LISTS),
        sa.Column("own_words", sa.String(length=300), nullable=True),
        *(sa.Column(name, sa.DateTime(timezone=True), nullable=True) for name in _MOMENTS),
    ]


def _supplement() -> None:
    op.create_table(
        "supplement",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("session_id", sa.String(length=32), nullable=False),
        sa.Column("client_id", sa.String(length=32), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("written_by", sa.String(length=32), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("save_key", sa.String(length=32), nullable=False),
        sa.CheckConstraint("length(words) > 0", name=op.f("ck_supplement_has_words")),
        sa.ForeignKeyConstraint(
            ["session_id"], ["session.id"], name=op.f("fk_supplement_session_id_session")
        ),
        sa.ForeignKeyConstraint(
            ["client_id"], ["client.id"], name=op.f("fk_supplement_client_id_client")
        ),
        sa.ForeignKeyConstraint(
            ["written_by"], ["person.id"], name=op.f("fk_supplement_written_by_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supplement")),
        sa.UniqueConstraint("save_key", name=op.f("uq_supplement_save_key")),
    )
    op.create_index("ix_supplement_session_id", "supplement", ["session_id"])
    op.create_index("ix_supplement_client_id", "supplement", ["client_id"])


def _draft() -> None:
    op.create_table(
        "draft",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("client_id", sa.String(length=32), nullable=False),
        sa.Column("form", sa.String(length=50), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("tab", sa.String(length=32), nullable=False),
        sa.Column("save_key", sa.String(length=32), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ending", sa.String(length=12), nullable=False),
        sa.CheckConstraint("(ended_at IS NULL) = (ending = '')", name=op.f("ck_draft_ends_whole")),
        sa.CheckConstraint(
            "ending IN ('', 'saved', 'laid_aside', 'taken_over')",
            name=op.f("ck_draft_ending_known"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_draft_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["client_id"], ["client.id"], name=op.f("fk_draft_client_id_client")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft")),
    )
    op.create_index(
        "uq_draft_open",
        "draft",
        ["person_id", "client_id", "form"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_index("ix_draft_client_id", "draft", ["client_id"])
    op.create_index("ix_draft_save_key", "draft", ["save_key"])


def _working_note() -> None:
    op.create_table(
        "working_note",
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("client_id", sa.String(length=32), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_working_note_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["client_id"], ["client.id"], name=op.f("fk_working_note_client_id_client")
        ),
        sa.PrimaryKeyConstraint("person_id", "client_id", name=op.f("pk_working_note")),
    )
    op.create_index("ix_working_note_client_id", "working_note", ["client_id"])


def _snippet() -> None:
    op.create_table(
        "snippet",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("title", sa.String(length=60), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("changed_by", sa.String(length=32), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed", sa.Boolean(), nullable=False),
        sa.Column("save_key", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "length(title) > 0 AND length(words) > 0", name=op.f("ck_snippet_has_words")
        ),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_snippet_team_id_team")),
        sa.ForeignKeyConstraint(
            ["changed_by"], ["person.id"], name=op.f("fk_snippet_changed_by_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_snippet")),
        sa.UniqueConstraint("save_key", name=op.f("uq_snippet_save_key")),
    )
    op.create_index("ix_snippet_team_id", "snippet", ["team_id"])
