"""Comments that were deleted are found, so that they go for good when they can no longer be taken back."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0022"
branch_labels = None
depends_on = None

_DELETED = sa.text("deleted_at IS NOT NULL")


def upgrade() -> None:
    """Apply."""
    op.create_index(
        "ix_comments_deleted_at", "comments", ["deleted_at"], sqlite_where=_DELETED, postgresql_where=_DELETED
    )


def downgrade() -> None:
    """Undo."""
    op.drop_index("ix_comments_deleted_at", table_name="comments")
