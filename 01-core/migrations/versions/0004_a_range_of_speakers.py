"""The number of speakers may be given from and to."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.add_column("meetings", sa.Column("speakers_most", sa.Integer(), nullable=True))


def downgrade() -> None:
    """Undo."""
    op.drop_column("meetings", "speakers_most")
