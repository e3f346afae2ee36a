"""An account may have terms that all its runs take into account."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "glossary_terms",
        sa.Column("owner_id", sa.String(32), nullable=False),
        sa.Column("folded", sa.String(180), nullable=False),
        sa.Column("term", sa.String(60), nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["users.id"], name="fk_glossary_terms_owner_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("owner_id", "folded", name="pk_glossary_terms"),
    )


def downgrade() -> None:
    """Undo."""
    op.drop_table("glossary_terms")
