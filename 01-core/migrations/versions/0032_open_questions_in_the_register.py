"""The register lists open questions: those of minutes that are there get their place in it, and what is sought in."""

import sqlalchemy as sa
from alembic import op

from scribe_core.domain.folding import plain  # as it is now: the register is asked by it. Who changes it folds all texts anew

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

AT_ONCE = 500
"""Rows in memory, of 20,000 characters each at most."""

_NO_DAY = "9999-12-31"
_ITEMS = sa.table(
    "minutes_items",
    *map(sa.column, ("id", "kind", "text", "owner_name", "due_day", "register_day", "folded_text", "folded_owner")),
)
_QUESTIONS = _ITEMS.c.kind == "question"


def upgrade() -> None:
    """Apply: to drafts too, which the register lists as well."""
    connection = op.get_bind()
    held = sa.select(_ITEMS.c.id, _ITEMS.c.text, _ITEMS.c.owner_name, _ITEMS.c.due_day).where(_QUESTIONS)
    filled = (
        _ITEMS.update()
        .where(_ITEMS.c.id == sa.bindparam("item"))
        .values(register_day=sa.bindparam("day"), folded_text=sa.bindparam("said"), folded_owner=sa.bindparam("owner"))
    )
    last = ""
    while rows := connection.execute(held.where(_ITEMS.c.id > last).order_by(_ITEMS.c.id).limit(AT_ONCE)).all():
        values = [
            {"item": row.id, "day": row.due_day or _NO_DAY, "said": plain(row.text), "owner": plain(row.owner_name or "")}
            for row in rows
        ]
        connection.execute(filled, values)
        last = rows[-1].id


def downgrade() -> None:
    """Undo."""
    op.execute(_ITEMS.update().where(_QUESTIONS).values(register_day=None, folded_text="", folded_owner=""))
