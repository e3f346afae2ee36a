"""Minutes that a model of language wrote: by which model, what it did not read, what is not said; and its answers, so that nothing is asked twice."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

_JSON = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")


def upgrade() -> None:
    """Apply."""
    op.add_column("minutes", sa.Column("model", sa.String(length=200), nullable=True))
    op.add_column("minutes", sa.Column("unread", _JSON, nullable=False, server_default="[]"))
    op.add_column("minutes", sa.Column("unsupported", _JSON, nullable=False, server_default="[]"))
    op.create_table(
        "model_answers",
        sa.Column("meeting_id", sa.String(length=32), nullable=False),
        sa.Column("question", sa.String(length=64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("cut", sa.Boolean(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meetings.id"], name=op.f("fk_model_answers_meeting_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("meeting_id", "question", name=op.f("pk_model_answers")),
    )


def downgrade() -> None:
    """Undo: what models wrote unsupported goes, and their answers."""
    op.drop_table("model_answers")
    for name in ("unsupported", "unread", "model"):
        op.drop_column("minutes", name)
