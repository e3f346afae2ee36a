"""Runs wait in a line in which everybody has a turn, and every question a worker asks of it has an index."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

IN_LINE, AT_WORK = sa.text("status = 'PENDING'"), sa.text("status = 'PROCESSING'")
UNDER_WAY = sa.text("status IN ('PENDING', 'PROCESSING')")
INDEXES = (
    ("ix_runs_in_line", ["priority", "turn", "created_at", "id", "lane"], IN_LINE),
    ("ix_runs_at_work", ["lease_expires_at"], AT_WORK),
    ("ix_runs_turns", ["turn"], IN_LINE),
    ("ix_runs_turns_of_owner", ["owner_id", "turn"], UNDER_WAY),
)


def upgrade() -> None:
    """Apply. Runs that wait already keep their order: all have the first turn, and age settles it."""
    op.add_column("runs", sa.Column("turn", sa.Integer(), nullable=False, server_default="0"))
    op.drop_index("ix_runs_status_lane_created_at", "runs")
    for name, columns, rows in INDEXES:
        op.create_index(name, "runs", columns, sqlite_where=rows, postgresql_where=rows)


def downgrade() -> None:
    """Undo."""
    for name, _columns, _rows in INDEXES:
        op.drop_index(name, "runs")
    op.create_index("ix_runs_status_lane_created_at", "runs", ["status", "lane", "created_at"])
    op.drop_column("runs", "turn")
