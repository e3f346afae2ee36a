"""Every consent is a row, with how and when it was given and taken back; voiceprints name the one they were made under."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

OF_PERSONS = ("consent_given_at", "consent_how", "consent_recorded_by", "consent_revoked_at")


def upgrade() -> None:
    """Apply. Of each person one consent was known, the last; who recorded its withdrawal, and when, the audit log tells."""
    op.create_table(
        "consents",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("how", sa.String(length=500), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(length=32), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_how", sa.String(length=500), nullable=True),
        sa.Column("revoked_by", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_consents_person_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["recorded_by"], ["users.id"], name=op.f("fk_consents_recorded_by"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["revoked_by"], ["users.id"], name=op.f("fk_consents_revoked_by"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consents")),
    )
    op.create_index(op.f("ix_consents_person_id"), "consents", ["person_id"])
    op.execute(
        # The consent of before bears its person's id: each is one of a kind, and nobody can guess it.
        "INSERT INTO consents (id, person_id, given_at, how, recorded_at, recorded_by, revoked_at, revoked_by)"
        " SELECT id, id, consent_given_at, COALESCE(consent_how, ''),"
        " COALESCE((SELECT max(at) FROM audit_log WHERE subject_id = persons.id AND action = 'consent_given'),"
        " consent_given_at), consent_recorded_by, consent_revoked_at,"
        " CASE WHEN consent_revoked_at IS NULL THEN NULL ELSE (SELECT users.id FROM audit_log JOIN users ON"
        " users.id = audit_log.actor_id WHERE subject_id = persons.id AND action = 'consent_revoked'"
        " ORDER BY audit_log.id DESC LIMIT 1) END"
        " FROM persons WHERE consent_given_at IS NOT NULL"
    )
    with op.batch_alter_table("voiceprints") as table:
        table.add_column(sa.Column("consent_id", sa.String(length=32), nullable=True))
    op.execute(
        "UPDATE voiceprints SET consent_id = (SELECT consents.id FROM consents"
        " WHERE consents.person_id = voiceprints.person_id AND consents.revoked_at IS NULL)"
    )
    op.execute("DELETE FROM voiceprints WHERE consent_id IS NULL")  # there is none: it would be without consent
    with op.batch_alter_table("voiceprints") as table:
        table.alter_column("consent_id", existing_type=sa.String(length=32), nullable=False)
        table.create_foreign_key(op.f("fk_voiceprints_consent_id"), "consents", ["consent_id"], ["id"], ondelete="CASCADE")
        table.create_index(op.f("ix_voiceprints_consent_id"), ["consent_id"])
    with op.batch_alter_table("persons") as table:
        table.drop_constraint(op.f("fk_persons_consent_recorded_by"), type_="foreignkey")
        for name in OF_PERSONS:
            table.drop_column(name)


def downgrade() -> None:
    """Take back. Of each person only the consent recorded last is kept."""
    with op.batch_alter_table("persons") as table:
        table.add_column(sa.Column("consent_given_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("consent_how", sa.String(length=500), nullable=True))
        table.add_column(sa.Column("consent_recorded_by", sa.String(length=32), nullable=True))
        table.add_column(sa.Column("consent_revoked_at", sa.DateTime(timezone=True), nullable=True))
        table.create_foreign_key(
            op.f("fk_persons_consent_recorded_by"), "users", ["consent_recorded_by"], ["id"], ondelete="SET NULL"
        )
    last = (
        "(SELECT {} FROM consents WHERE consents.person_id = persons.id"
        " ORDER BY CASE WHEN revoked_at IS NULL THEN 0 ELSE 1 END, recorded_at DESC, given_at DESC, id DESC LIMIT 1)"
    )
    kept = zip(OF_PERSONS, ("given_at", "how", "recorded_by", "revoked_at"), strict=True)
    op.execute("UPDATE persons SET " + ", ".join(f"{old} = {last.format(new)}" for old, new in kept))  # noqa: S608 — fixed names
    with op.batch_alter_table("voiceprints") as table:
        table.drop_index(op.f("ix_voiceprints_consent_id"))
        table.drop_constraint(op.f("fk_voiceprints_consent_id"), type_="foreignkey")
        table.drop_column("consent_id")
    op.drop_table("consents")
