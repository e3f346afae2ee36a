"""A run's tries are counted anew when it has got further: who loses its worker three times on the way is no poison."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply. What was begun before has had as many tries as attempts."""
    op.add_column("runs", sa.Column("tries", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("runs", sa.Column("got_to", sa.Double(), nullable=True))
    op.execute("UPDATE runs SET tries = attempt")


def downgrade() -> None:
    """Undo."""
    op.drop_column("runs", "got_to")
    op.drop_column("runs", "tries")
