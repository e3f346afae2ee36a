"""Minutes of meetings, their items, and the templates that people make."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

_JSON = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")
_LISTED = sa.text("register_day IS NOT NULL")


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "minutes",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("meeting_id", sa.String(length=32), nullable=False),
        sa.Column("template", sa.String(length=64), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("writer", sa.String(length=16), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("held_on", sa.String(length=10), nullable=False),
        sa.Column("sections", _JSON, nullable=False),
        sa.Column("participants", _JSON, nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_by", sa.String(length=32), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_by", sa.String(length=32), nullable=True),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("frozen_by", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meetings.id"], name=op.f("fk_minutes_meeting_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["updated_by"], ["users.id"], name=op.f("fk_minutes_updated_by"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["approved_by"], ["users.id"], name=op.f("fk_minutes_approved_by"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["frozen_by"], ["users.id"], name=op.f("fk_minutes_frozen_by"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minutes")),
        sa.UniqueConstraint("meeting_id", name=op.f("uq_minutes_meeting_id")),
    )
    op.create_table(
        "minutes_items",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("minutes_id", sa.String(length=32), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("section", sa.String(length=64), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("citations", _JSON, nullable=False),
        sa.Column("owner_name", sa.String(length=200), nullable=True),
        sa.Column("owner_speaker_id", sa.String(length=32), nullable=True),
        sa.Column("due_said", sa.String(length=200), nullable=True),
        sa.Column("due_day", sa.String(length=10), nullable=True),
        sa.Column("status", sa.String(length=16), nullable=True),
        sa.Column("start", sa.Float(), nullable=True),
        sa.Column("end", sa.Float(), nullable=True),
        sa.Column("edited", sa.Boolean(), nullable=False),
        sa.Column("unsupported", sa.Boolean(), nullable=False),
        sa.Column("held_on", sa.String(length=10), nullable=False),
        sa.Column("register_day", sa.String(length=10), nullable=True),
        sa.Column("folded_text", sa.Text(), nullable=False),
        sa.Column("folded_owner", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["minutes_id"], ["minutes.id"], name=op.f("fk_minutes_items_minutes_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minutes_items")),
    )
    op.create_index("ix_minutes_items_minutes_id_position", "minutes_items", ["minutes_id", "position"])
    listed = {"sqlite_where": _LISTED, "postgresql_where": _LISTED}
    op.create_index("ix_minutes_items_due", "minutes_items", ["account_id", "register_day", "id"], **listed)
    op.create_index("ix_minutes_items_held", "minutes_items", ["account_id", "held_on", "minutes_id"], **listed)
    op.create_table(
        "minutes_templates",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("owner_id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=True),
        sa.Column("sections", _JSON, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["users.id"], name=op.f("fk_minutes_templates_owner_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minutes_templates")),
    )
    op.create_index(op.f("ix_minutes_templates_owner_id"), "minutes_templates", ["owner_id"])


def downgrade() -> None:
    """Undo: minutes and templates go."""
    op.drop_table("minutes_templates")
    op.drop_table("minutes_items")
    op.drop_table("minutes")
