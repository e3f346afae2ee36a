"""How fast recent work went is read off an index, and so is which runs ended lately; a run knows the request that asked for it."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0009"
branch_labels = None
depends_on = None

ENDED = sa.text("finished_at IS NOT NULL")


def upgrade() -> None:
    """Apply."""
    op.add_column("runs", sa.Column("request_id", sa.String(length=64), nullable=True))
    op.create_index("ix_runs_ended", "runs", ["finished_at"], sqlite_where=ENDED, postgresql_where=ENDED)


def downgrade() -> None:
    """Undo."""
    op.drop_index("ix_runs_ended", "runs")
    op.drop_column("runs", "request_id")
