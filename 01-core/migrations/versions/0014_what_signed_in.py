"""A session knows which browser or program it is, as that names itself: its owner can tell them apart."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply. What signed in before is not known."""
    op.add_column("sessions", sa.Column("agent", sa.String(200), nullable=False, server_default=""))


def downgrade() -> None:
    """Undo."""
    op.drop_column("sessions", "agent")
