"""What waits for a coach, who reads a care signal too, how guidance began, and the agenda.

Revision ID: 0006
Revises: 0005
"""

from datetime import UTC, datetime
from uuid import uuid4
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables, and let each agreed next time stand in the agenda."""
    _waiting()
    _care()
    _beginning()
    _agenda()
    _plan_what_was_agreed()


def downgrade() -> None:
    """Take them away again, with what stands in them."""
    for table in (
        "calendar_feed",
        "group_appointment",
        "appointment",
        "consent",
        "intake",
        "notice_choice",
        "notice",
        "absence",
        "care_sight",
        "care_reader",
        "talk_point",
        "worklist_due",
        "worklist",
    ):
        op.drop_table(table)


def _plan_what_was_agreed() -> None:
    """Write the next time of each client that is still to come as a single appointment."""
    bind = op.get_bind()
    moment = sa.DateTime(timezone=True)
    client = sa.table(
        "client",
        *(sa.column(name) for name in ("id", "changed_by", "ended_on")),
        sa.column("next_appointment", moment),
    )
    appointment = sa.table(
        "appointment",
        *(sa.column(name) for name in ("id", "client_id", "at", "minutes", "place")),
        *(sa.column(name) for name in ("changed_by", "save_key", "version")),
        sa.column("day", sa.Date),
        sa.column("changes", sa.JSON),
        sa.column("agreed", sa.JSON),
        sa.column("removed", sa.Boolean),
        sa.column("changed_at", moment),
    )
    agreed = bind.execute(
        sa.select(client.c.id, client.c.changed_by, client.c.next_appointment).where(
            client.c.next_appointment.is_not(None), client.c.ended_on.is_(None)
        )
    ).all()
    now = datetime.now(UTC)
    rows = []
    for client_id, changed_by, starts_at in agreed:
        aware = starts_at if starts_at.tzinfo else starts_at.replace(tzinfo=UTC)
        if aware < now:
            continue
        local = aware.astimezone(ZoneInfo("Europe/Amsterdam"))
        rows.append(
            {
                "id": uuid4().hex,
                "client_id": client_id,
                "day": local.date(),
                "at": f"{local:%H:%M}",
                "minutes": 60,
                "place": "",
                "changes": {},
                "agreed": [],
                "removed": False,
                "changed_by": changed_by,
                "changed_at": now if bind.dialect.name != "sqlite" else now.replace(tzinfo=None),
                "save_key": uuid4().hex,
                "version": 1,
            }
        )
    if rows:
        bind.execute(sa.insert(appointment), rows)


def _waiting() -> None:
    op.create_table(
        "worklist",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("client_id", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("fact", sa.String(80), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("numbers", sa.JSON(), nullable=False),
        sa.Column("stands", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("snoozed_until", sa.Date(), nullable=True),
        sa.Column("snooze_reason", sa.String(300), nullable=False),
        sa.Column("note", sa.String(500), nullable=False),
        sa.Column("useful", sa.Boolean(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("changed_by", sa.String(32), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state = 'snoozed') = (snoozed_until IS NOT NULL)",
            name=op.f("ck_worklist_snoozed_until_a_day"),
        ),
        sa.CheckConstraint(
            "(state IN ('open', 'snoozed')) = (ended_at IS NULL)",
            name=op.f("ck_worklist_ends_with_its_state"),
        ),
        sa.CheckConstraint(
            "kind IN ('returned', 'very_low_mood', 'lower_mood', 'silent', 'not_written', "
            "'worse_next_day', 'too_much', 'step_misfit', 'rest_ends', 'to_discuss', 'no_route', "
            "'no_next_date')",
            name=op.f("ck_worklist_kind_known"),
        ),
        sa.CheckConstraint(
            "state IN ('open', 'snoozed', 'done', 'closed')", name=op.f("ck_worklist_state_known")
        ),
        sa.ForeignKeyConstraint(
            ["changed_by"], ["person.id"], name=op.f("fk_worklist_changed_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["client_id"], ["client.id"], name=op.f("fk_worklist_client_id_client")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_worklist")),
        sa.UniqueConstraint(
            "client_id", "kind", "fact", name=op.f("uq_worklist_client_id_kind_fact")
        ),
    )
    op.create_index("ix_worklist_client_id_state", "worklist", ["client_id", "state"])
    op.create_table(
        "worklist_due",
        sa.Column("client_id", sa.String(32), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["client_id"], ["client.id"], name=op.f("fk_worklist_due_client_id_client")
        ),
        sa.PrimaryKeyConstraint("client_id", name=op.f("pk_worklist_due")),
    )
    op.create_table(
        "talk_point",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("client_id", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("words", sa.String(300), nullable=False),
        sa.Column("made_by", sa.String(32), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_by", sa.String(32), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("save_key", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind IN ('topic', 'question')", name=op.f("ck_talk_point_kind_known")),
        sa.CheckConstraint(
            "(done_at IS NULL) = (done_by IS NULL)", name=op.f("ck_talk_point_done_by_somebody")
        ),
        sa.CheckConstraint("length(words) > 0", name=op.f("ck_talk_point_has_words")),
        sa.ForeignKeyConstraint(
            ["client_id"], ["client.id"], name=op.f("fk_talk_point_client_id_client")
        ),
        sa.ForeignKeyConstraint(
            ["done_by"], ["person.id"], name=op.f("fk_talk_point_done_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["made_by"], ["person.id"], name=op.f("fk_talk_point_made_by_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_talk_point")),
        sa.UniqueConstraint("save_key", name=op.f("uq_talk_point_save_key")),
    )
    op.create_index("ix_talk_point_client_id", "talk_point", ["client_id"])


def _care() -> None:
    op.create_table(
        "care_reader",
        sa.Column("signal_id", sa.String(32), nullable=False),
        sa.Column("reader_id", sa.String(32), nullable=False),
        sa.Column("client_id", sa.String(32), nullable=False),
        sa.Column("asked_as", sa.String(10), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "asked_as IN ('lead', 'coach', 'deputy', 'fallback')",
            name=op.f("ck_care_reader_asked_as_known"),
        ),
        sa.ForeignKeyConstraint(
            ["client_id"], ["client.id"], name=op.f("fk_care_reader_client_id_client")
        ),
        sa.ForeignKeyConstraint(
            ["reader_id"], ["person.id"], name=op.f("fk_care_reader_reader_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["signal_id"], ["care_signal.id"], name=op.f("fk_care_reader_signal_id_care_signal")
        ),
        sa.PrimaryKeyConstraint("signal_id", "reader_id", name=op.f("pk_care_reader")),
    )
    op.create_index("ix_care_reader_client_id", "care_reader", ["client_id"])
    op.create_index("ix_care_reader_reader_id", "care_reader", ["reader_id"])
    op.create_table(
        "care_sight",
        sa.Column("signal_id", sa.String(32), nullable=False),
        sa.Column("reader_id", sa.String(32), nullable=False),
        sa.Column("client_id", sa.String(32), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["client_id"], ["client.id"], name=op.f("fk_care_sight_client_id_client")
        ),
        sa.ForeignKeyConstraint(
            ["reader_id"], ["person.id"], name=op.f("fk_care_sight_reader_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["signal_id"], ["care_signal.id"], name=op.f("fk_care_sight_signal_id_care_signal")
        ),
        sa.PrimaryKeyConstraint("signal_id", "reader_id", name=op.f("pk_care_sight")),
    )
    op.create_index("ix_care_sight_client_id", "care_sight", ["client_id"])
    op.create_table(
        "absence",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("person_id", sa.String(32), nullable=False),
        sa.Column("start_day", sa.Date(), nullable=False),
        sa.Column("end_day", sa.Date(), nullable=False),
        sa.Column("made_by", sa.String(32), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("save_key", sa.String(32), nullable=False),
        sa.CheckConstraint("end_day >= start_day", name=op.f("ck_absence_ends_after_start")),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_absence_made_by_person")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_absence_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence")),
        sa.UniqueConstraint("save_key", name=op.f("uq_absence_save_key")),
    )
    op.create_index("ix_absence_person_id_end_day", "absence", ["person_id", "end_day"])
    op.create_table(
        "notice",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("person_id", sa.String(32), nullable=False),
        sa.Column("client_id", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("subject_id", sa.String(32), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("mail_after", sa.DateTime(timezone=True), nullable=True),
        sa.Column("mailed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("mail_tries", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('care_signal', 'care_signal_closed')", name=op.f("ck_notice_kind_known")
        ),
        sa.ForeignKeyConstraint(
            ["client_id"], ["client.id"], name=op.f("fk_notice_client_id_client")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_notice_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sa.UniqueConstraint(
            "person_id", "kind", "subject_id", name=op.f("uq_notice_person_id_kind_subject_id")
        ),
    )
    op.create_index("ix_notice_client_id", "notice", ["client_id"])
    op.create_index("ix_notice_mail_after", "notice", ["mail_after"])
    op.create_index("ix_notice_person_id_seen_at", "notice", ["person_id", "seen_at"])
    op.create_table(
        "notice_choice",
        sa.Column("person_id", sa.String(32), nullable=False),
        sa.Column("mail", sa.Boolean(), nullable=False),
        sa.Column("quiet_from", sa.String(5), nullable=True),
        sa.Column("quiet_until", sa.String(5), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(quiet_from IS NULL) = (quiet_until IS NULL)",
            name=op.f("ck_notice_choice_quiet_hours_whole"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_notice_choice_person_id_person")
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_notice_choice")),
    )


def _beginning() -> None:
    op.create_table(
        "intake",
        sa.Column("client_id", sa.String(32), nullable=False),
        sa.Column("referred_by", sa.String(120), nullable=False),
        sa.Column("referred_on", sa.Date(), nullable=True),
        sa.Column("referral_reason", sa.String(500), nullable=False),
        sa.Column("first_call_on", sa.Date(), nullable=True),
        sa.Column("first_meeting_on", sa.Date(), nullable=True),
        sa.Column("safety", sa.JSON(), nullable=False),
        sa.Column("gp_name", sa.String(120), nullable=False),
        sa.Column("gp_phone", sa.String(40), nullable=False),
        sa.Column("nurse_name", sa.String(120), nullable=False),
        sa.Column("nurse_phone", sa.String(40), nullable=False),
        sa.Column("changed_by", sa.String(32), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "first_call_on IS NULL OR referred_on IS NULL OR first_call_on >= referred_on",
            name=op.f("ck_intake_called_after_referral"),
        ),
        sa.CheckConstraint(
            "first_meeting_on IS NULL OR referred_on IS NULL OR first_meeting_on >= referred_on",
            name=op.f("ck_intake_met_after_referral"),
        ),
        sa.ForeignKeyConstraint(
            ["changed_by"], ["person.id"], name=op.f("fk_intake_changed_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["client_id"], ["client.id"], name=op.f("fk_intake_client_id_client")
        ),
        sa.PrimaryKeyConstraint("client_id", name=op.f("pk_intake")),
    )
    op.create_table(
        "consent",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("client_id", sa.String(32), nullable=False),
        sa.Column("purpose", sa.String(20), nullable=False),
        sa.Column("answer", sa.String(3), nullable=False),
        sa.Column("told", sa.String(10), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=False),
        sa.Column("words", sa.String(300), nullable=False),
        sa.Column("made_by", sa.String(32), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("withdrawn_by", sa.String(32), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("save_key", sa.String(32), nullable=False),
        sa.CheckConstraint("answer IN ('yes', 'no')", name=op.f("ck_consent_answer_known")),
        sa.CheckConstraint(
            "purpose IN ('care_contact', 'messages', 'someone_close', 'learning')",
            name=op.f("ck_consent_purpose_known"),
        ),
        sa.CheckConstraint("told IN ('spoken', 'written')", name=op.f("ck_consent_told_known")),
        sa.CheckConstraint(
            "(withdrawn_on IS NULL) = (withdrawn_by IS NULL)",
            name=op.f("ck_consent_withdrawn_by_somebody"),
        ),
        sa.CheckConstraint(
            "withdrawn_on IS NULL OR withdrawn_on >= told_on",
            name=op.f("ck_consent_ends_after_start"),
        ),
        sa.ForeignKeyConstraint(
            ["client_id"], ["client.id"], name=op.f("fk_consent_client_id_client")
        ),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_consent_made_by_person")),
        sa.ForeignKeyConstraint(
            ["withdrawn_by"], ["person.id"], name=op.f("fk_consent_withdrawn_by_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
        sa.UniqueConstraint("save_key", name=op.f("uq_consent_save_key")),
    )
    op.create_index("ix_consent_client_id_purpose", "consent", ["client_id", "purpose"])


def _agenda() -> None:
    op.create_table(
        "appointment",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("client_id", sa.String(32), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("at", sa.String(5), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("every_weeks", sa.Integer(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("place", sa.String(120), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("agreed", sa.JSON(), nullable=False),
        sa.Column("removed", sa.Boolean(), nullable=False),
        sa.Column("changed_by", sa.String(32), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("save_key", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "every_weeks IS NULL OR every_weeks BETWEEN 1 AND 8",
            name=op.f("ck_appointment_every_weeks_1_8"),
        ),
        sa.CheckConstraint("minutes BETWEEN 5 AND 600", name=op.f("ck_appointment_minutes_5_600")),
        sa.CheckConstraint(
            "until IS NULL OR until >= day", name=op.f("ck_appointment_ends_after_start")
        ),
        sa.ForeignKeyConstraint(
            ["changed_by"], ["person.id"], name=op.f("fk_appointment_changed_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["client_id"], ["client.id"], name=op.f("fk_appointment_client_id_client")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointment")),
        sa.UniqueConstraint("save_key", name=op.f("uq_appointment_save_key")),
    )
    op.create_index("ix_appointment_client_id_day", "appointment", ["client_id", "day"])
    op.create_table(
        "group_appointment",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("person_id", sa.String(32), nullable=False),
        sa.Column("title", sa.String(80), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("at", sa.String(5), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("every_weeks", sa.Integer(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("place", sa.String(120), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("removed", sa.Boolean(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("save_key", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "every_weeks IS NULL OR every_weeks BETWEEN 1 AND 8",
            name=op.f("ck_group_appointment_every_weeks_1_8"),
        ),
        sa.CheckConstraint("length(title) > 0", name=op.f("ck_group_appointment_has_title")),
        sa.CheckConstraint(
            "minutes BETWEEN 5 AND 600", name=op.f("ck_group_appointment_minutes_5_600")
        ),
        sa.CheckConstraint(
            "until IS NULL OR until >= day", name=op.f("ck_group_appointment_ends_after_start")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_group_appointment_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_appointment")),
        sa.UniqueConstraint("save_key", name=op.f("uq_group_appointment_save_key")),
    )
    op.create_index("ix_group_appointment_person_id_day", "group_appointment", ["person_id", "day"])
    op.create_table(
        "calendar_feed",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("person_id", sa.String(32), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_calendar_feed_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_feed")),
    )
    op.create_index(op.f("ix_calendar_feed_person_id"), "calendar_feed", ["person_id"])
