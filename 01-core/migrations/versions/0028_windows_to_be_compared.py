"""Windows of transcripts with their vectors, and how far a meeting's are; which meetings the index of vectors may know."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0028"
down_revision = "0029"
branch_labels = None
depends_on = None

_UNEMBEDDED = sa.text("wanted <> embedded")
_UNPLACED = sa.text("state <> 1")


def upgrade() -> None:
    """Apply. Every transcript there is waits to be embedded."""
    json = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
    op.add_column("search_marks", sa.Column("embedded", sa.BigInteger(), nullable=False, server_default="0"))
    op.add_column("search_marks", sa.Column("embedder", sa.String(64), nullable=False, server_default=""))
    op.create_index(
        "ix_search_marks_unembedded",
        "search_marks",
        ["meeting_id"],
        sqlite_where=_UNEMBEDDED,
        postgresql_where=_UNEMBEDDED,
    )
    op.create_table(
        "windows",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("meeting_id", sa.String(32), nullable=False),
        sa.Column("owner_id", sa.String(32), nullable=False),
        sa.Column("version", sa.String(64), nullable=False),
        sa.Column("texts", json, nullable=False),
        sa.Column("passage_ids", json, nullable=False),
        sa.Column("vectors", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.SmallInteger(), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name="fk_windows_meeting_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_windows"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_windows_meeting_id", "windows", ["meeting_id"])
    op.create_index("ix_windows_unplaced", "windows", ["id"], sqlite_where=_UNPLACED, postgresql_where=_UNPLACED)
    op.create_table(
        "placed_meetings",
        sa.Column("meeting_id", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("meeting_id", name="pk_placed_meetings"),
    )


def downgrade() -> None:
    """Undo. Whatever is lost is made again from the transcripts."""
    op.drop_table("placed_meetings")
    op.drop_table("windows")
    op.drop_index("ix_search_marks_unembedded", table_name="search_marks")
    op.drop_column("search_marks", "embedder")
    op.drop_column("search_marks", "embedded")
