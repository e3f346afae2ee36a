"""Passages of transcripts with the terms they are found by, and a mark for each meeting that tells whether they are up to date.

The database itself raises the mark, in the transaction that changes what a transcript shows: no writer can forget to. Decision
record 0033.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

MARK = "UPDATE search_marks SET wanted = wanted + 1 WHERE meeting_id = {row}.meeting_id"
MARK_FIRST = (
    "INSERT INTO search_marks (meeting_id, wanted, indexed, version) VALUES ({row}.meeting_id, 1, 0, '')"
    " ON CONFLICT (meeting_id) DO UPDATE SET wanted = search_marks.wanted + 1"
)
MARK_NAMED = (
    "UPDATE search_marks SET wanted = wanted + 1 WHERE meeting_id IN"
    " (SELECT meeting_id FROM identities WHERE person_id = {row}.id)"
)
RAISED_BY = (
    ("transcripts", "INSERT", MARK_FIRST),
    ("corrections", "INSERT", MARK),
    ("corrections", "UPDATE", MARK),
    ("corrections", "DELETE", MARK),
    ("identities", "INSERT", MARK),
    ("identities", "UPDATE", MARK),
    ("identities", "DELETE", MARK),
    ("persons", "UPDATE OF name", MARK_NAMED),
)
"""What changes the words of a transcript, or who says them: a table, what happens to a row, and what is then done."""

# On SQLite the terms are FTS5's, over the column of the passages; rows are told to it as they come and go.
FULL_TEXT = (
    "CREATE VIRTUAL TABLE passage_terms USING fts5(terms, content='passages', content_rowid='id', tokenize='ascii')",
    "CREATE TRIGGER passages_written AFTER INSERT ON passages BEGIN"
    " INSERT INTO passage_terms (rowid, terms) VALUES (new.id, new.terms); END",
    "CREATE TRIGGER passages_removed AFTER DELETE ON passages BEGIN"
    " INSERT INTO passage_terms (passage_terms, rowid, terms) VALUES ('delete', old.id, old.terms); END",
)


def upgrade() -> None:
    """Apply. Every transcript there is waits to be indexed."""
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    op.create_table(
        "search_marks",
        sa.Column("meeting_id", sa.String(32), nullable=False),
        sa.Column("wanted", sa.BigInteger(), nullable=False),
        sa.Column("indexed", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meetings.id"], name="fk_search_marks_meeting_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("meeting_id", name="pk_search_marks"),
    )
    behind = sa.text("wanted <> indexed")
    op.create_index("ix_search_marks_behind", "search_marks", ["meeting_id"], sqlite_where=behind, postgresql_where=behind)
    op.create_table(
        "passages",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("meeting_id", sa.String(32), nullable=False),
        sa.Column("owner_id", sa.String(32), nullable=False),
        sa.Column("speaker_id", sa.String(32), nullable=False),
        sa.Column(
            "utterance_ids", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("start", sa.Float(), nullable=False),
        sa.Column("end", sa.Float(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(32), nullable=False),
        sa.Column("terms", postgresql.TSVECTOR().with_variant(sa.Text(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name="fk_passages_meeting_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_passages"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_passages_meeting_id_start", "passages", ["meeting_id", "start"])
    op.create_table(
        "passage_speakers",
        sa.Column("meeting_id", sa.String(32), nullable=False),
        sa.Column("speaker_id", sa.String(32), nullable=False),
        sa.Column("owner_id", sa.String(32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(200), nullable=True),
        sa.Column("plain_name", sa.String(800), nullable=True),
        sa.Column("person_id", sa.String(32), nullable=True),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meetings.id"], name="fk_passage_speakers_meeting_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name="fk_passage_speakers_person_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("meeting_id", "speaker_id", name="pk_passage_speakers"),
    )
    op.create_index("ix_passage_speakers_person_id", "passage_speakers", ["person_id"])
    op.create_index("ix_passage_speakers_owner_id_plain_name", "passage_speakers", ["owner_id", "plain_name"])
    if on_sqlite:
        for statement in FULL_TEXT:
            op.execute(statement)
    else:
        op.create_index(
            "ix_passages_terms",
            "passages",
            ["terms"],
            postgresql_using="gin",
            postgresql_with={"fastupdate": "off"},
        )
    for number, (table, happening, doing) in enumerate(RAISED_BY):
        _raise_by(f"search_mark_{number}", table, happening, doing, on_sqlite=on_sqlite)
    op.execute(
        "INSERT INTO search_marks (meeting_id, wanted, indexed, version)"
        " SELECT DISTINCT meeting_id, 1, 0, '' FROM transcripts"
    )


def _raise_by(name: str, table: str, happening: str, doing: str, *, on_sqlite: bool) -> None:
    statement = doing.format(row="old" if happening == "DELETE" else "new")
    if on_sqlite:
        op.execute(f"CREATE TRIGGER {name} AFTER {happening} ON {table} BEGIN {statement}; END")
        return
    op.execute(
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS"
        f" $$ BEGIN {statement}; RETURN NULL; END $$"
    )
    op.execute(f"CREATE TRIGGER {name} AFTER {happening} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()")


def downgrade() -> None:
    """Undo. Whatever is lost is made again from the transcripts."""
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    for number, (table, _, _) in enumerate(RAISED_BY):
        if on_sqlite:
            op.execute(f"DROP TRIGGER search_mark_{number}")
        else:
            op.execute(f"DROP TRIGGER search_mark_{number} ON {table}")
            op.execute(f"DROP FUNCTION search_mark_{number}()")
    if on_sqlite:
        op.execute("DROP TABLE passage_terms")
    for table in ("passage_speakers", "passages", "search_marks"):
        op.drop_table(table)
