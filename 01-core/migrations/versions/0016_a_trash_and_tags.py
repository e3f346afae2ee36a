"""Meetings may lie in the trash, and carry tags. Lists are read off indexes that hold no trash."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_KEPT, _TRASHED = sa.text("trashed_at IS NULL"), sa.text("trashed_at IS NOT NULL")
_LISTS = {"ix_meetings_owner_id_created_at": "created_at", "ix_meetings_owner_id_held_at": "held_at"}


def upgrade() -> None:
    """Apply."""
    op.add_column("meetings", sa.Column("trashed_at", sa.DateTime(timezone=True), nullable=True))
    for name, column in _LISTS.items():
        op.drop_index(name, table_name="meetings")
        op.create_index(name, "meetings", ["owner_id", column], sqlite_where=_KEPT, postgresql_where=_KEPT)
    op.create_index("ix_meetings_owner_id_trashed_at", "meetings", ["owner_id", "trashed_at"])
    op.create_index("ix_meetings_trash", "meetings", ["trashed_at"], sqlite_where=_TRASHED, postgresql_where=_TRASHED)
    op.create_table(
        "meeting_tags",
        sa.Column("meeting_id", sa.String(32), nullable=False),
        sa.Column("folded", sa.String(180), nullable=False),
        sa.Column("owner_id", sa.String(32), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meetings.id"], name="fk_meeting_tags_meeting_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("meeting_id", "folded", name="pk_meeting_tags"),
    )
    op.create_index("ix_meeting_tags_owner_id_folded", "meeting_tags", ["owner_id", "folded", "meeting_id"])


def downgrade() -> None:
    """Undo. What lies in the trash comes back: nothing is deleted that could not be before."""
    op.drop_index("ix_meeting_tags_owner_id_folded", table_name="meeting_tags")
    op.drop_table("meeting_tags")
    op.drop_index("ix_meetings_trash", table_name="meetings")
    op.drop_index("ix_meetings_owner_id_trashed_at", table_name="meetings")
    for name, column in _LISTS.items():
        op.drop_index(name, table_name="meetings")
        op.create_index(name, "meetings", ["owner_id", column])
    op.drop_column("meetings", "trashed_at")
