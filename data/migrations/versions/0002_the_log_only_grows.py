"""The access log only grows: the database itself refuses to change or remove a line.

Revision ID: 0002
Revises: 0001
"""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_SQLITE = """
CREATE TRIGGER audit_no_{verb} BEFORE {action} ON audit
BEGIN SELECT RAISE(ABORT, 'the access log only grows'); END
"""
_POSTGRES_FUNCTION = """
CREATE FUNCTION audit_only_grows() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the access log only grows'; END $$
"""
_POSTGRES = """
CREATE TRIGGER audit_no_{verb} BEFORE {action} ON audit
FOR EACH STATEMENT EXECUTE FUNCTION audit_only_grows()
"""


def upgrade() -> None:
    """Add the triggers."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(_POSTGRES_FUNCTION)
        for action in ("UPDATE", "DELETE", "TRUNCATE"):
            op.execute(_POSTGRES.format(verb=action.lower(), action=action))
    else:
        for action in ("UPDATE", "DELETE"):
            op.execute(_SQLITE.format(verb=action.lower(), action=action))


def downgrade() -> None:
    """Take the triggers away."""
    postgres = op.get_bind().dialect.name == "postgresql"
    for action in ("update", "delete", *(("truncate",) if postgres else ())):
        op.execute(f"DROP TRIGGER audit_no_{action}" + (" ON audit" if postgres else ""))
    if postgres:
        op.execute("DROP FUNCTION audit_only_grows()")
