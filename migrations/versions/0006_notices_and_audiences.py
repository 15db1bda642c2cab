"""Notices and whom they are for, the ledger's categories, and a message to many in the outbox."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "notice_files",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("claimed_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("fault", sa.String(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["people.id"], name=op.f("fk_notice_files_by_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_files")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("notice_files", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_notice_files_by_id"), ["by_id"], unique=False)

    op.create_table(
        "notice_file_pieces",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("file_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["file_id"],
            ["notice_files.id"],
            name=op.f("fk_notice_file_pieces_file_id_notice_files"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_file_pieces")),
        sa.UniqueConstraint("file_id", "number", name=op.f("uq_notice_file_pieces_file_id_number")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "notice_templates",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("place_id", sa.String(length=24), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["by_id"], ["people.id"], name=op.f("fk_notice_templates_by_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["place_id"], ["places.id"], name=op.f("fk_notice_templates_place_id_places")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_templates")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("notice_templates", schema=None) as batch_op:
        batch_op.create_index(
            "uq_notice_templates_name",
            ["place_id", "name"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.create_table(
        "person_categories",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("noted_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["noted_by"], ["people.id"], name=op.f("fk_person_categories_noted_by_people")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_person_categories_person_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_categories")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("person_categories", schema=None) as batch_op:
        batch_op.create_index(
            "ix_person_categories_category",
            ["category", "person_id"],
            unique=False,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )
        batch_op.create_index(
            "ix_person_categories_ended_at",
            ["ended_at"],
            unique=False,
            sqlite_where=sa.text("ended_at IS NOT NULL"),
            postgresql_where=sa.text("ended_at IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_person_categories_noted_by",
            ["noted_by"],
            unique=False,
            sqlite_where=sa.text("noted_by IS NOT NULL"),
            postgresql_where=sa.text("noted_by IS NOT NULL"),
        )
        batch_op.create_index("ix_person_categories_person_id", ["person_id"], unique=False)
        batch_op.create_index(
            "uq_person_categories_current",
            ["person_id", "category"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.create_table(
        "saved_audiences",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("place_id", sa.String(length=24), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column(
            "expression", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["by_id"], ["people.id"], name=op.f("fk_saved_audiences_by_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["place_id"], ["places.id"], name=op.f("fk_saved_audiences_place_id_places")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_audiences")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("saved_audiences", schema=None) as batch_op:
        batch_op.create_index(
            "uq_saved_audiences_name",
            ["place_id", "name"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.create_table(
        "topics_off",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_topics_off_person_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_topics_off")),
        sa.UniqueConstraint("person_id", "topic", name=op.f("uq_topics_off_person_id_topic")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "notices",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("place_id", sa.String(length=24), nullable=False),
        sa.Column(
            "audience", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("counts", sa.String(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column(
            "picture_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("begins_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("must_reach", sa.Boolean(), nullable=False),
        sa.Column("acknowledge", sa.Boolean(), nullable=False),
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("loud", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("doing", sa.String(), nullable=False),
        sa.Column("count_in", sa.String(), nullable=False),
        sa.Column("cursor", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("send_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("again", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("answers", sa.LargeBinary(), nullable=True),
        sa.Column(
            "progress", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=True
        ),
        sa.Column("progress_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "progress_row", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("agreed_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("over_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("forgotten_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("counts IN ('households','people')", name=op.f("ck_notices_counts")),
        sa.ForeignKeyConstraint(
            ["agreed_by"], ["people.id"], name=op.f("fk_notices_agreed_by_people")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_notices_by_id_people")),
        sa.ForeignKeyConstraint(
            ["picture_id"], ["notice_files.id"], name=op.f("fk_notices_picture_id_notice_files")
        ),
        sa.ForeignKeyConstraint(
            ["place_id"], ["places.id"], name=op.f("fk_notices_place_id_places")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices")),
        sa.UniqueConstraint("fingerprint", "again", name=op.f("uq_notices_fingerprint_again")),
        sa.UniqueConstraint("number", name=op.f("uq_notices_number")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("notices", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_notices_by_id"), ["by_id"], unique=False)
        batch_op.create_index(
            "ix_notices_doing",
            ["id"],
            unique=False,
            sqlite_where=sa.text("doing <> ''"),
            postgresql_where=sa.text("doing <> ''"),
        )
        batch_op.create_index(
            "ix_notices_next_at",
            ["next_at"],
            unique=False,
            sqlite_where=sa.text("next_at IS NOT NULL"),
            postgresql_where=sa.text("next_at IS NOT NULL"),
        )
        batch_op.create_index("ix_notices_place_id", ["place_id", "created_at"], unique=False)
        batch_op.create_index(
            "ix_notices_progress_at",
            ["progress_at"],
            unique=False,
            sqlite_where=sa.text("progress_at IS NOT NULL"),
            postgresql_where=sa.text("progress_at IS NOT NULL"),
        )

    op.create_table(
        "notice_counts",
        sa.Column(
            "notice_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("grid_id", sa.String(), nullable=False),
        sa.Column("way", sa.String(), nullable=False),
        sa.Column("reached", sa.String(), nullable=False),
        sa.Column("many", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["notices.id"], name=op.f("fk_notice_counts_notice_id_notices")
        ),
        sa.PrimaryKeyConstraint(
            "notice_id", "grid_id", "way", "reached", name=op.f("pk_notice_counts")
        ),
    )
    op.create_table(
        "notice_targets",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "notice_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "household_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("grid_id", sa.String(), nullable=False),
        sa.Column("way", sa.String(), nullable=False),
        sa.Column("why_not", sa.String(), nullable=False),
        sa.Column("reached", sa.String(), nullable=False),
        sa.Column("reached_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("worker_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint(
            "reached IN ('','self','family','phone','face','note')",
            name=op.f("ck_notice_targets_reached"),
        ),
        sa.CheckConstraint(
            "(household_id IS NULL) <> (person_id IS NULL)",
            name=op.f("ck_notice_targets_one_of_two"),
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["people.id"], name=op.f("fk_notice_targets_by_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("fk_notice_targets_case_id_cases")
        ),
        sa.ForeignKeyConstraint(
            ["household_id"],
            ["households.id"],
            name=op.f("fk_notice_targets_household_id_households"),
        ),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["notices.id"], name=op.f("fk_notice_targets_notice_id_notices")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_notice_targets_person_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["worker_id"], ["people.id"], name=op.f("fk_notice_targets_worker_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_targets")),
        sa.UniqueConstraint(
            "notice_id", "household_id", name=op.f("uq_notice_targets_notice_id_household_id")
        ),
        sa.UniqueConstraint(
            "notice_id", "person_id", name=op.f("uq_notice_targets_notice_id_person_id")
        ),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("notice_targets", schema=None) as batch_op:
        batch_op.create_index(
            "ix_notice_targets_case_id",
            ["case_id"],
            unique=False,
            sqlite_where=sa.text("case_id IS NOT NULL"),
            postgresql_where=sa.text("case_id IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_notice_targets_helped",
            ["notice_id"],
            unique=False,
            sqlite_where=sa.text("case_id IS NOT NULL"),
            postgresql_where=sa.text("case_id IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_notice_targets_household_id",
            ["household_id"],
            unique=False,
            sqlite_where=sa.text("household_id IS NOT NULL"),
            postgresql_where=sa.text("household_id IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_notice_targets_left", ["notice_id", "grid_id", "reached"], unique=False
        )
        batch_op.create_index(
            "ix_notice_targets_person_id",
            ["person_id"],
            unique=False,
            sqlite_where=sa.text("person_id IS NOT NULL"),
            postgresql_where=sa.text("person_id IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_notice_targets_worker",
            ["worker_id", "notice_id"],
            unique=False,
            sqlite_where=sa.text("worker_id IS NOT NULL"),
            postgresql_where=sa.text("worker_id IS NOT NULL"),
        )

    op.create_table(
        "notice_ticks",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "target_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("was", sa.String(), nullable=False),
        sa.Column("now", sa.String(), nullable=False),
        sa.Column("by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["people.id"], name=op.f("fk_notice_ticks_by_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["target_id"],
            ["notice_targets.id"],
            name=op.f("fk_notice_ticks_target_id_notice_targets"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_ticks")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("notice_ticks", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_notice_ticks_by_id"), ["by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_notice_ticks_target_id"), ["target_id"], unique=False)

    # What is there already, and what the release before puts there meanwhile, goes as it always did.
    # Not in the batch below: a default makes that build the table anew.
    op.add_column(
        "outbox", sa.Column("loud", sa.Boolean(), nullable=False, server_default=sa.true())
    )
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "notice_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
            )
        )
        batch_op.drop_index("ix_outbox_due")
        batch_op.create_index(
            "ix_outbox_due",
            ["state", "priority", "not_before", "id"],
            unique=False,
            sqlite_where=sa.text("state IN ('due','leased')"),
            postgresql_where=sa.text("state IN ('due','leased')"),
        )
        batch_op.create_index(
            "ix_outbox_in_hand",
            ["priority", "not_before"],
            unique=False,
            sqlite_where=sa.text("state = 'leased'"),
            postgresql_where=sa.text("state = 'leased'"),
        )
        batch_op.create_index(
            "ix_outbox_notice",
            ["notice_id", "state"],
            unique=False,
            sqlite_where=sa.text("notice_id IS NOT NULL"),
            postgresql_where=sa.text("notice_id IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_outbox_shut_out",
            ["person_id"],
            unique=False,
            sqlite_where=sa.text("state = 'unreachable' AND fault IN ('window','quota')"),
            postgresql_where=sa.text("state = 'unreachable' AND fault IN ('window','quota')"),
        )


def downgrade() -> None:
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_outbox_shut_out",
            sqlite_where=sa.text("state = 'unreachable' AND fault IN ('window','quota')"),
            postgresql_where=sa.text("state = 'unreachable' AND fault IN ('window','quota')"),
        )
        batch_op.drop_index(
            "ix_outbox_notice",
            sqlite_where=sa.text("notice_id IS NOT NULL"),
            postgresql_where=sa.text("notice_id IS NOT NULL"),
        )
        batch_op.drop_index(
            "ix_outbox_in_hand",
            sqlite_where=sa.text("state = 'leased'"),
            postgresql_where=sa.text("state = 'leased'"),
        )
        batch_op.drop_index(
            "ix_outbox_due",
            sqlite_where=sa.text("state IN ('due','leased')"),
            postgresql_where=sa.text("state IN ('due','leased')"),
        )
        batch_op.create_index(
            batch_op.f("ix_outbox_due"),
            ["state", "priority", "not_before"],
            unique=False,
            sqlite_where=sa.text("state IN ('due','leased')"),
            postgresql_where=sa.text("state IN ('due','leased')"),
        )
        batch_op.drop_column("loud")
        batch_op.drop_column("notice_id")

    op.drop_table("notice_ticks")
    op.drop_table("notice_targets")
    op.drop_table("notice_counts")
    op.drop_table("notices")
    op.drop_table("topics_off")
    op.drop_table("saved_audiences")
    op.drop_table("person_categories")
    op.drop_table("notice_templates")
    op.drop_table("notice_file_pieces")
    op.drop_table("notice_files")
