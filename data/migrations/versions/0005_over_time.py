"""A client over time: questionnaires, life events and small experiments.

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "measurement",
        _id("id"),
        _id("client_id"),
        sa.Column("measure", sa.String(5), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("filled_in", sa.String(10), nullable=False),
        _id("made_by"),
        _moment("made_at"),
        _id("save_key"),
        sa.CheckConstraint(
            "measure IN ('who5', 'phq4', 'gad7', 'pgic')",
            name=op.f("ck_measurement_measure_known"),
        ),
        sa.CheckConstraint(
            "filled_in IN ('together', 'paper')", name=op.f("ck_measurement_filled_in_known")
        ),
        *_whose("measurement", by="made_by"),
    )
    op.create_index("ix_measurement_client_id_day", "measurement", ["client_id", "day"])
    op.create_table(
        "life_event",
        _id("id"),
        _id("client_id"),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("end_day", sa.Date(), nullable=True),
        sa.Column("words", sa.String(80), nullable=False),
        _id("made_by"),
        _moment("made_at"),
        _id("save_key"),
        sa.CheckConstraint("length(words) > 0", name=op.f("ck_life_event_has_words")),
        sa.CheckConstraint(
            "end_day IS NULL OR end_day >= day", name=op.f("ck_life_event_ends_after_start")
        ),
        *_whose("life_event", by="made_by"),
    )
    op.create_index("ix_life_event_client_id", "life_event", ["client_id"])
    _experiments()


def downgrade() -> None:
    """Take them away again, with what stands in them."""
    for table in ("experiment_day", "experiment", "life_event", "measurement"):
        op.drop_table(table)


def _experiments() -> None:
    op.create_table(
        "experiment",
        _id("id"),
        _id("client_id"),
        sa.Column("start_day", sa.Date(), nullable=False),
        sa.Column("weekdays", sa.JSON(), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("first_words", sa.String(60), nullable=False),
        sa.Column("second_words", sa.String(60), nullable=False),
        sa.Column("first_context", sa.String(10), nullable=True),
        sa.Column("second_context", sa.String(10), nullable=True),
        sa.Column("stopped_on", sa.Date(), nullable=True),
        _id("changed_by"),
        _moment("changed_at"),
        _id("save_key"),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("length(first_words) > 0", name=op.f("ck_experiment_has_first_words")),
        sa.CheckConstraint("length(second_words) > 0", name=op.f("ck_experiment_has_second_words")),
        *_whose("experiment", by="changed_by"),
    )
    op.create_index("ix_experiment_client_id", "experiment", ["client_id"])
    op.create_table(
        "experiment_day",
        _id("experiment_id"),
        sa.Column("day", sa.Date(), nullable=False),
        _id("client_id"),
        sa.Column("went", sa.String(10), nullable=False),
        sa.Column("level", sa.Integer(), nullable=True),
        _id("made_by"),
        _moment("made_at"),
        sa.CheckConstraint(
            "went IN ('first', 'second', 'neither')", name=op.f("ck_experiment_day_went_known")
        ),
        sa.CheckConstraint(
            "level IS NULL OR level BETWEEN 0 AND 10", name=op.f("ck_experiment_day_level_0_10")
        ),
        sa.ForeignKeyConstraint(
            ["experiment_id"],
            ["experiment.id"],
            name=op.f("fk_experiment_day_experiment_id_experiment"),
        ),
        _client("experiment_day"),
        _person("experiment_day", "made_by"),
        sa.PrimaryKeyConstraint("experiment_id", "day", name=op.f("pk_experiment_day")),
    )
    op.create_index("ix_experiment_day_client_id", "experiment_day", ["client_id"])


def _id(name: str) -> sa.Column:
    return sa.Column(name, sa.String(32), nullable=False)


def _moment(name: str) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=False)


def _client(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["client_id"], ["client.id"], name=op.f(f"fk_{table}_client_id_client")
    )


def _person(table: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], ["person.id"], name=op.f(f"fk_{table}_{column}_person")
    )


def _whose(table: str, *, by: str) -> tuple[sa.Constraint, ...]:
    return (
        _client(table),
        _person(table, by),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("save_key", name=op.f(f"uq_{table}_save_key")),
    )
