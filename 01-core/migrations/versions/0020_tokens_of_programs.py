"""A session may be a token that a person made for a program: it has a name, a scope, and is known by the hash of its secret."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.add_column("sessions", sa.Column("name", sa.String(100), nullable=True))
    op.add_column("sessions", sa.Column("scope", sa.String(8), nullable=True))
    op.add_column("sessions", sa.Column("secret_hash", sa.String(64), nullable=True))
    op.add_column("sessions", sa.Column("used_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index("uq_sessions_secret_hash", "sessions", ["secret_hash"], unique=True)


def downgrade() -> None:
    """Undo. Tokens go: an earlier release would show them as sign-ins, and could not read them."""
    op.execute("DELETE FROM sessions WHERE kind = 'token'")
    op.drop_index("uq_sessions_secret_hash", table_name="sessions")
    for name in ("used_at", "secret_hash", "scope", "name"):
        op.drop_column("sessions", name)
