"""Corrections of speakers do not note the name before: it would outlive the person whose it is."""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply. The names that people gave stand in the corrections that gave them."""
    op.execute("UPDATE corrections SET original = '' WHERE kind IN ('rename_speaker', 'merge_speakers')")


def downgrade() -> None:
    """Undo: nothing reads what is gone."""
