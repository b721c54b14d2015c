"""The whole route: more about a step and a version, what a route rests on, goals, care signals.

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_NEW_TABLES = (
    "team_setting",
    "team_step",
    "care_signal",
    "goal_score",
    "goal",
    "route_basis",
    "route_look_back",
)
_KINDS = "'ready', 'outside', 'walk', 'cycle', 'loosen', 'chore', 'play', 'helping', 'other'"
_CHANGES = "'smaller', 'keep', 'larger', 'different', 'rest', 'built', 'back', 'phase'"


def upgrade() -> None:
    """Add the columns and tables; helping someone becomes a kind of step."""
    op.execute(
        "ALTER TABLE route_version ADD COLUMN change VARCHAR(12) NOT NULL DEFAULT 'built' "
        f"CONSTRAINT ck_route_version_change_known CHECK (change IN ({_CHANGES}))"
    )
    # A version that agreed on rest, or ended it, was one about rest.
    op.execute("UPDATE route_version SET change = 'rest' WHERE rest_note <> ''")
    op.add_column("route_version", sa.Column("about", sa.String(64), nullable=True))
    for name, kind in (
        ("hope", sa.String(300)),
        ("look_again_on", sa.Date()),
        ("phases", sa.JSON()),
        ("phase", sa.Integer()),
        ("goes_back_to", sa.Integer()),
    ):
        op.add_column("route_version", sa.Column(name, kind, nullable=True))
    op.add_column(
        "rest",
        sa.Column(
            "kind",
            sa.String(15),
            sa.CheckConstraint(
                "kind IN ('rest', 'recovery_week')", name=op.f("ck_rest_kind_known")
            ),
            nullable=False,
            server_default="rest",
        ),
    )
    op.add_column("rest", sa.Column("begin_with", sa.String(64), nullable=True))
    _steps()
    _look_back()
    _basis()
    _goals()
    _care_signal()
    _team()


def downgrade() -> None:
    """Take them away again, with what stands in them."""
    for table in _NEW_TABLES:
        op.drop_table(table)
    with op.batch_alter_table("route_step") as batch_op:
        batch_op.drop_constraint(op.f("ck_route_step_company_known"), type_="check")
        batch_op.drop_constraint(op.f("ck_route_step_ceiling_holds_mini"), type_="check")
        batch_op.drop_constraint(op.f("ck_route_step_kind_known"), type_="check")
    op.execute("UPDATE route_step SET company = 'together' WHERE company IN ('buddy', 'group')")
    op.execute("UPDATE route_step SET company = 'helping' WHERE kind = 'helping'")
    with op.batch_alter_table("route_step") as batch_op:
        for name in ("idea", "cue", "at", "days", "ceiling_seconds", "kind"):
            batch_op.drop_column(name)
        batch_op.create_check_constraint(
            op.f("ck_route_step_company_known"), "company IN ('alone', 'together', 'helping')"
        )
    with op.batch_alter_table("rest") as batch_op:
        batch_op.drop_constraint(op.f("ck_rest_kind_known"), type_="check")
        for name in ("begin_with", "kind"):
            batch_op.drop_column(name)
    # One by one, for other tables hold on to this one: SQLite lets nobody make it anew meanwhile.
    # The check of `change` is the column's own, and goes with it.
    for name in ("goes_back_to", "phase", "phases", "look_again_on", "hope", "about", "change"):
        op.drop_column("route_version", name)


def _steps() -> None:
    with op.batch_alter_table("route_step") as batch_op:
        batch_op.drop_constraint(op.f("ck_route_step_company_known"), type_="check")
        batch_op.add_column(
            sa.Column("kind", sa.String(10), nullable=False, server_default="other")
        )
        batch_op.add_column(sa.Column("ceiling_seconds", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("days", sa.JSON(), nullable=True))
        batch_op.add_column(sa.Column("at", sa.String(5), nullable=True))
        batch_op.add_column(sa.Column("cue", sa.String(160), nullable=True))
        batch_op.add_column(sa.Column("idea", sa.String(64), nullable=True))
    op.execute("UPDATE route_step SET kind = 'helping' WHERE company = 'helping'")
    op.execute("UPDATE route_step SET company = 'together' WHERE company = 'helping'")
    with op.batch_alter_table("route_step") as batch_op:
        batch_op.create_check_constraint(
            op.f("ck_route_step_company_known"),
            "company IN ('alone', 'together', 'buddy', 'group')",
        )
        batch_op.create_check_constraint(
            op.f("ck_route_step_ceiling_holds_mini"),
            "ceiling_seconds IS NULL OR ceiling_seconds >= mini_seconds",
        )
        batch_op.create_check_constraint(op.f("ck_route_step_kind_known"), f"kind IN ({_KINDS})")


def _person(table: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], ["person.id"], name=op.f(f"fk_{table}_{column}_person")
    )


def _client(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["client_id"], ["client.id"], name=op.f(f"fk_{table}_client_id_client")
    )


def _id(name: str) -> sa.Column:
    return sa.Column(name, sa.String(32), nullable=False)


def _moment(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _look_back() -> None:
    op.create_table(
        "route_look_back",
        _id("id"),
        _id("client_id"),
        _id("version_id"),
        sa.Column("verdict", sa.String(10), nullable=False),
        sa.Column("words", sa.String(500), nullable=False),
        _id("made_by"),
        _moment("made_at"),
        _id("save_key"),
        sa.CheckConstraint(
            "verdict IN ('yes', 'partly', 'not_yet', 'otherwise')",
            name=op.f("ck_route_look_back_verdict_known"),
        ),
        _client("route_look_back"),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["route_version.id"],
            name=op.f("fk_route_look_back_version_id_route_version"),
        ),
        _person("route_look_back", "made_by"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_route_look_back")),
        sa.UniqueConstraint("version_id", name=op.f("uq_route_look_back_version_id")),
        sa.UniqueConstraint("save_key", name=op.f("uq_route_look_back_save_key")),
    )
    op.create_index("ix_route_look_back_client_id", "route_look_back", ["client_id"])


def _basis() -> None:
    op.create_table(
        "route_basis",
        _id("client_id"),
        sa.Column("what_for", sa.String(500), nullable=False),
        sa.Column("profile", sa.String(10), nullable=False),
        sa.Column("pem", sa.Boolean(), nullable=False),
        sa.Column("wish", sa.String(10), nullable=True),
        sa.Column("wish_on", sa.Date(), nullable=True),
        sa.Column("silence", sa.String(10), nullable=False),
        sa.Column("silence_days", sa.Integer(), nullable=True),
        sa.Column("silence_who", sa.String(80), nullable=False),
        sa.Column("silence_channel", sa.String(10), nullable=False),
        sa.Column("silence_words", sa.String(300), nullable=False),
        sa.Column("silence_agreed_on", sa.Date(), nullable=True),
        _id("changed_by"),
        _moment("changed_at"),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "profile IN ('standard', 'cautious')", name=op.f("ck_route_basis_profile_known")
        ),
        sa.CheckConstraint(
            "wish IN ('larger', 'same', 'smaller')", name=op.f("ck_route_basis_wish_known")
        ),
        sa.CheckConstraint(
            "silence IN ('', 'contact', 'someone', 'leave')",
            name=op.f("ck_route_basis_silence_known"),
        ),
        sa.CheckConstraint(
            "silence_channel IN ('', 'call', 'message', 'letter', 'visit')",
            name=op.f("ck_route_basis_silence_channel_known"),
        ),
        sa.CheckConstraint(
            "silence_days IS NULL OR silence_days BETWEEN 1 AND 90",
            name=op.f("ck_route_basis_silence_days_1_90"),
        ),
        _client("route_basis"),
        _person("route_basis", "changed_by"),
        sa.PrimaryKeyConstraint("client_id", name=op.f("pk_route_basis")),
    )


def _goals() -> None:
    op.create_table(
        "goal",
        _id("id"),
        _id("client_id"),
        sa.Column("words", sa.String(200), nullable=False),
        sa.Column("begun_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        _id("changed_by"),
        _moment("changed_at"),
        _id("save_key"),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("length(words) > 0", name=op.f("ck_goal_has_words")),
        sa.CheckConstraint(
            "ended_on IS NULL OR ended_on >= begun_on", name=op.f("ck_goal_ends_after_start")
        ),
        _client("goal"),
        _person("goal", "changed_by"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goal")),
        sa.UniqueConstraint("save_key", name=op.f("uq_goal_save_key")),
    )
    op.create_index("ix_goal_client_id", "goal", ["client_id"])
    op.create_table(
        "goal_score",
        _id("id"),
        _id("client_id"),
        _id("goal_id"),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        _id("made_by"),
        _moment("made_at"),
        sa.CheckConstraint("value BETWEEN 0 AND 10", name=op.f("ck_goal_score_value_0_10")),
        _client("goal_score"),
        sa.ForeignKeyConstraint(["goal_id"], ["goal.id"], name=op.f("fk_goal_score_goal_id_goal")),
        _person("goal_score", "made_by"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goal_score")),
    )
    op.create_index("ix_goal_score_client_id", "goal_score", ["client_id"])
    op.create_index("ix_goal_score_goal_id_day", "goal_score", ["goal_id", "day"])


def _care_signal() -> None:
    op.create_table(
        "care_signal",
        _id("id"),
        _id("client_id"),
        sa.Column("words", sa.Text(), nullable=False),
        _id("opened_by"),
        _moment("opened_at"),
        sa.Column("closed_by", sa.String(32), nullable=True),
        _moment("closed_at", nullable=True),
        sa.Column("closing_note", sa.Text(), nullable=False),
        _id("save_key"),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("length(words) > 0", name=op.f("ck_care_signal_has_words")),
        sa.CheckConstraint(
            "(closed_at IS NULL) = (closed_by IS NULL) "
            "AND (closed_at IS NULL) = (length(closing_note) = 0)",
            name=op.f("ck_care_signal_closes_whole"),
        ),
        _client("care_signal"),
        _person("care_signal", "opened_by"),
        _person("care_signal", "closed_by"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_care_signal")),
        sa.UniqueConstraint("save_key", name=op.f("uq_care_signal_save_key")),
    )
    op.create_index("ix_care_signal_client_id_closed_at", "care_signal", ["client_id", "closed_at"])


def _team() -> None:
    op.create_table(
        "team_step",
        _id("id"),
        _id("team_id"),
        sa.Column("content", sa.JSON(), nullable=False),
        _id("changed_by"),
        _moment("changed_at"),
        sa.Column("removed", sa.Boolean(), nullable=False),
        _id("save_key"),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_team_step_team_id_team")),
        _person("team_step", "changed_by"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team_step")),
        sa.UniqueConstraint("save_key", name=op.f("uq_team_step_save_key")),
    )
    op.create_index("ix_team_step_team_id", "team_step", ["team_id"])
    op.create_table(
        "team_setting",
        _id("team_id"),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("value", sa.String(40), nullable=False),
        _id("changed_by"),
        _moment("changed_at"),
        sa.ForeignKeyConstraint(
            ["team_id"], ["team.id"], name=op.f("fk_team_setting_team_id_team")
        ),
        _person("team_setting", "changed_by"),
        sa.PrimaryKeyConstraint("team_id", "name", name=op.f("pk_team_setting")),
    )
