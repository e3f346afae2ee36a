"""People, their voiceprints, who was recognised where; runs that are not transcriptions."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

ONE_ACTIVE_BEFORE = sa.text("status IN ('PENDING', 'PROCESSING')")
ONE_ACTIVE = sa.text("status IN ('PENDING', 'PROCESSING') AND kind <> 'enrolment'")


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "persons",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("owner_id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("consent_given_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("consent_how", sa.String(length=500), nullable=True),
        sa.Column("consent_recorded_by", sa.String(length=32), nullable=True),
        sa.Column("consent_revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["consent_recorded_by"], ["users.id"], name=op.f("fk_persons_consent_recorded_by"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["users.id"], name=op.f("fk_persons_owner_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_persons")),
    )
    op.create_index(op.f("ix_persons_owner_id"), "persons", ["owner_id"])
    op.create_table(
        "voiceprints",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("vector", sa.LargeBinary(), nullable=False),
        sa.Column("model", sa.String(length=64), nullable=False),
        sa.Column("seconds", sa.Double(), nullable=False),
        sa.Column("quality", sa.Double(), nullable=False),
        sa.Column("meeting_id", sa.String(length=32), nullable=True),
        sa.Column("speaker_id", sa.String(length=32), nullable=True),
        sa.Column("file_name", sa.String(length=300), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meetings.id"], name=op.f("fk_voiceprints_meeting_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_voiceprints_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voiceprints")),
    )
    op.create_index(op.f("ix_voiceprints_person_id"), "voiceprints", ["person_id"])
    op.create_index(op.f("ix_voiceprints_meeting_id"), "voiceprints", ["meeting_id"])
    op.create_table(
        "identities",
        sa.Column("meeting_id", sa.String(length=32), nullable=False),
        sa.Column("speaker_id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("score", sa.Double(), nullable=False),
        sa.Column("margin", sa.Double(), nullable=False),
        sa.Column("sure", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meetings.id"], name=op.f("fk_identities_meeting_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_identities_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("meeting_id", "speaker_id", name=op.f("pk_identities")),
    )
    op.create_index(op.f("ix_identities_person_id"), "identities", ["person_id"])
    with op.batch_alter_table("corrections") as table:
        table.add_column(sa.Column("person_id", sa.String(length=32), nullable=True))
        table.create_foreign_key(
            op.f("fk_corrections_person_id"), "persons", ["person_id"], ["id"], ondelete="SET NULL"
        )
        table.create_index(op.f("ix_corrections_person_id"), ["person_id"])
    with op.batch_alter_table("run_events", table_kwargs={"sqlite_autoincrement": True}) as table:
        table.alter_column("meeting_id", existing_type=sa.String(length=32), nullable=True)
    op.execute("UPDATE run_events SET kind = 'transcription' WHERE kind = 'run'")
    _let_runs_be_of_several_kinds()


def _let_runs_be_of_several_kinds() -> None:
    op.drop_index("uq_runs_active_meeting_id", table_name="runs")
    with op.batch_alter_table("runs") as table:
        table.add_column(sa.Column("kind", sa.String(length=16), nullable=True))
        table.add_column(sa.Column("owner_id", sa.String(length=32), nullable=True))
        table.add_column(sa.Column("person_id", sa.String(length=32), nullable=True))
        table.add_column(sa.Column("source", sa.String(length=300), nullable=True))
    op.execute(
        "UPDATE runs SET kind = 'transcription',"
        " owner_id = (SELECT owner_id FROM meetings WHERE meetings.id = runs.meeting_id)"
    )
    with op.batch_alter_table("runs") as table:
        table.alter_column("kind", existing_type=sa.String(length=16), nullable=False)
        table.alter_column("owner_id", existing_type=sa.String(length=32), nullable=False)
        table.alter_column("meeting_id", existing_type=sa.String(length=32), nullable=True)
        table.create_foreign_key(op.f("fk_runs_owner_id"), "users", ["owner_id"], ["id"], ondelete="CASCADE")
        table.create_foreign_key(op.f("fk_runs_person_id"), "persons", ["person_id"], ["id"], ondelete="CASCADE")
        table.create_index(op.f("ix_runs_owner_id"), ["owner_id"])
        table.create_index(op.f("ix_runs_person_id"), ["person_id"])
    op.create_index(
        "uq_runs_active_meeting_id",
        "runs",
        ["meeting_id", "kind"],
        unique=True,
        sqlite_where=ONE_ACTIVE,
        postgresql_where=ONE_ACTIVE,
    )


def downgrade() -> None:
    """Take back. Runs that are not transcriptions, and people, go."""
    op.drop_index("uq_runs_active_meeting_id", table_name="runs")
    op.execute("DELETE FROM runs WHERE kind <> 'transcription'")
    with op.batch_alter_table("runs") as table:
        table.drop_index(op.f("ix_runs_person_id"))
        table.drop_index(op.f("ix_runs_owner_id"))
        table.drop_constraint(op.f("fk_runs_person_id"), type_="foreignkey")
        table.drop_constraint(op.f("fk_runs_owner_id"), type_="foreignkey")
        table.alter_column("meeting_id", existing_type=sa.String(length=32), nullable=False)
        for name in ("source", "person_id", "owner_id", "kind"):
            table.drop_column(name)
    op.create_index(
        "uq_runs_active_meeting_id",
        "runs",
        ["meeting_id"],
        unique=True,
        sqlite_where=ONE_ACTIVE_BEFORE,
        postgresql_where=ONE_ACTIVE_BEFORE,
    )
    op.execute("DELETE FROM run_events WHERE kind IN ('identification', 'enrolment')")
    op.execute("UPDATE run_events SET kind = 'run' WHERE kind = 'transcription'")
    with op.batch_alter_table("run_events", table_kwargs={"sqlite_autoincrement": True}) as table:
        table.alter_column("meeting_id", existing_type=sa.String(length=32), nullable=False)
    op.execute("DELETE FROM corrections WHERE kind = 'refuse_person'")
    with op.batch_alter_table("corrections") as table:
        table.drop_index(op.f("ix_corrections_person_id"))
        table.drop_constraint(op.f("fk_corrections_person_id"), type_="foreignkey")
        table.drop_column("person_id")
    for name in ("identities", "voiceprints", "persons"):
        op.drop_table(name)
