"""Titles are sought and sorted by a folded form, the same on both databases."""

import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.add_column("meetings", sa.Column("folded_title", sa.String(length=900), server_default="", nullable=False))
    meetings = sa.table("meetings", sa.column("id"), sa.column("title"), sa.column("folded_title"))
    connection = op.get_bind()
    for id_, title in connection.execute(sa.select(meetings.c.id, meetings.c.title)).all():
        folded = unicodedata.normalize("NFC", title.casefold())
        connection.execute(meetings.update().where(meetings.c.id == id_).values(folded_title=folded))


def downgrade() -> None:
    """Undo."""
    op.drop_column("meetings", "folded_title")
