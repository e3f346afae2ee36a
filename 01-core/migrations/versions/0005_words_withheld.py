"""How many words were left out as inventions of the machine, by kind."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    counts = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
    op.add_column("transcripts", sa.Column("withheld", counts, nullable=False, server_default="{}"))
    with op.batch_alter_table("transcripts") as table:
        table.alter_column("withheld", server_default=None)


def downgrade() -> None:
    """Undo."""
    op.drop_column("transcripts", "withheld")
